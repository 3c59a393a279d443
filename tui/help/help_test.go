package help

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var someKeys = []key.Binding{
	ui.Bind("a", "add a cause", "a"), ui.Bind("w", "ask why", "w"), ui.KeyEnter, ui.KeyUndo, ui.KeyUndo, ui.KeyHelp, ui.KeyBack,
}

func press(s *Screen, keys ...string) []tea.Msg {
	return tuitest.Drive(s, nil, tuitest.Keys(keys...)...)
}

func whole(s *Screen, w int) string { return tuitest.Plain(strings.Join(s.lay(w), "\n")) }

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		name := fmt.Sprintf("-%dx%d", size[0], size[1])
		tuitest.Golden(t, "plain"+name, New(tuitest.Env(), someKeys, "").View(size[0], size[1]))
		s := New(tuitest.Env(), someKeys, "problem")
		tuitest.Golden(t, "step"+name, s.View(size[0], size[1]))
		press(s, "pgdown")
		tuitest.Golden(t, "step-below"+name, s.View(size[0], size[1]))
	}
	tuitest.Golden(t, "page", strings.Join(New(tuitest.Env(), someKeys, "fishbone").lay(78), "\n"))
}

func TestEveryStepFits(t *testing.T) {
	for _, st := range append([]cycle.Step{{}}, cycle.Steps...) {
		for _, size := range tuitest.Sizes {
			s := New(tuitest.Env(), someKeys, st.Key)
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
			press(s, "end")
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
		}
	}
}

func TestKeysAreThoseGiven(t *testing.T) {
	page := whole(New(tuitest.Env(), someKeys, ""), 100)
	for _, want := range []string{"add a cause", "ask why", "open", "save and quit", "redo", "light/dark", "mouse on/off"} {
		if strings.Count(page, " "+want) != 1 {
			t.Errorf("%q is there %d times", want, strings.Count(page, want))
		}
	}
	if n := strings.Count(page, "ctrl+z     undo"); n != 1 {
		t.Errorf("undo is there %d times", n)
	}
}

func TestStepHelpComesFromTheTable(t *testing.T) {
	for _, st := range cycle.Steps {
		page := strings.Join(strings.Fields(whole(New(tuitest.Env(), nil, st.Key), 90)), " ")
		if !strings.Contains(page, strings.Join(strings.Fields(st.Help), " ")) {
			t.Errorf("%s: its help is not there", st.Key)
		}
		for _, part := range st.Parts {
			if f := part.Field; f != nil && !f.Internal && !strings.Contains(page, f.Prompt) {
				t.Errorf("%s: the prompt %q is not there", st.Key, f.Prompt)
			}
		}
	}
	page := strings.Join(strings.Fields(whole(New(tuitest.Env(), nil, "problem"), 90)), " ")
	f, _ := cycle.FieldByKey("problem.what")
	if !strings.Contains(page, f.Strong) || !strings.Contains(page, f.Weak) {
		t.Errorf("examples are not there: %s", page)
	}
}

func TestGlossaryIsInOrder(t *testing.T) {
	page := whole(New(tuitest.Env(), nil, ""), 90)
	last := ""
	for _, w := range glossary {
		if w.term < last {
			t.Errorf("%s stands after %s", w.term, last)
		}
		last = w.term
	}
	for _, term := range []string{"Run chart", "Median", "Driver", "Point A", "Balance measure", "PDSA"} {
		if !strings.Contains(page, term) {
			t.Errorf("%s is not explained", term)
		}
	}
}

func TestScrolls(t *testing.T) {
	s := New(tuitest.Env(), someKeys, "problem")
	first := s.View(80, 24)
	press(s, "up")
	if s.View(80, 24) != first {
		t.Error("scrolled above the beginning")
	}
	press(s, "down", "j", "up")
	if s.scroll.Top() != 1 {
		t.Errorf("at line %d", s.scroll.Top())
	}
	press(s, "end", "down", "space")
	last := tuitest.Plain(s.View(80, 24))
	if !strings.Contains(last, "ever lost") {
		t.Errorf("the end is not seen:\n%s", last)
	}
	press(s, "up")
	if tuitest.Plain(s.View(80, 24)) == last {
		t.Error("scrolled past the end")
	}
	press(s, "home")
	if s.View(80, 24) != first {
		t.Error("home does not go to the beginning")
	}
}

func TestLeaves(t *testing.T) {
	for _, k := range []string{"esc", "?", "q", "ctrl+b", "f1"} {
		s := New(tuitest.Env(), someKeys, "")
		if msgs := press(s, k); len(msgs) != 1 || msgs[0] != tea.Msg(ui.Back{}) {
			t.Errorf("%s gives %v", k, msgs)
		}
	}
}
