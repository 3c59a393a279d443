package reading

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyScroll     = ui.Bind("↑ ↓", "read on", "up", "down", "k", "j")
	keyPage       = ui.Bind("space", "next page", "space", "pgdown")
	keyStep       = ui.Bind("n", "next step", "n", "tab")
	keyStepBefore = ui.Bind("p", "step before", "p", "shift+tab")
)
