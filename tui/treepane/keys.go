package treepane

import (
	"slices"

	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// The keys that all trees have. Which of them work for the item in hand is said by
// BusyKeys, EditKey, CanMove and OrderKeys.
var (
	KeyEdit   = ui.Bind("enter", "edit", "enter")
	KeyMove   = ui.Bind("m", "move", "m")
	KeyRemove = ui.Bind("x", "remove", "x", "delete")
	KeyDone   = ui.Bind("esc", "done", "esc", "ctrl+b")

	keySettle  = ui.Bind("enter", "settle", "enter")
	keyEarlier = ui.Bind("shift+↑", "earlier", "shift+up")
	keyLater   = ui.Bind("shift+↓", "later", "shift+down")
	keyKeep    = ui.Bind("enter", "keep it", "enter")
	keyPut     = ui.Bind("enter", "put it here", "enter")
	keyStay    = ui.Bind("esc", "leave it", "esc", "ctrl+b")
)

// BusyKeys are the keys that work while something is typed or moved, and none while
// the pane has not the keyboard; busy is false where the keys are the pane's.
func (t *Tree) BusyKeys() (keys []key.Binding, busy bool) {
	switch {
	case !t.Focused:
		return nil, true
	case t.Text != nil && t.Text.Multiline():
		return []key.Binding{KeyDone}, true
	case t.Text != nil:
		return []key.Binding{keyKeep, KeyDone}, true
	case t.Moving != Ref{}:
		return []key.Binding{t.cfg.Pick, keyPut, keyStay}, true
	}
	return nil, false
}

// EditKey is what enter does with an item.
func (t *Tree) EditKey(item Ref) key.Binding {
	if _, contested := t.Conflict(item); contested {
		return keySettle
	}
	return KeyEdit
}

// OrderKeys are those that change places with a neighbor.
func (t *Tree) OrderKeys(item Ref) []key.Binding {
	var keys []key.Binding
	ids := t.siblings(item)
	i := slices.Index(ids, item.ID)
	if i > 0 {
		keys = append(keys, keyEarlier)
	}
	if i >= 0 && i+1 < len(ids) {
		keys = append(keys, keyLater)
	}
	return keys
}
