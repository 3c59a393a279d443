package diary

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyWrite  = ui.Bind("enter", "write", "enter", "right")
	keyWeek   = ui.Bind("1-9", "write about a week", "1", "2", "3", "4", "5", "6", "7", "8", "9")
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
	return []key.Binding{open, keyWeek, keyWeeks, keyNext, ui.KeyHome, ui.KeyEnd}
}
