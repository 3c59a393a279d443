package plangrid_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/plangrid"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {53, 19}, {56, 19}, {73, 24}, {80, 12}, {94, 35}, {118, 35}, {196, 55}}

func TestGolden(t *testing.T) {
	long := tuitest.Example(t, "talk-in-class-2")
	long.Apply(cycle.SetField("weeks", "14"))
	for name, c := range map[string]*cycle.Cycle{
		"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("e"),
		"absence": tuitest.Example(t, "chronic-absence"), "long": long,
	} {
		s, _ := tuitest.Session(t, c)
		p := plangrid.New(tuitest.Env(), s)
		p.Focus(cycle.Path{})
		for size, wh := range map[string][2]int{"56x19": {56, 19}, "94x35": {94, 35}, "118x35": {118, 35}} {
			tuitest.Golden(t, name+"-"+size, p.View(wh[0], wh[1]))
		}
		for _, wh := range sizes {
			tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1])
		}
	}
}

// desk is an open plan with two actions in the third of six weeks.
func desk(t testing.TB) (*plangrid.Pane, *session.Session, *tuitest.Memory) {
	c := cycle.New("c")
	c.Apply(
		cycle.SetField("start", "2026-11-02"),
		cycle.SetIn("actions", "greet", "what", "Greet at the door"), cycle.SetIn("actions", "greet", "names", "Ana; Sok"),
		cycle.SetIn("actions", "greet", "weeks/1", "true"), cycle.SetIn("actions", "greet", "weeks/3", "true"),
		cycle.SetIn("actions", "cart", "what", "Breakfast cart"), cycle.SetIn("actions", "cart", "names", "D. Moreau"),
		cycle.SetIn("actions", "cart", "weeks/4", "true"),
	)
	s, m := tuitest.Session(t, c)
	p := plangrid.New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	return p, s, m
}

func keys(p *plangrid.Pane, s *session.Session, names ...string) []tea.Msg {
	return tuitest.Drive(p, s, tuitest.Keys(names...)...)
}

func typed(p *plangrid.Pane, s *session.Session, text string) {
	tuitest.Drive(p, s, tuitest.Type(text)...)
}

func view(p *plangrid.Pane) string { return tuitest.Plain(p.View(118, 35)) }

func want(t *testing.T, s *session.Session, key, value string) {
	t.Helper()
	if got := s.Cycle().Get(key); got != value {
		t.Errorf("%s is %q, want %q", key, got, value)
	}
}

func TestSpaceTakesTheCellThroughItsStates(t *testing.T) {
	p, s, m := desk(t)
	before := len(m.Changes)
	keys(p, s, "right", "right", "right") // week 6: nothing planned
	for _, step := range []struct{ weeks, status string }{
		{"1, 3, 6", ""}, {"1, 3, 6", "6=done"}, {"1, 3, 6", "6=missed"}, {"1, 3", ""},
	} {
		keys(p, s, "space")
		want(t, s, "actions/greet.weeks", step.weeks)
		want(t, s, "actions/greet.status", step.status)
	}
	if got := len(m.Changes) - before; got != 4 {
		t.Errorf("four marks made %d changes", got)
	}
	tuitest.Drain(p, s, s.Undo())
	want(t, s, "actions/greet.status", "6=missed")
	want(t, s, "actions/greet.weeks", "1, 3, 6")
}

func TestLettersMarkTheCell(t *testing.T) {
	p, s, _ := desk(t)
	keys(p, s, "right", "d") // not planned before
	want(t, s, "actions/greet.weeks", "1, 3, 4")
	want(t, s, "actions/greet.status", "4=done")
	keys(p, s, "x")
	want(t, s, "actions/greet.status", "4=missed")
	keys(p, s, "p")
	want(t, s, "actions/greet.status", "")
	keys(p, s, ".")
	want(t, s, "actions/greet.weeks", "1, 3")
}

