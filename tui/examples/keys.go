package examples

import "github.com/cqi-pdsa/pdsa/tui/ui"

// Key opens the examples from anywhere in a step; KeyInList as well from the
// list of steps, where no letter is typed.
var (
	Key       = ui.Bind("F4", "examples", "f4")
	KeyInList = ui.Bind("e", "examples", "e", "f4")
)

var (
	keyLeave = ui.Bind("esc", "back", "esc", "ctrl+b", "q", "f4", "e")
	keyOther = ui.Bind("← →", "another question", "left", "right", "tab", "shift+tab")
)
