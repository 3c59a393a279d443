package conflicts

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyFirst   = ui.Bind("1", "keep the first", "1")
	keySecond  = ui.Bind("2", "keep the second", "2")
	keyThird   = ui.Bind("3", "keep the third", "3")
	keyMore    = ui.Bind("4-9", "keep that one", "4", "5", "6", "7", "8", "9")
	keyBoth    = ui.Bind("b", "both together", "b")
	keyEach    = ui.Bind("b", "keep both", "b")
	keyAnew    = ui.Bind("e", "write it anew", "e")
	keyKeep    = ui.Bind("k", "keep it", "k")
	keyDelete  = ui.Bind("d", "take it out", "d")
	keySave    = ui.Bind("enter", "keep this", "enter")
	keyChange  = ui.Bind("e", "change it first", "e")
	keyNotThis = ui.Bind("esc", "not this", "esc", "ctrl+b")
	keySaveAll = ui.Bind("ctrl+s", "keep this", "ctrl+s")
	keySaveOne = ui.Bind("enter", "keep this", "enter", "ctrl+s")
	keyWritten = ui.Bind("esc", "look at it first", "esc", "ctrl+b")
	keyDown    = ui.Bind("↓", "next place", "down", "tab", "j")
	keyUp      = ui.Bind("↑", "place before", "up", "shift+tab")
)

// keepKeys are the keys of the versions, in order.
var keepKeys = []key.Binding{keyFirst, keySecond, keyThird, keyMore}

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	switch s.mode {
	case writing:
		if s.multiline() {
			return []key.Binding{keySaveAll, keyWritten, ui.KeyF1}
		}
		return []key.Binding{keySaveOne, keyWritten, ui.KeyF1}
	case previewing:
		keys := []key.Binding{keySave}
		if s.writable() {
			keys = append(keys, keyChange)
		}
		return append(keys, keyNotThis, ui.KeyHelp)
	}
	c, ok := s.conflict()
	if !ok {
		return []key.Binding{ui.KeyUndo, ui.KeyHelp, ui.KeyBack}
	}
	var keys []key.Binding
	if c.Deleted != nil {
		keys = append(keys, keyKeep, keyDelete)
	} else {
		keys = append(keys, keepKeys[:min(len(c.Versions), len(keepKeys))]...)
		switch {
		case s.isText():
			keys = append(keys, keyBoth)
		case s.isName():
			keys = append(keys, keyEach)
		}
		if s.writable() {
			keys = append(keys, keyAnew)
		}
	}
	if len(s.places()) > 1 {
		keys = append(keys, keyDown, keyUp)
	}
	return append(keys, ui.KeyPgDown, ui.KeyUndo, ui.KeyHelp, ui.KeyBack)
}
