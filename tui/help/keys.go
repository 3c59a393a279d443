package help

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyLeave  = ui.Bind("esc", "back", "esc", "?", "q", "ctrl+b", "f1")
	keyUpVi   = ui.Bind("k", "up", "k")
	keyDownVi = ui.Bind("j", "down", "j")
	keyScroll = ui.Bind("↑ ↓", "read on", "up", "down")
	keyPage   = ui.Bind("space", "page down", "space", "pgdown")
	keyTop    = ui.Bind("home", "beginning", "home", "g")
	keyBottom = ui.Bind("end", "end", "end", "G")
)

// everywhere are the keys that work on every screen.
var everywhere = []key.Binding{ui.KeyQuit, ui.KeyUndo, ui.KeyRedo, ui.KeyF1, ui.KeyMouse, ui.KeyTheme}
