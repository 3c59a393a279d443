package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// reader gives the changes of a store in memory.
type reader struct {
	m   *tuitest.Memory
	err error
}

func (r reader) Changes(string) ([]change.Change, error) { return slices.Clone(r.m.Changes), r.err }

// date gives a change the time that many hours before tuitest.Now and another
// author.
func date(t testing.TB, c *change.Change, hours int, author string) {
	t.Helper()
	c.At = change.Stamp{MS: tuitest.Now.Add(-time.Duration(hours) * time.Hour).UnixMilli()}
	c.Author = author
	if err := c.Seal(); err != nil {
		t.Fatal(err)
	}
}

type fixture struct {
	screen *Screen
	s      *session.Session
	m      *tuitest.Memory
}

// written is a cycle in which a team wrote over three days.
func written(t testing.TB, key string) fixture {
	t.Helper()
	c := cycle.New("doc")
	c.Apply(cycle.SetField("title", "Late to first period"))
	_, m := tuitest.Session(t, c)
	steps := []struct {
		hours  int
		author string
		edits  []cycle.Edit
	}{
		{74, "Ana Ruiz", []cycle.Edit{cycle.SetField("problem.who", "Teachers"), cycle.SetField("start", "2026-10-05")}},
		{73, "Sok Chan", []cycle.Edit{cycle.SetField("problem.who", "Grade 7 advisers")}},
		{50, "Sok Chan", []cycle.Edit{cycle.Add("causes", "late-bus"), cycle.SetIn("causes", "late-bus", "text", "Bus 12 comes late"), cycle.SetIn("causes", "late-bus", "votes", "3")}},
		{49, "D. Moreau", []cycle.Edit{cycle.SetIn("actions", "greet", "what", "Greet at the door"), cycle.SetIn("actions", "greet", "weeks/3", "true"), cycle.SetIn("actions", "greet", "status.3", "done")}},
		{3, "Ana Ruiz", []cycle.Edit{cycle.Remove("causes", "late-bus")}},
		{2, "Ana Ruiz", []cycle.Edit{cycle.SetField("study.learned", "First paragraph about greeting.\nSecond paragraph, a longer one, about what the advisers saw at the door on the days on which the bus was on time.")}},
		{1, "Sok Chan", []cycle.Edit{cycle.SetField("study.learned", "")}},
	}
	date(t, &m.Changes[0], 75, "Ana Ruiz")
	for _, step := range steps {
		if _, err := m.Save("doc", nil, step.edits...); err != nil {
			t.Fatal(err)
		}
		date(t, &m.Changes[len(m.Changes)-1], step.hours, step.author)
	}
	s, err := session.Open(m, "doc")
	if err != nil {
		t.Fatal(err)
	}
	screen, cmd := New(tuitest.Env(), reader{m: m}, s, key)
	tuitest.Drain(screen, s, cmd)
	return fixture{screen, s, m}
}

func (f fixture) press(keys ...string) []tea.Msg {
	return tuitest.Drive(f.screen, f.s, tuitest.Keys(keys...)...)
}

// find goes to the first entry whose place and text have the words.
func (f fixture) find(t testing.TB, what, text string) *entry {
	t.Helper()
	f.press("home")
	for range f.screen.shown {
		if e := f.screen.entry(); strings.Contains(e.what, what) && strings.Contains(f.screen.short(e), text) {
			return e
		}
		f.press("down")
	}
	t.Fatalf("no entry %q %q in\n%s", what, text, tuitest.Plain(f.screen.View(120, 40)))
	return nil
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		name := fmt.Sprintf("-%dx%d", size[0], size[1])
		f := written(t, "")
		tuitest.Golden(t, "list"+name, f.screen.View(size[0], size[1]))
		f.find(t, "What we learn", "First paragraph")
		f.press("enter")
		tuitest.Golden(t, "full"+name, f.screen.View(size[0], size[1]))
		f = written(t, "problem.who")
		tuitest.Golden(t, "field"+name, f.screen.View(size[0], size[1]))
	}
}

