package plot_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// weekly is a series of values a week apart from September 7, 2026 on.
func weekly(name string, values ...float64) cycle.ChartSeries {
	s := cycle.ChartSeries{Name: name}
	for i, v := range values {
		day := cycle.Day{Year: 2026, Month: 9, Day: 7}.AddDays(7 * i)
		s.Points = append(s.Points, cycle.ChartPoint{X: day.String(), Date: day, Value: v, N: math.NaN()})
	}
	return s
}

func chartOf(series ...cycle.ChartSeries) cycle.Chart {
	return cycle.Chart{Title: "Late", Unit: "students", Goal: math.NaN(), Rules: cycle.RulesAnhoej, Limits: cycle.LimitsNone, Series: series}
}

func TestSharesAreShownInPercent(t *testing.T) {
	s := weekly("", 6, 9)
	s.Points[0].N, s.Points[1].N = 50, 60
	c := chartOf(s)
	c.Counts, c.Limits = true, "p"
	p := plot.Of(c, 0)
	if v := p.Value(1); v.Value != 12 || p.Format(v.Value) != "12%" {
		t.Errorf("6 of 50 is shown as %v", v)
	}
	low, high, ok := p.Range()
	lower, upper := p.Limits(p.Analysis.Phases[0], 1)
	if !ok || low != lower.Value || high != upper.Value || lower.Value != 0 || upper.Value < 20 || upper.Value > 40 {
		t.Errorf("the scale is %v to %v, the limits are %v and %v", low, high, lower, upper)
	}
	if lines := p.Lines(); lines[0].Text != "mean 13.64%" || len(lines) != 3 {
		t.Errorf("the lines are %+v", lines)
	}
	c.Limits = "u"
	if v := plot.Of(c, 0).Value(1); v.Value != 0.12 {
		t.Errorf("6 in 50 is shown as %v", v)
	}
}

func TestLimitsThatDoNotSuitAreLeftOut(t *testing.T) {
	c := chartOf(weekly("", 1, -2, 3))
	c.Limits = "c"
	if _, err := plot.New(c, 0, plot.Options{}); err == nil {
		t.Error("counts under 0 are taken")
	}
	p := plot.Of(c, 0)
	if p.Chart.Limits != cycle.LimitsNone || !strings.Contains(strings.Join(p.Notes, ""), "no limits are drawn: point 2 is -2") {
		t.Errorf("the notes are %v", p.Notes)
	}
}

func TestWords(t *testing.T) {
	s := weekly("", 5, 4, math.NaN(), 6)
	s.Freeze, s.Change = 2, 4
	s.Cycles = []cycle.ChartBoundary{{Point: 4, Label: "cycle 2"}}
	s.Marks = []cycle.ChartMark{
		{Point: 2, Date: s.Points[1].Date, Text: "snow"},
		{Point: 0, Date: cycle.Day{Year: 2026, Month: 12, Day: 1}, Text: "later"},
	}
	s.Points[1].N, s.Points[1].Note = 30, "two buses"
	c := chartOf(s)
	c.Direction, c.Goal = "down", 3
	p := plot.Of(c, 0)
	if got := strings.Join(p.Facts(), " / "); got != "3 points, 1 missing / baseline median 4.5, from Sep 7 to Sep 14 / goal 3 / lower is better / n 30 / Anhøj rules" {
		t.Errorf("the facts are %s", got)
	}
	if got := p.Point(2); got != "Sep 14 · 4 students · n 30 · two buses · snow" {
		t.Errorf("the second point is %s", got)
	}
	if got := p.Point(3); got != "Sep 21 · no number" {
		t.Errorf("the third point is %s", got)
	}
	var marks []string
	for _, m := range p.Marks() {
		marks = append(marks, m.When+" "+m.Text)
	}
	if got := strings.Join(marks, " / "); got != "Sep 14 snow / Sep 28 cycle 2 / Sep 28 change began / Dec 1 later" {
		t.Errorf("the marks are %s", got)
	}
	long := weekly("", make([]float64, 80)...)
	if got := plot.Of(chartOf(long), 0).Where(1, 60); got != "Sep 7, 2026 to Oct 25, 2027" {
		t.Errorf("over more than a year it is %s", got)
	}
	if got := plot.Of(chartOf(long), 0).XLabel(60); got != "Oct 25, 2027" {
		t.Errorf("a week of the second year is called %s", got)
	}
	yearly := cycle.ChartSeries{Points: []cycle.ChartPoint{{Date: cycle.Day{Year: 2018, Month: 1, Day: 1}, Value: 2}, {Date: cycle.Day{Year: 2019, Month: 1, Day: 1}, Value: 3}}}
	if p := plot.Of(chartOf(yearly), 0); p.XLabel(2) != "2019" || p.Where(1, 2) != "2018 to 2019" {
		t.Errorf("years are called %s and %s", p.XLabel(2), p.Where(1, 2))
	}
	rows := cycle.ChartSeries{Points: []cycle.ChartPoint{{X: "1", Value: 2}, {X: "2", Value: 3}}}
	if got := plot.Of(chartOf(rows), 0).Where(1, 2); got != "points 1-2" {
		t.Errorf("rows are called %s", got)
	}
	years := cycle.ChartSeries{Points: []cycle.ChartPoint{{X: "2018-19", Value: 2}, {X: "2019-20", Value: 3}}}
	kept := cycle.ChartSeries{Marks: []cycle.ChartMark{{Point: 1, Date: cycle.Day{Year: 1999, Month: 3, Day: 2}, Text: "snow"}}}
	for year := 1998; year < 2000; year++ {
		kept.Points = append(kept.Points, cycle.ChartPoint{Date: cycle.Day{Year: year, Month: 7, Day: 1}, Value: 1})
	}
	if p := plot.Of(chartOf(kept), 0); p.XLabel(2) != "1999-00" || p.Where(1, 2) != "1998-99 to 1999-00" || p.Marks()[0].When != "Mar 2, 1999" {
		t.Errorf("school years of a cycle are called %s and %s, a day %s", p.XLabel(2), p.Where(1, 2), p.Marks()[0].When)
	}
	if got := plot.Of(chartOf(years), 0).Where(1, 2); got != "2018-19 to 2019-20" {
		t.Errorf("school years are called %s", got)
	}
}

