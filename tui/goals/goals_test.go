package goals

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {40, 13}, {56, 19}, {74, 24}, {94, 35}, {118, 35}, {172, 55}}

func open(t testing.TB, c *cycle.Cycle) (*Pane, *session.Session, *tuitest.Memory) {
	s, m := tuitest.Session(t, c)
	return New(tuitest.Env(), s), s, m
}

func TestGoals(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{"absence": tuitest.Example(t, "chronic-absence"), "talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("c")} {
		for _, at := range []string{"rest", "point_b.what", "checks"} {
			p, _, _ := open(t, c)
			switch at {
			case "point_b.what":
				p.Focus(cycle.Path{Field: at})
			case "checks":
				p.Focus(cycle.Path{List: "goal_checks"})
			}
			for _, z := range sizes {
				tuitest.CheckFit(t, p.View(z[0], z[1]), z[0], z[1])
			}
			for _, z := range [][2]int{{56, 19}, {94, 35}} {
				tuitest.Golden(t, fmt.Sprintf("%s-%s-%dx%d", name, at, z[0], z[1]), p.View(z[0], z[1]))
			}
		}
	}
}

func TestGap(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"31 students late a day", "20 students late a day", "From 31 to 20: 11 fewer."},
		{"46 percent speak, 11 of 24", "62%, 15 of 24", "From 46% to 62%: 16 points more."},
		{"40%", "32.5 percent", "From 40% to 32.5%: 7.5 points less."},
		{"grade 7: 31 late", "grade 7: 22", "From 31 to 22: 9 fewer."},
		{"1,234 minutes", "1,300", "From 1234 to 1300: 66 more."},
		{"5", "5", "From 5 to 5: the same number. What would be different?"},
		{"31 students", "20%", ""},
		{"many", "20", ""},
		{"", "", ""},
	} {
		if got := gap(c.a, c.b); got != c.want {
			t.Errorf("gap(%q, %q) = %q, want %q", c.a, c.b, got, c.want)
		}
	}
}

func TestBeyondTheLastWeek(t *testing.T) {
	c := cycle.New("c")
	c.Values["start"], c.Values["weeks"] = "2026-11-02", "6"
	for when, want := range map[string]bool{"2026-12-13": false, "2026-12-14": true, "": false} {
		c.Values["point_b.by_when"] = when
		if got := beyond(c, cycle.DayOf(tuitest.Now)) != ""; got != want {
			t.Errorf("B on %q: a note is %v", when, got)
		}
	}
}

func TestTabRunsDownAThenB(t *testing.T) {
	p, s, _ := open(t, cycle.New("c"))
	p.Focus(cycle.Path{})
	var out []string
	for i := range 8 {
		text := fmt.Sprintf("value %d", i)
		if i%4 == 2 {
			text = "12/4/2026"
		}
		tuitest.Feed(p, text)
		tuitest.Drive(p, s, tuitest.Keys("tab")...)
	}
	for _, k := range []string{"point_a.what", "point_a.for_whom", "point_a.by_when", "point_a.how_much", "point_b.what", "point_b.for_whom", "point_b.by_when", "point_b.how_much"} {
		out = append(out, s.Cycle().Values[k])
	}
	want := "value 0|value 1|2026-12-04|value 3|value 4|value 5|2026-12-04|value 7"
	if got := strings.Join(out, "|"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if p.Typing() {
		t.Fatal("after the last field the checks should be in hand")
	}
	seen := tuitest.Drive(p, s, tuitest.Keys("tab")...)
	if len(seen) != 1 || seen[0] != (ui.NextStep{Delta: 1}) {
		t.Errorf("tab past the checks gives %v", seen)
	}
	tuitest.Drive(p, s, tuitest.Keys("shift+tab")...)
	tuitest.Feed(p, "!")
	tuitest.Drive(p, s, tuitest.Keys("esc")...)
	if got := s.Cycle().Values["point_b.how_much"]; got != "value 7!" {
		t.Errorf("shift+tab does not lead back to the last field: %q", got)
	}
}

func TestAnswers(t *testing.T) {
	p, s, m := open(t, cycle.New("c"))
	p.Focus(cycle.Path{List: "goal_checks"})
	before := len(m.Changes)
	answer := func(id string) string {
		it, _ := s.Cycle().Item("goal_checks", id)
		if it.Get("answer") != "" && it.Get("check") != id {
			t.Errorf("the answer of %s has no question", id)
		}
		return it.Get("answer")
	}
	tuitest.Drive(p, s, tuitest.Keys("y", "n", "space")...)
	if a, b, c := answer("undesirable"), answer("gap"), answer("feasible"); a != "yes" || b != "not_yet" || c != "yes" {
		t.Errorf("answers are %q %q %q", a, b, c)
	}
	if got := len(m.Changes) - before; got != 3 {
		t.Errorf("%d changes for three answers", got)
	}
	tuitest.Drive(p, s, tuitest.Keys("space")...)
	if answer("feasible") != "not_yet" {
		t.Error("space does not turn yes into not yet")
	}
	view := tuitest.Plain(p.View(94, 35))
	for _, want := range []string{"✓ yes", "○ not yet", "· ask"} {
		if !strings.Contains(view, want) {
			t.Errorf("%q does not show", want)
		}
	}
	tuitest.Drive(p, s, tuitest.Keys("backspace")...)
	if answer("feasible") != "" {
		t.Error("backspace does not take the answer away")
	}
}

func TestTwoAnswersShowAndAreSettledByAThird(t *testing.T) {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("goal_checks", "gap", "check", "gap"))
	p, s, m := open(t, c)
	tuitest.Apart(t, s, m, cycle.Path{List: "goal_checks", Item: "gap", Field: "answer"}, "yes", "not_yet")
	p.Focus(cycle.Path{List: "goal_checks", Item: "gap"})
	if !strings.Contains(tuitest.Plain(p.View(94, 35)), "also written by") {
		t.Fatal("the other answer does not show")
	}
	tuitest.Drive(p, s, tuitest.Keys("y")...)
	if len(s.Conflicts()) != 0 || p.answerOf(1) != "yes" {
		t.Errorf("after an answer there are %d conflicts, and it is %q", len(s.Conflicts()), p.answerOf(1))
	}
}

