package conflicts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// keeper is a store in memory that also gives its changes.
type keeper struct{ *tuitest.Memory }

func (k keeper) Changes(string) ([]change.Change, error) { return slices.Clone(k.Memory.Changes), nil }

// apart writes edits as another laptop that has seen the first n changes only.
func apart(t testing.TB, m *tuitest.Memory, author string, n int, edits ...cycle.Edit) {
	t.Helper()
	st := change.Fold("doc", m.Changes[:n])
	replica := strings.ToLower(strings.Fields(author)[0])
	seq := uint64(1)
	for _, c := range m.Changes {
		if c.Replica == replica {
			seq++
		}
	}
	c := change.Change{
		ID: change.MakeID(replica, seq), Replica: replica, Seq: seq, Doc: "doc", Kind: change.KindCycle, Author: author,
		At: change.Stamp{MS: tuitest.Now.Add(-time.Duration(30-len(m.Changes)) * time.Hour).UnixMilli()}, Schema: change.Schema,
		Ops: st.Build(replica, nil, edits),
	}
	if err := c.Seal(); err != nil {
		t.Fatal(err)
	}
	m.Changes = append(m.Changes, c)
}

const (
	before = "The advisers saw fewer students late.\n\nWe counted every day."
	mine   = "The advisers saw fewer students late.\n\nWe counted every day.\n\nAna: on rainy days nothing changed."
	theirs = "The advisers saw fewer students late.\n\nWe counted every day but Friday."
)

// torn is a cycle that two people have written in apart from each other.
func torn(t testing.TB) (*session.Session, *tuitest.Memory) {
	t.Helper()
	c := cycle.New("doc")
	c.Apply(
		cycle.SetField("title", "Late to first period"), cycle.SetField("study.results", before), cycle.SetField("problem.who", "Teachers"),
		cycle.SetIn("causes", "bus", "text", "Bus 12 comes late"), cycle.SetField("act.decision", "repeat"), cycle.SetField("start", "2026-10-05"),
	)
	_, m := tuitest.Session(t, c)
	for i := range m.Changes {
		m.Changes[i].At = change.Stamp{MS: tuitest.Now.Add(-100 * time.Hour).UnixMilli()}
		if err := m.Changes[i].Seal(); err != nil {
			t.Fatal(err)
		}
	}
	n := len(m.Changes)
	apart(t, m, "Ana Ruiz", n,
		cycle.SetField("study.results", mine), cycle.SetField("problem.who", "Grade 7 advisers"), cycle.SetField("act.decision", "adapt"),
		cycle.SetField("start", "2026-10-12"), cycle.SetIn("causes", "bus", "text", "Bus 12 comes late on Mondays"))
	apart(t, m, "Sok Chan", n,
		cycle.SetField("study.results", theirs), cycle.SetField("problem.who", "All advisers"), cycle.SetField("act.decision", "replan"),
		cycle.SetField("start", "2026-10-19"), cycle.Remove("causes", "bus"))
	s, err := session.Open(keeper{m}, "doc")
	if err != nil {
		t.Fatal(err)
	}
	if got := len(s.Conflicts()); got != 5 {
		t.Fatalf("%d conflicts instead of 5: %+v", got, s.Conflicts())
	}
	return s, m
}

var (
	results  = cycle.Path{Field: "study.results"}
	whoField = cycle.Path{Field: "problem.who"}
	bus      = cycle.Path{List: "causes", Item: "bus"}
	begins   = cycle.Path{Field: "start"}
	chosen   = cycle.Path{Field: "act.decision"}
)

func at(t testing.TB, p cycle.Path) (*Screen, *session.Session, *tuitest.Memory) {
	s, m := torn(t)
	return New(tuitest.Env(), s, p), s, m
}

func press(c *Screen, s *session.Session, keys ...string) []tea.Msg {
	return tuitest.Drive(c, s, tuitest.Keys(keys...)...)
}

func settled(s *session.Session, p cycle.Path) bool {
	_, open := s.ConflictAt(p)
	return !open
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{70, 24}, {80, 24}, {120, 40}} {
		draw := func(name string, c *Screen) {
			tuitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), c.View(size[0], size[1]))
		}
		c, s, _ := at(t, results)
		draw("text", c)
		press(c, s, "b")
		draw("both", c)
		c, _, _ = at(t, bus)
		draw("item", c)
		c, s, _ = at(t, chosen)
		draw("choice", c)
		press(c, s, "1", "1", "1", "1", "1", "k")
		draw("settled", c)
	}
}

