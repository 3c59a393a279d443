package week

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// memory is a store of cycles that counts which of them are opened.
type memory struct {
	cycles []*cycle.Cycle
	read   []string
	err    error
}

func (m *memory) Recent(int) ([]store.Row, error) {
	if m.err != nil {
		return nil, m.err
	}
	rows := make([]store.Row, len(m.cycles))
	for i, c := range m.cycles {
		rows[i] = store.Row{Summary: c.Summary()}
	}
	return rows, nil
}

func (m *memory) Cycle(doc string) (*cycle.Cycle, error) {
	m.read = append(m.read, doc)
	for _, c := range m.cycles {
		if c.ID == doc {
			return c, nil
		}
	}
	return nil, store.ErrNotFound
}

// late is a cycle in its third week with things left undone, as of tuitest.Now.
func lateCycle() *cycle.Cycle {
	c := cycle.New("late")
	c.Apply(
		cycle.SetField("title", "Late to first period"), cycle.SetField("start", "2026-11-02"), cycle.SetField("weeks", "6"),
		cycle.SetField("team", "Ana Ruiz; Sok Chan"),
		cycle.SetIn("actions", "greet", "what", "Greet every student at the door"), cycle.SetIn("actions", "greet", "names", "Ana, Sok"),
		cycle.SetIn("actions", "greet", "weeks/1", "true"), cycle.SetIn("actions", "greet", "weeks/2", "true"), cycle.SetIn("actions", "greet", "weeks/3", "true"),
		cycle.SetIn("actions", "greet", "status.1", "done"),
		cycle.SetIn("actions", "cart", "what", "Breakfast cart in the hallway"), cycle.SetIn("actions", "cart", "weeks/1", "true"), cycle.SetIn("actions", "cart", "weeks/4", "true"),
		cycle.SetIn("measures", "m", "name", "Late arrivals"), cycle.SetIn("measures", "m", "kind", "outcome"),
		cycle.SetIn("checkpoints", "soon", "date", "2026-11-24"), cycle.SetIn("checkpoints", "soon", "text", "Three weeks of numbers: below 27?"),
		cycle.SetIn("checkpoints", "far", "date", "2026-12-15"), cycle.SetIn("checkpoints", "far", "text", "Decide what next"),
		cycle.SetIn("checkpoints", "past", "date", "2026-11-13"), cycle.SetIn("checkpoints", "past", "text", "Door sheets"), cycle.SetIn("checkpoints", "past", "done", "true"),
		cycle.SetIn("requests", "bus", "text", "Bus 12 by 7:45"), cycle.SetIn("requests", "bus", "promised", "2026-11-09"), cycle.SetIn("requests", "bus", "owner", "Transportation office"),
		cycle.SetIn("requests", "kept", "text", "Door sheets printed"), cycle.SetIn("requests", "kept", "promised", "2026-11-09"), cycle.SetIn("requests", "kept", "state", "done"),
	)
	return c
}

func examples(t testing.TB) *memory {
	return &memory{cycles: []*cycle.Cycle{
		tuitest.Example(t, "talk-in-class-2"), lateCycle(), tuitest.Example(t, "chronic-absence"), tuitest.Example(t, "reading-logs"),
	}}
}

func opened(t testing.TB, m *memory) *Screen {
	t.Helper()
	s, cmd := New(tuitest.Env(), m)
	tuitest.Drain(s, nil, cmd)
	return s
}

func press(s *Screen, keys ...string) []tea.Msg {
	return tuitest.Drive(s, nil, tuitest.Keys(keys...)...)
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		name := fmt.Sprintf("-%dx%d", size[0], size[1])
		s := opened(t, examples(t))
		tuitest.Golden(t, "people"+name, s.View(size[0], size[1]))
		press(s, "g")
		tuitest.Golden(t, "cycles"+name, s.View(size[0], size[1]))
		press(s, "g", "left")
		tuitest.Golden(t, "before"+name, s.View(size[0], size[1]))
		tuitest.Golden(t, "empty"+name, opened(t, &memory{}).View(size[0], size[1]))
	}
}

func TestFits(t *testing.T) {
	for _, size := range tuitest.Sizes {
		for _, m := range []*memory{examples(t), {}} {
			s := opened(t, m)
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
			press(s, "g", "end")
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
		}
	}
}

func linesUnder(s *Screen, heading string) []string {
	var out []string
	for _, sec := range s.sections {
		if sec.heading == heading {
			for i := range sec.entries {
				out = append(out, s.what(&sec.entries[i])+" | "+s.when(&sec.entries[i]))
			}
		}
	}
	return out
}

