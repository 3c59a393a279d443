package network

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyRead = ui.Bind("enter", "read", "enter", "right")
	keyFind = ui.Bind("/", "find", "/")
	keyUse  = ui.Bind("u", "use as a start", "u")
	keyDone = ui.Bind("enter", "to the list", "enter")
	keyAll  = ui.Bind("esc", "show all", "esc")
)
