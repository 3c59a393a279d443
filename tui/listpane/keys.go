package listpane

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyUp     = ui.Bind("↑", "up", "up", "k")
	keyDown   = ui.Bind("↓", "down", "down", "j")
	keyAdd    = ui.Bind("a", "add", "a")
	keyEdit   = ui.Bind("enter", "edit", "enter")
	keyRemove = ui.Bind("x", "remove", "x")
	keyMove   = ui.Bind("shift+↑↓", "move", "shift+up", "shift+down")
	keyHigher = ui.Bind("shift+↑", "move up", "shift+up")
	keyMark   = ui.Bind("space", "mark", "space")
	keyFirst  = ui.Bind("home", "first", "home")
	keyLast   = ui.Bind("end", "last", "end")
	keyDone   = ui.Bind("esc", "done", "esc", "ctrl+b")
)

// Keys are the keys that work now.
func (l *List) Keys() []key.Binding {
	if !l.focused {
		return nil
	}
	if l.Editing() {
		return append([]key.Binding{keyDone}, l.form.Keys()...)
	}
	ids := l.ids()
	if !l.s.MayWrite(l.cfg.List) {
		return nil
	}
	if len(ids) == 0 {
		return []key.Binding{keyAdd}
	}
	keys := []key.Binding{keyEdit}
	if l.cfg.Mark != nil {
		b := keyMark
		b.SetHelp(b.Help().Key, l.cfg.MarkWord)
		keys = append(keys, b)
	}
	keys = append(keys, keyAdd)
	if _, there := l.item(l.at()); there {
		keys = append(keys, keyRemove)
	}
	if l.canMove(-1) || l.canMove(1) {
		keys = append(keys, keyMove)
	}
	return keys
}
