package ui_test

import (
	"slices"
	"strconv"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = strconv.Itoa(i)
	}
	return out
}

func TestScroll(t *testing.T) {
	var s ui.Scroll
	text := numbered(50)
	s.Window(text, 10)
	for _, step := range []struct {
		key  string
		want int
	}{
		{"up", 0},
		{"down", 1},
		{"j", 2},
		{"k", 1},
		{"space", 10},
		{"pgdown", 19},
		{"pgup", 10},
		{"end", 40},
		{"down", 40},
		{"up", 39},
		{"home", 0},
		{"G", 40},
		{"g", 0},
	} {
		if !s.Update(tuitest.Keys(step.key)[0]) || s.Top() != step.want {
			t.Fatalf("%s leads to line %d, want %d", step.key, s.Top(), step.want)
		}
	}
	s.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	s.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	s.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	if got := s.Window(text, 10); got[0] != "3" || s.Below() != 37 {
		t.Errorf("the wheel leads to line %s, %d below", got[0], s.Below())
	}
	if s.Update(tuitest.Keys("x")[0]) || s.Update("something else") || s.Top() != 3 {
		t.Error("what is no key of a text moves it")
	}
	if got := s.Window(numbered(4), 10); len(got) != 4 || s.Below() != 0 {
		t.Errorf("a short text shows %v", got)
	}
}

// TestScrollStaysInTheText presses anything while text and window change.
func TestScrollStaysInTheText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var s ui.Scroll
		for range rapid.IntRange(1, 20).Draw(rt, "drawings") {
			text, h := numbered(rapid.IntRange(0, 60).Draw(rt, "lines")), rapid.IntRange(-1, 20).Draw(rt, "rows")
			got := s.Window(text, h)
			if !slices.Equal(got, text[len(text)-len(got):]) {
				rt.Fatalf("%v is not the end of %v", got, text)
			}
			if seen := min(len(text), max(1, h)); len(got) < seen {
				rt.Fatalf("%d of %d lines in %d rows", len(got), len(text), h)
			}
			s.Update(tuitest.Keys(rapid.SampledFrom([]string{"up", "down", "pgup", "space", "home", "end"}).Draw(rt, "key"))[0])
		}
	})
}
