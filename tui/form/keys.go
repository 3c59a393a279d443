package form

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyNextRow = ui.KeyTab
	keyPrevRow = ui.KeyShTab
	keyUp      = ui.KeyUp
	keyDown    = ui.KeyDown
	keyLeft    = ui.KeyLeft
	keyRight   = ui.KeyRight
	keyEnter   = ui.Bind("enter", "next field", "enter")
	keyToggle  = ui.Bind("space", "change", "space")
	keyClear   = ui.Bind("backspace", "clear", "backspace", "delete")
	keySuggest = ui.Bind("ctrl+o", "suggestion", "ctrl+o")
	keySettle  = ui.Bind("enter", "settle", "enter")
	keyFinish  = ui.Bind("esc", "finish", "esc", "ctrl+b")
	keyPick    = ui.Bind("← →", "choose", "left", "right")
)

// Keys are the keys that work in the row in hand.
func (f *Form) Keys() []key.Binding {
	if !f.active {
		return nil
	}
	keys := []key.Binding{ui.KeyTab}
	switch {
	case !f.writable():
	case f.contested():
		keys = append(keys, keySettle)
	case f.Row().Field.Kind == cycle.YesNo:
		keys = append(keys, keyToggle)
	case !f.isText():
		keys = append(keys, keyPick)
	case len(f.Row().Field.Options) > 0:
		keys = append(keys, keySuggest)
	}
	return keys
}
