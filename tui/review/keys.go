package review

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyGo  = ui.Bind("enter", "go there", "enter", "right")
	keySet = ui.Bind("s", "set this progress", "s")
)
