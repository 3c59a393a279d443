package chart_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// numbers is a chart of values a week apart; NaN is a missing one.
func numbers(values ...float64) cycle.Chart {
	s := cycle.ChartSeries{}
	day := cycle.Day{Year: 2026, Month: 1, Day: 5}
	for i, v := range values {
		d := day.AddDays(7 * i)
		s.Points = append(s.Points, cycle.ChartPoint{X: d.String(), Date: d, Value: v, N: math.NaN()})
	}
	return cycle.Chart{
		Title: "Late arrivals", Unit: "students a day", Direction: "down", Goal: math.NaN(),
		Rules: cycle.RulesAnhoej, Limits: cycle.LimitsNone, Series: []cycle.ChartSeries{s},
	}
}

func draw(t testing.TB, c cycle.Chart, w, h int, change func(*chart.Spec)) string {
	t.Helper()
	spec := chart.Spec{Plot: plot.Of(c, 0), Words: true}
	if change != nil {
		change(&spec)
	}
	return tuitest.Plain(strings.Join(chart.Draw(spec, w, h, ui.NewTheme(true, true)), "\n"))
}

func wants(t *testing.T, drawn string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(drawn, word) {
			t.Errorf("%q is missing:\n%s", word, drawn)
		}
	}
}

// story has everything that a chart can show.
func story() cycle.Chart {
	c := numbers(31, 29, math.NaN(), 33, 30, 28, 55, 31, 30, 27, 24, 22, 23, 21, 20, 22, 19, 21)
	c.Goal, c.Source = 20, "door sheet"
	s := &c.Series[0]
	s.Freeze, s.Change, s.Exclude = 9, 10, []int{7}
	s.Points[6].Excluded = "snow"
	s.Points[10].N, s.Points[11].N, s.Points[11].Note = 180, 176, "bus 12 early"
	s.Marks = []cycle.ChartMark{
		{Point: 7, Date: s.Points[6].Date, Text: "snow day"},
		{Point: 14, Date: s.Points[13].Date, Text: "second door"},
		{Point: 15, Date: s.Points[14].Date, Text: "breakfast cart on both floors now"},
		{Point: 0, Date: cycle.Day{Year: 2026, Month: 6, Day: 1}, Text: "later"},
	}
	return c
}

func TestGolden(t *testing.T) {
	for _, wh := range [][2]int{{80, 24}, {120, 40}, {200, 60}, {56, 19}} {
		tuitest.Golden(t, fmt.Sprintf("story-%dx%d", wh[0], wh[1]), draw(t, story(), wh[0], wh[1], nil))
	}
	tuitest.Golden(t, "story-44x20", draw(t, story(), 44, 20, func(s *chart.Spec) { s.Words = false }))
	tuitest.Golden(t, "cursor-80x24", draw(t, story(), 80, 24, func(s *chart.Spec) { s.Cursor = 12 }))

	limits := story()
	limits.Limits = "i"
	limits.Series[0].Freeze, limits.Series[0].Phases = 0, []int{9}
	tuitest.Golden(t, "phases-limits-100x30", draw(t, limits, 100, 30, nil))

	ramp := story()
	ramp.Series[0].Cycles = []cycle.ChartBoundary{{Point: 5, Label: "cycle 2"}, {Point: 12, Label: "cycle 3"}}
	tuitest.Golden(t, "ramp-100x24", draw(t, ramp, 100, 24, nil))
}

func TestStoryShowsAll(t *testing.T) {
	v := draw(t, story(), 120, 40, nil)
	wants(t, v, "Late arrivals, students a day", "17 points", "change began", "snow day", "┊", "goal 20", "baseline median 30", "━", "╌", "┈", "○",
		"Signal (long run)", "1 missing", "left out: Feb 16 (snow)", "n 176 to 180", "lower is better", "Source: door sheet",
		"breakfast cart on both floors now", "after the last point, Jun 1: later", "Jan 5")
	field := v[:strings.Index(v, "└")]
	if got := strings.Count(field, "●") + strings.Count(field, "◆") + strings.Count(field, "○"); got != 17 {
		t.Errorf("%d of 17 points are marked:\n%s", got, v)
	}
	if strings.Count(field, "◆") != 9 || strings.Count(field, "○") != 1 {
		t.Errorf("not every point of the signal has its sign:\n%s", v)
	}
}

// A missing value is a gap: no line leads over it.
func TestMissingIsAGap(t *testing.T) {
	v := draw(t, numbers(1, 2, math.NaN(), 2, 1), 60, 14, func(s *chart.Spec) { s.Words = false })
	lines := strings.Split(v, "\n")
	for _, line := range lines[1 : len(lines)-2] {
		runes := []rune(line)
		// the third of five points has 9 columns from column 3+18 on
		for x := 3 + 18; x < 3+27 && x < len(runes); x++ {
			if !strings.ContainsRune(" ━", runes[x]) {
				t.Fatalf("%q is drawn in the gap:\n%s", runes[x], v)
			}
		}
	}
}

