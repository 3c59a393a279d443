package library

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/examples"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// memory is a store of rows that keeps what is written.
type memory struct {
	rows     []store.Row
	created  []*cycle.Cycle
	saved    []cycle.Edit
	readOnly bool
	err      error
}

func (m *memory) Recent(n int) ([]store.Row, error) {
	if m.err != nil {
		return nil, m.err
	}
	if n == 0 || n > len(m.rows) {
		n = len(m.rows)
	}
	return slices.Clone(m.rows[:n]), nil
}

func (m *memory) Create(c *cycle.Cycle) (*change.State, error) {
	m.created = append(m.created, c)
	m.rows = slices.Insert(m.rows, 0, rowOf(c))
	return change.NewState(c.ID), m.err
}

func (m *memory) Save(doc string, _ change.Vector, edits ...cycle.Edit) (*change.State, error) {
	m.saved = append(m.saved, edits...)
	for i := range m.rows {
		for _, e := range edits {
			if m.rows[i].ID == doc && e.Path.Field == "archived" {
				m.rows[i].Archived = e.Value == cycle.True
			}
		}
	}
	return change.NewState(doc), m.err
}

func (*memory) Cycle(string) (*cycle.Cycle, error) { return nil, store.ErrNotFound }
func (m *memory) ReadOnly() bool                   { return m.readOnly }

func rowOf(c *cycle.Cycle) store.Row {
	return store.Row{Summary: c.Summary(), Updated: tuitest.Now.Add(-26 * time.Hour).UnixMilli(), UpdatedBy: "Sok Chan"}
}

func stories(t testing.TB) *memory {
	m := &memory{}
	for _, name := range []string{"talk-in-class-2", "talk-in-class-1", "chronic-absence", "reading-logs"} {
		m.rows = append(m.rows, rowOf(tuitest.Example(t, name)))
	}
	torn := cycle.New("torn")
	torn.Apply(cycle.SetField("title", "Hallway passes"), cycle.SetField("start", "2026-11-30"), cycle.SetField("problem.who", "Teachers"))
	row := rowOf(torn)
	row.Conflicts = 1
	m.rows = append(m.rows, row)
	return m
}

// many are n invented cycles, of which a few hundred differ in more than their
// titles.
func many(t testing.TB, n int) *memory {
	t.Helper()
	m := &memory{}
	for _, c := range examples.Generate(min(n, 300)) {
		m.rows = append(m.rows, rowOf(c))
	}
	for i := len(m.rows); i < n; i++ {
		r := m.rows[i%300]
		r.ID, r.Previous = fmt.Sprint("copy-", i), ""
		r.Title += fmt.Sprint(" ", i)
		m.rows = append(m.rows, r)
	}
	return m
}

func shown(t testing.TB, m *memory) *Screen {
	t.Helper()
	s, err := New(tuitest.Env(), m)
	if err != nil {
		t.Fatal(err)
	}
	tuitest.Drive(s, nil, Load{})
	return s
}

func press(s *Screen, keys ...string) []tea.Msg {
	return tuitest.Drive(s, nil, tuitest.Keys(keys...)...)
}

func write(s *Screen, text string) []tea.Msg {
	return tuitest.Drive(s, nil, tuitest.Type(text)...)
}

func only[T tea.Msg](t testing.TB, msgs []tea.Msg) T {
	t.Helper()
	var found []T
	for _, m := range msgs {
		if v, ok := m.(T); ok {
			found = append(found, v)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d of %T in %v", len(found), *new(T), msgs)
	}
	return found[0]
}

func TestGolden(t *testing.T) {
	for _, size := range tuitest.Sizes {
		draw := func(name string, s *Screen) {
			view := s.View(size[0], size[1])
			tuitest.CheckFit(t, view, size[0], size[1])
			if size[0] == 80 || size[0] == 120 {
				tuitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), view)
			}
		}
		s := shown(t, stories(t))
		draw("list", s)
		press(s, "/")
		write(s, "talk")
		draw("found", s)
		press(s, "esc", "n")
		write(s, "Reading at home")
		draw("new", s)
		draw("empty", shown(t, &memory{}))
	}
}

func TestFilterAsYouType(t *testing.T) {
	s := shown(t, stories(t))
	press(s, "/")
	for typed, want := range map[string]int{"TALK": 2, "talk science": 2, "talk partner": 1, "butler talk": 0} {
		press(s, "esc", "/")
		if write(s, typed); len(s.shown) != want {
			t.Errorf("%q: %d shown instead of %d", typed, len(s.shown), want)
		}
	}
	press(s, "esc", "/")
	write(s, "partner tALK")
	if !s.Typing() {
		t.Error("letters do not go into the filter")
	}
	got := only[ui.OpenCycle](t, press(s, "enter"))
	if got.Doc != s.row().ID || !strings.Contains(s.row().Title, "partner") {
		t.Errorf("opened %q", got.Doc)
	}
	press(s, "esc")
	if len(s.shown) != 5 || s.filter != "" {
		t.Errorf("esc left %d with the filter %q", len(s.shown), s.filter)
	}
	press(s, "/")
	write(s, "no such words")
	if !strings.Contains(s.View(80, 24), "No cycle has these words.") {
		t.Error("the empty place does not say what to do")
	}
}

