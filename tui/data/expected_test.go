package data

import (
	"strconv"
	"strings"
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
		name   string
		rhythm string
		days   []string
		want   string
	}{
		{"before any, the running week", "Every day", nil, "2026-11-16"},
		{"a week after the first", "", []string{"2026-11-03"}, "2026-11-10"},
		{"the next school day", "Every day", []string{"2026-11-20"}, "2026-11-23"},
		{"a week left out", "", []string{"2026-09-25", "2026-10-09", "2026-10-16"}, "2026-10-23"},
	} {
		var days []cycle.Day
		for _, s := range test.days {
			days = append(days, day(s))
		}
		if got := expected(days, test.rhythm, week, today).String(); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	if got := expected(nil, "", cycle.Day{}, today); got != today {
		t.Errorf("without a start: %s", got)
	}
}

// Numbers of whole years are called by the year, and typed by it.
func TestYears(t *testing.T) {
	for _, tt := range []struct {
		points             []string
		shown, next, typed string
		want               string
	}{
		{[]string{"2017-07-01", "2018-07-01"}, "2017-18", "2019-20", "2021-22", "2021-07-01"},
		{[]string{"2018-01-01", "2019-01-01"}, "2018", "2020", "2022", "2022-01-01"},
	} {
		c := cycle.New("c")
		c.Apply(cycle.SetIn("measures", "m", "name", "Chronic absence"))
		for _, day := range tt.points {
			c.Apply(cycle.SetIn("points", day, "measure", "m"), cycle.SetIn("points", day, "date", day), cycle.SetIn("points", day, "value", "12"))
		}
		s, _ := tuitest.Session(t, c)
		p := New(tuitest.Env(), s)
		p.Focus(cycle.Path{})
		v := tuitest.Plain(p.View(60, 20))
		if !strings.Contains(v, tt.shown) || !strings.Contains(v, tt.next) || strings.Contains(v, "Jul 1") || strings.Contains(v, "Jan 1") {
			t.Errorf("the table is\n%s", v)
		}
		tuitest.Drive(p, s, tuitest.Keys("a", "ctrl+u")...)
		tuitest.Drive(p, s, tuitest.Type(tt.typed)...)
		tuitest.Drive(p, s, tuitest.Keys("tab", "9", "enter")...)
		if got := s.Cycle().Points("m"); len(got) != 3 || got[2].Date.String() != tt.want || got[2].Text != "9" {
			t.Errorf("%s was kept as %v", tt.typed, got)
		}
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
