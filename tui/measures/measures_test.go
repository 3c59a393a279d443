package measures_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/measures"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {53, 19}, {56, 19}, {73, 24}, {84, 14}, {94, 35}, {118, 35}, {196, 55}}

func TestGolden(t *testing.T) {
	loose := tuitest.Example(t, "talk-in-class-2")
	loose.Apply(cycle.SetIn("measures", "m-lab", "kind", ""))
	for name, c := range map[string]*cycle.Cycle{
		"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("e"), "loose": loose,
		"absence": tuitest.Example(t, "chronic-absence"),
	} {
		s, _ := tuitest.Session(t, c)
		p := measures.New(tuitest.Env(), s)
		p.Focus(cycle.Path{})
		for size, wh := range map[string][2]int{"56x19": {56, 19}, "94x35": {94, 35}} {
			tuitest.Golden(t, name+"-"+size, p.View(wh[0], wh[1]))
		}
		for _, wh := range sizes {
			tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1])
		}
	}
}

func desk(t testing.TB) (*measures.Pane, *session.Session) {
	c := cycle.New("c")
	for _, m := range [][3]string{{"late", "Late arrivals", cycle.Outcome}, {"greet", "Greeted by name", cycle.Process}, {"odd", "Something", ""}} {
		c.Apply(cycle.SetIn("measures", m[0], "name", m[1]), cycle.SetIn("measures", m[0], "kind", m[2]))
	}
	c.Apply(
		cycle.SetIn("measures", "late", "baseline", "31"), cycle.SetIn("measures", "late", "goal", "20"), cycle.SetIn("measures", "late", "direction", "down"),
		cycle.SetIn("points", "p1", "measure", "late"), cycle.SetIn("points", "p1", "date", "2026-11-02"), cycle.SetIn("points", "p1", "value", "30"),
	)
	s, _ := tuitest.Session(t, c)
	p := measures.New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	p.View(94, 35)
	return p, s
}

func keys(p *measures.Pane, s *session.Session, names ...string) []tea.Msg {
	return tuitest.Drive(p, s, tuitest.Keys(names...)...)
}

func view(p *measures.Pane) string { return tuitest.Plain(p.View(94, 35)) }

func want(t *testing.T, s *session.Session, key, value string) {
	t.Helper()
	if got := s.Cycle().Get(key); got != value {
		t.Errorf("%s is %q, want %q", key, got, value)
	}
}

func TestACardSaysWhatMatters(t *testing.T) {
	p, _ := desk(t)
	for _, words := range []string{"Late arrivals", "31 → 20", "↓ lower is better", "no unit yet", "nobody yet", "did it work?", "No kind yet"} {
		if v := view(p); !strings.Contains(v, words) {
			t.Errorf("%q is missing:\n%s", words, v)
		}
	}
}

func TestAddGivesTheKindInHand(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s := desk(t)
		keys(p, s, "right", "a", "esc")
		if n := len(s.Cycle().Measures()); n != 3 {
			t.Errorf("giving up left %d measures", n)
		}
		keys(p, s, "a")
		tuitest.Drive(p, s, tuitest.Type("Wait time\n")...)
		keys(p, s, "esc")
		all := s.Cycle().Measures()
		if len(all) != 4 || all[3].Name != "Wait time" || all[3].Kind != cycle.Driver {
			t.Fatalf("measures are %+v", all)
		}
		tuitest.Drain(p, s, s.Undo())
		if n := len(s.Cycle().Measures()); n != 3 {
			t.Errorf("name and kind were not one change: after undo there are %d measures", n)
		}
	})
}

func TestEditAllFields(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s := desk(t)
		keys(p, s, "enter", "tab", "tab")
		tuitest.Drive(p, s, tuitest.Type("students a day")...)
		keys(p, s, "esc")
		want(t, s, "measures/late.unit", "students a day")
		if v := view(p); !strings.Contains(v, "students a day") || !strings.Contains(v, "▸ Late arrivals") {
			t.Errorf("the card is not as edited:\n%s", v)
		}
	})
}

