package present

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyForward = ui.Bind("→", "next", "right", "space", "enter", "pgdown", "l", "n", "down")
	keyBefore  = ui.Bind("←", "before", "left", "backspace", "pgup", "h", "p", "up")
	keyFirst   = ui.Bind("home", "first", "home")
	keyLast    = ui.Bind("end", "last", "end")
	keyTimer   = ui.Bind("t", "timer", "t")
	keyAnew    = ui.Bind("r", "timer from 0", "r")
)
