package problem

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// keyAcross are the keys that may lead out of the form into another step. Arrow
// keys and enter stay: a person who has finished the sentence wants to read it.
var keyAcross = ui.Bind("tab", "next step", "tab", "shift+tab")

// Keys are the keys that work now.
func (p *Pane) Keys() []key.Binding { return p.form.Keys() }
