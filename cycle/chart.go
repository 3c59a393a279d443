package cycle

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Chart is the run chart of a measure before it is read and drawn: its numbers
// in time order and how the team has set it up. Points are numbered from 1, as
// on the chart.
type Chart struct {
	Measure   string // the measure's id; empty for numbers from a file
	Title     string
	Unit      string
	Kind      string  // outcome, driver, process, balance or empty
	Direction string  // up, down or empty: the direction wanted
	Goal      float64 // NaN where there is none
	Rules     string  // RulesAnhoej or RulesIHI
	Limits    string  // LimitsNone or a kind of control limits
	// Counts says that values are counts out of each point's N, and that what is
	// plotted is value/N, as p, p' and u limits ask for.
	Counts bool
	// Source says where the numbers are from, or is empty.
	Source string
	// Series holds the whole group first, then each student group by its name. A
	// chart of a measure always has the first, even without points.
	Series []ChartSeries
	// Notes say in words what of the set-up could not be followed, and what is
	// not on the chart.
	Notes []string
}

// A ChartSeries is one line of a chart.
type ChartSeries struct {
	Name    string // the student group; empty for the whole group
	Points  []ChartPoint
	Freeze  int   // the last point of the baseline; 0 for none
	Phases  []int // the last point of each phase but the last
	Exclude []int // points left out of the statistics
	// Change is the first point from the start of the change on; 0 for none.
	Change int
	Marks  []ChartMark
	Cycles []ChartBoundary
	// MinGroup is the number under which a group's values are withheld; 0 for the
	// whole group, whose values never are.
	MinGroup int
}

// A ChartPoint is one point of a series.
type ChartPoint struct {
	ID       string // the data point's id; empty for a week that has no number
	X        string // the date as kept, or what a file calls it
	Date     Day    // the zero Day where X is no date
	Value    float64
	N        float64 // how many stand behind the value; NaN when not said
	Note     string
	Excluded string // why it is left out; empty when it counts
	// Withheld says that there is a value that must not be shown, because the
	// group is too small or would give a small one away. Value and N are NaN then.
	Withheld bool
}

// Missing reports whether the point has no value to plot.
func (p ChartPoint) Missing() bool { return math.IsNaN(p.Value) }

// A ChartMark is an annotation of the chart.
type ChartMark struct {
	ID    string
	Point int // the first point from the day on; 0 when the chart ends before it
	Date  Day
	Text  string
}

// A ChartBoundary is where a cycle of a ramp begins.
type ChartBoundary struct {
	Point int    // the cycle's first point
	Label string // "cycle 2"
}

// ChartOptions say how a chart is made.
type ChartOptions struct {
	// Outside makes a chart for people outside the team. A group that does not say
	// how many it is counts as small for them, and as large for the team.
	Outside bool
}

// ChartOf gives the chart of a measure of this cycle; one without series where
// there is no such measure. Numbers without a date have no place on it; weeks
// without a number stand in it as missing values.
func (c *Cycle) ChartOf(measure string, o ChartOptions) Chart {
	return RampChart([]*Cycle{c}, measure, o)
}

// RampChart gives the chart of a measure over the cycles of a ramp, which come
// in order. Measures keep their ids from cycle to cycle; the set-up is that of
// the last cycle that has the measure.
func RampChart(cycles []*Cycle, measure string, o ChartOptions) Chart {
	b := chartBuilder{cycles: cycles, measure: measure}
	if !b.find() {
		return Chart{Goal: math.NaN()}
	}
	b.gather()
	b.span = b.spanOfPoints()
	b.setUp()
	for _, name := range b.names() {
		b.chart.Series = append(b.chart.Series, b.series(name))
	}
	withhold(b.chart.Series, cycles[len(cycles)-1].SmallestGroup(), o.Outside)
	b.countOut()
	return b.chart
}

// A chartBuilder holds what a chart is made from.
type chartBuilder struct {
	cycles   []*Cycle
	measure  string
	settings Item // the measure in the last cycle that has it
	chart    Chart
	points   map[string][]ownedPoint // by group
	marks    []ChartMark
	span     Span // what the dates stand for
}

// An ownedPoint is a point with the index of the cycle that it was written in.
type ownedPoint struct {
	Point
	cycle int
}

func (b *chartBuilder) find() bool {
	for _, c := range slices.Backward(b.cycles) {
		if it, ok := c.Item("measures", b.measure); ok {
			b.settings = it
			return true
		}
	}
	return false
}

// gather collects the points and marks of all cycles. A point that two cycles
// have is taken from the later one.
func (b *chartBuilder) gather() {
	b.points = map[string][]ownedPoint{}
	undated := 0
	seenPoint, seenMark := map[string]bool{}, map[string]bool{}
	for i, c := range slices.Backward(b.cycles) {
		for _, p := range c.Points(b.measure) {
			switch group := strings.TrimSpace(Clean(p.Subgroup, false)); {
			case seenPoint[p.ID]:
			case p.Date.IsZero():
				undated++
			default:
				b.points[group] = append(b.points[group], ownedPoint{p, i})
			}
			seenPoint[p.ID] = true
		}
		for _, it := range c.Lists["annotations"] {
			of, text := it.Values["measure"], strings.TrimSpace(Clean(it.Values["text"], false))
			day, ok := ParseDay(it.Values["date"])
			if of != "" && of != b.measure || !ok || text == "" || seenMark[it.ID] {
				continue
			}
			seenMark[it.ID] = true
			b.marks = append(b.marks, ChartMark{ID: it.ID, Date: day, Text: text})
		}
	}
	for _, points := range b.points {
		slices.SortStableFunc(points, func(x, y ownedPoint) int {
			return cmp.Or(x.Date.Sub(y.Date), cmp.Compare(x.ID, y.ID))
		})
	}
	slices.SortStableFunc(b.marks, func(x, y ChartMark) int {
		return cmp.Or(x.Date.Sub(y.Date), cmp.Compare(x.ID, y.ID))
	})
	if undated == 1 {
		b.note("1 number has no date and is not on the chart")
	} else if undated > 1 {
		b.note("%d numbers have no date and are not on the chart", undated)
	}
}

