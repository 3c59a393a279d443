package plain

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestWholeCycle(t *testing.T) {
	st := openStore(t)
	screen := talk(t, st, script(t, "whole_cycle.txt")...)
	golden(t, "whole_cycle.golden", screen)

	cycles := byTitle(t, st, "Late to first period")
	if len(cycles) != 2 {
		t.Fatalf("there are %d cycles, want the one filled and the next", len(cycles))
	}
	c, next := cycles[0], cycles[1]
	for _, s := range c.StepStates() {
		if s.Of > 0 && !s.Full() {
			t.Errorf("step %s: %d of %d filled; missing %v", s.Step.Label, s.Filled, s.Of, c.Missing(s.Step))
		}
	}
	if full, of := c.Progress(); full != of || of == 0 {
		t.Errorf("%d of %d steps are filled in", full, of)
	}
	for key, want := range map[string]string{
		"school": "B.F. Butler Middle", "start": "2026-10-05", "sharing": "coach", "problem.what": "after the first lesson has begun",
		"act.decision": "adapt", "progress": "3.5", "point_a.by_when": "2026-10-02",
		"evidence/interviews.consulted": "true", "evidence/hals.consulted": "",
		"evidence/interviews.finding": "9 of 12 students said that nobody notices when they come late.\n\"If I am late I may as well miss all of it.\"",
		"goal_checks/defined.answer":  "not_yet", "diary/week-3.week": "3",
	} {
		if got := c.Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	checkScriptedLists(t, c)

	if got := next.Get("previous"); got != c.ID {
		t.Errorf("the next cycle follows %q, want the first one", got)
	}
	if next.Get("problem.who") != "Grade 7 advisers" || len(next.Lists["drivers"]) != 0 || next.Lists["measures"][0].ID != c.Lists["measures"][0].ID {
		t.Errorf("adapt carried over the wrong parts: %v", next.Lists)
	}
}

func checkScriptedLists(t *testing.T, c *cycle.Cycle) {
	t.Helper()
	for list, want := range map[string]int{
		"bones": 3, "causes": 4, "whys": 2, "goal_checks": 4, "drivers": 1, "activities": 1, "actions": 2,
		"measures": 2, "diary": 2, "points": 15, "annotations": 1, "requests": 1, "checkpoints": 1, "comments": 1,
	} {
		if got := len(c.Lists[list]); got != want {
			t.Errorf("%s has %d items, want %d", list, got, want)
		}
	}
	greet := c.Actions()[0]
	if got := cycle.FormatByWeek(greet.Status); got != "1=done; 2=done; 3=missed; 4=done; 5=done; 6=done" {
		t.Errorf("the first action's marks are %q", got)
	}
	if greet.Notes[3] != "both of us were at a training" {
		t.Errorf("the note on week 3 is %q", greet.Notes[3])
	}
	late, _ := c.MainMeasure()
	points := c.Series(late.ID)
	if p := points[3]; p.Text != "30" || p.N != 180 || p.Note != "nobody greeted" || p.Date.String() != "2026-10-23" {
		t.Errorf("the fourth point is %+v", p)
	}
	whys := c.Lists["whys"]
	cause, ok := c.Item("causes", whys[0].Get("cause"))
	if !ok || cause.Get("text") != "nobody stands at the door by name" || cause.Get("root") != cycle.True {
		t.Errorf("the whys hang on %v", cause.Values)
	}
}

// What a screen reader or a dumb terminal cannot take must not be printed, and
// people never see ids.
func TestTranscriptIsPlain(t *testing.T) {
	st := openStore(t)
	lines := script(t, "whole_cycle.txt")
	lines = append(lines[:len(lines)-2], "w", "h", "yes", "", "b", "1", "1", "w", "h", "yes", "yes", "yes", "", "q")
	screen := talk(t, st, lines...)
	typed := map[string]bool{}
	for _, line := range lines {
		typed["> "+line] = true
	}
	for line := range strings.Lines(screen) {
		line = strings.TrimSuffix(line, "\n")
		if w := ansi.StringWidth(line); w > width && !typed[line] {
			t.Errorf("%d columns wide: %q", w, line)
		}
		for _, r := range line {
			if r < ' ' || r >= 0x2500 && r < 0x2600 {
				t.Errorf("%q in %q", r, line)
			}
		}
	}
	for _, c := range byTitle(t, st, "Late to first period") {
		if strings.Contains(screen, c.ID) {
			t.Error("the id of the cycle is on the screen")
		}
		for list, items := range c.Lists {
			if len(cycle.FixedItems(list)) > 0 || list == "diary" {
				continue // their ids are words
			}
			for _, it := range items {
				if strings.Contains(screen, it.ID) {
					t.Errorf("the id of one of the %s is on the screen", list)
				}
			}
		}
	}
}
