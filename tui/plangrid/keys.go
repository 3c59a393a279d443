package plangrid

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyMark    = ui.Bind("space", "mark", "space")
	keyDone    = ui.Bind("d", "done", "d")
	keyMissed  = ui.Bind("x", "missed", "x")
	keyPlan    = ui.Bind("p", "planned", "p")
	keyClear   = ui.Bind(".", "not planned", ".")
	keyNote    = ui.Bind("n", "note", "n")
	keyAdd     = ui.Bind("a", "add action", "a")
	keyEdit    = ui.Bind("enter", "edit action", "enter")
	keyRaise   = ui.Bind("shift+↑", "move up", "shift+up")
	keyLower   = ui.Bind("shift+↓", "move down", "shift+down")
	keyRemove  = ui.Bind("X", "remove action", "X", "delete")
	keyWeek    = ui.Bind("+", "add a week", "+")
	keySettle  = ui.Bind("s", "settle two versions", "s")
	keyNext    = ui.Bind("tab", "next step", "tab")
	keyArrows  = ui.Bind("← → ↑ ↓", "choose", "left", "right", "up", "down")
	keyPgUp    = ui.KeyPgUp
	keyPgDown  = ui.KeyPgDown
	keyFirst   = ui.KeyHome
	keyLast    = ui.KeyEnd
	keyFirstIn = ui.Bind("a or enter", "add action", "a", "enter")
)

// Keys are the keys that work right now, the most useful first.
func (p *Pane) Keys() []key.Binding {
	if p.Form() != nil {
		return p.FormKeys()
	}
	if _, ok := p.inHand(); !ok {
		return []key.Binding{keyFirstIn, keyWeek, keyNext}
	}
	keys := []key.Binding{keyMark, keyNote, keyAdd, keyEdit, keyArrows, keyDone, keyMissed, keyPlan, keyClear}
	if _, ok := p.conflict(); ok {
		keys = append([]key.Binding{keySettle}, keys...)
	}
	return append(keys, keyWeek, keyRaise, keyLower, keyRemove, keyFirst, keyLast, keyPgUp, keyPgDown, keyNext)
}
