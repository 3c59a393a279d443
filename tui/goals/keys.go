package goals

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyUp     = ui.Bind("↑", "up", "up", "k")
	keyDown   = ui.Bind("↓", "down", "down", "j")
	keyYes    = ui.Bind("y", "yes", "y")
	keyNotYet = ui.Bind("n", "not yet", "n")
	keyToggle = ui.Bind("space", "yes or not yet", "space", "enter")
	keyClear  = ui.Bind("backspace", "no answer", "backspace", "delete")
	keyTab    = ui.Bind("tab", "next step", "tab")
	keyBefore = ui.Bind("shift+tab", "Point B", "shift+tab")
)

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding {
	switch p.place {
	case inA:
		return p.a.Keys()
	case inB:
		return p.b.Keys()
	case inChecks:
		return []key.Binding{keyYes, keyNotYet, keyTab, keyToggle, keyClear, keyBefore}
	}
	return nil
}
