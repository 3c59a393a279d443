package drivers

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyActivity = ui.Bind("a", "add activity", "a")
	keyDriver   = ui.Bind("d", "add driver", "d")
	keyKind     = ui.Bind("k", "kind", "k")
	keyWhy      = ui.Bind("e", "why this driver", "e")
	keyGoals    = ui.Bind("g", "set Point B", "g")
	keyTab      = ui.Bind("tab", "next", "tab")
	keyArrows   = ui.Bind("↑ ↓ ← →", "move about", "up", "down", "left", "right")
	keyPick     = ui.Bind("↑ ↓", "choose", "up", "down", "left", "right", "tab", "shift+tab")
)

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding {
	if keys, busy := p.BusyKeys(); busy {
		return keys
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
	keys = append(keys, keyActivity, keyDriver, p.EditKey(r.ref))
	if r.driver < len(d.drivers) {
		keys = append(keys, keyKind, keyWhy)
	}
	if p.CanMove(r.ref) {
		keys = append(keys, treepane.KeyMove)
	}
	keys = append(keys, treepane.KeyRemove, keyTab)
	if len(rows) > 1 {
		keys = append(keys, keyArrows)
	}
	return append(keys, p.OrderKeys(r.ref)...)
}