func TestPeopleAndWhatIsLate(t *testing.T) {
	s := opened(t, &memory{cycles: []*cycle.Cycle{lateCycle()}})
	// Both names of one action have it, first names go to the team's full name,
	// and what is late comes first.
	want := []string{"Greet every student at the door | week 2, not marked", "Greet every student at the door | to do"}
	for _, name := range []string{"Ana Ruiz", "Sok Chan"} {
		if got := linesUnder(s, name); !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if s.sections[0].heading != "Ana Ruiz" || s.sections[0].aside != "you" {
		t.Errorf("the person at the laptop is not first: %+v", s.sections[0])
	}
	if got := linesUnder(s, "Nobody yet"); !slices.Equal(got, []string{"Breakfast cart in the hallway | week 1, not marked"}) {
		t.Errorf("nobody: %q", got)
	}
	if got := linesUnder(s, "Numbers to write down"); !slices.Equal(got, []string{"Late arrivals | for week 2"}) {
		t.Errorf("numbers: %q", got)
	}
	wantDays := []string{"Promised: Bus 12 by 7:45 | was due Mon, Nov 9", "Check point: Three weeks of numbers: below 27? | on Tue, Nov 24"}
	if got := linesUnder(s, "Check points and promises"); !slices.Equal(got, wantDays) {
		t.Errorf("days: %q", got)
	}
}

func TestWeeksTurn(t *testing.T) {
	s := opened(t, &memory{cycles: []*cycle.Cycle{lateCycle()}})
	title := func() string { return strings.TrimSpace(strings.Split(tuitest.Plain(s.View(80, 24)), "\n")[0]) }
	if got := title(); !strings.HasPrefix(got, "This week · Nov 16-22") {
		t.Error(got)
	}
	press(s, "right")
	if got := title(); !strings.HasPrefix(got, "Next week · Nov 23-29") {
		t.Error(got)
	}
	if got := linesUnder(s, "Nobody yet"); !slices.Equal(got, []string{"Breakfast cart in the hallway | planned"}) {
		t.Errorf("week 4: %q", got)
	}
	press(s, "right")
	if got := title(); !strings.HasPrefix(got, "Week · Nov 30-Dec 6") {
		t.Error(got)
	}
	press(s, "left", "left", "left")
	if got := linesUnder(s, "Ana Ruiz"); !slices.Equal(got, []string{"Greet every student at the door | not marked"}) {
		t.Errorf("week 2: %q", got)
	}
	press(s, "left", "left")
	if len(s.lines) != 0 || !strings.Contains(s.View(80, 24), "Nothing is planned for this week.") {
		t.Error("a week before the start is not empty")
	}
}

func TestOpensOnlyWhatMatters(t *testing.T) {
	m := examples(t)
	old := tuitest.Example(t, "reading-logs").Clone()
	old.ID = "long-ago"
	old.Apply(cycle.SetField("start", "2024-01-08"))
	put := lateCycle()
	put.ID = "put-away"
	put.Apply(cycle.SetField("archived", cycle.True))
	m.cycles = append(m.cycles, old, put, cycle.New("no-start"))
	opened(t, m)
	for _, doc := range []string{"long-ago", "put-away", "no-start"} {
		if slices.Contains(m.read, doc) {
			t.Errorf("%s was opened", doc)
		}
	}
	if !slices.Contains(m.read, "late") {
		t.Errorf("opened %q", m.read)
	}
}

func TestEnterOpensTheRightPlace(t *testing.T) {
	s := opened(t, &memory{cycles: []*cycle.Cycle{lateCycle()}})
	want := map[kind]ui.OpenCycle{
		aDuty:       {Doc: "late", Step: "plan", At: cycle.Path{List: "actions", Item: "greet"}},
		aNumber:     {Doc: "late", Step: "data", At: cycle.Path{List: "measures", Item: "m"}},
		aCheckpoint: {Doc: "late", Step: "support", At: cycle.Path{List: "checkpoints", Item: "soon"}},
		aPromise:    {Doc: "late", Step: "support", At: cycle.Path{List: "requests", Item: "bus"}},
	}
	for range s.lines {
		e := s.entry()
		msgs := press(s, "enter", "down")
		if w, ok := want[e.kind]; ok && e.at == w.At && len(msgs) == 1 && msgs[0] == tea.Msg(w) {
			delete(want, e.kind)
		}
	}
	if len(want) > 0 {
		t.Errorf("never reached: %v", want)
	}
	if msgs := press(s, "esc"); len(msgs) != 1 || msgs[0] != tea.Msg(ui.Back{}) {
		t.Errorf("esc gives %v", msgs)
	}
}

func TestCopyIsAnEmail(t *testing.T) {
	s := opened(t, &memory{cycles: []*cycle.Cycle{lateCycle()}})
	msgs := press(s, "y")
	if len(msgs) != 1 {
		t.Fatal(msgs)
	}
	text := msgs[0].(ui.Copy).Text
	for _, want := range []string{
		"This week, Nov 16-22\n", "\nSok Chan\n- Greet every student at the door (week 2, not marked; Late to first period)\n",
		"- Promised: Bus 12 by 7:45 (was due Mon, Nov 9; Late to first period)\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestGroupingKeepsThePlace(t *testing.T) {
	s := opened(t, examples(t))
	press(s, "down", "down", "down")
	was := *s.entry()
	press(s, "g")
	if got := s.entry(); got.at != was.at || got.week != was.week || s.sections[0].heading == "Ana Ruiz" {
		t.Errorf("was on %v, is on %v", was, got)
	}
}

func TestErrorIsTold(t *testing.T) {
	s := opened(t, &memory{err: errors.New("the file is damaged. Nothing was changed")})
	if !strings.Contains(s.View(80, 24), "the file is damaged") {
		t.Error(s.View(80, 24))
	}
}

func TestHostileText(t *testing.T) {
	c := lateCycle()
	c.Apply(cycle.SetIn("actions", "greet", "what", "a\x1b[31mb\nc\u202ed"), cycle.SetIn("actions", "greet", "names", "x\x1b]0;y\x07"), cycle.SetField("title", "t\x1b[2J"))
	s := opened(t, &memory{cycles: []*cycle.Cycle{c}})
	if v := tuitest.Plain(s.View(80, 24)) + s.text(); strings.ContainsAny(v, "\x1b\x07\u202e") {
		t.Errorf("%q", v)
	}
}

func TestAnyKeys(t *testing.T) {
	m := examples(t)
	rapid.Check(t, func(t *rapid.T) {
		s, cmd := New(tuitest.Env(), m)
		tuitest.Drain(s, nil, cmd)
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{"up", "down", "left", "right", "g", "home", "end", "pgup", "pgdown", "j", "k", "y"}), 0, 20).Draw(t, "keys")
		for _, k := range keys {
			press(s, k)
			size := rapid.SampledFrom(tuitest.Sizes).Draw(t, "size")
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
		}
	})
}
