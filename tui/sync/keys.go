package sync

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyJoin   = ui.Bind("enter", "join", "enter", "j")
	keyAgain  = ui.Bind("j", "join again", "j")
	keySync   = ui.Bind("s", "sync now", "s", "enter")
	keyStop   = ui.Bind("x", "stop", "x")
	keyOthers = ui.Bind("o", "other schools", "o")
	keyLeave  = ui.Bind("l", "leave", "l")
	keyYes    = ui.Bind("y", "leave", "y")
	keyStay   = ui.Bind("esc", "stay", "esc", "ctrl+b", "n")
	keyGoOn   = ui.Bind("enter", "go on", "enter")
	keySend   = ui.Bind("enter", "join", "enter")
	keyCancel = ui.Bind("esc", "stop waiting", "esc", "ctrl+b")
	keyBefore = ui.Bind("esc", "back", "esc", "ctrl+b", "shift+tab")
)
