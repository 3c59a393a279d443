package diary_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/diary"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {53, 19}, {56, 19}, {73, 24}, {80, 12}, {94, 35}, {118, 35}, {196, 55}}

func TestGolden(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{
		"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("e"), "absence": tuitest.Example(t, "chronic-absence"),
	} {
		s, _ := tuitest.Session(t, c)
		p := diary.New(tuitest.Env(), s)
		p.Focus(cycle.Path{})
		for size, wh := range map[string][2]int{"56x19": {56, 19}, "94x35": {94, 35}} {
			tuitest.Golden(t, name+"-"+size, p.View(wh[0], wh[1]))
		}
		for _, wh := range sizes {
			tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1])
		}
	}
}

// desk is the diary of a cycle in its third of six weeks, with one entry.
func desk(t testing.TB) (*diary.Pane, *session.Session, *tuitest.Memory) {
	c := cycle.New("c")
	c.Apply(
		cycle.SetField("start", "2026-11-02"),
		cycle.SetIn("actions", "greet", "what", "Greet at the door"), cycle.SetIn("actions", "greet", "names", "Ana; Sok"),
		cycle.SetIn("actions", "greet", "weeks/3", "true"),
		cycle.SetIn("diary", cycle.DiaryID(1), "week", "1"), cycle.SetIn("diary", cycle.DiaryID(1), "text", "A loud start."),
	)
	s, m := tuitest.Session(t, c)
	p := diary.New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	return p, s, m
}

func keys(p *diary.Pane, s *session.Session, names ...string) []tea.Msg {
	return tuitest.Drive(p, s, tuitest.Keys(names...)...)
}

func view(p *diary.Pane) string { return tuitest.Plain(p.View(94, 35)) }

func want(t *testing.T, s *session.Session, key, value string) {
	t.Helper()
	if got := s.Cycle().Get(key); got != value {
		t.Errorf("%s is %q, want %q", key, got, value)
	}
}

func TestWritingAWeekIsOneEntry(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s, m := desk(t)
		before := len(m.Changes)
		keys(p, s, "enter", "esc")
		if len(m.Changes) != before {
			t.Error("looking into a week wrote something")
		}
		keys(p, s, "enter")
		tuitest.Drive(p, s, tuitest.Type("Rain.\nNobody came.")...)
		keys(p, s, "esc")
		want(t, s, "diary/week-3.text", "Rain.\nNobody came.")
		want(t, s, "diary/week-3.week", "3")
		tuitest.Drain(p, s, s.Undo())
		want(t, s, "diary/week-3.text", "")
		want(t, s, "diary/week-3.week", "")
		want(t, s, "diary/week-1.text", "A loud start.")
	})
}

func TestWritingOn(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s, _ := desk(t)
		keys(p, s, "home", "enter")
		tuitest.Drive(p, s, tuitest.Type(" More")...)
		tuitest.Drain(p, s, p.Blur())
		want(t, s, "diary/week-1.text", "A loud start. More")
		if p.Typing() {
			t.Error("letters still go into the text")
		}
	})
}

func TestWeeksAndPlan(t *testing.T) {
	p, s, _ := desk(t)
	v := view(p)
	for _, words := range []string{"▸ · Week 3 now", "✓ Week 1", "Week 3 (Nov 16-22), this week.", "Still to do: Greet at the door (Ana and Sok).", "Nothing written yet"} {
		if !strings.Contains(v, words) {
			t.Errorf("%q is missing:\n%s", words, v)
		}
	}
	keys(p, s, "up", "up")
	if v := view(p); !strings.Contains(v, "A loud start.") || strings.Contains(v, "Nothing written yet") {
		t.Errorf("week 1 is not shown:\n%s", v)
	}
}

func TestHintLeadsToTheFirstWeekWithoutWords(t *testing.T) {
	p, s, _ := desk(t)
	p.Focus(cycle.Path{List: "diary"})
	tuitest.Quick(t, func(t *testing.T) {
		keys(p, s, "enter")
		tuitest.Drive(p, s, tuitest.Type("two")...)
		keys(p, s, "esc")
	})
	want(t, s, "diary/week-2.text", "two")
}

func TestNothingWrittenIsHidden(t *testing.T) {
	p, s, _ := desk(t)
	tuitest.Drain(p, s, s.Edit(
		cycle.SetIn("diary", "odd", "text", "from nowhere"), cycle.SetIn("diary", "late", "week", "9"), cycle.SetIn("diary", "late", "text", "in week nine"),
		cycle.SetIn("diary", "twin", "week", "1"), cycle.SetIn("diary", "twin", "text", "another first week"),
	))
	seen := ""
	for range 12 {
		seen += view(p)
		keys(p, s, "down")
	}
	keys(p, s, "home")
	seen += view(p)
	for _, words := range []string{"from nowhere", "in week nine", "another first week", "A loud start."} {
		if !strings.Contains(seen, words) {
			t.Errorf("%q is nowhere to be seen", words)
		}
	}
}

func TestWaysOut(t *testing.T) {
	p, s, _ := desk(t)
	if out := keys(p, s, "esc"); len(out) != 1 || out[0] != (ui.LeavePane{}) {
		t.Errorf("esc gave %v", out)
	}
	if out := keys(p, s, "tab"); len(out) != 1 || out[0] != (ui.NextStep{Delta: 1}) {
		t.Errorf("tab gave %v", out)
	}
	keys(p, s, "enter")
	if out := keys(p, s, "esc"); len(out) != 0 || p.Typing() {
		t.Errorf("esc while writing gave %v", out)
	}
}

func TestRandomKeys(t *testing.T) {
	all := []string{"up", "down", "home", "end", "enter", "right", "esc", "tab", "a", "space", "backspace", "ctrl+u", "left", "undo", "blur"}
	tuitest.Quick(t, func(t *testing.T) {
		rapid.Check(struct{ rapid.TB }{t}, func(rt *rapid.T) {
			p, s, _ := desk(t)
			for range rapid.IntRange(1, 25).Draw(rt, "presses") {
				switch k := rapid.SampledFrom(all).Draw(rt, "key"); k {
				case "undo":
					tuitest.Drain(p, s, s.Undo())
				case "blur":
					tuitest.Drain(p, s, p.Blur())
					p.Focus(cycle.Path{})
				default:
					keys(p, s, k)
				}
				wh := rapid.SampledFrom(sizes).Draw(rt, "size")
				if tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1]); t.Failed() {
					rt.FailNow()
				}
				p.Keys()
			}
			keys(p, s, "esc", "enter")
			tuitest.Drive(p, s, tuitest.Type("kept")...)
			tuitest.Drain(p, s, p.Blur())
			for _, it := range s.Cycle().Lists["diary"] {
				if strings.Contains(it.Values["text"], "kept") {
					return
				}
			}
			rt.Error("what was written is lost")
		})
	})
}

func TestANumberOpensItsWeek(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s, _ := desk(t)
		keys(p, s, "2")
		tuitest.Drive(p, s, tuitest.Type("It rained 3 days.")...)
		keys(p, s, "esc", "9")
		if p.Typing() {
			t.Error("a week that the cycle has not was opened")
		}
		want(t, s, "diary/week-2.text", "It rained 3 days.")
	})
}