func TestFrozenLineChangesItsStyle(t *testing.T) {
	c := numbers(1, 3, 1, 3, 8, 9, 8, 9)
	c.Series[0].Freeze = 4
	v := draw(t, c, 80, 20, nil)
	for _, line := range strings.Split(v, "\n") {
		if strings.Contains(line, "baseline median 2") {
			if strings.Count(line, "━") < 15 || strings.LastIndex(line, "━") > strings.Index(line, "╌") {
				t.Errorf("the line is not solid first and dashed then: %s", line)
			}
			return
		}
	}
	t.Errorf("the baseline is not named:\n%s", v)
}

func TestWindowSaysWhatItShows(t *testing.T) {
	values := make([]float64, 5000)
	for i := range values {
		values[i] = float64(20 + i*7%11)
	}
	c := numbers(values...)
	for _, tt := range []struct {
		end, cursor, zoom int
		want              string
	}{{0, 0, 0, "-5,000 of 5,000"}, {240, 0, 0, "-240 of 5,000"}, {0, 1, 0, "showing 1-"}, {0, 2500, 4, "2,500-"}, {240, 10, 0, "showing 10-"}} {
		v := draw(t, c, 100, 24, func(s *chart.Spec) { s.End, s.Cursor, s.Zoom = tt.end, tt.cursor, tt.zoom })
		wants(t, v, tt.want)
		if tt.cursor > 0 && strings.Count(v, "▲") != 2 { // on the axis and in words
			t.Errorf("the point in hand is not marked:\n%s", v)
		}
	}
	// Pan by pan every point is shown once.
	width := 0
	for end := 5000; end > 0; end -= width {
		v := draw(t, c, 100, 24, func(s *chart.Spec) { s.End = end })
		var first, last string
		if _, err := fmt.Sscanf(v[strings.Index(v, "showing"):], "showing %s of", &first); err != nil {
			t.Fatal(err)
		}
		first, last, _ = strings.Cut(first, "-")
		var from, to int
		fmt.Sscan(strings.ReplaceAll(first, ",", ""), &from)
		fmt.Sscan(strings.ReplaceAll(last, ",", ""), &to)
		field := v[:strings.Index(v, "└")]
		if got := strings.Count(field, "●") + strings.Count(field, "◆"); got != to-from+1 {
			t.Fatalf("%d points are marked in %d-%d", got, from, to)
		}
		width = to - from + 1
	}
}

func TestReadingIsHonest(t *testing.T) {
	wants(t, draw(t, numbers(5, 3, 4, 2, 6, 1), 90, 24, nil), "Too few points to read yet: 6 of 10.")
	if v := draw(t, numbers(30, 20), 90, 24, nil); strings.Contains(strings.ToLower(v), "improve") {
		t.Errorf("two points are called an improvement:\n%s", v)
	}
	for _, c := range []cycle.Chart{numbers(), numbers(30), numbers(math.NaN(), 4)} {
		wants(t, draw(t, c, 60, 12, nil), "Too few points to draw yet")
	}
}

// groups has two groups of which one is withheld on one day.
func groups() cycle.Chart {
	c := numbers(20, 22, 21, 24, 25, 23, 26, 25)
	for g, name := range []string{"Bus riders", "Walkers"} {
		s := cycle.ChartSeries{Name: name, MinGroup: 10}
		for i, p := range c.Series[0].Points {
			p.Value += float64(4 - 8*g + i*(1-g))
			p.N = 12
			s.Points = append(s.Points, p)
		}
		c.Series = append(c.Series, s)
	}
	p := &c.Series[1].Points[3]
	p.Value, p.N, p.Withheld = math.NaN(), math.NaN(), true
	return c
}

func TestGroupsOnOneScale(t *testing.T) {
	th := ui.NewTheme(true, true)
	v := tuitest.Plain(strings.Join(chart.DrawGroups(groups(), 0, 120, 40, th), "\n"))
	tuitest.Golden(t, "groups-120x40", v)
	wants(t, v, "on one scale", "everybody, now 25", "Bus riders, now 36", "Walkers, now 21", "gap, highest to lowest, now 15")
	if n := strings.Count(v, "40┤"); n != 3 {
		t.Errorf("%d of three charts share the scale up to 40:\n%s", n, v)
	}
	wants(t, tuitest.Plain(strings.Join(chart.DrawGroups(groups(), 2, 60, 12, th), "\n")), "charts 3-3 of 4", "Walkers")
	wants(t, strings.Join(chart.DrawGroups(numbers(1, 2, 3), 0, 80, 20, th), "\n"), "No numbers of student groups yet")
	hidden := groups()
	for i := range hidden.Series[1].Points {
		p := &hidden.Series[1].Points[i]
		p.Value, p.Withheld = math.NaN(), true
	}
	wants(t, strings.Join(chart.DrawGroups(hidden, 0, 120, 40, th), "\n"), "fewer than 10 students")
}

