package guide

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/examples"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyNext   = ui.Bind("tab", "next or skip", "tab")
	keyEnter  = ui.Bind("enter", "next or skip", "enter", "tab")
	keySkip   = ui.Bind("enter", "skip", "enter")
	keyBefore = ui.Bind("shift+tab", "question before", "shift+tab", "up")
	keyStop   = ui.Bind("esc", "stop here", "esc", "ctrl+b")
	keyLeave  = ui.Bind("esc", "to the steps", "esc", "ctrl+b")
	keyGo     = ui.Bind("enter", "do what is next", "enter", "n")
)

// Keys are the keys that work now, the most useful first.
func (g *Screen) Keys() []key.Binding {
	if g.form == nil {
		return []key.Binding{keyGo, keyLeave, keyBefore, ui.KeyHelp}
	}
	next := keyEnter
	if g.manyLines() && !g.nothingTyped() {
		next = keyNext
	}
	return []key.Binding{next, keyStop, examples.Key, keyBefore, ui.KeyF1, ui.KeyUndo}
}
