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