func TestAWrongDateStays(t *testing.T) {
	p, s, _ := open(t, cycle.New("c"))
	p.Focus(cycle.Path{Field: "point_b.by_when"})
	tuitest.Feed(p, "someday")
	tuitest.Drive(p, s, tuitest.Keys("tab")...)
	view := tuitest.Plain(p.View(94, 35))
	if !strings.Contains(view, "someday") || !strings.Contains(view, "! ") {
		t.Errorf("what was typed or its reason is gone:\n%s", view)
	}
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, s, _ := open(t, cycle.New("c"))
		p.Focus(cycle.Path{})
		typed := 0
		for range rapid.IntRange(1, 40).Draw(rt, "n") {
			k := rapid.SampledFrom([]string{"tab", "tab", "shift+tab", "enter", "up", "down", "é", "y", "n", "left", "space", "esc"}).Draw(rt, "key")
			// A letter in a date cannot be read: it stays in its field and is not kept.
			if k == "é" && p.Typing() && !strings.Contains(p.a.Row().Path.Field+p.b.Row().Path.Field, "by_when") {
				typed++
			} else if k == "é" {
				continue
			}
			tuitest.Drive(p, s, tuitest.Keys(k)...)
			z := rapid.SampledFrom(sizes).Draw(rt, "size")
			tuitest.CheckFit(rt, p.View(z[0], z[1]), z[0], z[1])
			p.Keys()
		}
		tuitest.Drain(p, s, p.Blur())
		kept := 0
		for _, v := range s.Cycle().Values {
			kept += strings.Count(v, "é")
		}
		if kept != typed {
			rt.Errorf("%d letters typed, %d kept", typed, kept)
		}
	})
}

// Letters that come in the same breath as a tab, as over a slow line, belong to
// the next field: no command that the tab returned has been run by then.
func TestLettersRightBehindTab(t *testing.T) {
	p, s, _ := open(t, cycle.New("c"))
	p.Focus(cycle.Path{Field: "point_a.how_much"})
	for _, text := range []string{"31 a day", "At most 20"} {
		tuitest.Feed(p, text)
		p.Update(tuitest.Keys("tab")[0])
	}
	tuitest.Drain(p, s, p.Blur())
	if a, b := s.Cycle().Values["point_a.how_much"], s.Cycle().Values["point_b.what"]; a != "31 a day" || b != "At most 20" {
		t.Errorf("A is %q and B is %q", a, b)
	}
}

// TestThePointInHandIsNamed scrolls the heading of Point A away: both points have
// the same labels.
func TestThePointInHandIsNamed(t *testing.T) {
	p, _, _ := open(t, tuitest.Example(t, "chronic-absence"))
	for field, want := range map[string]string{"point_a.how_much": "Point A", "point_b.how_much": "Point B"} {
		p.Focus(cycle.Path{Field: field})
		first, _, _ := strings.Cut(tuitest.Plain(p.View(56, 10)), "\n")
		if !strings.HasSuffix(first, want) {
			t.Errorf("at %s the pane begins with %q", field, first)
		}
	}
}