func TestLongTitleIsSeenWhileTyped(t *testing.T) {
	s := shown(t, stories(t))
	press(s, "n")
	write(s, "A long title of a cycle that goes on and on, past the end of the line, to its LAST")
	if view := s.View(80, 24); !strings.Contains(tuitest.Plain(view), "LAST") {
		t.Errorf("what is typed is not seen:\n%s", tuitest.Plain(view))
	}
}

func TestFilterNarrowsAndWidensAlike(t *testing.T) {
	m := many(t, 300)
	s := shown(t, m)
	press(s, "/")
	for range 4 {
		write(s, "e")
	}
	press(s, "backspace", "backspace", "backspace")
	typed := slices.Clone(s.shown)
	fresh := shown(t, m)
	press(fresh, "/")
	write(fresh, "e")
	if !slices.Equal(typed, fresh.shown) {
		t.Error("what is shown depends on how the filter was typed")
	}
}

func TestNewCycle(t *testing.T) {
	m := stories(t)
	s := shown(t, m)
	press(s, "n", "enter")
	if len(m.created) != 0 {
		t.Fatal("a cycle without a title")
	}
	press(s, "n")
	write(s, "  Reading at home? q n ")
	got := tuitest.MakeCycle(t, press(s, "enter"))
	if len(m.created) != 1 || s.Typing() {
		t.Fatalf("%d created", len(m.created))
	}
	c := m.created[0]
	want := map[string]string{"title": "Reading at home? q n", "school": "B.F. Butler Middle School", "team": "Ana Ruiz", "start": "2026-11-23", "weeks": "6"}
	for field, v := range want {
		if c.Values[field] != v {
			t.Errorf("%s is %q", field, c.Values[field])
		}
	}
	if got.Doc != c.ID || got.Step != "about" {
		t.Errorf("opened %+v", got)
	}
	press(s, "n")
	write(s, "Never mind")
	press(s, "esc")
	if len(m.created) != 1 {
		t.Error("esc made a cycle")
	}
}

func TestReadOnlyStoreStartsNothing(t *testing.T) {
	m := stories(t)
	m.readOnly = true
	s := shown(t, m)
	if n := only[ui.Notice](t, press(s, "n")); !n.Bad || s.Typing() {
		t.Errorf("%+v", n)
	}
}

func TestPutAway(t *testing.T) {
	m := stories(t)
	s := shown(t, m)
	press(s, "down")
	doc := s.row().ID
	msgs := press(s, "a")
	if n := only[ui.Notice](t, msgs); n.Bad || len(m.saved) != 1 || m.saved[0] != cycle.SetField("archived", cycle.True) {
		t.Errorf("%+v %+v", n, m.saved)
	}
	if len(s.shown) != 4 {
		t.Errorf("%d are still shown", len(s.shown))
	}
	press(s, "A")
	if len(s.shown) != 1 || s.row().ID != doc {
		t.Fatalf("%d put away", len(s.shown))
	}
	if foot := tuitest.Plain(s.View(80, 24)); !strings.Contains(foot, "a take it back   A my cycles") {
		t.Errorf("the foot does not say how to get back:\n%s", foot)
	}
	press(s, "esc")
	if len(s.shown) != 4 {
		t.Errorf("esc leaves %d in sight", len(s.shown))
	}
	press(s, "A", "a", "A")
	if len(s.shown) != 5 {
		t.Errorf("%d after it came back", len(s.shown))
	}
	m.err = errors.New("the disk is full")
	if n := only[ui.Notice](t, press(s, "a")); !n.Bad {
		t.Error("a failed save is not told")
	}
}

func TestOpenAndNext(t *testing.T) {
	s := shown(t, stories(t))
	if got := only[ui.OpenCycle](t, press(s, "enter")); got.Doc != s.rows[0].ID {
		t.Errorf("%+v", got)
	}
	if got := only[ui.OpenCycle](t, press(s, ">")); got.Doc != s.rows[0].ID || got.Step != "next" {
		t.Errorf("without a next cycle: %+v", got)
	}
	press(s, "down")
	if got := only[ui.OpenCycle](t, press(s, ">")); got.Doc != s.rows[0].ID || got.Step != "" {
		t.Errorf("with a next cycle: %+v", got)
	}
	if got := only[ui.Quit](t, press(s, "q")); got != (ui.Quit{}) {
		t.Error("q does not quit")
	}
	if got := only[ui.OpenScreen](t, press(s, "w")); got.Screen == nil {
		t.Error("w does not open the week")
	}
	// A batch could bring what the week has read before the week is there.
	cmd := s.Update(tuitest.Keys("w")[0])
	if _, batch := cmd().(tea.BatchMsg); batch {
		t.Error("the week is read before it is opened")
	}
}

