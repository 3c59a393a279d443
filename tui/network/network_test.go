package network_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/network"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// shared is what other schools share, in memory.
type shared struct {
	cycles  []*cycle.Cycle
	err     error
	created []*cycle.Cycle
	asked   []string
}

func (m *shared) Search(in remote.Part, words string) ([]remote.Shared, error) {
	m.asked = append(m.asked, fmt.Sprintf("%d %s", in, words))
	var out []remote.Shared
	for _, c := range m.cycles {
		s := remote.Shared{Summary: c.Summary(), SchoolID: "hill"}
		text := s.Title + s.Problem
		if in == remote.InProblem {
			text = s.Problem
		}
		if strings.Contains(strings.ToLower(text), strings.ToLower(words)) {
			out = append(out, s)
		}
	}
	return out, m.err
}

func (m *shared) Cycle(id string) (*cycle.Cycle, error) {
	for _, c := range m.cycles {
		if c.ID == id {
			return c, nil
		}
	}
	return nil, errors.New("not here")
}

func (m *shared) Create(c *cycle.Cycle) (*change.State, error) {
	m.created = append(m.created, c)
	return change.Fold(c.ID, nil), nil
}

func (m *shared) ReadOnly() bool { return false }

func open(t *testing.T, names ...string) (*network.Screen, *shared) {
	t.Helper()
	m := &shared{}
	for _, name := range names {
		c := tuitest.Example(t, name)
		c.ID = name
		m.cycles = append(m.cycles, c)
	}
	env := tuitest.Env()
	env.Dashboard, env.Synced = "Canal District", func() string { return "synced 5 min ago" }
	s, cmd := network.New(env, m, func() (network.Source, error) { return m, nil })
	tuitest.Drain(s, nil, cmd)
	return s, m
}

func check(t *testing.T, s ui.Screen, name string) {
	t.Helper()
	for _, z := range tuitest.Sizes {
		tuitest.CheckFit(t, s.View(z[0], z[1]), z[0], z[1])
	}
	tuitest.Golden(t, name+"-80x24", s.View(80, 24))
	tuitest.Golden(t, name+"-120x40", s.View(120, 40))
}

func TestScreens(t *testing.T) {
	s, m := open(t, "chronic-absence", "talk-in-class-1")
	check(t, s, "list")
	tuitest.Drive(s, nil, tuitest.Keys("/")...)
	tuitest.Drive(s, nil, tuitest.Type("zzz")...)
	check(t, s, "nothing-found")
	tuitest.Drive(s, nil, tuitest.Keys("tab")...)
	check(t, s, "nothing-found-in-a-part")
	tuitest.Drive(s, nil, tuitest.Keys("esc")...)
	seen := tuitest.Drive(s, nil, tuitest.Keys("down", "enter")...)
	reading := seen[len(seen)-1].(ui.OpenScreen).Screen
	check(t, reading, "reading")
	to := tuitest.MakeCycle(t, tuitest.Drive(reading, nil, tuitest.Keys("u")...))
	if len(m.created) != 1 || to.Doc != m.created[0].ID {
		t.Fatalf("%d cycles were made", len(m.created))
	}
	made := m.created[0]
	if made.Values["title"] != "" || made.Values["school"] != "B.F. Butler Middle School" || made.Values["team"] != "Ana Ruiz" {
		t.Errorf("it begins with %v", made.Values)
	}
	empty, _ := open(t)
	check(t, empty, "nothing-shared")
}

// TestOneSearchAtATime types fast: no key waits for a search, and the last words count.
func TestOneSearchAtATime(t *testing.T) {
	s, m := open(t, "chronic-absence", "talk-in-class-1")
	m.asked = nil
	s.Update(tuitest.Keys("/")[0])
	first := s.Update(tuitest.Type("l")[0])
	for _, msg := range tuitest.Type("ate") {
		s.Update(msg)
	}
	tuitest.Drain(s, nil, first)
	if got := strings.Join(m.asked, ", "); got != "0 l, 0 late" {
		t.Errorf("asked for %q", got)
	}
}

// TestLookElsewhere goes through the parts of a cycle, while typing and in the list,
// and comes back to the whole.
func TestLookElsewhere(t *testing.T) {
	s, m := open(t, "chronic-absence", "talk-in-class-1")
	tuitest.Drive(s, nil, tuitest.Keys("tab")...)
	m.asked = nil
	tuitest.Drive(s, nil, tuitest.Keys("/", "m", "tab")...)
	if view := tuitest.Plain(s.View(80, 24)); !strings.Contains(view, "found in the problem") || !strings.Contains(view, "words in the problem: m") {
		t.Errorf("while typing:\n%s", view)
	}
	tuitest.Drive(s, nil, tuitest.Keys("tab", "enter")...)
	if view := tuitest.Plain(s.View(80, 24)); !strings.Contains(view, "found in a driver") || !strings.Contains(view, "tab only measures") {
		t.Errorf("in the list:\n%s", view)
	}
	tuitest.Drive(s, nil, tuitest.Keys("tab", "tab", "tab", "esc")...)
	if got, want := strings.Join(m.asked, ", "), "0 m, 1 m, 2 m, 3 m, 0 m, 1 m, 0 "; got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
	if view := tuitest.Plain(s.View(80, 24)); strings.Contains(view, "found") {
		t.Errorf("after esc:\n%s", view)
	}
}

// TestSharedTextIsClean shows what a hostile school shares.
func TestSharedTextIsClean(t *testing.T) {
	s, m := open(t)
	c := cycle.New("x")
	for _, key := range []string{"title", "school", "problem.who"} {
		c.Values[key] = "a\x1b[2J\u202eb"
	}
	m.cycles = append(m.cycles, c)
	tuitest.Drive(s, nil, tuitest.Keys("/", "a")...)
	for range 3 {
		tuitest.Drive(s, nil, tuitest.Keys("backspace")...)
	}
	if view := s.View(120, 40); strings.Contains(view, "\x1b[2J") || strings.Contains(view, "\u202e") {
		t.Error("an escape sequence reaches the screen")
	}
}

func TestSearchThatFailsSaysSo(t *testing.T) {
	s, m := open(t)
	m.err = errors.New("the file is damaged")
	tuitest.Drive(s, nil, tuitest.Keys("/", "a")...)
	if !strings.Contains(tuitest.Plain(s.View(80, 24)), "the file is damaged") {
		t.Error("nothing is said")
	}
}