func TestCellsSayLateNowAndPlan(t *testing.T) {
	p, _, _ := desk(t)
	v := view(p)
	for _, line := range strings.Split(v, "\n") {
		switch {
		case strings.Contains(line, "Greet at the door") && strings.Contains(line, "Sok  "):
			if f := strings.Fields(line); strings.Join(f[len(f)-6:], " ") != "late · [now] · · ·" {
				t.Errorf("greet: %v", f)
			}
		case strings.Contains(line, "Breakfast cart  "):
			if f := strings.Fields(line); strings.Join(f[len(f)-6:], " ") != "· · · plan · ·" {
				t.Errorf("cart: %v", f)
			}
		}
	}
	if !strings.Contains(v, "Week 3 (Nov 16-22), this week.") || !strings.Contains(v, "Still to do: Greet at the door (Ana and Sok).") {
		t.Errorf("the week is not told:\n%s", v)
	}
	if p.Update(tuitest.Keys("left")[0]); !strings.Contains(view(p), "nothing is planned") {
		t.Errorf("week 2 is not told to be empty:\n%s", view(p))
	}
}

func TestNoteOfACell(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s, _ := desk(t)
		keys(p, s, "n")
		typed(p, s, "rain, d and x")
		if !p.Typing() {
			t.Error("a note is typed, but letters are keys")
		}
		keys(p, s, "esc")
		want(t, s, "actions/greet.notes", "3=rain, d and x")
		want(t, s, "actions/greet.status", "")
		if v := view(p); !strings.Contains(v, "[now*]") || !strings.Contains(v, "* Week 3: rain, d and x") {
			t.Errorf("the note is not shown:\n%s", v)
		}
	})
}

func TestAddAnAction(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s, _ := desk(t)
		keys(p, s, "a", "esc")
		if n := len(s.Cycle().Lists["actions"]); n != 2 {
			t.Errorf("giving up left %d actions", n)
		}
		keys(p, s, "a")
		typed(p, s, "Call home\nCounselors\n3-5\n")
		keys(p, s, "esc")
		a := s.Cycle().Actions()
		if len(a) != 3 || a[2].What != "Call home" || a[2].Names != "Counselors" || len(a[2].Weeks) != 3 {
			t.Fatalf("actions are %+v", a)
		}
		keys(p, s, "d") // the new action is in hand
		want(t, s, "actions/"+a[2].ID+".status", "3=done")
	})
}

func TestWeeksThatCannotBeReadAreKept(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s, _ := desk(t)
		keys(p, s, "enter", "tab", "tab", "end", "ctrl+u")
		typed(p, s, "soon")
		seen := keys(p, s, "esc")
		bad := false
		for _, msg := range seen {
			n, ok := msg.(ui.Notice)
			bad = bad || ok && n.Bad && strings.Contains(n.Text, "soon")
		}
		if !bad {
			t.Errorf("nobody said that the weeks could not be read: %v", seen)
		}
		want(t, s, "actions/greet.weeks", "1, 3")
		keys(p, s, "n", "esc") // a note of the same action is another form
		keys(p, s, "enter")
		if v := view(p); !strings.Contains(v, "soon") {
			t.Errorf("what was typed is gone:\n%s", v)
		}
	})
}

func TestOrderAndRemoval(t *testing.T) {
	p, s, _ := desk(t)
	order := func() string {
		var ids []string
		for _, it := range s.Cycle().Lists["actions"] {
			ids = append(ids, it.ID)
		}
		return strings.Join(ids, " ")
	}
	keys(p, s, "shift+down")
	if order() != "cart greet" {
		t.Errorf("after shift+down: %s", order())
	}
	keys(p, s, "shift+down", "shift+up")
	if order() != "greet cart" {
		t.Errorf("after shift+up: %s", order())
	}
	keys(p, s, "X")
	if order() != "cart" {
		t.Errorf("after X: %s", order())
	}
	tuitest.Drain(p, s, s.Undo())
	if order() != "greet cart" {
		t.Errorf("after undo: %s", order())
	}
}

func TestMoreWeeks(t *testing.T) {
	p, s, _ := desk(t)
	keys(p, s, "+", "+", "d")
	want(t, s, "weeks", "8")
	want(t, s, "actions/greet.status", "8=done")
	if v := tuitest.Plain(p.View(53, 19)); !strings.Contains(v, "weeks 3-8 of 8") {
		t.Errorf("the narrow grid does not say which weeks it shows:\n%s", v)
	}
	for range 60 {
		keys(p, s, "+")
	}
	want(t, s, "weeks", "52")
}

func TestPlannedPastTheEndIsShown(t *testing.T) {
	p, s, _ := desk(t)
	tuitest.Drain(p, s, s.Edit(cycle.SetIn("actions", "cart", "weeks/9", "true")))
	keys(p, s, "end")
	if v := view(p); !strings.Contains(v, "Week 9") {
		t.Errorf("week 9 is hidden:\n%s", v)
	}
}