func TestFits(t *testing.T) {
	for _, size := range tuitest.Sizes {
		for _, p := range []cycle.Path{results, whoField, bus, begins, chosen} {
			c, s, _ := at(t, p)
			tuitest.CheckFit(t, c.View(size[0], size[1]), size[0], size[1])
			press(c, s, "e")
			tuitest.CheckFit(t, c.View(size[0], size[1]), size[0], size[1])
		}
	}
}

func TestKeepOne(t *testing.T) {
	for n, want := range map[string]string{"1": "All advisers", "2": "Grade 7 advisers"} {
		c, s, _ := at(t, whoField)
		press(c, s, n)
		if got := s.Cycle().Get("problem.who"); got != want || !settled(s, whoField) {
			t.Errorf("key %s: %q, settled %v", n, got, settled(s, whoField))
		}
		if c.here == whoField {
			t.Error("it did not go on to the next place")
		}
	}
	c, s, m := at(t, whoField)
	n := len(m.Changes)
	press(c, s, "3")
	if len(m.Changes) != n {
		t.Error("a version that is not there was kept")
	}
}

func TestNextUntilNoneIsLeft(t *testing.T) {
	c, s, _ := at(t, cycle.Path{})
	for range 5 {
		press(c, s, "1", "k")
	}
	if len(s.Conflicts()) != 0 || !strings.Contains(c.View(80, 24), "All settled.") {
		t.Errorf("%d left\n%s", len(s.Conflicts()), c.View(80, 24))
	}
	if msgs := press(c, s, "esc"); len(msgs) != 1 || msgs[0] != tea.Msg(ui.Back{}) {
		t.Errorf("esc gives %v", msgs)
	}
}

func TestBothTogetherIsSeenFirst(t *testing.T) {
	c, s, m := at(t, results)
	n := len(m.Changes)
	press(c, s, "b")
	for _, line := range []string{"We counted every day but Friday.", "Ana: on rainy days nothing changed."} {
		if !strings.Contains(c.preview, line) {
			t.Errorf("%q is not in %q", line, c.preview)
		}
	}
	// The paragraph that both had is there once, the one that was rewritten is gone.
	if strings.Count(c.preview, "fewer students late") != 1 || strings.Contains(c.preview, "every day.") {
		t.Errorf("combined without the text before: %q", c.preview)
	}
	if len(m.Changes) != n {
		t.Error("saved before it was seen")
	}
	tuitest.Drain(c, s, c.Commit())
	if len(m.Changes) != n {
		t.Error("leaving saved a preview that nobody had agreed to")
	}
	want := c.preview
	press(c, s, "enter")
	if got := s.Cycle().Get("study.results"); got != want || !settled(s, results) {
		t.Errorf("%q, settled %v", got, settled(s, results))
	}
}

func TestLongVersionsAreReadToTheEnd(t *testing.T) {
	_, m := torn(t)
	apart(t, m, "Kim Lee", 1, cycle.SetField("study.results", strings.Repeat("one more line\n", 40)+"the end of it"))
	s, err := session.Open(keeper{m}, "doc")
	if err != nil {
		t.Fatal(err)
	}
	c := New(tuitest.Env(), s, cycle.Path{Field: "study.results"})
	for _, begin := range [][]string{{}, {"b"}} {
		press(c, s, begin...)
		for range 20 {
			if strings.Contains(c.View(80, 24), "the end of it") {
				break
			}
			press(c, s, "pgdown")
		}
		if view := c.View(80, 24); !strings.Contains(view, "the end of it") || strings.Contains(view, "pgdn shows more") {
			t.Errorf("after %v the end is not reached:\n%s", begin, view)
		}
		c.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		if view := c.View(80, 24); !strings.Contains(view, "pgdn shows more") {
			t.Errorf("the wheel does not go back:\n%s", view)
		}
	}
}

func TestWriteAnew(t *testing.T) {
	c, s, _ := at(t, whoField)
	press(c, s, "e")
	if !c.Typing() {
		t.Fatal("no editor")
	}
	tuitest.Drive(c, s, tuitest.Type(" of grade 7")...)
	press(c, s, "enter")
	if got := s.Cycle().Get("problem.who"); got != "All advisers of grade 7" || !settled(s, whoField) {
		t.Errorf("%q, settled %v", got, settled(s, whoField))
	}
}

