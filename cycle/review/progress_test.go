package review

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/examples"
)

func TestProgress(t *testing.T) {
	want := map[string]string{"ex-absence": "4", "ex-reading": "2.5", "ex-talk-1": "2.5", "ex-talk-2": "2.5"}
	for _, c := range examples.Cycles() {
		p := Of(Input{Cycle: c, Today: examples.Day()}).Progress
		if p.Score != want[c.ID] {
			t.Errorf("%s: progress %s suggested, want %s, from %q", c.ID, p.Score, want[c.ID], p.Evidence)
		}
		f, _ := cycle.FieldByKey("progress")
		if _, ok := f.Option(p.Score); !ok {
			t.Errorf("%s: the scale has no %s", c.ID, p.Score)
		}
	}
	if p := Of(Input{Cycle: cycle.New("c"), Today: examples.Day()}).Progress; p.Score != "0.5" || len(p.Evidence) > 0 {
		t.Errorf("an empty cycle: %+v", p)
	}
}

// TestProgressLasts walks a cycle whose outcome falls from 31 to its goal and
// stays there.
func TestProgressLasts(t *testing.T) {
	lines := running(append(measure(), "team=Ana", "actions/a.what=Greet", "actions/a.status.1=done")...)
	c := build(t, "c", lines)
	c.Apply(cycle.SetIn("measures", "m", "freeze", "2026-10-05"))
	day := cycle.Day{Year: 2026, Month: 9, Day: 14}
	add := func(value string) {
		id := day.String()
		c.Apply(cycle.Add("points", id), cycle.SetIn("points", id, "measure", "m"), cycle.SetIn("points", id, "date", id), cycle.SetIn("points", id, "value", value))
		day = day.AddDays(1)
	}
	for _, v := range []string{"30", "32", "31", "33", "29", "31", "32", "30", "33", "29"} {
		add(v)
	}
	scores := []string{}
	for _, v := range []string{"26", "25", "26", "25", "24", "26", "25", "24", "19", "18", "19", "19", "18", "19"} {
		add(v)
		s := Of(Input{Cycle: c, Today: cycle.Day{Year: 2026, Month: 11, Day: 16}}).Progress.Score
		if len(scores) == 0 || scores[len(scores)-1] != s {
			scores = append(scores, s)
		}
	}
	if got := len(scores); got < 3 || scores[0] != "2.5" || scores[got-2] != "4" || scores[got-1] != "4.5" {
		t.Errorf("suggested on the way: %v", scores)
	}
}
