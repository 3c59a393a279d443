package measures

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyEdit   = ui.Bind("enter", "edit", "enter")
	keyFirst  = ui.Bind("a or enter", "add here", "a", "enter")
	keyAdd    = ui.Bind("a", "add here", "a")
	keyBefore = ui.Bind("shift+←", "kind before", "shift+left")
	keyAfter  = ui.Bind("shift+→", "next kind", "shift+right")
	keyRaise  = ui.Bind("shift+↑", "move up", "shift+up")
	keyLower  = ui.Bind("shift+↓", "move down", "shift+down")
	keyRemove = ui.Bind("x", "remove", "x", "delete")
	keyData   = ui.Bind("g", "its numbers", "g")
	keyArrows = ui.Bind("← → ↑ ↓", "choose", "left", "right", "up", "down")
	keyNext   = ui.Bind("tab", "next step", "tab")
)

// Keys are the keys that work right now, the most useful first.
func (p *Pane) Keys() []key.Binding {
	if p.Form() != nil {
		return p.FormKeys()
	}
	if _, ok := p.inHand(); !ok {
		return []key.Binding{keyFirst, keyArrows, keyNext}
	}
	return []key.Binding{keyEdit, keyAdd, keyAfter, keyBefore, keyArrows, keyData, keyRemove, keyRaise, keyLower, keyNext}
}
