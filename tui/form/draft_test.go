package form_test

import (
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

func drawn(f *form.Form) string {
	lines, _ := f.Lines(60)
	return tuitest.Plain(strings.Join(lines, "\n"))
}

func TestAnUntouchedFieldFollowsTheDocument(t *testing.T) {
	c := cycle.New("c")
	c.Values["problem.who"] = "advisers"
	s, _ := tuitest.Session(t, c)
	f := form.New(tuitest.Env(), s, form.FieldRows("problem.who"))
	f.Focus(cycle.Path{Field: "problem.who"})
	tuitest.Drain(f, s, s.Edit(cycle.SetField("problem.who", "grade 7 advisers")))
	if !strings.Contains(drawn(f), "grade 7 advisers") {
		t.Errorf("the field shows what is no longer there:\n%s", drawn(f))
	}
	tuitest.Feed(f, "!")
	tuitest.Drain(f, s, s.Edit(cycle.SetField("problem.who", "somebody else")))
	tuitest.Drain(f, s, f.Blur())
	if got := s.Cycle().Values["problem.who"]; got != "grade 7 advisers!" {
		t.Errorf("what was typed is lost: %q", got)
	}
}

func TestLeavingAnUntouchedFieldWritesNothing(t *testing.T) {
	c := cycle.New("c")
	c.Values["problem.who"] = "a\tb \x1b[2J"
	s, m := tuitest.Session(t, c)
	before := len(m.Changes)
	f := form.New(tuitest.Env(), s, form.FieldRows("problem.who"))
	f.Focus(cycle.Path{Field: "problem.who"})
	tuitest.Drain(f, s, f.Blur())
	if len(m.Changes) != before {
		t.Errorf("a value that came in so was rewritten: %q", s.Cycle().Values["problem.who"])
	}
	if strings.Contains(drawn(f), "\x1b[2J") {
		t.Error("an escape sequence of the value reaches the screen")
	}
}

func TestAlongGoesIntoTheSameChange(t *testing.T) {
	s, m := tuitest.Session(t, cycle.New("c"))
	before := len(m.Changes)
	f := form.New(tuitest.Env(), s, form.FieldRows("sharing", "title"))
	f.Along = func(p cycle.Path, value string) []cycle.Edit {
		return []cycle.Edit{cycle.SetField("school", p.Field+"="+value)}
	}
	f.Focus(cycle.Path{Field: "sharing"})
	tuitest.Drive(f, s, tuitest.Keys("1")...)
	if got := s.Cycle().Values["school"]; got != "sharing=team" || len(m.Changes) != before+1 {
		t.Errorf("a pick brings along %q", got)
	}
	tuitest.Drive(f, s, tuitest.Keys("tab")...)
	tuitest.Feed(f, "Late")
	tuitest.Drain(f, s, f.Blur())
	if got := s.Cycle().Values["school"]; got != "title=Late" || len(m.Changes) != before+2 {
		t.Errorf("a text brings along %q in %d changes", got, len(m.Changes)-before)
	}
}
