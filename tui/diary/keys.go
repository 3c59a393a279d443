package diary

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyWrite  = ui.Bind("enter", "write", "enter", "right")
	keySettle = ui.Bind("enter", "settle two versions", "enter")
	keyWeeks  = ui.Bind("↑ ↓", "week", "up", "down")
	keyFinish = ui.Bind("esc", "finish", "esc", "ctrl+b", "tab")
	keyNext   = ui.Bind("tab", "next step", "tab")
)

// Keys are the keys that work right now, the most useful first.
func (p *Pane) Keys() []key.Binding {
	if p.text != nil {
		return []key.Binding{keyFinish}
	}
	open := keyWrite
	if _, ok := p.conflict(); ok {
		open = keySettle
	}
	return []key.Binding{open, keyWeeks, keyNext, ui.KeyHome, ui.KeyEnd}
}
