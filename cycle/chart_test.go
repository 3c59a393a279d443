package cycle_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// counted is a cycle with the measure "m" and points "date value [n [group]]".
func counted(settings map[string]string, points ...string) *cycle.Cycle {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("measures", "m", "name", "Late arrivals"))
	for key, v := range settings {
		c.Apply(cycle.SetIn("measures", "m", key, v))
	}
	for _, p := range points {
		addPoint(c, p)
	}
	return c
}

func addPoint(c *cycle.Cycle, p string) {
	w := append(strings.SplitN(p, " ", 4), "", "")
	day, _ := cycle.ParseDay(w[0])
	id := cycle.PointID("m", day, w[3])
	for i, field := range []string{"date", "value", "n", "subgroup"} {
		c.Apply(cycle.SetIn("points", id, field, w[i]))
	}
	c.Apply(cycle.SetIn("points", id, "measure", "m"))
}

// plotted writes a series as text: ? is a missing value, # a withheld one.
func plotted(s cycle.ChartSeries) string {
	var out []string
	for _, p := range s.Points {
		switch {
		case p.Withheld:
			out = append(out, "#")
		case p.Missing():
			out = append(out, "?")
		default:
			out = append(out, fmt.Sprint(p.Value))
		}
	}
	return strings.Join(out, " ")
}

func TestChartIsSetUpByDates(t *testing.T) {
	c := counted(map[string]string{
		"unit": "students", "direction": "down", "goal": "20", "rules": "ihi", "limits": "i",
		"freeze": "2026-09-12", "change": "2026-09-13", "phases": "2026-09-14, 2026-09-15, 2030-01-01, nonsense",
	}, "2026-09-14 4", "2026-09-10 1", "2026-09-11 2", "2026-09-15 5", "2026-09-12 3")
	out := cycle.PointID("m", cycle.Day{Year: 2026, Month: 9, Day: 11}, "")
	c.Apply(
		cycle.SetIn("points", out, "excluded", "snow day"), cycle.SetIn("points", out, "note", "\x1b[31mtwo buses"),
		cycle.SetIn("annotations", "a", "date", "2026-09-13"), cycle.SetIn("annotations", "a", "text", "greeting began"),
		cycle.SetIn("annotations", "a", "measure", "m"),
		cycle.SetIn("annotations", "b", "date", "2026-10-01"), cycle.SetIn("annotations", "b", "text", "after the end"),
		cycle.SetIn("annotations", "other", "date", "2026-09-13"), cycle.SetIn("annotations", "other", "text", "x"),
		cycle.SetIn("annotations", "other", "measure", "gone"),
	)
	chart := c.ChartOf("m", cycle.ChartOptions{})
	if chart.Title != "Late arrivals" || chart.Unit != "students" || chart.Direction != "down" || chart.Goal != 20 || chart.Rules != "ihi" || chart.Limits != "i" {
		t.Errorf("the set-up is %+v", chart)
	}
	if notes := strings.Join(chart.Notes, "; "); !strings.Contains(notes, `"nonsense" is none`) {
		t.Errorf("the notes are %q", notes)
	}
	s := chart.Series[0]
	if got := plotted(s); got != "1 2 3 4 5" {
		t.Errorf("the points are %s", got)
	}
	if s.Freeze != 3 || s.Change != 4 || !slices.Equal(s.Phases, []int{3, 4}) || !slices.Equal(s.Exclude, []int{2}) {
		t.Errorf("freeze %d, change %d, phases %v, exclude %v", s.Freeze, s.Change, s.Phases, s.Exclude)
	}
	if p := s.Points[1]; p.Excluded != "snow day" || p.Note != "two buses" || p.X != "2026-09-11" {
		t.Errorf("the second point is %+v", p)
	}
	if len(s.Marks) != 2 || s.Marks[0].Point != 4 || s.Marks[0].Text != "greeting began" || s.Marks[1].Point != 0 {
		t.Errorf("the marks are %+v", s.Marks)
	}
}

