package welcome

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyNext   = ui.Bind("enter", "go on", "enter", "tab", "down")
	keyPrev   = ui.Bind("↑", "back to your name", "up", "shift+tab")
	keyPick   = ui.Bind("enter", "choose", "enter", "right", "space")
	keyLater  = ui.Bind("esc", "to my cycles", "esc", "ctrl+b")
	keyStart  = ui.Bind("enter", "start", "enter")
	keyNotNow = ui.Bind("esc", "not now", "esc", "ctrl+b")
	keyUpVi   = ui.Bind("k", "up", "k")
	keyDownVi = ui.Bind("j", "down", "j")
)