func TestNewestFirst(t *testing.T) {
	f := written(t, "")
	var days []string
	last := time.Time{}
	for _, i := range f.screen.shown {
		e := &f.screen.entries[i]
		if !last.IsZero() && e.at.After(last) {
			t.Errorf("%v stands after %v", e.at, last)
		}
		last = e.at
		if d := e.day.Words(f.screen.env.Today()); !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	if want := []string{"Fri, Nov 20", "Wed, Nov 18", "Tue, Nov 17"}; !slices.Equal(days, want) {
		t.Errorf("days %q", days)
	}
}

func TestTimesAreLocal(t *testing.T) {
	f := written(t, "")
	f.screen.env.Now = func() time.Time { return tuitest.Now.In(time.FixedZone("far", -11*3600)) }
	tuitest.Drain(f.screen, f.s, f.screen.load())
	if e := f.screen.entry(); e.at.Format("15:04") != "22:00" || e.day.Words(f.screen.env.Today()) != "Thu, Nov 19" {
		t.Errorf("%v %v", e.at, e.day)
	}
}

func TestKeyNarrows(t *testing.T) {
	for key, want := range map[string]int{"problem.who": 2, "problem": 2, "causes": 3, "causes/late-bus": 3, "causes/late-bus.text": 1, "fishbone": 3, "actions/greet": 3, "nothing": 0} {
		if got := len(written(t, key).screen.shown); got != want {
			t.Errorf("%s: %d entries instead of %d", key, got, want)
		}
	}
}

func TestFilterAsYouType(t *testing.T) {
	f := written(t, "")
	all := len(f.screen.shown)
	f.press("/")
	tuitest.Drive(f.screen, f.s, tuitest.Type("SOK advisers")...)
	if !f.screen.Typing() || len(f.screen.shown) != 1 {
		t.Errorf("%d shown", len(f.screen.shown))
	}
	f.press("enter")
	if f.screen.Typing() || len(f.screen.shown) != 1 {
		t.Error("enter did not keep what was found")
	}
	if msgs := f.press("esc"); len(msgs) != 0 || len(f.screen.shown) != all {
		t.Errorf("esc did not show all again: %v", msgs)
	}
	if msgs := f.press("esc"); len(msgs) != 1 || msgs[0] != tea.Msg(ui.Back{}) {
		t.Errorf("esc did not leave: %v", msgs)
	}
}

func TestOldTextIsWrittenBack(t *testing.T) {
	f := written(t, "")
	f.find(t, "Problem", "Teachers")
	f.press("r")
	if got := f.s.Cycle().Get("problem.who"); got != "Teachers" {
		t.Errorf("problem.who is %q", got)
	}
	if last := f.m.Changes[len(f.m.Changes)-1]; len(last.Ops) != 1 || last.Ops[0].Value != "Teachers" {
		t.Errorf("saved %+v", last)
	}
	tuitest.Drive(f.screen, f.s, ui.Saved{Doc: "doc"})
	if e := f.screen.entry(); f.screen.short(e) != "Teachers" || e.At.MS == f.screen.entries[0].At.MS {
		t.Error("the entry in hand was lost when the history was read again")
	}
	// The newest entry stands there already: its text before comes back.
	f.find(t, "Problem", "Grade 7 advisers")
	f.press("r")
	if got := f.s.Cycle().Get("problem.who"); got != "Grade 7 advisers" {
		t.Errorf("problem.who is %q", got)
	}
}

func TestTextBeforeIsWrittenBack(t *testing.T) {
	f := written(t, "")
	f.find(t, "What we learn", "emptied")
	if keys := f.screen.Keys(); !slices.ContainsFunc(keys, func(k key.Binding) bool { return k.Help().Desc == keyBefore.Help().Desc }) {
		t.Errorf("keys %v", keys)
	}
	f.press("enter", "r")
	if got := f.s.Cycle().Get("study.learned"); !strings.HasPrefix(got, "First paragraph") {
		t.Errorf("study.learned is %q", got)
	}
}

func TestItemComesBackWhole(t *testing.T) {
	f := written(t, "")
	e := f.find(t, "Bus 12 comes late", "taken out")
	if e.Do != change.DoDel {
		t.Fatal(e)
	}
	f.press("r")
	it, ok := f.s.Cycle().Item("causes", "late-bus")
	if !ok || it.Values["text"] != "Bus 12 comes late" || it.Values["votes"] != "3" {
		t.Errorf("%v %v", ok, it)
	}
	tuitest.Drain(f.screen, f.s, f.s.Undo())
	if _, ok := f.s.Cycle().Item("causes", "late-bus"); ok {
		t.Error("bringing it back cannot be undone in one step")
	}
}

func TestCopy(t *testing.T) {
	f := written(t, "")
	f.find(t, "What we learn", "First paragraph")
	msgs := f.press("y")
	if len(msgs) != 1 || !strings.Contains(msgs[0].(ui.Copy).Text, "greeting.\nSecond paragraph") {
		t.Errorf("%v", msgs)
	}
}

func TestWordsForMembers(t *testing.T) {
	f := written(t, "actions")
	f.find(t, "Greet at the door, weeks", "week 3")
	f.find(t, "Greet at the door, done", "week 3: Done")
}

func TestThousands(t *testing.T) {
	c := cycle.New("doc")
	s, m := tuitest.Session(t, c)
	if _, err := m.Save("doc", nil, cycle.SetField("problem.who", "the first text")); err != nil {
		t.Fatal(err)
	}
	for i := len(m.Changes); i < 2000; i++ {
		ch := m.Changes[len(m.Changes)-1]
		ch.Seq++
		ch.ID = change.MakeID("test", ch.Seq)
		ch.At.MS += 1000
		ch.Ops = []change.Op{{Do: change.DoSet, Field: "problem.who", Value: fmt.Sprintf("text number %d", i)}}
		m.Changes = append(m.Changes, ch)
	}
	screen, cmd := New(tuitest.Env(), reader{m: m}, s, "")
	tuitest.Drain(screen, s, cmd)
	if len(screen.shown) < 1999 {
		t.Fatalf("%d entries", len(screen.shown))
	}
	tuitest.Drive(screen, s, tuitest.Keys("end")...)
	view := screen.View(80, 24)
	tuitest.CheckFit(t, view, 80, 24)
	if !strings.Contains(view, "▸") {
		t.Error("the entry in hand is not in the window")
	}
}

func TestWheelGoesThroughTheListAndThroughTheTextInFull(t *testing.T) {
	s, m := tuitest.Session(t, cycle.New("doc"))
	var long strings.Builder
	for i := range 60 {
		fmt.Fprintf(&long, "line %d\n", i)
	}
	for i := range 9 {
		if _, err := m.Save("doc", nil, cycle.SetField("study.results", fmt.Sprintf("%d: %s", i, &long))); err != nil {
			t.Fatal(err)
		}
	}
	screen, cmd := New(tuitest.Env(), reader{m: m}, s, "")
	tuitest.Drain(screen, s, cmd)
	f := fixture{screen, s, m}
	turn := func(b tea.MouseButton) { f.screen.Update(tea.MouseWheelMsg{Button: b}) }
	turn(tea.MouseWheelDown)
	if f.screen.at != 3 {
		t.Errorf("a notch goes to entry %d", f.screen.at)
	}
	f.press("enter")
	shows := func(want string) {
		t.Helper()
		if view := f.screen.View(80, 24); !strings.Contains(view, want) {
			t.Errorf("%q is not to be seen:\n%s", want, view)
		}
	}
	shows("Written then")
	turn(tea.MouseWheelDown)
	shows("line 17")
	f.press("end", "up", "home")
	shows("Written then")
	if f.press("end"); f.screen.at != 3 {
		t.Errorf("reading a text moves on to entry %d", f.screen.at)
	}
	shows("line 59")
}

func TestEmptyAndError(t *testing.T) {
	s, m := tuitest.Session(t, cycle.New("doc"))
	screen, cmd := New(tuitest.Env(), reader{m: m}, s, "")
	tuitest.CheckFit(t, screen.View(80, 24), 80, 24)
	tuitest.Drain(screen, s, cmd)
	if !strings.Contains(screen.View(80, 24), "Nothing was written here yet.") {
		t.Error(screen.View(80, 24))
	}
	screen, cmd = New(tuitest.Env(), reader{m, errors.New("the file is damaged")}, s, "")
	tuitest.Drain(screen, s, cmd)
	if !strings.Contains(screen.View(80, 24), "the file is damaged") {
		t.Error(screen.View(80, 24))
	}
}

func TestAnyKeys(t *testing.T) {
	f := written(t, "")
	before := len(f.m.Changes)
	rapid.Check(t, func(t *rapid.T) {
		screen, cmd := New(tuitest.Env(), reader{m: f.m}, f.s, rapid.SampledFrom([]string{"", "causes"}).Draw(t, "key"))
		tuitest.Drain(screen, f.s, cmd)
		names := []string{"up", "down", "left", "right", "enter", "esc", "/", "a", "s", "pgup", "pgdown", "home", "end", "y", "backspace", "r"}
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 25).Draw(t, "keys") {
			tuitest.Drive(screen, f.s, tuitest.Keys(k)...)
			size := rapid.SampledFrom(tuitest.Sizes).Draw(t, "size")
			tuitest.CheckFit(t, screen.View(size[0], size[1]), size[0], size[1])
		}
		if len(f.m.Changes) < before {
			t.Fatal("something written is gone")
		}
		f.m.Changes = f.m.Changes[:before]
		f.s.Refresh(change.Fold("doc", f.m.Changes))
	})
}
