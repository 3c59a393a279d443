package filepick

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyOpen     = ui.Bind("enter", "open", "enter")
	keyList     = ui.Bind("↑ ↓", "pick", "up", "down")
	keyComplete = ui.Bind("tab", "complete", "tab")
)

// Keys are the keys that work while a file is asked for. The way back is its
// owner's.
func (p *Picker) Keys() []key.Binding {
	return []key.Binding{keyOpen, keyList, keyComplete, ui.KeyF1, ui.KeyBack}
}
