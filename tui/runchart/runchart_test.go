package runchart_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/runchart"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const days = "m-days" // the measure that the example is about

// stored is a store with a ramp.
type stored struct {
	ramp []*cycle.Cycle
	err  error
}

func (s stored) Ramp(string) ([]*cycle.Cycle, error) { return s.ramp, s.err }

func opened(t testing.TB, c *cycle.Cycle, st stored) (*runchart.Screen, *session.Session) {
	t.Helper()
	s, _ := tuitest.Session(t, c)
	screen, cmd := runchart.New(tuitest.Env(), st, s, "")
	tuitest.Drain(screen, s, cmd)
	return screen, s
}

func absence(t testing.TB) (*runchart.Screen, *session.Session) {
	return opened(t, tuitest.Example(t, "chronic-absence"), stored{})
}

func view(s *runchart.Screen) string { return tuitest.Plain(s.View(120, 40)) }

func wants(t *testing.T, s *runchart.Screen, words ...string) {
	t.Helper()
	v := view(s)
	for _, w := range words {
		if !strings.Contains(v, w) {
			t.Errorf("%q is missing:\n%s", w, v)
		}
	}
}

func press(s *runchart.Screen, in *session.Session, keys ...string) []tea.Msg {
	return tuitest.Drive(s, in, tuitest.Keys(keys...)...)
}

func setting(s *session.Session, field string) string {
	it, _ := s.Cycle().Item("measures", days)
	return it.Values[field]
}

func TestGolden(t *testing.T) {
	for _, wh := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		s, in := absence(t)
		name := map[int]string{80: "80x24", 120: "120x40", 200: "200x60"}[wh[0]]
		tuitest.Golden(t, "one-"+name, s.View(wh[0], wh[1]))
		for key, view := range map[string]string{"g": "groups", "b": "parts", "a": "all"} {
			press(s, in, key)
			tuitest.Golden(t, view+"-"+name, s.View(wh[0], wh[1]))
			press(s, in, "esc")
		}
	}
	s, in := absence(t)
	press(s, in, "home", "x")
	tuitest.Golden(t, "reason-80x24", s.View(80, 24))
	empty, _ := opened(t, cycle.New("e"), stored{})
	tuitest.Golden(t, "empty-80x24", empty.View(80, 24))
}

func TestCursorWalksAndTells(t *testing.T) {
	s, in := absence(t)
	wants(t, s, "▲ Jun 15 · 19.4% · n 24 · part of a signal · Last three days of school")
	press(s, in, "left")
	wants(t, s, "▲ Jun 8 · 17.5%")
	press(s, in, "home")
	wants(t, s, "▲ Feb 2 · ")
	press(s, in, "left", "pgdown", "right")
	wants(t, s, "▲ Apr 20 · no number")
	press(s, in, "right", "right")
	wants(t, s, "▲ May 4 · 18.3%", "Texts in four languages")
	press(s, in, "end", "pgup")
	wants(t, s, "▲ Apr 6 · ")
}

func TestBaselineAndChange(t *testing.T) {
	s, in := absence(t)
	press(s, in, "home", "pgdown", "f")
	if got := setting(in, "freeze"); got != "2026-04-13" {
		t.Fatalf("the baseline ends at %q", got)
	}
	wants(t, s, "baseline median 26.45%", "╌")
	press(s, in, "right", "right", "c")
	if got := setting(in, "change"); got != "2026-04-27" {
		t.Fatalf("the change began at %q", got)
	}
	wants(t, s, "┊", "change began")
	press(s, in, "b")
	wants(t, s, "before: 10 points, median 26.45%", "after: 8 points")
	press(s, in, "b", "c", "left", "left", "f")
	if setting(in, "freeze") != "" || setting(in, "change") != "" {
		t.Error("the same key does not take it off")
	}
	tuitest.Drain(s, in, in.Undo())
	if setting(in, "freeze") != "2026-04-13" {
		t.Error("undo does not bring the baseline back")
	}
}

