package form_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func newForm(t testing.TB, keys ...string) (*form.Form, *session.Session) {
	c := cycle.New("c1")
	c.Apply(cycle.SetField("title", "Late to first period"))
	s, _ := tuitest.Session(t, c)
	f := form.New(tuitest.Env(), s, form.FieldRows(keys...))
	return f, s
}

func TestTypingIsSavedWhenTheFieldIsLeft(t *testing.T) {
	f, s := newForm(t, "problem.who", "problem.does", "strengths")
	f.Focus(cycle.Path{})
	tuitest.Drive(f, s, tuitest.Type("Grade 7")...)
	if got := s.Cycle().Get("problem.who"); got != "" {
		t.Fatalf("saved while typing: %q", got)
	}
	tuitest.Drive(f, s, tuitest.Keys("tab")...)
	tuitest.Drive(f, s, tuitest.Type("take attendance")...)
	tuitest.Drive(f, s, tuitest.Keys("enter")...)
	tuitest.Drive(f, s, tuitest.Type("one\ntwo")...)
	tuitest.Drain(f, s, f.Blur())
	for key, want := range map[string]string{"problem.who": "Grade 7", "problem.does": "take attendance", "strengths": "one\ntwo"} {
		if got := s.Cycle().Get(key); got != want {
			t.Errorf("%s = %q, want %q", key, got, want)
		}
	}
	if s.Pending() {
		t.Error("something is still waiting to be saved")
	}
}

func TestAWrongValueStaysWithItsReason(t *testing.T) {
	f, s := newForm(t, "start", "title")
	f.Focus(cycle.Path{Field: "start"})
	tuitest.Drive(f, s, tuitest.Type("Feb 30")...)
	tuitest.Drive(f, s, tuitest.Keys("tab")...)
	lines, _ := f.Lines(56)
	text := tuitest.Plain(strings.Join(lines, "\n"))
	if !strings.Contains(text, "Feb 30") || !strings.Contains(text, "!") {
		t.Fatalf("what was typed or why it is wrong is gone:\n%s", text)
	}
	tuitest.Drive(f, s, tuitest.Keys("shift+tab")...)
	for range "Feb 30" {
		tuitest.Drive(f, s, tuitest.Keys("backspace")...)
	}
	tuitest.Drive(f, s, tuitest.Type("10/5")...)
	tuitest.Drive(f, s, tuitest.Keys("tab")...)
	if got := s.Cycle().Get("start"); got != "2026-10-05" {
		t.Errorf("start = %q", got)
	}
	lines, _ = f.Lines(56)
	if text := tuitest.Plain(strings.Join(lines, "\n")); !strings.Contains(text, "read as") {
		t.Errorf("the ambiguous date is not echoed:\n%s", text)
	}
}

// A refusal is gone as soon as what is typed can be read, and the root is told.
func TestARefusalGoesWhileTyping(t *testing.T) {
	f, s := newForm(t, "start", "title")
	at := cycle.Path{Field: "start"}
	f.Focus(at)
	tuitest.Drive(f, s, tuitest.Type("Feb 30")...)
	tuitest.Drive(f, s, tuitest.Keys("tab", "shift+tab")...)
	if said := tuitest.Drive(f, s, tuitest.Type("0")...); f.Refusal() == "" || slices.Contains(said, tea.Msg(ui.Unsay{Of: at})) {
		t.Fatalf("Feb 300 is taken: %v", said)
	}
	said := tuitest.Drive(f, s, tuitest.Keys("backspace", "backspace")...)
	if f.Refusal() != "" || !slices.Contains(said, tea.Msg(ui.Unsay{Of: at})) {
		t.Errorf("Feb 3 is still refused with %q: %v", f.Refusal(), said)
	}
	if _, typed, left := s.LeftOut(); left {
		t.Errorf("%q counts as left out", typed)
	}
	tuitest.Drain(f, s, f.Blur())
	if got := s.Cycle().Get("start"); got != "2027-02-03" {
		t.Errorf("start = %q", got)
	}
}

func TestChoicesArePickedWithArrowsAndNumbers(t *testing.T) {
	f, s := newForm(t, "act.decision")
	f.Focus(cycle.Path{})
	for _, step := range []struct{ key, want string }{
		{"right", "repeat"}, {"right", "adapt"}, {"left", "repeat"}, {"a", "repeat"}, {"4", "restart"}, {"backspace", ""},
	} {
		tuitest.Drive(f, s, tuitest.Keys(step.key)...)
		if got := s.Cycle().Get("act.decision"); got != step.want {
			t.Errorf("after %s: %q, want %q", step.key, got, step.want)
		}
	}
}

