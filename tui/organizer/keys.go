package organizer

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyEdit      = ui.Bind("enter", "work on it", "enter", "right", "tab")
	keyRead      = ui.Bind("enter", "read it", "enter", "right", "tab")
	keyAnswer    = ui.Bind("enter", "answer", "enter", "right", "tab")
	keyDoNext    = ui.Bind("n", "what is next", "n")
	keyComment   = ui.Bind("c", "comment", "c")
	keyHistory   = ui.Bind("h", "history", "h")
	keyConflicts = ui.Bind("v", "two versions", "v")
	keyReview    = ui.Bind("r", "review", "r")
	keyGuide     = ui.Bind("g", "step by step", "g")
	keyPresent   = ui.Bind("p", "present", "p")
	keyRampNext  = ui.Bind(">", "next cycle", ">")
	keyRampPrev  = ui.Bind("<", "cycle before", "<")
	keyToSteps   = ui.Bind("esc", "back", "esc", "ctrl+b")
	keyArrows    = ui.Bind("↑ ↓", "another step", "up", "down", "k", "j")
	keyUpVi      = ui.Bind("k", "up", "k")
	keyDownVi    = ui.Bind("j", "down", "j")
)
