package reading_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/reading"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func open(t *testing.T, step string, actions ...reading.Action) *reading.Screen {
	t.Helper()
	return reading.New(tuitest.Env(), tuitest.Example(t, "talk-in-class-1"), step, "shared", "read it in peace.", actions...)
}

// top is the first line of the text that is seen.
func top(s *reading.Screen) string {
	return strings.TrimSpace(strings.Split(tuitest.Plain(s.View(80, 24)), "\n")[2])
}

func press(s *reading.Screen, keys ...string) []tea.Msg {
	return tuitest.Drive(s, nil, tuitest.Keys(keys...)...)
}

func TestStepByStep(t *testing.T) {
	s := open(t, "fishbone")
	if got := top(s); got != "Fishbone" {
		t.Fatalf("opened at the fishbone it shows %q", got)
	}
	for _, step := range []struct{ key, want string }{
		{"n", "Goals A to B"}, {"p", "Fishbone"}, {"p", "Problem"}, {"tab", "Fishbone"}, {"shift+tab", "Problem"}, {"ctrl+n", "Fishbone"}, {"ctrl+p", "Problem"},
	} {
		press(s, step.key)
		if got := top(s); got != step.want {
			t.Errorf("%s leads to %q, want %q", step.key, got, step.want)
		}
	}
	press(s, "home")
	if got := top(s); got != "Talk in science: sentence starters" {
		t.Errorf("home leads to %q", got)
	}
	press(s, "down", "space", "n")
	first := top(s)
	s.View(40, 10) // laid out anew, it stays in the text
	press(s, "end")
	if last := top(s); last == first {
		t.Error("end does not lead on")
	}
	for _, size := range tuitest.Sizes {
		tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
	}
}

func TestWhatItSends(t *testing.T) {
	done := false
	s := open(t, "", reading.Action{Key: ui.Bind("u", "use", "u"), Do: func() tea.Cmd { done = true; return nil }})
	press(s, "u")
	if !done {
		t.Error("the key of the owner does nothing")
	}
	if msgs := press(s, "esc"); len(msgs) != 1 || msgs[0] != (ui.Back{}) {
		t.Errorf("esc gives %v", msgs)
	}
	msgs := press(s, "y")
	if len(msgs) != 1 || !strings.Contains(msgs[0].(ui.Copy).Text, "Fishbone") {
		t.Errorf("y gives %v", msgs)
	}
	if v := tuitest.Plain(reading.New(tuitest.Env(), cycle.New("c"), "", "", "").View(80, 24)); !strings.Contains(v, "(no title yet)") {
		t.Errorf("an empty cycle shows\n%s", v)
	}
}
