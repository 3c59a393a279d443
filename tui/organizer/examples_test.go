package organizer

import (
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/examples"
	"github.com/cqi-pdsa/pdsa/tui/guide"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// opened is the screen that a key opens.
func opened[T ui.Screen](t *testing.T, o *Screen, keys ...string) (screen T) {
	t.Helper()
	msgs := tuitest.Drive(o, o.s, tuitest.Keys(keys...)...)
	if len(msgs) > 0 {
		if m, ok := msgs[len(msgs)-1].(ui.OpenScreen); ok {
			if screen, ok := m.Screen.(T); ok {
				return screen
			}
		}
	}
	t.Fatalf("%v gives %v", keys, msgs)
	return screen
}

// TestExamplesOfTheQuestionInHand goes into each step and asks for examples there.
func TestExamplesOfTheQuestionInHand(t *testing.T) {
	for _, tc := range []struct {
		step, prompt string
		keys         []string
	}{
		{"about", "What do you call this cycle?", []string{"f4"}},
		{"evidence", "What did it show?", []string{"enter", "f4"}},
		{"evidence", "What already works here", []string{"tab", "f4"}},
		{"problem", "What do they do now?", []string{"tab", "tab", "f4"}},
		{"fishbone", "What is one reason", []string{"a", "f4"}},
		{"goals", "How many, or how often, is it now?", []string{"tab", "tab", "tab", "f4"}},
		{"drivers", "What must be different?", []string{"d", "f4"}},
		{"prediction", "What do you think will happen", []string{"f4"}},
		{"plan", "Who does it?", []string{"a", "tab", "f4"}},
		{"measures", "In which unit?", []string{"a", "tab", "tab", "f4"}},
		{"diary", "What was done", []string{"enter", "f4"}},
		{"data", "Was anything special", []string{"f4"}},
		{"learn", "How did the numbers differ", []string{"tab", "f4"}},
		{"next", "What in your numbers", []string{"f4"}},
		{"support", "What do you need, by when", []string{"a", "f4"}},
	} {
		o, s, _ := open(t, cycle.New("c"), tc.step, cycle.Path{})
		press(o, s, "enter")
		page := opened[*examples.Screen](t, o, tc.keys...)
		if view := tuitest.Plain(page.View(120, 40)); !strings.Contains(view, tc.prompt) {
			t.Errorf("%s after %v: the page is not about %q:\n%s", tc.step, tc.keys, tc.prompt, view)
		}
	}
	o, _, _ := open(t, cycle.New("c"), "problem", cycle.Path{})
	opened[*examples.Screen](t, o, "e")
}

func TestTheGuideIsOfferedWhileItHasQuestions(t *testing.T) {
	o, _, _ := open(t, cycle.New("c"), "", cycle.Path{})
	opened[*guide.Screen](t, o, "g", "enter")
	o, s, _ := open(t, tuitest.Example(t, "talk-in-class-2"), "", cycle.Path{})
	if msgs := press(o, s, "g"); len(msgs) != 0 {
		t.Errorf("a plan that is written is asked for again: %v", msgs)
	}
}
