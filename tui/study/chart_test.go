package study_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/study"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

func drawn(c *cycle.Cycle, measure string, w, h int) string {
	return tuitest.Plain(strings.Join(study.Chart(tuitest.Env(), c, measure, w, h), "\n"))
}

// numbers is a cycle with one measure and these values, a week apart.
func numbers(values ...float64) *cycle.Cycle {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("measures", "m", "name", "Late arrivals"), cycle.SetIn("measures", "m", "goal", "20"))
	day := cycle.Day{Year: 2026, Month: 1, Day: 5}
	for i, v := range values {
		id := fmt.Sprint("p", i)
		c.Apply(
			cycle.SetIn("points", id, "measure", "m"), cycle.SetIn("points", id, "date", day.AddDays(7*i).String()),
			cycle.SetIn("points", id, "value", fmt.Sprint(v)),
		)
	}
	return c
}

func TestChartGolden(t *testing.T) {
	c := tuitest.Example(t, "chronic-absence")
	tuitest.Golden(t, "chart-80x20", drawn(c, c.Measures()[0].ID, 80, 20))
	tuitest.Golden(t, "chart-50x10", drawn(c, c.Measures()[0].ID, 50, 10))
}

func TestTooFewPoints(t *testing.T) {
	for n, c := range []*cycle.Cycle{numbers(), numbers(30)} {
		if v := drawn(c, "m", 60, 12); !strings.Contains(v, "oo few points to draw yet") {
			t.Errorf("%d points:\n%s", n, v)
		}
	}
	groups := numbers(30)
	groups.Apply(cycle.SetIn("points", "p0", "subgroup", "English learners"))
	if v := drawn(groups, "m", 60, 12); !strings.Contains(v, "single groups") {
		t.Errorf("points of groups only:\n%s", v)
	}
	if got := study.Chart(tuitest.Env(), numbers(), "gone", 60, 12); got != nil {
		t.Errorf("a measure that is not there gave %q", got)
	}
}

func TestMorePointsThanColumns(t *testing.T) {
	values := make([]float64, 120)
	for i := range values {
		values[i] = float64(20 + i%7)
	}
	v := drawn(numbers(values...), "m", 60, 14)
	if !strings.Contains(v, "-120 of 120") || !strings.Contains(v, "showing ") {
		t.Errorf("it does not say which points are shown:\n%s", v)
	}
}

func TestSignalIsDrawnDifferently(t *testing.T) {
	c := numbers(30, 31, 29, 32, 30, 31, 30, 29, 31, 20, 20, 20, 20, 20, 20, 20, 20, 20)
	v := drawn(c, "m", 80, 16)
	if strings.Count(v, "◆") < 7 {
		t.Errorf("no signal is marked:\n%s", v)
	}
	if r := strings.Join(study.Reading(c, "m"), " "); !strings.Contains(r, "Signal") {
		t.Errorf("the reading is %q", r)
	}
}

// Whatever the numbers and the place, the chart fits and, where it is drawn,
// every point of the window is marked.
func TestEveryPointIsMarked(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(
			rapid.Float64Range(-100, 100), rapid.Float64(), rapid.SampledFrom([]float64{0, 1, 5, 1e200, -1e200, 1e-200}),
		), 2, 30).Draw(rt, "values")
		w, h := rapid.IntRange(1, 120).Draw(rt, "w"), rapid.IntRange(1, 40).Draw(rt, "h")
		lines := study.Chart(tuitest.Env(), numbers(values...), "m", w, h)
		if len(lines) > h {
			rt.Fatalf("%d lines in %d", len(lines), h)
		}
		for _, line := range lines {
			if ansi.StringWidth(line) > w {
				rt.Fatalf("%d columns in %d: %s", ansi.StringWidth(line), w, line)
			}
		}
		all := strings.Join(lines, "\n")
		if strings.Contains(all, "└") && !strings.Contains(all, "showing") {
			if got := strings.Count(all, "●") + strings.Count(all, "◆"); got != len(values) {
				rt.Fatalf("%d of %d points are marked:\n%s", got, len(values), tuitest.Plain(all))
			}
		}
	})
}
