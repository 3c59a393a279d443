package ui_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func TestTravel(t *testing.T) {
	const lines = 25
	for name, want := range map[string]int{
		"up": -1, "k": -1, "down": 1, "j": 1, "pgup": -10, "pgdown": 10, "home": -lines, "end": lines,
	} {
		if delta, ok := ui.Travel(tuitest.Keys(name)[0].(tea.KeyPressMsg), lines); !ok || delta != want {
			t.Errorf("%s: %d %v, want %d", name, delta, ok, want)
		}
	}
	for button, want := range map[tea.MouseButton]int{tea.MouseWheelUp: -3, tea.MouseWheelDown: 3, tea.MouseWheelLeft: 0} {
		if delta, ok := ui.Travel(tea.MouseWheelMsg{Button: button}, lines); !ok || delta != want {
			t.Errorf("the wheel: %d %v, want %d", delta, ok, want)
		}
	}
	if _, ok := ui.Travel(tuitest.Keys("enter")[0].(tea.KeyPressMsg), lines); ok {
		t.Error("enter goes through the list")
	}
}
