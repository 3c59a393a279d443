package help

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var keyLeave = ui.Bind("esc", "back", "esc", "?", "q", "ctrl+b", "f1")

// everywhere are the keys that work on every screen.
var everywhere = []key.Binding{ui.KeyQuit, ui.KeyUndo, ui.KeyRedo, ui.KeyF1, ui.KeyMouse, ui.KeyTheme}
