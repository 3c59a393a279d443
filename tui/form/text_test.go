package form

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

var newCause = cycle.Path{List: "causes", Item: "c1", Field: "text"}

func openText(t *testing.T, p cycle.Path, create ...cycle.Edit) (*Text, *session.Session) {
	t.Helper()
	c := cycle.New("doc")
	c.Apply(cycle.SetIn("bones", "b1", "name", "Routines"), cycle.SetIn("drivers", "d1", "rationale", "one\ntwo"))
	s, _ := tuitest.Session(t, c)
	return NewText(tuitest.Env(), s, p, create...), s
}

func typeText(x *Text, text string) {
	for _, msg := range tuitest.Type(text) {
		x.Update(msg)
	}
}

type noUpdate struct{}

func (noUpdate) Update(tea.Msg) tea.Cmd { return nil }

func commit(x *Text, s *session.Session) { tuitest.Drain(noUpdate{}, s, x.Commit()) }

func TestTextMakesItsItemWithTheFirstWords(t *testing.T) {
	x, s := openText(t, newCause, cycle.Add("causes", "c1"), cycle.SetIn("causes", "c1", "bone", "b1"))
	commit(x, s)
	if len(s.Cycle().Lists["causes"]) != 0 || len(x.Edits()) != 0 {
		t.Error("an empty text made an item")
	}
	typeText(x, "bell at 7:50 ")
	commit(x, s)
	if it, _ := s.Cycle().Item("causes", "c1"); it.Get("text") != "bell at 7:50" || it.Get("bone") != "b1" {
		t.Errorf("kept %v", it.Values)
	}
	typeText(x, "sharp")
	commit(x, s)
	if got := s.Cycle().At(newCause); got != "bell at 7:50 sharp" {
		t.Errorf("kept %q", got)
	}
	tuitest.Drain(noUpdate{}, s, s.Undo())
	tuitest.Drain(noUpdate{}, s, s.Undo())
	if len(s.Cycle().Lists["causes"]) != 0 {
		t.Error("the item was not made in the change of its first words")
	}
}

func TestTextFollowsUndo(t *testing.T) {
	p := cycle.Path{List: "bones", Item: "b1", Field: "name"}
	x, s := openText(t, p)
	typeText(x, " here")
	commit(x, s)
	tuitest.Drain(noUpdate{}, s, s.Undo())
	commit(x, s)
	if got := s.Cycle().At(p); got != "Routines" || x.Value() != "Routines" {
		t.Errorf("after undo %q is kept and %q under the cursor", got, x.Value())
	}
	typeText(x, "!")
	tuitest.Drain(noUpdate{}, s, s.Redo())
	commit(x, s)
	if got := s.Cycle().At(p); got != "Routines!" {
		t.Errorf("what was typed gave way to another value: %q", got)
	}
}

func TestTextThatCannotBeKeptStays(t *testing.T) {
	x, s := openText(t, newCause, cycle.Add("causes", "c1"))
	x.Update(tea.PasteMsg{Content: strings.Repeat("word ", cycle.MaxText/5+1)})
	commit(x, s)
	if x.Problem() == "" || len(x.Value()) < cycle.MaxText || len(s.Cycle().Lists["causes"]) != 0 {
		t.Errorf("problem %q, %d bytes under the cursor", x.Problem(), len(x.Value()))
	}
	for range 16 {
		tuitest.Drive(x, s, tuitest.Keys("backspace")...)
	}
	if x.Problem() != "" {
		t.Errorf("%q although it is short enough now", x.Problem())
	}
}

func TestTextLines(t *testing.T) {
	one, _ := openText(t, newCause)
	one.Update(tea.PasteMsg{Content: "two\nlines"})
	if one.Value() != "two lines" || one.Multiline() || !one.Done(tuitest.Keys("enter")[0].(tea.KeyPressMsg)) {
		t.Errorf("a line took a line break: %q", one.Value())
	}
	many, _ := openText(t, cycle.Path{List: "drivers", Item: "d1", Field: "rationale"})
	typeText(many, "\nthree")
	if many.Value() != "one\ntwo\nthree" || many.Done(tuitest.Keys("enter")[0].(tea.KeyPressMsg)) {
		t.Errorf("a text took no line break: %q", many.Value())
	}
	lines := many.Lines(20, 2)
	if got := tuitest.Plain(strings.Join(lines, "\n")); len(lines) != 2 || !strings.Contains(got, "three") {
		t.Errorf("the line under the cursor is not drawn:\n%s", got)
	}
}