func TestPastTheLastFieldIsAnEdge(t *testing.T) {
	f, s := newForm(t, "problem.who", "problem.does")
	f.Focus(cycle.Path{Field: "problem.does"})
	msgs := tuitest.Drive(f, s, tuitest.Keys("tab")...)
	if len(msgs) != 1 || msgs[0] != (form.Edge{Delta: 1}) {
		t.Errorf("got %v", msgs)
	}
}

func TestPasteIntoALineHasNoLineBreaks(t *testing.T) {
	f, s := newForm(t, "problem.who")
	f.Focus(cycle.Path{})
	tuitest.Drive(f, s, tea.PasteMsg{Content: "Grade 7\n advisers\x1b[31m"})
	tuitest.Drain(f, s, f.Blur())
	if got := s.Cycle().Get("problem.who"); strings.ContainsAny(got, "\n\x1b") || !strings.HasPrefix(got, "Grade 7 advisers") {
		t.Errorf("kept %q", got)
	}
}

// What is pasted is clean before it is drawn, not only once it is saved.
func TestPasteIsCleanOnTheScreen(t *testing.T) {
	f, s := newForm(t, "strengths")
	f.Focus(cycle.Path{})
	f.Update(tea.PasteMsg{Content: "one\r\ntwo\x1b[31m red\u202e rtl\x1b]0;title\a"})
	if _, text, _ := f.Draft(); text != "one\ntwo red rtl" {
		t.Errorf("the field holds %q", text)
	}
	tuitest.Drain(f, s, f.Blur())
	if got := s.Cycle().Get("strengths"); got != "one\ntwo red rtl" {
		t.Errorf("kept %q", got)
	}
}

func TestGoldens(t *testing.T) {
	c := tuitest.Example(t, "talk-in-class-2")
	s, _ := tuitest.Session(t, c)
	for _, w := range []int{36, 56, 94} {
		f := form.New(tuitest.Env(), s, form.FieldRows("title", "start", "sharing", "problem.who", "problem.does", "problem.what", "strengths"))
		f.Focus(cycle.Path{Field: "sharing"})
		lines, _ := f.Lines(w)
		lines = append(append(lines, ""), f.HelpLines(w)...)
		tuitest.Golden(t, fmt.Sprintf("form-%d", w), strings.Join(lines, "\n"))
	}
}

// TestNothingTypedIsLost types into random fields with random keys between:
// every letter typed into a text arrives in the cycle.
func TestNothingTypedIsLost(t *testing.T) {
	keys := []string{"problem.who", "sharing", "strengths", "start", "weeks", "priority"}
	names := []string{"tab", "shift+tab", "enter", "up", "down", "left", "right", "space", "backspace", "ctrl+o", "x"}
	rapid.Check(t, func(r *rapid.T) {
		f, s := newForm(t, keys...)
		f.Focus(cycle.Path{})
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			name := rapid.SampledFrom(names).Draw(r, "key")
			tuitest.Drive(f, s, tuitest.Keys(name)...)
			if w := rapid.SampledFrom([]int{0, 12, 40, 80}).Draw(r, "width"); w > 0 {
				lines, at := f.Lines(w)
				if at >= len(lines) {
					r.Fatalf("the row in hand is on line %d of %d", at, len(lines))
				}
			}
		}
		f.Focus(cycle.Path{Field: "strengths"})
		before := s.Cycle().Get("strengths")
		tuitest.Drive(f, s, tuitest.Type("zq")...)
		tuitest.Drain(f, s, f.Blur())
		if got := s.Cycle().Get("strengths"); !strings.Contains(got, "zq") {
			r.Fatalf("typed zq into %q, kept %q", before, got)
		}
	})
}

func TestANumberPicksAndGoesOn(t *testing.T) {
	s, _ := tuitest.Session(t, cycle.New("c"))
	f := form.New(tuitest.Env(), s, form.FieldRows("sharing", "title", "team_phase"))
	f.Focus(cycle.Path{Field: "sharing"})
	tuitest.Feed(f, "2")
	if got := s.Cycle().Values["sharing"]; got != "coach" || f.Asked().Field != "title" {
		t.Errorf("picked %q, in hand is %v", got, f.Asked())
	}
	f.Focus(cycle.Path{Field: "team_phase"})
	tuitest.Drive(f, s, tuitest.Keys("3", "4")...)
	if got := s.Cycle().Values["team_phase"]; got != "act" {
		t.Errorf("the last row is left with the first number: %q", got)
	}
}