func TestAFarPointIsPointedOut(t *testing.T) {
	s := weekly("", 5.1, 7.2, 5.3, 8, 7.4, 60, 5.5, 8.1, 5.2, 7.3, 4, 8.2, 5.6)
	if got := strings.Join(plot.Of(chartOf(s), 0).Signs(), ""); !strings.Contains(got, "look at Oct 12") {
		t.Errorf("the signs are %q", got)
	}
	s.Exclude = []int{6}
	if got := strings.Join(plot.Of(chartOf(s), 0).Signs(), ""); got != "○ left out: Oct 12" {
		t.Errorf("once it is left out the signs are %q", got)
	}
}

func TestGroupsStandOnTheSameDays(t *testing.T) {
	whole, a, b := weekly("", 10, 11, 12), weekly("A", 5, 7, 8), weekly("B", 1, 2, 1)
	a.Points = a.Points[1:] // no number in the first week
	a.Freeze, a.Exclude, a.Change = 1, []int{2}, 2
	plots := plot.Groups(chartOf(whole, a, b))
	if len(plots) != 3 || plots[1].Len() != 3 || plots[1].Value(1).Present || plots[1].Value(2).Value != 7 {
		t.Fatalf("A is not on the days of the others: %+v", plots[1].Series.Points)
	}
	if s := plots[1].Series; s.Freeze != 2 || s.Exclude[0] != 3 || s.Change != 3 {
		t.Errorf("the set-up of A was not moved along: %+v", s)
	}
	gap := plot.Gap(chartOf(whole, a, b))
	if gap.Value(1).Present || gap.Value(2).Value != 5 || gap.Value(3).Value != 7 {
		t.Errorf("the gap is %v", gap.Analysis.Values)
	}
	if plot.Gap(chartOf(whole, a)) != nil {
		t.Error("one group has a gap to itself")
	}
	low, high, ok := plot.Scale(plots)
	if !ok || low != 1 || high != 12 {
		t.Errorf("the scale is %v to %v", low, high)
	}
}

func TestBeforeAndAfter(t *testing.T) {
	s := weekly("", 10, 12, 11, 5, 6, 4)
	s.Change, s.Exclude = 4, []int{2, 5}
	s.Marks = []cycle.ChartMark{{Point: 3, Text: "snow"}, {Point: 6, Text: "bus"}, {Point: 0, Text: "later"}}
	two := plot.BeforeAfter(chartOf(s))
	if len(two) != 2 || two[0].Len() != 3 || two[1].Len() != 3 {
		t.Fatalf("the parts are %v", two)
	}
	if a, b := two[0].Lines()[0].Text, two[1].Lines()[0].Text; a != "median 10.5" || b != "median 4.5" {
		t.Errorf("before is %s, after %s", a, b)
	}
	if a, b := two[0].Series, two[1].Series; a.Exclude[0] != 2 || b.Exclude[0] != 2 || a.Marks[0].Point != 3 || len(a.Marks) != 1 || b.Marks[0].Point != 3 {
		t.Errorf("the parts have %+v and %+v", a, b)
	}
	s.Change, s.Freeze = 0, 2
	if two := plot.BeforeAfter(chartOf(s)); len(two) != 2 || two[0].Len() != 2 {
		t.Error("it is not parted by the baseline")
	}
	s.Freeze = 6
	for _, c := range []cycle.Chart{chartOf(s), chartOf(weekly("", 1, 2)), chartOf()} {
		if plot.BeforeAfter(c) != nil {
			t.Error("there are two parts without anything to part by")
		}
	}
}