func TestTwoVersionsAreShown(t *testing.T) {
	p, s, m := desk(t)
	seen := s.State().Seen.Clone()
	keys(p, s, "d")
	other := change.Fold("c", m.Changes[:1])
	ops := other.Build("other", seen, []cycle.Edit{cycle.SetIn("actions", "greet", "status.3", "missed")})
	c := change.Change{
		ID: change.MakeID("other", 1), Replica: "other", Seq: 1, Doc: "c", Kind: change.KindCycle, Author: "Sok Chan",
		At: m.Changes[len(m.Changes)-1].At, Schema: change.Schema, Ops: ops,
	}
	if err := c.Seal(); err != nil {
		t.Fatal(err)
	}
	m.Changes = append(m.Changes, c)
	s.Refresh(change.Fold("c", m.Changes))
	if v := view(p); !strings.Contains(v, "⇄") || !strings.Contains(v, "also written by") {
		t.Errorf("two versions are not shown:\n%s", v)
	}
	opened := false
	for _, msg := range keys(p, s, "s") {
		o, ok := msg.(ui.OpenConflicts)
		opened = opened || ok && o.At.Field == "status.3"
	}
	if !opened {
		t.Error("s did not ask to settle them")
	}
}

func TestWaysOut(t *testing.T) {
	p, s, _ := desk(t)
	if out := keys(p, s, "esc"); len(out) != 1 || out[0] != (ui.LeavePane{}) {
		t.Errorf("esc gave %v", out)
	}
	if out := keys(p, s, "tab"); len(out) != 1 || out[0] != (ui.NextStep{Delta: 1}) {
		t.Errorf("tab gave %v", out)
	}
	p.Focus(cycle.Path{List: "actions", Item: "greet"})
	if v := view(p); !strings.Contains(v, "[late]") {
		t.Errorf("the hint of a late action does not lead to its week:\n%s", v)
	}
	p.Focus(cycle.Path{List: "actions", Item: "cart", Field: "names"})
	if !p.Typing() {
		t.Error("a path to a field did not open it")
	}
}

// A principal may press anything: nothing breaks, all fits, and what was typed
// into a note stays.
func TestRandomKeys(t *testing.T) {
	all := []string{
		"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "space", "d", "x", "p", ".", "n", "a", "enter", "esc",
		"shift+up", "shift+down", "X", "+", "tab", "s", "backspace", "ctrl+u", "q", "undo",
	}
	tuitest.Quick(t, func(t *testing.T) {
		rapid.Check(struct{ rapid.TB }{t}, func(rt *rapid.T) {
			p, s, _ := desk(t)
			for range rapid.IntRange(1, 25).Draw(rt, "presses") {
				k := rapid.SampledFrom(all).Draw(rt, "key")
				if k == "undo" {
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
			keys(p, s, "esc", "n")
			if !p.Typing() {
				return // no action is left
			}
			typed(p, s, "kept")
			tuitest.Drain(p, s, p.Blur())
			for _, a := range s.Cycle().Actions() {
				for _, n := range a.Notes {
					if strings.Contains(n, "kept") {
						return
					}
				}
			}
			rt.Error("a note was lost")
		})
	})
}

func TestAMarkGoesOnToTheNextThatWaits(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s, _ := desk(t)
		keys(p, s, "+", "a")
		typed(p, s, "Call home\nCounselors\n1-5\n")
		keys(p, s, "esc", "home", "up", "up", "d") // week 1 of the first action
		want(t, s, "actions/greet.status", "1=done")
		keys(p, s, "x") // its week 3
		want(t, s, "actions/greet.status", "1=done; 3=missed")
		keys(p, s, "n")
		typed(p, s, "training\n")
		want(t, s, "actions/greet.notes", "3=training")
		keys(p, s, "d", "d", "d") // the cart is planned for later, so the new one
		call := s.Cycle().Actions()[2]
		want(t, s, "actions/"+call.ID+".status", "1=done; 2=done; 3=done")
		want(t, s, "actions/cart.status", "")
		keys(p, s, "p") // no cell waits, so the last one is in hand
		want(t, s, "actions/"+call.ID+".status", "1=done; 2=done")
	})
}