func TestPartsRulesAndLimits(t *testing.T) {
	s, in := absence(t)
	press(s, in, "home", "p")
	if setting(in, "phases") != "" {
		t.Error("a part begins with the chart")
	}
	press(s, in, "pgdown", "right", "right", "p", "left", "left", "left", "p")
	if got := setting(in, "phases"); got != "2026-04-06, 2026-04-27" {
		t.Errorf("the parts begin at %q", got)
	}
	press(s, in, "p")
	if got := setting(in, "phases"); got != "2026-04-27" {
		t.Errorf("the parts begin at %q", got)
	}
	press(s, in, "r")
	wants(t, s, "IHI rules")
	press(s, in, "r")
	wants(t, s, "Anhøj rules")
	seen := map[string]bool{}
	for range 7 {
		press(s, in, "l")
		seen[setting(in, "limits")] = true
	}
	if !seen["i"] || !seen["p"] || !seen["none"] || !seen["c"] {
		t.Errorf("the limits on offer are %v", seen)
	}
	for setting(in, "limits") != "i" {
		press(s, in, "l")
	}
	wants(t, s, "upper limit", "lower limit", "mean")
}

func TestLeavingAPointOut(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		s, in := absence(t)
		press(s, in, "home", "x")
		if !s.Typing() {
			t.Fatal("no reason is asked for")
		}
		wants(t, s, "Why is the point of Feb 2 left out?")
		press(s, in, "esc")
		if points := in.Cycle().Series(days); points[0].Excluded != "" {
			t.Fatal("it is left out without a reason")
		}
		press(s, in, "x")
		tuitest.Drive(s, in, tuitest.Type("half a week")...)
		press(s, in, "enter")
		if points := in.Cycle().Series(days); points[0].Excluded != "half a week" {
			t.Fatalf("the reason kept is %q", points[0].Excluded)
		}
		wants(t, s, "○", "left out: Feb 2 (half a week)")
		press(s, in, "x")
		if points := in.Cycle().Series(days); points[0].Excluded != "" || s.Typing() {
			t.Error("x does not count it again")
		}
	})
}

func TestNotes(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		s, in := absence(t)
		was := len(in.Cycle().Lists["annotations"])
		press(s, in, "end", "n")
		tuitest.Drive(s, in, tuitest.Type("qx heat")...)
		press(s, in, "esc") // finishing keeps what was typed
		wants(t, s, "qx heat")
		press(s, in, "n", "!", "enter")
		wants(t, s, "qx heat!")
		if got := len(in.Cycle().Lists["annotations"]); got != was+1 {
			t.Errorf("%d notes more than before", got-was)
		}
		press(s, in, "n")
		for range len("qx heat!") {
			press(s, in, "backspace")
		}
		press(s, in, "enter")
		if got := len(in.Cycle().Lists["annotations"]); got != was {
			t.Error("an emptied note is still there")
		}
		press(s, in, "home", "n", "z")
		tuitest.Drain(s, in, s.Commit())
		wants(t, s, "z")
		if got := len(in.Cycle().Lists["annotations"]); got != was+1 {
			t.Error("a note is lost when the screen is left")
		}
	})
}

func TestViewsAndMeasures(t *testing.T) {
	s, in := absence(t)
	press(s, in, "g")
	wants(t, s, "by student group on one scale", "everybody, now 19.4%", "Walkers", "Bus riders", "gap, highest to lowest")
	press(s, in, "a")
	wants(t, s, "All measures", "Outcome: ", "Process: ", "Balance: ")
	press(s, in, "esc")
	wants(t, s, "measure 1 of 6")
	press(s, in, "m")
	wants(t, s, "measure 2 of 6")
	press(s, in, "[", "[")
	wants(t, s, "measure 6 of 6")
	if out := press(s, in, "esc"); len(out) != 1 || out[0] != (ui.Back{}) {
		t.Errorf("esc gives %v", out)
	}
}

func TestWholeRamp(t *testing.T) {
	c := tuitest.Example(t, "chronic-absence")
	before := cycle.New("before")
	before.Apply(cycle.SetIn("measures", days, "name", "Days missed"))
	for i, v := range []string{"30", "28"} {
		day := cycle.Day{Year: 2026, Month: 1, Day: 12}.AddDays(7 * i)
		id := cycle.PointID(days, day, "")
		before.Apply(cycle.SetIn("points", id, "measure", days), cycle.SetIn("points", id, "date", day.String()), cycle.SetIn("points", id, "value", v))
	}
	s, in := opened(t, c, stored{ramp: []*cycle.Cycle{before, c}})
	press(s, in, "w", "home")
	wants(t, s, "20 points", "cycle 2", "▲ Jan 12 · 30%", "all cycles of the ramp")
	press(s, in, "x")
	if s.Typing() {
		t.Error("a number of another cycle can be left out here")
	}
	press(s, in, "pgdown", "f") // what is set here shows at once
	wants(t, s, "baseline median")
	press(s, in, "f", "w")
	wants(t, s, "18 points")
	alone, in := absence(t)
	press(alone, in, "w")
	wants(t, alone, "18 points")
	broken, _ := tuitest.Session(t, c)
	screen, cmd := runchart.New(tuitest.Env(), stored{err: errors.New("damaged")}, broken, "")
	if out := tuitest.Drain(screen, broken, cmd); !strings.Contains(out[len(out)-1].(ui.Notice).Text, "damaged") {
		t.Errorf("it says %v", out)
	}
}

