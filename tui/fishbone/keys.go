package fishbone

import (
	"charm.land/bubbles/v2/key"

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
	keyMove    = ui.Bind("m", "move", "m")
	keyEdit    = ui.Bind("enter", "edit", "enter")
	keySettle  = ui.Bind("enter", "settle", "enter")
	keyRemove  = ui.Bind("x", "remove", "x", "delete")
	keyTree    = ui.Bind("t", "tree", "t")
	keyDiagram = ui.Bind("t", "diagram", "t")
	keyTab     = ui.Bind("tab", "next bone", "tab")
	keyArrows  = ui.Bind("↑ ↓", "move about", "up", "down", "left", "right")
	keyEarlier = ui.Bind("shift+↑", "earlier", "shift+up")
	keyLater   = ui.Bind("shift+↓", "later", "shift+down")

	keyKeep   = ui.Bind("enter", "keep it", "enter")
	keyAnswer = ui.Bind("enter", "ask why again", "enter")
	keyDone   = ui.Bind("esc", "done", "esc", "ctrl+b")
	keyPut    = ui.Bind("enter", "put it here", "enter")
	keyPick   = ui.Bind("↑ ↓ ← →", "choose", "up", "down", "left", "right", "tab", "shift+tab")
	keyStay   = ui.Bind("esc", "leave it", "esc", "ctrl+b")
)

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding {
	switch {
	case !p.focused:
		return nil
	case p.walk != "":
		return []key.Binding{keyAnswer, keyDone}
	case p.text != nil:
		return []key.Binding{keyKeep, keyDone}
	case p.moving != Ref{}:
		return []key.Binding{keyPick, keyPut, keyStay}
	}
	d := p.diagram()
	rows := d.rows()
	keys := []key.Binding{}
	if len(d.Bones) == 0 {
		keys = append(keys, keyStart)
	}
	keys = append(keys, keyCause)
	if len(rows) > 0 {
		keys = append(keys, p.handKeys(rows[p.hand(rows)])...)
	}
	keys = append(keys, keyBone)
	if len(rows) > 0 {
		keys = append(keys, keyRemove, keyTab, keyArrows)
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
		keys = append(keys, p.orderKeys(rows[p.hand(rows)])...)
	}
	return keys
}

// handKeys are those that are about the item in hand.
func (p *Pane) handKeys(r row) []key.Binding {
	var keys []key.Binding
	edit := keyEdit
	if _, contested := p.conflict(r.ref); contested {
		edit = keySettle
	}
	if r.cause != nil && len(r.cause.Whys) < fiveWhys {
		keys = append(keys, keyWhy)
	}
	if r.cause != nil {
		keys = append(keys, keyRoot, keyVote)
	}
	keys = append(keys, edit)
	if r.cause != nil && r.cause.Votes > 0 {
		keys = append(keys, keyUnvote)
	}
	if p.canMove(r) {
		keys = append(keys, keyMove)
	}
	if r.cause != nil {
		keys = append(keys, keyVotes)
	}
	return keys
}

// orderKeys are those that change the order of the item and its siblings.
func (p *Pane) orderKeys(r row) []key.Binding {
	var keys []key.Binding
	before, after := p.neighbours(r)
	if before != "" {
		keys = append(keys, keyEarlier)
	}
	if after {
		keys = append(keys, keyLater)
	}
	return keys
}