func TestBeforeAndAfter(t *testing.T) {
	th := ui.NewTheme(true, true)
	v := tuitest.Plain(strings.Join(chart.DrawBeforeAfter(story(), 100, 24, th), "\n"))
	tuitest.Golden(t, "before-after-100x24", v)
	wants(t, v, "before: 8 points, median 30", "after: 9 points, median 22", "not yet a signal")
	for line := range strings.SplitSeq(v, "\n") { // one scale: the same number in both
		if left, right, ok := strings.Cut(line, "┤"); ok && strings.Contains(right, "┤") {
			left, right = strings.TrimSpace(left), right[:strings.Index(right, "┤")]
			if !strings.HasSuffix(right, " "+left) {
				t.Errorf("the scales differ: %s", line)
			}
		}
	}
	wants(t, strings.Join(chart.DrawBeforeAfter(numbers(1, 2, 3), 80, 20, th), "\n"), "Nothing to compare yet")
}

func TestAllMeasures(t *testing.T) {
	c := tuitest.Example(t, "talk-in-class-2")
	var charts []cycle.Chart
	for _, m := range c.Measures() {
		charts = append(charts, c.ChartOf(m.ID, cycle.ChartOptions{}))
	}
	v := tuitest.Plain(strings.Join(chart.DrawAll(charts, 0, 120, 40, ui.NewTheme(true, true)), "\n"))
	tuitest.Golden(t, "all-120x40", v)
	if strings.Index(v, "Outcome: ") > strings.Index(v, "Process: ") || strings.Index(v, "Process: ") > strings.Index(v, "Balance: ") {
		t.Errorf("the kinds are out of order:\n%s", v)
	}
}

// Whatever the numbers, the marks and the place: it fits, nothing panics, and
// every point of the window is marked, unless only its shape is drawn.
func TestEverythingFits(t *testing.T) {
	th := ui.NewTheme(true, true)
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(
			rapid.Float64Range(-100, 100), rapid.Float64(), rapid.SampledFrom([]float64{0, 1, 5, 1e200, -1e200, 1e-200, math.NaN()}),
		), 0, 40).Draw(rt, "values")
		c := numbers(values...)
		n := len(values)
		s := &c.Series[0]
		if rapid.Bool().Draw(rt, "goal") {
			c.Goal = rapid.Float64Range(-1e3, 1e3).Draw(rt, "at")
		}
		c.Limits = rapid.SampledFrom([]string{"none", "i", "i-unscreened", "c"}).Draw(rt, "limits")
		if n > 0 {
			point := rapid.IntRange(1, n)
			s.Freeze, s.Change = rapid.IntRange(0, n).Draw(rt, "freeze"), point.Draw(rt, "change")
			s.Phases = rapid.SliceOfN(point, 0, 3).Draw(rt, "phases")
			s.Exclude = rapid.SliceOfN(point, 0, 3).Draw(rt, "exclude")
			for range rapid.IntRange(0, 8).Draw(rt, "marks") {
				text := rapid.SampledFrom([]string{"snow", "a rather long text that goes below the chart", "漢字の注", "e\u0301te\u0301", ""}).Draw(rt, "text")
				s.Marks = append(s.Marks, cycle.ChartMark{Point: rapid.IntRange(0, n).Draw(rt, "point"), Date: s.Points[0].Date, Text: text})
			}
		}
		w, h := rapid.IntRange(1, 130).Draw(rt, "w"), rapid.IntRange(1, 45).Draw(rt, "h")
		spec := chart.Spec{Plot: plot.Of(c, 0), Words: rapid.Bool().Draw(rt, "words"), Zoom: rapid.IntRange(0, 12).Draw(rt, "zoom"), End: rapid.IntRange(0, n).Draw(rt, "end")}
		if n > 0 {
			spec.Cursor = rapid.IntRange(0, n).Draw(rt, "cursor")
		}
		if spec.Plot == nil {
			rt.Fatal("there is no plot")
		}
		lines := chart.Draw(spec, w, h, th)
		fits(rt, lines, w, h)
		fits(rt, chart.DrawAll([]cycle.Chart{c, c, c}, 1, w, h, th), w, h)
		fits(rt, chart.DrawGroups(c, 0, w, h, th), w, h)
		fits(rt, chart.DrawBeforeAfter(c, w, h, th), w, h)
		all := strings.Join(lines, "\n")
		if at := strings.Index(all, "└"); at >= 0 && !strings.Contains(lines[0], "showing") {
			field := all[strings.Index(all, "\n"):at]
			if got := strings.Count(field, "●") + strings.Count(field, "◆") + strings.Count(field, "○"); got != spec.Plot.Present() {
				rt.Fatalf("%d of %d points are marked:\n%s", got, spec.Plot.Present(), tuitest.Plain(all))
			}
		}
	})
}

func fits(t *rapid.T, lines []string, w, h int) {
	if len(lines) > h {
		t.Fatalf("%d lines in %d", len(lines), h)
	}
	for _, line := range lines {
		if ansi.StringWidth(line) > w {
			t.Fatalf("%d columns in %d: %s", ansi.StringWidth(line), w, line)
		}
	}
}

func TestYearsAreNotBroken(t *testing.T) {
	got := strings.Join(chart.Wrap("a long run, 2019-20 to 2024-25, of well-known 5-10", 17), "|")
	if want := "a long run,|2019-20 to|2024-25, of well-|known 5-10"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
