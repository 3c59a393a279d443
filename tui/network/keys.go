package network

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyRead = ui.Bind("enter", "read", "enter", "right")
	keyFind = ui.Bind("/", "find", "/")
	keyUse  = ui.Bind("u", "use as a start", "u")
	keyDone = ui.Bind("enter", "to the list", "enter")
	keyAll  = ui.Bind("esc", "show all", "esc")
)

// keyPart goes on from where words are looked for to the next part.
var keyPart = map[remote.Part]key.Binding{
	remote.Anywhere:   ui.Bind("tab", "only the problem", "tab"),
	remote.InProblem:  ui.Bind("tab", "only drivers", "tab"),
	remote.InDrivers:  ui.Bind("tab", "only measures", "tab"),
	remote.InMeasures: ui.Bind("tab", "anywhere", "tab"),
}
