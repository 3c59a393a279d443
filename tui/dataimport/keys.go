package dataimport

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyWrite   = ui.Bind("enter", "write", "enter")
	keyRows    = ui.Bind("↑ ↓", "row", "up", "down")
	keyChoose  = ui.Bind("← →", "choose", "left", "right")
	keyEnds    = ui.Bind("home end", "first, last", "home", "end")
	keyAnother = ui.Bind("esc", "another file", "esc", "ctrl+b")
	keyStop    = ui.Bind("esc", "stop", "esc", "ctrl+b")
)

// Keys are the keys that work right now, the most useful first.
func (s *Screen) Keys() []key.Binding {
	switch {
	case s.table == nil && s.busy:
		return []key.Binding{keyStop}
	case s.table == nil:
		return s.pick.Keys()
	case s.text() != nil:
		return []key.Binding{keyWrite, keyRows, ui.KeyF1, keyAnother}
	default:
		return []key.Binding{keyWrite, keyRows, keyChoose, keyAnother, keyEnds, ui.KeyF1}
	}
}
