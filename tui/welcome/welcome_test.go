package welcome

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/guide"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// memory keeps what was saved.
type memory struct {
	person  store.Person
	created []*cycle.Cycle
	err     error
}

func (m *memory) SetPerson(p store.Person) error {
	if m.err == nil {
		m.person = p
	}
	return m.err
}

func (m *memory) Create(c *cycle.Cycle) (*change.State, error) {
	m.created = append(m.created, c)
	return change.NewState(c.ID), nil
}
func (*memory) Recent(int) ([]store.Row, error) { return nil, nil }
func (*memory) ReadOnly() bool                  { return false }
func (*memory) Cycle(string) (*cycle.Cycle, error) {
	return nil, store.ErrNotFound
}

func (*memory) Save(string, change.Vector, ...cycle.Edit) (*change.State, error) {
	return nil, store.ErrNotFound
}

func begin() (*Screen, *memory, *ui.Env) {
	env := tuitest.Env()
	env.Who, env.School = "", ""
	m := &memory{}
	return New(env, m), m, env
}

func press(s *Screen, keys ...string) []tea.Msg {
	return tuitest.Drive(s, nil, tuitest.Keys(keys...)...)
}

func write(s *Screen, text string) { tuitest.Drive(s, nil, tuitest.Type(text)...) }

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		draw := func(name string, s *Screen) {
			tuitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), s.View(size[0], size[1]))
		}
		s, _, _ := begin()
		draw("name", s)
		write(s, "Ana Ruiz")
		press(s, "enter")
		draw("school", s)
		write(s, "B.F. Butler Middle School")
		press(s, "enter")
		draw("choices", s)
		press(s, "enter")
		draw("title", s)
	}
}

func TestFits(t *testing.T) {
	for _, size := range tuitest.Sizes {
		s, _, _ := begin()
		for range 4 {
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
			write(s, strings.Repeat("a long name ", 12))
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
			press(s, "enter")
		}
	}
}

func TestNameAndSchoolAreSaved(t *testing.T) {
	s, m, env := begin()
	press(s, "enter", "enter")
	if s.page != asksName {
		t.Fatal("went on without a name")
	}
	write(s, "  Ana   Ruiz ")
	press(s, "enter")
	write(s, "Butler")
	press(s, "up")
	if s.page != asksName || s.value() != "Ana Ruiz" {
		t.Fatalf("page %v %q", s.page, s.value())
	}
	press(s, "enter")
	if s.value() != "Butler" {
		t.Errorf("the school is %q after going back", s.value())
	}
	press(s, "enter")
	if want := (store.Person{Name: "Ana Ruiz", School: "Butler"}); m.person != want || env.Who != "Ana Ruiz" || env.School != "Butler" {
		t.Errorf("saved %+v, env %q %q", m.person, env.Who, env.School)
	}
}

func TestStartsACycle(t *testing.T) {
	s, m, _ := begin()
	write(s, "Ana Ruiz")
	press(s, "enter", "enter", "enter")
	press(s, "enter")
	if len(m.created) != 0 {
		t.Fatal("a cycle without a title")
	}
	write(s, "Late to first period")
	to := tuitest.MakeCycle(t, press(s, "enter"))
	if len(m.created) != 1 || m.created[0].Get("title") != "Late to first period" || m.created[0].Get("team") != "Ana Ruiz" {
		t.Fatalf("created %+v", m.created)
	}
	if to.Doc != m.created[0].ID {
		t.Errorf("%v is opened", to)
	}
}

func TestStartsACycleStepByStep(t *testing.T) {
	s, m, _ := begin()
	write(s, "Ana Ruiz")
	press(s, "enter", "enter", "down", "enter")
	write(s, "Late to first period")
	to := tuitest.MakeCycle(t, press(s, "enter"))
	if to.Doc != m.created[0].ID || to.Step != guide.Step {
		t.Errorf("%v is opened", to)
	}
}

func TestATitleIsSeenInALowWindow(t *testing.T) {
	s, _, _ := begin()
	write(s, "Ana Ruiz")
	press(s, "enter", "enter", "down", "enter")
	write(s, "Late to first period")
	if view := tuitest.Plain(s.View(60, 18)); !strings.Contains(view, "Late to first period") {
		t.Errorf("what is typed is out of sight:\n%s", view)
	}
}

func TestOtherChoices(t *testing.T) {
	s, _, _ := begin()
	write(s, "Ana Ruiz")
	press(s, "enter", "enter", "down", "down")
	if msgs := press(s, "enter"); len(msgs) != 1 || msgs[0] != tea.Msg(Examples{}) {
		t.Errorf("example: %v", msgs)
	}
	press(s, "down")
	if msgs := press(s, "enter"); len(msgs) != 1 || msgs[0] != tea.Msg(ui.Back{}) {
		t.Errorf("my cycles: %v", msgs)
	}
	if msgs := press(s, "esc"); len(msgs) != 1 || msgs[0] != tea.Msg(ui.Back{}) {
		t.Errorf("esc: %v", msgs)
	}
}

func TestEscAfterTheName(t *testing.T) {
	s, m, env := begin()
	for _, msg := range press(s, "esc") {
		if _, leaves := msg.(ui.Back); leaves {
			t.Error("left without a name")
		}
	}
	write(s, "Ana Ruiz")
	left := false
	for _, msg := range press(s, "esc") {
		_, leaves := msg.(ui.Back)
		left = left || leaves
	}
	if !left || m.person.Name != "Ana Ruiz" || env.Who != "Ana Ruiz" {
		t.Errorf("left %v, saved %+v, env %q", left, m.person, env.Who)
	}
}

func TestQuittingSavesTheName(t *testing.T) {
	s, m, _ := begin()
	write(s, "Ana Ruiz")
	tuitest.Drain(s, nil, s.Commit())
	if m.person.Name != "Ana Ruiz" {
		t.Errorf("saved %+v", m.person)
	}
	if s.Commit() != nil {
		t.Error("it is saved twice")
	}
}

func TestFailedSaveKeepsWhatWasTyped(t *testing.T) {
	s, m, env := begin()
	m.err = errors.New("the disk is full. Nothing was lost")
	write(s, "Ana Ruiz")
	press(s, "enter")
	write(s, "Butler")
	press(s, "enter")
	if !strings.Contains(s.View(80, 24), "the disk is full") || s.value() != "Butler" || env.Who != "" {
		t.Errorf("%q %q\n%s", s.value(), env.Who, s.View(80, 24))
	}
}

// TestTheChoicesComeOnceThePersonIsSaved holds a slow disk: a cycle that is begun
// takes its team from the person.
func TestTheChoicesComeOnceThePersonIsSaved(t *testing.T) {
	s, _, env := begin()
	write(s, "Ana Ruiz")
	press(s, "enter")
	save := s.Update(tuitest.Keys("enter")[0])
	if strings.Contains(s.View(80, 24), "Start a cycle") {
		t.Error("a cycle can be begun before the person is saved")
	}
	tuitest.Drain(s, nil, save)
	if !strings.Contains(s.View(80, 24), "Start a cycle") || env.Who != "Ana Ruiz" {
		t.Errorf("after it %q cannot begin:\n%s", env.Who, s.View(80, 24))
	}
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _, _ := begin()
		names := []string{"a", "space", "enter", "esc", "up", "down", "left", "right", "tab", "shift+tab", "backspace", "ctrl+b"}
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 25).Draw(t, "keys") {
			press(s, k)
			size := rapid.SampledFrom(tuitest.Sizes).Draw(t, "size")
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
		}
	})
}
