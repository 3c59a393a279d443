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

// wheelLines is how far one notch of the mouse wheel goes.
const wheelLines = 3

// Notch is 1 when the mouse wheel was turned down by a notch, -1 when up, and 0
// when it was pushed to the side.
func Notch(msg tea.MouseWheelMsg) int {
	switch msg.Button {
	case tea.MouseWheelUp:
		return -1
	case tea.MouseWheelDown:
		return 1
	}
	return 0
}

// Travel reads what goes through a list of n lines, keys and the mouse wheel: how
// far to move, and whether it was one of them. The caller stays within the list.
func Travel(msg tea.Msg, n int) (delta int, ok bool) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return travelKey(msg, n)
	case tea.MouseWheelMsg:
		return wheelLines * Notch(msg), true
	}
	return 0, false
}

func travelKey(msg tea.KeyPressMsg, n int) (delta int, ok bool) {
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