func TestChartOfNothing(t *testing.T) {
	if chart := counted(nil).ChartOf("gone", cycle.ChartOptions{}); len(chart.Series) != 0 || !math.IsNaN(chart.Goal) {
		t.Errorf("a measure that is not there gives %+v", chart)
	}
	chart := counted(map[string]string{"freeze": "2026-01-01", "rules": "other", "limits": "other"}).ChartOf("m", cycle.ChartOptions{})
	if len(chart.Series) != 1 || chart.Rules != "anhoej" || chart.Limits != "none" || len(chart.Notes) != 0 {
		t.Errorf("a measure without numbers gives %+v", chart)
	}
	c := counted(map[string]string{"freeze": "2026-01-01"}, "2026-02-02 1")
	c.Apply(cycle.SetIn("points", "loose", "measure", "m"), cycle.SetIn("points", "loose", "value", "9"))
	notes := strings.Join(c.ChartOf("m", cycle.ChartOptions{}).Notes, "; ")
	if !strings.Contains(notes, "1 number has no date") || !strings.Contains(notes, "baseline ends before") {
		t.Errorf("the notes are %q", notes)
	}
}

func TestWeeksWithoutANumberAreGaps(t *testing.T) {
	for _, tt := range []struct {
		name, rhythm string
		points       []string
		want         string
	}{
		// September 7, 2026 is a Monday.
		{"a week left out", "weekly", []string{"2026-09-07 1", "2026-09-21 3"}, "1 ? 3"},
		{"Monday, then the Friday of the next week", "weekly", []string{"2026-09-07 1", "2026-09-18 2"}, "1 2"},
		{"Friday, then the Monday after next", "Every week", []string{"2026-09-11 1", "2026-09-21 3"}, "1 ? 3"},
		{"two numbers in a week", "weekly", []string{"2026-09-07 1", "2026-09-08 2"}, "1 2"},
		{"a row without a value", "weekly", []string{"2026-09-07 1", "2026-09-14 ", "2026-09-21 3"}, "1 ? 3"},
		{"every two weeks", "every two weeks", []string{"2026-09-07 1", "2026-09-21 2", "2026-10-19 4"}, "1 2 ? 4"},
		{"three weeks are not two times two", "every two weeks", []string{"2026-09-07 1", "2026-09-28 2"}, "1 2"},
		{"every day", "daily", []string{"2026-09-07 1", "2026-09-21 3"}, "1 3"},
		{"twice a week", "twice a week", []string{"2026-09-07 1", "2026-09-21 3"}, "1 3"},
		{"not said, and weekly by the look of it", "", []string{"2026-09-07 1", "2026-09-14 2", "2026-09-21 3", "2026-10-05 5"}, "1 2 3 ? 5"},
		{"said in other words", "on Mondays", []string{"2026-09-07 1", "2026-09-14 2", "2026-09-21 3", "2026-10-05 5"}, "1 2 3 ? 5"},
		{"not said, and too few to tell", "", []string{"2026-09-07 1", "2026-09-14 2", "2026-09-28 4"}, "1 2 4"},
		{"not said, and once a year", "", []string{"2020-09-07 1", "2021-09-07 2", "2022-09-07 3", "2023-09-07 4"}, "1 2 3 4"},
		{"a year's break is one gap", "weekly", []string{"2025-09-07 1", "2026-09-07 2"}, "1 ? 2"},
		{"school years", "", []string{"2018-07-01 1", "2019-07-01 2", "2021-07-01 4"}, "1 2 ? 4"},
		{"years", "weekly", []string{"2018-01-01 1", "2021-01-01 4"}, "1 ? ? 4"},
		{"a day among school years", "", []string{"2018-07-01 1", "2020-07-01 3", "2020-07-08 4"}, "1 3 4"},
		{"around 1900", "weekly", []string{"1899-12-18 1", "1899-12-31 2", "1900-01-08 4"}, "1 2 ? 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			chart := counted(map[string]string{"rhythm": tt.rhythm}, tt.points...).ChartOf("m", cycle.ChartOptions{})
			if got := plotted(chart.Series[0]); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	chart := counted(map[string]string{"rhythm": "weekly", "freeze": "2026-09-21"}, "2026-09-07 1", "2026-09-21 3", "2026-09-28 4").ChartOf("m", cycle.ChartOptions{})
	if s := chart.Series[0]; s.Freeze != 3 || s.Points[1].X != "2026-09-14" || s.Points[1].ID != "" {
		t.Errorf("with a gap the baseline ends at %d and the gap is %+v", s.Freeze, s.Points[1])
	}
}

func TestSmallGroupsAreWithheld(t *testing.T) {
	const day = "2026-09-07 "
	for _, tt := range []struct {
		name   string
		least  int
		points []string
		want   string // of the groups, in the order of their names
	}{
		{"large groups", 0, []string{"5 40", "6 10 A", "4 30 B"}, "6 / 4"},
		{"one small, with the total: the next smallest too", 0, []string{"5 60", "6 9 A", "4 30 B", "3 21 C"}, "# / 4 / #"},
		{"one small, without the total", 0, []string{"6 9 A", "4 30 B"}, "# / 4"},
		{"two small hide each other", 0, []string{"5 60", "6 9 A", "4 8 B", "3 43 C"}, "# / # / 3"},
		{"one small and nothing else", 0, []string{"5 60", "6 9 A"}, "#"},
		{"n not said is large", 0, []string{"5 60", "6 9 A", "4 30 B", "3  C"}, "# / # / 3"},
		{"only n not said beside it", 0, []string{"5 60", "6 9 A", "3  C"}, "# / #"},
		{"a higher number", 20, []string{"5 60", "6 19 A", "4 30 B", "3 40 C"}, "# / # / 3"},
		{"a lower number is six at least", 1, []string{"5 60", "6 5 A", "4 6 B", "3 40 C"}, "# / # / 3"},
		{"six is enough when the district says so", 6, []string{"5 60", "6 6 A", "4 54 B"}, "6 / 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := counted(nil)
			for _, p := range tt.points {
				addPoint(c, day+p)
			}
			c.MinGroup = tt.least
			chart := c.ChartOf("m", cycle.ChartOptions{})
			var got []string
			for _, s := range chart.Series[1:] {
				got = append(got, plotted(s))
			}
			if strings.Join(got, " / ") != tt.want {
				t.Errorf("got %s, want %s", strings.Join(got, " / "), tt.want)
			}
			if whole := chart.Series[0]; strings.Contains(plotted(whole), "#") {
				t.Error("the whole group is withheld")
			}
		})
	}
}

// Whatever the numbers, no value of a small group is on the chart, and no single
// one can be found from the total.
func TestNoSmallGroupIsGivenAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := counted(map[string]string{"unit": "%", "limits": rapid.SampledFrom([]string{"", "p", "c"}).Draw(t, "limits")})
		groups := rapid.IntRange(1, 4).Draw(t, "groups")
		sizes := map[string]int{}
		for d := range rapid.IntRange(1, 4).Draw(t, "days") {
			day := cycle.Day{Year: 2026, Month: 9, Day: 7}.AddDays(d)
			if rapid.Bool().Draw(t, "total") {
				addPoint(c, fmt.Sprintf("%s 50 200", day))
			}
			for g := range groups {
				name := string(rune('A' + g))
				n := rapid.IntRange(1, 20).Draw(t, "n")
				sizes[day.String()+name] = n
				addPoint(c, fmt.Sprintf("%s 50 %d %s", day, n, name))
			}
		}
		chart := c.ChartOf("m", cycle.ChartOptions{})
		total := map[string]bool{}
		for _, p := range chart.Series[0].Points {
			total[p.X] = true
		}
		hidden, shown := map[string]int{}, map[string]int{}
		for _, s := range chart.Series[1:] {
			for _, p := range s.Points {
				switch {
				case p.Withheld:
					hidden[p.X]++
					if !p.Missing() || !math.IsNaN(p.N) {
						t.Fatalf("a withheld point tells %v of %v", p.Value, p.N)
					}
				case sizes[p.X+s.Name] < cycle.DefaultMinGroup:
					t.Fatalf("%s shows a group of %d", p.X, sizes[p.X+s.Name])
				default:
					shown[p.X]++
				}
			}
		}
		for day, n := range hidden {
			if n == 1 && shown[day] > 0 && total[day] {
				t.Fatalf("%s: the total gives the one withheld group away", day)
			}
		}
	})
}

