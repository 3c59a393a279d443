package fishbone

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyCause   = ui.Bind("a", "add cause", "a")
	keyBone    = ui.Bind("b", "add bone", "b")
	keyStart   = ui.Bind("s", "start with six bones", "s")
	keyWhy     = ui.Bind("w", "why?", "w")
	keyRoot    = ui.Bind("r", "root cause", "r")
	keyVote    = ui.Bind("v", "vote", "v")
	keyVotes   = ui.Bind("1-9", "so many votes", "1", "2", "3", "4", "5", "6", "7", "8", "9")
	keyUnvote  = ui.Bind("V", "take a vote back", "V", "shift+v")
	keyTree    = ui.Bind("t", "tree", "t")
	keyDiagram = ui.Bind("t", "diagram", "t")
	keyTab     = ui.Bind("tab", "next bone", "tab")
	keyArrows  = ui.Bind("↑ ↓", "move about", "up", "down", "left", "right")

	keyAnswer = ui.Bind("enter", "ask why again", "enter")
	keyPick   = ui.Bind("↑ ↓ ← →", "choose", "up", "down", "left", "right", "tab", "shift+tab")
)

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding {
	if keys, busy := p.BusyKeys(); busy {
		if p.walk != "" && p.Focused {
			return []key.Binding{keyAnswer, treepane.KeyDone}
		}
		return keys
	}
	d := p.diagram()
	rows := d.rows()
	keys := []key.Binding{}
	if len(d.Bones) == 0 {
		keys = append(keys, keyStart)
	}
	keys = append(keys, keyCause)
	if len(rows) > 0 {
		r := rows[p.hand(rows)]
		keys = append(keys, p.handKeys(r, r.bone >= len(d.Bones))...)
	}
	keys = append(keys, keyBone)
	if len(rows) > 0 {
		keys = append(keys, treepane.KeyRemove, keyTab, keyArrows)
	}
	if p.window >= wideWindow && len(rows) > 0 {
		switch {
		case p.tree:
			keys = append(keys, keyDiagram)
		case p.asDiagram:
			keys = append(keys, keyTree)
		}
	}
	if len(rows) > 0 {
		keys = append(keys, p.OrderKeys(rows[p.hand(rows)].ref)...)
	}
	return keys
}

// handKeys are those that are about the item in hand. Of one that has lost its place
// the most useful is to give it one.
func (p *Pane) handKeys(r row, placeless bool) []key.Binding {
	var keys []key.Binding
	if placeless && p.CanMove(r.ref) {
		keys = append(keys, treepane.KeyMove)
	}
	if r.cause != nil && len(r.cause.Whys) < fiveWhys {
		keys = append(keys, keyWhy)
	}
	if r.cause != nil {
		keys = append(keys, keyRoot, keyVote)
	}
	keys = append(keys, p.EditKey(r.ref))
	if r.cause != nil && r.cause.Votes > 0 {
		keys = append(keys, keyUnvote)
	}
	if !placeless && p.CanMove(r.ref) {
		keys = append(keys, treepane.KeyMove)
	}
	if r.cause != nil {
		keys = append(keys, keyVotes)
	}
	return keys
}
