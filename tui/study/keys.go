package study

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	// Letters go into the answers, so the keys of the charts work with ctrl.
	keyChart  = ui.Bind("ctrl+t", "next chart", "ctrl+t", "ctrl+right")
	keyBefore = ui.Bind("ctrl+←", "chart before", "ctrl+left")
	keyFull   = ui.Bind("ctrl+f", "study the chart", "ctrl+f")
	keyNumber = ui.Bind("] [", "other chart", "]", "[")
)

// Keys are the keys that work right now, the most useful first.
func (p *Pane) Keys() []key.Binding {
	keys := p.form.Keys()
	if len(p.s.Cycle().Measures()) > 0 {
		keys = append(keys, keyFull)
	}
	if len(p.s.Cycle().Measures()) < 2 {
		return keys
	}
	if p.focused && !p.Typing() {
		keys = append(keys, keyNumber)
	}
	return append(keys, keyChart, keyBefore)
}