func TestLimitsThatNeedN(t *testing.T) {
	percent := counted(map[string]string{"unit": "% of students", "limits": "p", "goal": "30"}, "2026-09-07 25 40", "2026-09-08 50 10")
	chart := percent.ChartOf("m", cycle.ChartOptions{})
	if !chart.Counts || plotted(chart.Series[0]) != "10 5" || chart.Goal != 30 {
		t.Errorf("percent becomes %s, counts %v, goal %v", plotted(chart.Series[0]), chart.Counts, chart.Goal)
	}
	counts := counted(map[string]string{"unit": "students", "limits": "p", "goal": "30"}, "2026-09-07 25 40")
	chart = counts.ChartOf("m", cycle.ChartOptions{})
	if !chart.Counts || plotted(chart.Series[0]) != "25" || !math.IsNaN(chart.Goal) || len(chart.Notes) != 1 {
		t.Errorf("counts become %s, goal %v, notes %v", plotted(chart.Series[0]), chart.Goal, chart.Notes)
	}
	addPoint(percent, "2026-09-09 20")
	chart = percent.ChartOf("m", cycle.ChartOptions{})
	if chart.Counts || chart.Limits != cycle.LimitsNone || plotted(chart.Series[0]) != "25 50 20" || !strings.Contains(strings.Join(chart.Notes, ""), "point 3 has none") {
		t.Errorf("without n it is %+v", chart)
	}
}

