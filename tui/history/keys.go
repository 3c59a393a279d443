package history

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyFull      = ui.Bind("enter", "all of it", "enter", "right")
	keyFind      = ui.Bind("/", "find", "/")
	keyFound     = ui.Bind("enter", "done", "enter")
	keyForget    = ui.Bind("esc", "show all", "esc", "ctrl+b")
	keyList      = ui.Bind("esc", "back", "esc", "ctrl+b", "left")
	keyWriteBack = ui.Bind("r", "write this back", "r")
	keyBefore    = ui.Bind("r", "write the text before back", "r")
	keyItemBack  = ui.Bind("r", "bring it back", "r")
)
