package data

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyDigit   = ui.Bind("0-9", "type a number", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "-", "+", "$")
	keyAdd     = ui.Bind("a", "add a row", "a")
	keyEdit    = ui.Bind("enter", "edit", "enter")
	keyNote    = ui.Bind("n", "mark on the chart", "n")
	keyRemove  = ui.Bind("x", "remove", "x", "delete")
	keySettle  = ui.Bind("s", "settle two versions", "s")
	keyView    = ui.Bind("v", "chart or table", "v")
	keyFull    = ui.Bind("f", "study the chart", "f")
	keyGo      = ui.Bind("g", "measures", "g")
	keyImport  = ui.Bind("i", "import a file", "i")
	keyMeasure = ui.Bind("← →", "other measure", "left", "right", "[", "]")
	keyRows    = ui.Bind("↑ ↓", "row", "up", "down")
	keyNext    = ui.Bind("tab", "next step", "tab")

	keyCell    = ui.Bind("tab", "next cell", "tab")
	keyCellBef = ui.Bind("shift+tab", "cell before", "shift+tab")
	keySave    = ui.Bind("enter", "save the row", "enter")
	keyFinish  = ui.Bind("esc", "finish", "esc", "ctrl+b")
	keyGroup   = ui.Bind("ctrl+o", "groups used before", "ctrl+o")
)

// Keys are the keys that work right now, the most useful first.
func (p *Pane) Keys() []key.Binding {
	if p.row != nil {
		keys := []key.Binding{keySave, keyCell, keyCellBef, keyFinish}
		if p.row.cell().field.Key == "subgroup" && len(p.sheet().groups) > 0 {
			keys = append(keys, keyGroup)
		}
		return keys
	}
	if _, ok := p.inHand(); !ok {
		return []key.Binding{keyGo, keyImport, keyNext}
	}
	var keys []key.Binding
	switch p.place() {
	case onNew:
		keys = append(keys, keyDigit, keyAdd)
	default:
		keys = append(keys, keyEdit, keyAdd, keyRemove)
	}
	if len(p.sheet().points) == 0 {
		keys = append(keys, keyImport)
	}
	if _, ok := p.contested(); ok {
		keys = append([]key.Binding{keySettle}, keys...)
	}
	if len(p.s.Cycle().Measures()) > 1 {
		keys = append(keys, keyMeasure)
	}
	if len(p.sheet().points) > 0 {
		keys = append(keys, keyFull, keyImport)
	}
	if !p.beside {
		keys = append(keys, keyView)
	}
	return append(keys, keyNote, keyRows, ui.KeyPgUp, ui.KeyPgDown, ui.KeyHome, ui.KeyEnd, keyGo, keyNext)
}