// spanOfPoints tells what the dates of all points stand for.
func (b *chartBuilder) spanOfPoints() Span {
	return SpanOf(func(yield func(Day) bool) {
		for _, points := range b.points {
			for _, p := range points {
				if !yield(p.Date) {
					return
				}
			}
		}
	})
}

func (b *chartBuilder) note(format string, args ...any) {
	b.chart.Notes = append(b.chart.Notes, fmt.Sprintf(format, args...))
}

// setUp reads the settings. What a newer version wrote and this one does not
// know is taken as the usual.
func (b *chartBuilder) setUp() {
	v := b.settings.Values
	c := &b.chart
	c.Measure, c.Kind, c.Direction, c.Goal = b.measure, v["kind"], v["direction"], math.NaN()
	c.Title = strings.TrimSpace(Clean(v["name"], false))
	c.Unit = strings.TrimSpace(Clean(v["unit"], false))
	if goal, _, err := ParseNumber(v["goal"]); err == nil {
		c.Goal = goal
	}
	c.Rules, c.Limits = RulesAnhoej, LimitsNone
	if v["rules"] == RulesIHI {
		c.Rules = RulesIHI
	}
	if f, ok := FieldByKey("measures.limits"); ok {
		if _, known := f.Option(v["limits"]); known {
			c.Limits = v["limits"]
		}
	}
}

// names gives the groups in order, the whole group first.
func (b *chartBuilder) names() []string {
	names := []string{""}
	for name := range b.points {
		if name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (b *chartBuilder) series(name string) ChartSeries {
	s := ChartSeries{Name: name}
	owned := b.withMissing(b.points[name])
	for i, p := range owned {
		n := math.NaN()
		if p.N > 0 {
			n = float64(p.N)
		}
		s.Points = append(s.Points, ChartPoint{
			ID: p.ID, X: p.Date.String(), Date: p.Date, Value: p.Value, N: n,
			Note:     strings.TrimSpace(Clean(p.Note, false)),
			Excluded: strings.TrimSpace(Clean(p.Excluded, false)),
		})
		if p.Withheld {
			s.Points[i].hide()
		}
		if s.Points[i].Excluded != "" {
			s.Exclude = append(s.Exclude, i+1)
		}
	}
	if day, ok := ParseDay(b.settings.Values["freeze"]); ok {
		s.Freeze = s.before(day.AddDays(1))
		if name == "" && s.Freeze == 0 && len(s.Points) > 0 {
			b.note("the baseline ends before the first number and is not used")
		}
	}
	if day, ok := ParseDay(b.settings.Values["change"]); ok {
		s.Change = s.from(b.span.Start(day))
	}
	for word := range strings.FieldsFuncSeq(b.settings.Values["phases"], func(r rune) bool { return r == ',' || r == ' ' }) {
		day, ok := ParseDay(word)
		if !ok && name == "" {
			b.note("a part of the chart begins on a day such as 2026-10-05, and %s is none", quoteTyped(word))
		}
		if last := s.before(day); ok && last > 0 && last < len(s.Points) && !slices.Contains(s.Phases, last) {
			s.Phases = append(s.Phases, last)
		}
	}
	slices.Sort(s.Phases)
	for _, m := range b.marks {
		m.Point = s.from(b.span.Start(m.Date))
		s.Marks = append(s.Marks, m)
	}
	s.Cycles = b.boundaries(s, owned)
	return s
}

// before counts the points that come before a day.
func (s ChartSeries) before(day Day) int {
	n, _ := slices.BinarySearchFunc(s.Points, day, func(p ChartPoint, d Day) int { return p.Date.Sub(d) })
	return n
}

// from gives the first point on a day or after it; 0 when there is none.
func (s ChartSeries) from(day Day) int {
	if n := s.before(day); n < len(s.Points) {
		return n + 1
	}
	return 0
}

// boundaries gives where the second and later cycles of a ramp begin: at their
// start, or where that is not known at the first number that was written there.
func (b *chartBuilder) boundaries(s ChartSeries, owned []ownedPoint) []ChartBoundary {
	var out []ChartBoundary
	for i, c := range b.cycles {
		if i == 0 {
			continue
		}
		point := 0
		if start := c.Start(); !start.IsZero() {
			point = s.from(b.span.Start(start))
		} else {
			point = slices.IndexFunc(owned, func(p ownedPoint) bool { return p.cycle == i }) + 1
		}
		if point > 0 {
			out = append(out, ChartBoundary{Point: point, Label: fmt.Sprintf("cycle %d", i+1)})
		}
	}
	return out
}