func TestWrittenTextIsNotLost(t *testing.T) {
	c, s, m := at(t, results)
	n := len(m.Changes)
	press(c, s, "e")
	tuitest.Drive(c, s, tuitest.Type("More.")...)
	press(c, s, "esc", "esc")
	if len(m.Changes) != n || c.mode != choosing {
		t.Error("esc saved")
	}
	press(c, s, "e")
	if got := c.area.Value(); !strings.HasSuffix(got, "More.") {
		t.Errorf("the draft is gone: %q", got)
	}
	// Whoever quits in the middle of it has it saved, and can go on writing.
	tuitest.Drain(c, s, c.Commit())
	if got := s.Cycle().Get("study.results"); !strings.HasSuffix(got, "More.") || !c.Typing() {
		t.Errorf("%q", got)
	}
	tuitest.Drive(c, s, tuitest.Type(" And more.")...)
	press(c, s, "ctrl+s")
	if got := s.Cycle().Get("study.results"); !strings.HasSuffix(got, "More. And more.") || !settled(s, results) {
		t.Errorf("%q", got)
	}
}

func TestWhatCannotBeReadStays(t *testing.T) {
	c, s, m := at(t, begins)
	n := len(m.Changes)
	press(c, s, "e")
	tuitest.Drive(c, s, tuitest.Type("x")...)
	press(c, s, "enter")
	if len(m.Changes) != n || !c.Typing() || c.wrong == "" {
		t.Errorf("typing %v, wrong %q", c.Typing(), c.wrong)
	}
	press(c, s, "backspace", "enter")
	if s.Cycle().Get("start") != "2026-10-19" || !settled(s, begins) {
		t.Errorf("start is %q", s.Cycle().Get("start"))
	}
}

func TestChoicesAreNotTyped(t *testing.T) {
	c, s, _ := at(t, chosen)
	press(c, s, "e", "b")
	if c.mode != choosing {
		t.Error("a choice can be typed")
	}
}

func TestItemTakenOutAndWrittenIn(t *testing.T) {
	c, s, _ := at(t, bus)
	press(c, s, "k")
	if _, there := s.Cycle().Item("causes", "bus"); !there || !settled(s, bus) {
		t.Errorf("kept: there %v, settled %v", there, settled(s, bus))
	}
	c, s, _ = at(t, bus)
	press(c, s, "d")
	if _, there := s.Cycle().Item("causes", "bus"); there || !settled(s, bus) {
		t.Errorf("taken out: there %v, settled %v", there, settled(s, bus))
	}
}

func TestFailedSaveShowsThePlaceAgain(t *testing.T) {
	c, s, m := at(t, whoField)
	m.Err = fmt.Errorf("the disk is full")
	press(c, s, "1")
	c.Update(nil)
	if settled(s, whoField) || !slices.ContainsFunc(c.places(), func(p change.Conflict) bool { return p.Path == whoField }) {
		t.Error("a place that was not saved is shown as settled")
	}
}

func TestUndoBringsThePlaceBack(t *testing.T) {
	c, s, _ := at(t, whoField)
	press(c, s, "1")
	tuitest.Drain(c, s, s.Undo())
	if got := s.Cycle().Get("problem.who"); got == "" {
		t.Error("undo left nothing")
	}
	tuitest.CheckFit(t, c.View(80, 24), 80, 24)
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, s, m := at(t, cycle.Path{})
		names := []string{"1", "2", "3", "b", "e", "k", "d", "enter", "esc", "ctrl+s", "up", "down", "x", "backspace", "pgup", "pgdown", "tab"}
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 25).Draw(rt, "keys") {
			press(c, s, k)
			size := rapid.SampledFrom(tuitest.Sizes).Draw(rt, "size")
			tuitest.CheckFit(rt, c.View(size[0], size[1]), size[0], size[1])
		}
		typed := ""
		if c.mode == writing {
			typed = c.area.Value()
		}
		tuitest.Drain(c, s, c.Commit())
		if typed != "" && c.mode == writing && typed != c.begun {
			if _, err := c.parse(typed); err == nil {
				rt.Fatalf("%q is lost", typed)
			}
		}
		if !slices.ContainsFunc(m.Changes, func(c change.Change) bool { return c.Author == "Sok Chan" }) {
			rt.Fatal("a version is gone")
		}
	})
}