func TestRampIsOneChart(t *testing.T) {
	first := counted(map[string]string{"rules": "ihi", "goal": "20", "rhythm": "daily"}, "2026-09-07 1", "2026-09-08 2", "2026-09-09 3")
	first.Apply(cycle.SetIn("annotations", "a", "date", "2026-09-08"), cycle.SetIn("annotations", "a", "text", "began"))
	second := first.NextCycle(cycle.Adapt, "d")
	second.Apply(cycle.SetField("start", "2026-09-10"), cycle.SetIn("measures", "m", "goal", "15"))
	addPoint(second, "2026-09-11 4")
	addPoint(second, "2026-09-09 33") // written down once more
	third := second.NextCycle(cycle.Repeat, "e")
	addPoint(third, "2026-09-14 5")
	chart := cycle.RampChart([]*cycle.Cycle{first, second, third}, "m", cycle.ChartOptions{})
	s := chart.Series[0]
	if got := plotted(s); got != "1 2 33 4 5" {
		t.Errorf("the points are %s", got)
	}
	if want := []cycle.ChartBoundary{{Point: 4, Label: "cycle 2"}, {Point: 5, Label: "cycle 3"}}; !slices.Equal(s.Cycles, want) {
		t.Errorf("the cycles begin at %v, want %v", s.Cycles, want)
	}
	if chart.Goal != 15 || chart.Rules != "ihi" || len(s.Marks) != 1 || s.Marks[0].Point != 2 {
		t.Errorf("the set-up is %+v", chart)
	}
	if alone := second.ChartOf("m", cycle.ChartOptions{}); len(alone.Series[0].Cycles) != 0 {
		t.Error("a single cycle has a boundary")
	}
}

func TestChartSettingsAreKept(t *testing.T) {
	c := counted(map[string]string{"freeze": "2026-09-12", "phases": "2026-09-14", "limits": "pp"}, "2026-09-07 1")
	data := c.Document()["measures"].([]any)[0].(map[string]any)
	if data["freeze"] != "2026-09-12" || data["limits"] != "pp" {
		t.Errorf("the document has %v", data)
	}
	if _, there := data["change"]; there {
		t.Error("an empty setting is in the document")
	}
}

func TestMarksOfSchoolYears(t *testing.T) {
	c := counted(map[string]string{"change": "2019-10-01", "freeze": "2019-12-31"}, "2018-07-01 1", "2019-07-01 2", "2020-07-01 3", "2021-07-01 4")
	c.Apply(cycle.SetIn("annotations", "a", "date", "2020-03-13"), cycle.SetIn("annotations", "a", "text", "schools closed"))
	s := c.ChartOf("m", cycle.ChartOptions{}).Series[0]
	if s.Marks[0].Point != 2 || s.Change != 2 || s.Freeze != 2 {
		t.Errorf("March 2020 is marked at point %d, the change at %d, the baseline ends at %d; want 2, the year 2019-20", s.Marks[0].Point, s.Change, s.Freeze)
	}
}
