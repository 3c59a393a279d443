package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// listPage is how many lines page up and page down go in a list.
const listPage = 10

// The keys that people with a terminal in their fingers try first.
var (
	keyUpVi   = Bind("k", "up", "k")
	keyDownVi = Bind("j", "down", "j")
)

// Travel reads the keys that go through a list of n lines: how far to move, and
// whether the key was one of them. The caller stays within the list.
func Travel(msg tea.KeyPressMsg, n int) (delta int, ok bool) {
	switch {
	case key.Matches(msg, KeyUp, keyUpVi):
		return -1, true
	case key.Matches(msg, KeyDown, keyDownVi):
		return 1, true
	case key.Matches(msg, KeyPgUp):
		return -listPage, true
	case key.Matches(msg, KeyPgDown):
		return listPage, true
	case key.Matches(msg, KeyHome):
		return -n, true
	case key.Matches(msg, KeyEnd):
		return n, true
	}
	return 0, false
}
