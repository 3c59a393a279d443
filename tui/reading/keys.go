package reading

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyStep       = ui.Bind("n", "next step", "n", "tab")
	keyStepBefore = ui.Bind("p", "step before", "p", "shift+tab")
)