func TestDocument(t *testing.T) {
	s := weekly("Walkers", 3, 4)
	s.Points[0].Value, s.Points[0].Withheld = math.NaN(), true
	data, err := json.Marshal(plot.NewDocument(plot.Of(chartOf(s), 0)))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"series":[{"name":"Walkers","points":[{"x":"2026-09-07","y":null,"n":null,"withheld":true},{"x":"2026-09-14","y":4,"n":null}],"rules":"anhoej",` +
		`"phases":[{"first":1,"last":2,"centre":4,"n_obs":2,"n_useful":0,"longest_run":null,"longest_run_max":null,"n_crossings":null,"n_crossings_min":null,` +
		`"signal":false,"lcl":null,"ucl":null,"sigma_signal":[]}],"ihi":{"shifts":[],"trends":[],"runs":{"n":0,"runs":0,"lower":null,"upper":null,"signal":false}}}]}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
	empty, err := json.Marshal(plot.NewDocument())
	if err != nil || string(empty) != `{"series":[]}` {
		t.Errorf("nothing is %s, %v", empty, err)
	}
}

// Whatever the numbers: there is a plot, the signs agree with the values, and
// all its words can be asked for.
func TestAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.OneOf(rapid.Float64(), rapid.Just(math.NaN()), rapid.Float64Range(0, 9))
		s := weekly("", rapid.SliceOfN(value, 0, 30).Draw(rt, "values")...)
		n := len(s.Points)
		for i := range s.Points {
			s.Points[i].N = rapid.SampledFrom([]float64{math.NaN(), 5, 40}).Draw(rt, "n")
		}
		point := rapid.IntRange(1, n+3)
		s.Freeze, s.Phases, s.Exclude = rapid.IntRange(0, n+3).Draw(rt, "freeze"), rapid.SliceOfN(point, 0, 3).Draw(rt, "phases"), rapid.SliceOfN(point, 0, 3).Draw(rt, "exclude")
		c := chartOf(s, weekly("A", 1, 2), weekly("B", 2, 1, 3))
		c.Limits = rapid.SampledFrom([]string{"none", "i", "i-unscreened", "c", "p", "pp", "u"}).Draw(rt, "limits")
		c.Counts = rapid.Bool().Draw(rt, "counts")
		p := plot.Of(c, 0)
		if p == nil {
			rt.Fatal("there is no plot")
		}
		for i := range p.Len() {
			if (p.Sign(i+1) == plot.NoPoint) == p.Value(i+1).Present {
				rt.Fatalf("point %d has the sign %v and the value %v", i+1, p.Sign(i+1), p.Value(i+1))
			}
			p.Point(i + 1)
		}
		if p.Last() > 0 != (p.Present() > 0) {
			rt.Fatal("the last point does not agree with how many there are")
		}
		p.Reading()
		p.Facts()
		p.Signs()
		p.Lines()
		plot.Groups(c)
		plot.Gap(c)
		if _, err := json.Marshal(plot.NewDocument(p)); err != nil {
			rt.Fatal(err)
		}
		if low, high, ok := p.Range(); ok && (math.IsNaN(low) || low > high) {
			rt.Fatalf("the scale is %v to %v", low, high)
		}
	})
}

// Marks of one point share a number, which is told once.
func TestMarksOfOneNumber(t *testing.T) {
	marks := []plot.Mark{
		{Kind: plot.ChangeBegan, Point: 2, Text: "change began", When: "Sep 14"},
		{Point: 2, Text: "rain", When: "Sep 14"},
		{Point: 3, Text: "beside", When: "Sep 21"},
		{Point: 4, Text: "snow", When: "Sep 28"},
		{Text: "later", When: "Oct 5"},
	}
	got := strings.Join(plot.Numbered(marks, []runchart.Note{{Number: 1}, {Number: 1}, {Inline: true}, {Number: 2}}), " | ")
	if want := "1 Sep 14: change began, rain | 2 Sep 28: snow | after the last point, Oct 5: later"; got != want {
		t.Errorf("got %s", got)
	}
}