func TestStaysOnTheCycleInHand(t *testing.T) {
	m := stories(t)
	s := shown(t, m)
	press(s, "down", "down")
	doc := s.row().ID
	m.rows = slices.Insert(m.rows, 0, rowOf(cycle.New("fresh")))
	tuitest.Drive(s, nil, Load{})
	if s.row().ID != doc {
		t.Errorf("in hand is %s instead of %s", s.row().ID, doc)
	}
}

func TestNewsFollowRowsAndDay(t *testing.T) {
	m := stories(t)
	s := shown(t, m)
	before := s.news()
	if before == "" {
		t.Fatal("no news on a day with things to do")
	}
	s.env.Now = func() time.Time { return tuitest.Now.AddDate(0, 0, 7) }
	if s.news() == before {
		t.Error("the news are those of another day")
	}
	s.env.Now = func() time.Time { return tuitest.Now }
	m.rows = nil
	tuitest.Drive(s, nil, Load{})
	if got := s.news(); got != "" {
		t.Errorf("no cycles, and news: %q", got)
	}
}

func TestPlaceInTheRamp(t *testing.T) {
	m := &memory{}
	for i := range 30 {
		c := cycle.New(fmt.Sprint("c", i))
		c.Apply(cycle.SetField("title", fmt.Sprint("number ", i)))
		if i > 0 {
			c.Apply(cycle.SetField("previous", fmt.Sprint("c", i-1)))
		}
		m.rows = append(m.rows, rowOf(c))
	}
	m.rows[0].Previous = "c29" // a ring, as only a damaged import could make it
	s := shown(t, m)
	if got := s.place(&s.rows[5]); got != 20 {
		t.Errorf("a ring is walked for %d cycles", got)
	}
	m.rows[0].Previous = ""
	s = shown(t, m)
	for i, want := range map[int]int{0: 1, 1: 2, 5: 6} {
		if got := s.place(&s.rows[i]); got != want {
			t.Errorf("c%d is cycle %d instead of %d", i, got, want)
		}
	}
}

func TestThousandsDrawOnlyTheWindow(t *testing.T) {
	s := shown(t, many(t, 10_000))
	if len(s.shown) != 10_000 {
		t.Fatalf("%d shown", len(s.shown))
	}
	_ = s.View(80, 24)
	for _, k := range []string{"down", "pgdown", "end", "pgup", "home"} {
		press(s, k)
		view := s.View(80, 24)
		tuitest.CheckFit(t, view, 80, 24)
		if strings.Count(view, "▸") != 1 {
			t.Errorf("after %s the cycle in hand is not seen", k)
		}
	}
	// Drawing allocates for the rows in the window, whatever else is there.
	few := shown(t, many(t, 100))
	small := testing.AllocsPerRun(5, func() { _ = few.View(80, 24) })
	large := testing.AllocsPerRun(5, func() { _ = s.View(80, 24) })
	if large > 2*small {
		t.Errorf("drawing 10,000 cycles allocates %v times, 100 cycles %v", large, small)
	}
}

func TestHostileText(t *testing.T) {
	c := cycle.New("x")
	c.Apply(cycle.SetField("title", "a\x1b[2Jb\nc\u202e"), cycle.SetField("team", "t\x1b]0;x\x07"), cycle.SetField("act.decision", "d\x1b[31m"), cycle.SetField("problem.who", "p\x1b[5m"))
	s := shown(t, &memory{rows: []store.Row{rowOf(c)}})
	if v := tuitest.Plain(s.View(120, 40)); strings.ContainsAny(v, "\x1b\x07\u202e") {
		t.Errorf("%q", v)
	}
}

func TestAnyKeys(t *testing.T) {
	m := many(t, 50)
	rapid.Check(t, func(t *rapid.T) {
		s, err := New(tuitest.Env(), m)
		if err != nil {
			t.Fatal(err)
		}
		names := []string{"up", "down", "j", "k", "pgup", "pgdown", "home", "end", "/", "e", "space", "backspace", "enter", "esc", "n", "A", "y", ">", "left", "right"}
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 25).Draw(t, "keys") {
			press(s, k)
			size := rapid.SampledFrom(tuitest.Sizes).Draw(t, "size")
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
		}
	})
}

func BenchmarkView(b *testing.B) {
	s := shown(b, many(b, 10_000))
	_ = s.View(80, 24)
	for b.Loop() {
		_ = s.View(80, 24)
	}
}

func BenchmarkFilterKey(b *testing.B) {
	s := shown(b, many(b, 10_000))
	press(s, "/")
	keys := tuitest.Keys("e", "backspace")
	for i := 0; b.Loop(); i++ {
		_ = s.Update(keys[i%2])
		_ = s.View(80, 24)
	}
}

// The number of a cycle is what tells it from the one before, so a long title is
// cut before it.
func TestNumberOfACycleIsNotCut(t *testing.T) {
	s := shown(t, stories(t))
	for _, size := range [][2]int{{60, 18}, {80, 24}} {
		if view := tuitest.Plain(s.View(size[0], size[1])); !strings.Contains(view, "…  (cycle 2) ") {
			t.Errorf("the number is cut:\n%s", view)
		}
	}
}