func TestNumberThatCannotBeReadIsKept(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s := desk(t)
		p.Focus(cycle.Path{List: "measures", Item: "late", Field: "goal"})
		keys(p, s, "ctrl+u")
		tuitest.Drive(p, s, tuitest.Type("twenty")...)
		complained := false
		for _, msg := range keys(p, s, "esc") {
			n, ok := msg.(ui.Notice)
			complained = complained || ok && n.Bad
		}
		if !complained {
			t.Error("nobody said that the goal could not be read")
		}
		want(t, s, "measures/late.goal", "20")
		keys(p, s, "enter")
		if v := view(p); !strings.Contains(v, "twenty") {
			t.Errorf("what was typed is gone:\n%s", v)
		}
	})
}

func TestAnotherKind(t *testing.T) {
	p, s := desk(t)
	keys(p, s, "shift+left") // there is none before the first
	want(t, s, "measures/late.kind", cycle.Outcome)
	keys(p, s, "shift+right", "shift+right")
	want(t, s, "measures/late.kind", cycle.Process)
	keys(p, s, "shift+up") // in hand still: the order in the column is that of the document
	if all := s.Cycle().Measures(); all[0].ID != "late" {
		t.Errorf("the order is %+v", all)
	}
	keys(p, s, "shift+down")
	if all := s.Cycle().Measures(); all[0].ID != "greet" || all[1].ID != "late" {
		t.Errorf("after shift+down the order is %+v", all)
	}
	keys(p, s, "down", "shift+right") // the one without a kind
	want(t, s, "measures/odd.kind", cycle.Outcome)
}

func TestRemovalKeepsTheNumbers(t *testing.T) {
	p, s := desk(t)
	said := ""
	for _, msg := range keys(p, s, "x") {
		if n, ok := msg.(ui.Notice); ok {
			said = n.Text
		}
	}
	if !strings.Contains(said, "1 number") || !strings.Contains(said, "kept") {
		t.Errorf("it said %q", said)
	}
	if len(s.Cycle().Measures()) != 2 || len(s.Cycle().Points("late")) != 1 {
		t.Error("the measure is still there, or its numbers are gone")
	}
	tuitest.Drain(p, s, s.Undo())
	if len(s.Cycle().Measures()) != 3 {
		t.Error("undo did not bring it back")
	}
}

func TestListWalksThroughAllKinds(t *testing.T) {
	p, s := desk(t)
	p.View(56, 19)
	for range 10 {
		keys(p, s, "down")
	}
	keys(p, s, "x")
	if _, ok := s.Cycle().Measure("odd"); ok {
		t.Error("down did not reach the last measure")
	}
	for range 10 {
		keys(p, s, "up")
	}
	keys(p, s, "x")
	if _, ok := s.Cycle().Measure("late"); ok {
		t.Error("up did not reach the first measure")
	}
}

func TestWaysOut(t *testing.T) {
	p, s := desk(t)
	if out := keys(p, s, "esc"); len(out) != 1 || out[0] != (ui.LeavePane{}) {
		t.Errorf("esc gave %v", out)
	}
	if out := keys(p, s, "tab"); len(out) != 1 || out[0] != (ui.NextStep{Delta: 1}) {
		t.Errorf("tab gave %v", out)
	}
	if out := keys(p, s, "g"); len(out) != 1 || out[0].(ui.GoStep).At.Item != "late" {
		t.Errorf("g gave %v", out)
	}
}

func TestRandomKeys(t *testing.T) {
	all := []string{
		"up", "down", "left", "right", "a", "enter", "esc", "shift+up", "shift+down", "shift+left", "shift+right", "x", "tab", "space", "backspace", "q", "undo",
	}
	tuitest.Quick(t, func(t *testing.T) {
		rapid.Check(struct{ rapid.TB }{t}, func(rt *rapid.T) {
			p, s := desk(t)
			for range rapid.IntRange(1, 25).Draw(rt, "presses") {
				if k := rapid.SampledFrom(all).Draw(rt, "key"); k == "undo" {
					tuitest.Drain(p, s, s.Undo())
				} else {
					keys(p, s, k)
				}
				wh := rapid.SampledFrom(sizes).Draw(rt, "size")
				if tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1]); t.Failed() {
					rt.FailNow()
				}
				p.Keys()
			}
			keys(p, s, "esc", "a")
			tuitest.Drive(p, s, tuitest.Type("kept")...)
			tuitest.Drain(p, s, p.Blur())
			for _, m := range s.Cycle().Measures() {
				if m.Name == "kept" {
					return
				}
			}
			rt.Error("the name of a new measure was lost")
		})
	})
}
