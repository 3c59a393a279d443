package evidence_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/evidence"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {40, 13}, {56, 19}, {74, 24}, {94, 35}, {118, 35}, {172, 55}}

func open(t testing.TB, c *cycle.Cycle) (*evidence.Pane, *session.Session, *tuitest.Memory) {
	s, m := tuitest.Session(t, c)
	p := evidence.New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	return p, s, m
}

func TestEvidence(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("c")} {
		for _, state := range []string{"rest", "editing", "strengths"} {
			p, s, _ := open(t, c)
			switch state {
			case "editing":
				tuitest.Drive(p, s, tuitest.Keys("down", "enter")...)
			case "strengths":
				tuitest.Drive(p, s, tuitest.Keys("tab")...)
			}
			for _, z := range sizes {
				tuitest.CheckFit(t, p.View(z[0], z[1]), z[0], z[1])
				if n := strings.Count(p.View(z[0], z[1]), "▸"); n > 1 {
					t.Errorf("%s, %s: %d places point to where the keyboard is:\n%s", name, state, n, tuitest.Plain(p.View(z[0], z[1])))
				}
			}
			for _, z := range [][2]int{{56, 19}, {94, 35}} {
				tuitest.Golden(t, fmt.Sprintf("%s-%s-%dx%d", name, state, z[0], z[1]), p.View(z[0], z[1]))
			}
		}
	}
}

func TestWritingAFindingMakesTheFixedItemInOneChange(t *testing.T) {
	p, s, m := open(t, cycle.New("c"))
	before := len(m.Changes)
	tuitest.Drive(p, s, tuitest.Keys("down", "enter")...)
	tuitest.Feed(p, "Engagement is low")
	tuitest.Drive(p, s, tuitest.Keys("esc")...)
	if got := len(m.Changes) - before; got != 1 {
		t.Errorf("%d changes instead of one", got)
	}
	it, ok := s.Cycle().Item("evidence", "hals")
	if !ok || it.Get("source") != "hals" || it.Get("consulted") != cycle.True || it.Get("finding") != "Engagement is low" {
		t.Errorf("the item is %v", it)
	}
	if p.Typing() {
		t.Error("esc did not end the editing")
	}
	tuitest.Drain(p, s, s.Undo())
	if it, _ := s.Cycle().Item("evidence", "hals"); !it.Blank() {
		t.Errorf("undo leaves %v", it)
	}
}

func TestSpaceMarks(t *testing.T) {
	p, s, m := open(t, cycle.New("c"))
	before := len(m.Changes)
	tuitest.Drive(p, s, tuitest.Keys("space")...)
	it, _ := s.Cycle().Item("evidence", "interviews")
	if it.Get("consulted") != cycle.True || it.Get("source") != "interviews" || len(m.Changes) != before+1 {
		t.Errorf("after space the item is %v", it)
	}
	if !strings.Contains(tuitest.Plain(p.View(56, 19)), "✓ Empathy interviews") {
		t.Error("the mark does not show")
	}
	tuitest.Drive(p, s, tuitest.Keys("space")...)
	if it, _ := s.Cycle().Item("evidence", "interviews"); it.Get("consulted") != "" {
		t.Error("a second space does not take the mark back")
	}
}

func TestAnotherSource(t *testing.T) {
	p, s, m := open(t, cycle.New("c"))
	before := len(m.Changes)
	tuitest.Drive(p, s, tuitest.Keys("a")...)
	if !p.Typing() {
		t.Fatal("a does not go into the first field")
	}
	tuitest.Drive(p, s, tuitest.Keys("esc")...)
	if len(m.Changes) != before || len(s.Cycle().Lists["evidence"]) != 0 {
		t.Error("a source left blank left something behind")
	}
	tuitest.Drive(p, s, tuitest.Keys("a")...)
	tuitest.Feed(p, "Bus company list")
	tuitest.Drive(p, s, tuitest.Keys("tab")...)
	tuitest.Feed(p, "12 late")
	tuitest.Drive(p, s, tuitest.Keys("esc")...)
	items := s.Cycle().Lists["evidence"]
	if len(items) != 1 || items[0].Get("source") != "Bus company list" || items[0].Get("finding") != "12 late" || items[0].Get("consulted") != cycle.True {
		t.Fatalf("the items are %v", items)
	}
	seen := tuitest.Drive(p, s, tuitest.Keys("x")...)
	if len(s.Cycle().Lists["evidence"]) != 0 || len(seen) == 0 {
		t.Error("x does not remove and say so")
	}
}

func TestTabGoesOnToStrengthsAndOut(t *testing.T) {
	p, s, _ := open(t, cycle.New("c"))
	tuitest.Drive(p, s, tuitest.Keys("tab")...)
	tuitest.Feed(p, "Ms. Chan greets")
	seen := tuitest.Drive(p, s, tuitest.Keys("tab")...)
	if s.Cycle().Values["strengths"] != "Ms. Chan greets" {
		t.Error("the strengths are not kept")
	}
	if len(seen) == 0 || seen[len(seen)-1] != (ui.NextStep{Delta: 1}) {
		t.Errorf("tab past the strengths gives %v", seen)
	}
}

func TestHostileText(t *testing.T) {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("evidence", "zz", "source", "a\x1b[2Jb"), cycle.SetIn("evidence", "zz", "finding", "c\x1b[2Jd\ne"))
	p, _, _ := open(t, c)
	if strings.Contains(p.View(100, 30), "\x1b[2J") || strings.Contains(p.View(50, 30), "\x1b[2J") {
		t.Error("an escape sequence of the text reaches the screen")
	}
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, s, _ := open(t, cycle.New("c"))
		typed := 0
		for range rapid.IntRange(1, 30).Draw(rt, "n") {
			k := rapid.SampledFrom([]string{"tab", "shift+tab", "enter", "up", "down", "left", "a", "a", "é", "é", "space", "esc", "shift+up", "shift+down", "home", "end"}).Draw(rt, "key")
			if p.Typing() && strings.HasPrefix(k, "shift+") && k != "shift+tab" {
				continue // these mark text, and the next letter takes its place
			}
			if p.Typing() && len(k) <= 2 {
				tuitest.Feed(p, k)
				if k == "é" {
					typed++
				}
			} else if k != "space" || !p.Typing() {
				tuitest.Drive(p, s, tuitest.Keys(k)...)
			}
			z := rapid.SampledFrom(sizes).Draw(rt, "size")
			tuitest.CheckFit(rt, p.View(z[0], z[1]), z[0], z[1])
			p.Keys()
		}
		tuitest.Drain(p, s, p.Blur())
		kept := strings.Count(s.Cycle().Values["strengths"], "é")
		for _, it := range s.Cycle().Lists["evidence"] {
			for _, v := range it.Values {
				kept += strings.Count(v, "é")
			}
		}
		if kept != typed {
			rt.Errorf("%d letters typed, %d kept", typed, kept)
		}
	})
}
