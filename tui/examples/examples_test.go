package examples

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func press(s *Screen, keys ...string) { tuitest.Drive(s, nil, tuitest.Keys(keys...)...) }

func title(s *Screen) string { return s.questions[s.at].key }

func TestItOpensAtTheQuestion(t *testing.T) {
	for _, tc := range []struct {
		step string
		at   cycle.Path
		want string
	}{
		{"problem", cycle.Path{Field: "problem.does"}, "problem.does"},
		{"fishbone", cycle.Path{List: "whys", Item: "w1", Field: "text"}, "whys.text"},
		{"fishbone", cycle.Path{List: "bones", Item: "b1", Field: "name"}, "causes.text"},
		{"measures", cycle.Path{List: "measures", Item: "m1", Field: "goal"}, "measures.name"},
		{"measures", cycle.Path{List: "measures"}, "measures.name"},
		{"plan", cycle.Path{List: "actions", Item: "a1", Field: "notes.3"}, "actions.what"},
		{"support", cycle.Path{List: "comments", Item: "c1", Field: "author"}, "comments.text"},
		{"learn", cycle.Path{}, "study.results"},
	} {
		if s := New(tuitest.Env(), tc.step, tc.at); title(s) != tc.want {
			t.Errorf("at %v it opens on %s", tc.at, title(s))
		}
	}
}

func TestReadOnAndTurn(t *testing.T) {
	s := New(tuitest.Env(), "problem", cycle.Path{Field: "problem.who"})
	s.View(80, 24)
	if press(s, "end"); !strings.Contains(tuitest.Plain(s.View(80, 24)), "Leaders of the grade teams") {
		t.Error("the end of the page is out of reach")
	}
	press(s, "right")
	if view := tuitest.Plain(s.View(80, 24)); title(s) != "problem.does" || !strings.Contains(view, "What do they do now?") {
		t.Errorf("to the right stands %s:\n%s", title(s), view)
	}
	press(s, "left", "left")
	if title(s) != "priority" {
		t.Errorf("to the left stands %s", title(s))
	}
	for _, k := range []string{"esc", "f4", "q", "e"} {
		if seen := tuitest.Drive(s, nil, tuitest.Keys(k)...); len(seen) != 1 || seen[0] != (ui.Back{}) {
			t.Errorf("%s gives %v", k, seen)
		}
	}
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{60, 18}, {80, 24}, {120, 40}} {
		s := New(tuitest.Env(), "measures", cycle.Path{List: "measures", Field: "definition"})
		tuitest.Golden(t, fmt.Sprintf("definition-%dx%d", size[0], size[1]), s.View(size[0], size[1]))
	}
}

// TestEveryStep draws the page of each question in all sizes.
func TestEveryStep(t *testing.T) {
	for _, step := range cycle.Steps {
		s := New(tuitest.Env(), step.Key, cycle.Path{})
		for range max(1, len(s.questions)) {
			for _, size := range tuitest.Sizes {
				tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
			}
			press(s, "tab")
		}
		if len(s.questions) == 0 {
			t.Errorf("there is no example for the step %s", step.Label)
		}
	}
}
