package ui

import "charm.land/bubbles/v2/key"

// Bind makes a binding out of the key as the footer names it, what it does in
// one or two words, and the keys themselves.
func Bind(name, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(name, does))
}

// The keys that mean the same everywhere. All other keys stand in the keys.go of
// their screen.
var (
	KeyBack   = Bind("esc", "back", "esc", "ctrl+b")
	KeyHelp   = Bind("?", "help", "?", "f1")
	KeyF1     = Bind("F1", "help", "f1")
	KeyQuit   = Bind("ctrl+c", "save and quit", "ctrl+c")
	KeyUndo   = Bind("ctrl+z", "undo", "ctrl+z")
	KeyRedo   = Bind("ctrl+r", "redo", "ctrl+r")
	KeyMouse  = Bind("F2", "mouse on/off", "f2")
	KeyTheme  = Bind("F3", "light/dark", "f3")
	KeyUp     = Bind("↑", "up", "up")
	KeyDown   = Bind("↓", "down", "down")
	KeyLeft   = Bind("←", "left", "left")
	KeyRight  = Bind("→", "right", "right")
	KeyEnter  = Bind("enter", "open", "enter")
	KeyTab    = Bind("tab", "next field", "tab")
	KeyShTab  = Bind("shift+tab", "field before", "shift+tab")
	KeyNext   = Bind("ctrl+n", "next step", "ctrl+n")
	KeyPrev   = Bind("ctrl+p", "step before", "ctrl+p")
	KeyCopy   = Bind("y", "copy", "y")
	KeyCopyF  = Bind("F5", "copy", "f5")
	KeyPgUp   = Bind("pgup", "page up", "pgup")
	KeyPgDown = Bind("pgdn", "page down", "pgdown")
	KeyHome   = Bind("home", "first", "home")
	KeyEnd    = Bind("end", "last", "end")
)
