package evidence

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyStrengths = ui.Bind("tab", "strengths", "tab")
	keyDown      = ui.Bind("↓", "down", "down", "j")
	// keyAcross are the keys that may lead out of a text into another place.
	keyAcross = ui.Bind("tab", "next step", "tab", "shift+tab", "up")
)

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding {
	switch {
	case p.strengths.Active():
		return p.strengths.Keys()
	case p.list.Editing(), !p.list.Focused():
		return p.list.Keys()
	}
	return append(p.list.Keys(), keyStrengths)
}