func TestZoomAndPan(t *testing.T) {
	s, in := absence(t)
	view(s) // how wide points are now is known from the last drawing
	press(s, in, "+", "+", "+")
	wants(t, s, "showing ")
	press(s, in, "home")
	wants(t, s, "showing 1-")
	for range 20 {
		press(s, in, "-")
	}
	wants(t, s, "18 points")
}

func TestSavingAnImage(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	s, in := absence(t)
	said := func(keys ...string) string {
		t.Helper()
		out := press(s, in, keys...)
		if len(out) == 0 {
			t.Fatal("nothing is said")
		}
		n, _ := out[len(out)-1].(ui.Notice)
		return n.Text
	}
	press(s, in, "s", "esc")
	if files, err := os.ReadDir(home); err != nil || len(files) > 0 {
		t.Fatalf("esc wrote %v (%v)", files, err)
	}
	path := filepath.Join(home, "days-missed-our-24.svg")
	if got := said("s", "enter"); got != "saved as "+path {
		t.Fatalf("it says %q", got)
	}
	data, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(data), "<title>Days missed, our 24") {
		t.Errorf("the file has %.200s (%v)", data, err)
	}
	if got := said("s", "enter"); !strings.Contains(got, "already") {
		t.Errorf("it says %q", got)
	}
	if again, err := os.ReadFile(path); err != nil || string(again) != string(data) {
		t.Error("the file that was there is not as it was")
	}
	out := press(s, in, "y")
	if c, ok := out[0].(ui.Copy); !ok || !strings.Contains(c.Text, "median 22.9%") || strings.Contains(c.Text, "\x1b") {
		t.Errorf("copied is %v", out)
	}
}

func TestAnUndoneNumberLeavesTheCursorInside(t *testing.T) {
	s, in := absence(t)
	press(s, in, "end", "left")
	points := in.Cycle().Series(days)
	tuitest.Drain(s, in, in.Edit(cycle.Remove("points", points[len(points)-2].ID)))
	wants(t, s, "▲ Jun 8 · no number") // a week without a number is a gap
	for _, p := range in.Cycle().Points("") {
		tuitest.Drain(s, in, in.Edit(cycle.Remove("points", p.ID)))
	}
	wants(t, s, "Too few points to draw yet")
	press(s, in, "left", "f", "x", "n", "p", "c", "l", "s", "esc")
}

// Any keys in any order: nothing panics, every drawing fits, every key that is
// listed does something or is at home here, and undo leads back.
func TestRandomKeys(t *testing.T) {
	all := []string{
		"left", "right", "up", "down", "home", "end", "pgup", "pgdown", "m", "[", "c", "f", "p", "n", "x", "r", "l", "g", "b", "a", "w", "+", "-", "y",
		"enter", "backspace", "space", "tab", "undo", "commit",
	}
	sizes := [][2]int{{60, 18}, {80, 24}, {100, 30}, {200, 60}, {40, 10}}
	tuitest.Quick(t, func(t *testing.T) {
		rapid.Check(struct{ rapid.TB }{t}, func(rt *rapid.T) {
			s, in := absence(t)
			for range rapid.IntRange(1, 20).Draw(rt, "presses") {
				switch k := rapid.SampledFrom(all).Draw(rt, "key"); k {
				case "undo":
					tuitest.Drain(s, in, in.Undo())
				case "commit":
					tuitest.Drain(s, in, s.Commit())
				default:
					press(s, in, k)
				}
				wh := rapid.SampledFrom(sizes).Draw(rt, "size")
				if tuitest.CheckFit(t, s.View(wh[0], wh[1]), wh[0], wh[1]); t.Failed() {
					rt.FailNow()
				}
				s.Keys()
			}
		})
	})
}
