package drivers

import (
	"slices"

	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyActivity = ui.Bind("a", "add activity", "a")
	keyDriver   = ui.Bind("d", "add driver", "d")
	keyEdit     = ui.Bind("enter", "edit", "enter")
	keySettle   = ui.Bind("enter", "settle", "enter")
	keyKind     = ui.Bind("k", "kind", "k")
	keyWhy      = ui.Bind("e", "why this driver", "e")
	keyMove     = ui.Bind("m", "move", "m")
	keyRemove   = ui.Bind("x", "remove", "x", "delete")
	keyGoals    = ui.Bind("g", "set Point B", "g")
	keyTab      = ui.Bind("tab", "next", "tab")
	keyArrows   = ui.Bind("↑ ↓ ← →", "move about", "up", "down", "left", "right")
	keyEarlier  = ui.Bind("shift+↑", "earlier", "shift+up")
	keyLater    = ui.Bind("shift+↓", "later", "shift+down")

	keyKeep = ui.Bind("enter", "keep it", "enter")
	keyDone = ui.Bind("esc", "done", "esc", "ctrl+b")
	keyPut  = ui.Bind("enter", "put it here", "enter")
	keyPick = ui.Bind("↑ ↓", "choose", "up", "down", "left", "right", "tab", "shift+tab")
	keyStay = ui.Bind("esc", "leave it", "esc", "ctrl+b")
)

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding {
	switch {
	case !p.focused:
		return nil
	case p.text != nil && p.text.Multiline():
		return []key.Binding{keyDone}
	case p.text != nil:
		return []key.Binding{keyKeep, keyDone}
	case p.moving != "":
		return []key.Binding{keyPick, keyPut, keyStay}
	}
	d := p.diagram()
	rows := d.rows()
	var keys []key.Binding
	if len(d.aim) == 0 {
		keys = append(keys, keyGoals)
	}
	if len(rows) == 0 {
		return append(keys, keyDriver)
	}
	r := rows[p.hand(rows)]
	edit := keyEdit
	if _, contested := p.conflict(r.ref); contested {
		edit = keySettle
	}
	keys = append(keys, keyActivity, keyDriver, edit)
	if r.driver < len(d.drivers) {
		keys = append(keys, keyKind, keyWhy)
	}
	if p.canMove(r) {
		keys = append(keys, keyMove)
	}
	keys = append(keys, keyRemove, keyTab)
	if len(rows) > 1 {
		keys = append(keys, keyArrows)
	}
	ids := d.siblings(r)
	if ids[0] != r.ref.id {
		keys = append(keys, keyEarlier)
	}
	if slices.Index(ids, r.ref.id) < len(ids)-1 {
		keys = append(keys, keyLater)
	}
	return keys
}
