package act

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyUp       = ui.Bind("↑", "up", "up", "k")
	keyDown     = ui.Bind("↓", "down", "down", "j")
	keyMove     = ui.Bind("↑↓", "look at each", "up", "down", "k", "j")
	keyChoose   = ui.Bind("enter", "choose", "enter", "space")
	keyUnchoose = ui.Bind("backspace", "choose none", "backspace", "delete")
	keyOpenNext = ui.Bind("enter", "open the next cycle", "enter", "space")
	keyGoNext   = ui.Bind("o", "open the next cycle", "o")
	keyTab      = ui.Bind("tab", "go on", "tab")
	keyBefore   = ui.Bind("shift+tab", "go back", "shift+tab")
)

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding {
	var keys []key.Binding
	switch p.place {
	case inChoices:
		keys = []key.Binding{keyChoose, keyMove, keyTab}
		if p.decision() != "" {
			keys = append(keys, keyUnchoose)
		}
	case inWhy:
		return p.why.Keys()
	case inNext:
		if p.next.doc != "" || p.decision() != "" {
			keys = []key.Binding{keyOpenNext}
		}
		keys = append(keys, keyTab, keyBefore)
	default:
		return nil
	}
	if p.next.doc != "" {
		keys = append(keys, keyGoNext)
	}
	return keys
}
