package problem_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/problem"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {40, 13}, {56, 19}, {74, 24}, {94, 35}, {118, 35}, {172, 55}}

func TestProblem(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("c")} {
		for _, focused := range []bool{false, true} {
			s, _ := tuitest.Session(t, c)
			p := problem.New(tuitest.Env(), s)
			if focused {
				p.Focus(cycle.Path{Field: "problem.does"})
			}
			for _, z := range sizes {
				tuitest.CheckFit(t, p.View(z[0], z[1]), z[0], z[1])
			}
			for _, z := range [][2]int{{56, 19}, {94, 35}} {
				tuitest.Golden(t, fmt.Sprintf("%s-%v-%dx%d", name, focused, z[0], z[1]), p.View(z[0], z[1]))
			}
		}
	}
}

func TestSentenceBuildsWhileTyping(t *testing.T) {
	s, _ := tuitest.Session(t, cycle.New("c"))
	p := problem.New(tuitest.Env(), s)
	view := func() string { return strings.Join(strings.Fields(tuitest.Plain(p.View(100, 40))), " ") }
	p.Focus(cycle.Path{Field: "problem.who"})
	tuitest.Feed(p, "grade 7 advisers")
	if got := view(); !strings.Contains(got, "“Grade 7 advisers ______ ______”") {
		t.Errorf("the sentence does not follow the typing:\n%s", got)
	}
	tuitest.Drive(p, s, tuitest.Keys("tab")...)
	tuitest.Feed(p, "take attendance")
	tuitest.Drive(p, s, tuitest.Keys("tab")...)
	tuitest.Feed(p, "after the lesson has begun")
	if got := view(); !strings.Contains(got, "“Grade 7 advisers take attendance after the lesson has begun.”") {
		t.Errorf("the sentence is not whole:\n%s", got)
	}
	seen := tuitest.Drive(p, s, tuitest.Keys("tab")...)
	if len(seen) == 0 || seen[len(seen)-1] != (ui.NextStep{Delta: 1}) {
		t.Errorf("tab past the last field gives %v", seen)
	}
	if got := s.Cycle().Problem(); got != "Grade 7 advisers take attendance after the lesson has begun." {
		t.Errorf("kept is %q", got)
	}
}

func TestEnterStaysWithTheSentence(t *testing.T) {
	s, _ := tuitest.Session(t, cycle.New("c"))
	p := problem.New(tuitest.Env(), s)
	p.Focus(cycle.Path{Field: "problem.what"})
	for _, k := range []string{"enter", "down"} {
		for _, msg := range tuitest.Drive(p, s, tuitest.Keys(k)...) {
			if _, left := msg.(ui.NextStep); left {
				t.Errorf("%s leads away from the sentence", k)
			}
		}
	}
}

func TestEscKeepsAndLeaves(t *testing.T) {
	s, _ := tuitest.Session(t, cycle.New("c"))
	p := problem.New(tuitest.Env(), s)
	p.Focus(cycle.Path{Field: "priority"})
	tuitest.Feed(p, "Reading")
	seen := tuitest.Drive(p, s, tuitest.Keys("esc")...)
	if s.Cycle().Values["priority"] != "Reading" {
		t.Error("esc lost what was typed")
	}
	if len(seen) == 0 || seen[len(seen)-1] != (ui.LeavePane{}) {
		t.Errorf("esc gives %v", seen)
	}
}

func TestHostileText(t *testing.T) {
	c := cycle.New("c")
	c.Values["problem.who"] = "a\x1b[2Jb\nc"
	s, _ := tuitest.Session(t, c)
	p := problem.New(tuitest.Env(), s)
	if got := p.View(60, 30); strings.Contains(got, "\x1b[2J") {
		t.Errorf("an escape sequence of the text reaches the screen: %q", got)
	}
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, _ := tuitest.Session(t, cycle.New("c"))
		p := problem.New(tuitest.Env(), s)
		p.Focus(cycle.Path{})
		typed := 0
		for range rapid.IntRange(1, 30).Draw(rt, "n") {
			k := rapid.SampledFrom([]string{"tab", "shift+tab", "enter", "up", "down", "left", "é", "x", "space", "ctrl+o", "esc"}).Draw(rt, "key")
			switch k {
			case "é", "x", "space":
				tuitest.Feed(p, strings.ReplaceAll(k, "space", " "))
				if k != "space" {
					typed++
				}
			default:
				tuitest.Drive(p, s, tuitest.Keys(k)...)
			}
			z := rapid.SampledFrom(sizes).Draw(rt, "size")
			tuitest.CheckFit(rt, p.View(z[0], z[1]), z[0], z[1])
		}
		tuitest.Drain(p, s, p.Blur())
		kept := 0
		for _, v := range s.Cycle().Values {
			kept += strings.Count(v, "é") + strings.Count(v, "x")
		}
		if kept != typed {
			rt.Errorf("%d letters typed, %d kept", typed, kept)
		}
	})
}

// The label of the row in hand stays in sight where its text fits in the window.
func TestLabelOfALongTextStays(t *testing.T) {
	c := cycle.New("c")
	c.Apply(cycle.SetField("priority", strings.Repeat("Grade 7 students lose the start. ", 5)))
	s, _ := tuitest.Session(t, c)
	p := problem.New(tuitest.Env(), s)
	p.Focus(cycle.Path{Field: "priority"})
	if view := tuitest.Plain(p.View(40, 14)); !strings.Contains(view, "▸ Priority") {
		t.Errorf("the label is scrolled away:\n%s", view)
	}
}
