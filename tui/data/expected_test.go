package data

import (
	"strconv"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

func TestExpectedDay(t *testing.T) {
	day := func(s string) cycle.Day {
		d, _ := cycle.ParseDay(s)
		return d
	}
	week, today := day("2026-11-16"), day("2026-11-20")
	for _, test := range []struct {
		name string
		days []string
		want string
	}{
		{"before any, the running week", nil, "2026-11-16"},
		{"a week after the first", []string{"2026-11-03"}, "2026-11-10"},
		{"weekly", []string{"2026-11-02", "2026-11-09", "2026-11-16"}, "2026-11-23"},
		{"Tuesday and Thursday", []string{"2026-11-10", "2026-11-12", "2026-11-17"}, "2026-11-19"},
		{"yearly", []string{"2022-07-01", "2023-07-01", "2024-07-01"}, "2025-07-01"},
	} {
		var days []cycle.Day
		for _, s := range test.days {
			days = append(days, day(s))
		}
		if got := expected(days, week, today).String(); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	if got := expected(nil, cycle.Day{}, today); got != today {
		t.Errorf("without a start: %s", got)
	}
}

// BenchmarkView draws a table and a chart of 5,000 points after a key that
// changes nothing, as after each move of the cursor.
func BenchmarkView(b *testing.B) {
	p := many(b)
	for b.Loop() {
		p.View(118, 35)
	}
}

func many(b *testing.B) *Pane {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("measures", "m", "name", "Many"))
	first := cycle.Day{Year: 2010, Month: 1, Day: 1}
	for i := range 5000 {
		d := first.AddDays(i)
		c.Lists["points"] = append(c.Lists["points"], cycle.Item{
			ID: cycle.PointID("m", d, ""), Values: map[string]string{"measure": "m", "date": d.String(), "value": strconv.Itoa(i % 90)},
		})
	}
	s, _ := tuitest.Session(b, c)
	p := New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	return p
}
