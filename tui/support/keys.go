package support

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyUp     = ui.Bind("↑", "up", "up", "k")
	keyDown   = ui.Bind("↓", "down", "down", "j")
	keyTab    = ui.Bind("tab", "next list", "tab")
	keyBefore = ui.Bind("shift+tab", "list before", "shift+tab")
)

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding {
	switch {
	case p.progress.Active():
		return p.progress.Keys()
	case !p.focused:
		return nil
	case p.lists[p.at].Editing():
		return p.lists[p.at].Keys()
	}
	return append(p.lists[p.at].Keys(), keyTab, keyBefore)
}
