package act

import (
	"fmt"
	"slices"
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

func TestAct(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{"absence": tuitest.Example(t, "chronic-absence"), "empty": cycle.New("c")} {
		for _, at := range []string{"rest", "choices", "act.why", "next"} {
			p, s, _ := open(t, c)
			switch at {
			case "choices":
				p.Focus(cycle.Path{})
			case "act.why":
				p.Focus(cycle.Path{Field: at})
			case "next":
				p.SetNext("Missed days, fall", "d2")
				p.Focus(cycle.Path{})
				tuitest.Drive(p, s, tuitest.Keys("tab", "tab")...)
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

// What the pane promises is what NextCycle does.
func TestCarriedIsTrue(t *testing.T) {
	full := cycle.New("c")
	for row := range cycle.Fields() {
		if row.List == nil {
			full.Values[row.Field.Key] = "x"
		} else {
			full.Apply(cycle.SetIn(row.List.Key, "i", row.Field.Key, "x"))
		}
	}
	for _, o := range options() {
		d := cycle.Decision(o.Key)
		keeps, empty := carried(d)
		n := full.NextCycle(d, "n")
		for _, s := range cycle.Steps {
			if s.Key == "about" {
				continue
			}
			kept := n.StepState(&s).Any
			if kept != slices.Contains(keeps, s.Label) || kept == slices.Contains(empty, s.Label) {
				t.Errorf("%s: the next cycle has %q: %v, but the pane says keeps %v, empty %v", d, s.Label, kept, keeps, empty)
			}
		}
		if n.Values["team"] == "" || keeps[0] != "Team" {
			t.Errorf("%s: the team is not kept", d)
		}
		if when[d] == "" {
			t.Errorf("%s: nothing says when to choose it", d)
		}
	}
}

func TestChooseReasonOpen(t *testing.T) {
	p, s, _ := open(t, cycle.New("c"))
	p.Focus(cycle.Path{})
	tuitest.Drive(p, s, tuitest.Keys("down", "enter", "tab")...)
	if got := s.Cycle().Values["act.decision"]; got != "adapt" {
		t.Fatalf("decision is %q", got)
	}
	tuitest.Feed(p, "31 fell to 22")
	tuitest.Drive(p, s, tuitest.Keys("tab")...)
	if got := s.Cycle().Values["act.why"]; got != "31 fell to 22" {
		t.Errorf("the reason is %q", got)
	}
	seen := tuitest.Drive(p, s, tuitest.Keys("enter")...)
	if len(seen) != 1 || seen[0] != (OpenNext{Doc: "c", Decision: cycle.Adapt}) {
		t.Errorf("enter on the next cycle gives %v", seen)
	}
	p.SetNext("Later", "d2")
	seen = tuitest.Drive(p, s, tuitest.Keys("o")...)
	if len(seen) != 1 || seen[0] != (ui.OpenCycle{Doc: "d2"}) {
		t.Errorf("o gives %v", seen)
	}
	if !strings.Contains(tuitest.Plain(p.View(94, 35)), "The next cycle is “Later”") {
		t.Error("the next cycle does not show")
	}
}

func TestTwoDecisionsShow(t *testing.T) {
	p, s, m := open(t, cycle.New("c"))
	tuitest.Apart(t, s, m, cycle.Path{Field: "act.decision"}, "adapt", "repeat")
	if !strings.Contains(tuitest.Plain(p.View(94, 35)), "also written by") {
		t.Error("the other decision does not show")
	}
}

func TestWithoutADecisionNothingOpens(t *testing.T) {
	p, s, _ := open(t, cycle.New("c"))
	p.Focus(cycle.Path{})
	for _, msg := range tuitest.Drive(p, s, tuitest.Keys("tab", "tab", "enter")...) {
		if _, opened := msg.(OpenNext); opened {
			t.Error("a next cycle was opened without a decision")
		}
	}
}

func TestWithoutAReasonItOpens(t *testing.T) {
	c := cycle.New("c")
	c.Values["act.decision"] = "repeat"
	p, s, _ := open(t, c)
	p.Focus(cycle.Path{})
	seen := tuitest.Drive(p, s, tuitest.Keys("tab", "tab", "enter")...)
	if !slices.Contains(seen, any(OpenNext{Doc: "c", Decision: cycle.Repeat})) {
		t.Errorf("a missing reason blocks: %v", seen)
	}
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, s, _ := open(t, cycle.New("c"))
		p.Focus(cycle.Path{})
		typed := 0
		for range rapid.IntRange(1, 40).Draw(rt, "n") {
			k := rapid.SampledFrom([]string{"tab", "shift+tab", "enter", "up", "down", "é", "o", "left", "space", "esc"}).Draw(rt, "key")
			if k == "é" && p.Typing() {
				typed++
			}
			tuitest.Drive(p, s, tuitest.Keys(k)...)
			z := rapid.SampledFrom(sizes).Draw(rt, "size")
			tuitest.CheckFit(rt, p.View(z[0], z[1]), z[0], z[1])
			p.Keys()
		}
		tuitest.Drain(p, s, p.Blur())
		if kept := strings.Count(s.Cycle().Values["act.why"], "é"); kept != typed {
			rt.Errorf("%d letters typed, %d kept", typed, kept)
		}
	})
}
