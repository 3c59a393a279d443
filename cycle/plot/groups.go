package plot

import (
	"math"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// Groups reads all series of a chart that have points, on the same days: a day
// on which a group has no number is a gap. Charts without dates keep their
// points as they are.
func Groups(c cycle.Chart) []*Plot {
	c = aligned(c)
	var out []*Plot
	for i, s := range c.Series {
		if len(s.Points) == 0 {
			continue
		}
		if p := Of(c, i); p != nil {
			out = append(out, p)
		}
	}
	return out
}

// Scale gives the lowest and the highest number of all plots, for one scale;
// false when there is none.
func Scale(plots []*Plot) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, p := range plots {
		if l, h, any := p.Range(); any {
			low, high, ok = min(low, l), max(high, h), true
		}
	}
	return low, high, ok
}

// Gap gives, for each day, how far the highest student group is from the lowest.
// It is nil when there are not two groups on the same days to be compared.
func Gap(c cycle.Chart) *Plot {
	c = aligned(c)
	if len(c.Series) < 3 || !sameDays(c.Series[1:]) {
		return nil
	}
	gap := cycle.ChartSeries{Name: "gap between the highest and the lowest group"}
	any := false
	for i, at := range c.Series[1].Points {
		low, high, n := math.Inf(1), math.Inf(-1), 0
		for _, s := range c.Series[1:] {
			v := s.Points[i].Value
			if c.Counts {
				v /= s.Points[i].N
			}
			if !math.IsNaN(v) {
				low, high, n = min(low, v), max(high, v), n+1
			}
		}
		p := cycle.ChartPoint{X: at.X, Date: at.Date, Value: math.NaN(), N: math.NaN()}
		if n > 1 {
			p.Value, any = high-low, true
			if c.Counts && c.Percent() {
				p.Value *= 100
			}
		}
		gap.Points = append(gap.Points, p)
	}
	if !any {
		return nil
	}
	c.Series, c.Goal, c.Limits, c.Counts, c.Direction, c.Notes = []cycle.ChartSeries{gap}, math.NaN(), cycle.LimitsNone, false, string(runchart.Down), nil
	return Of(c, 0)
}

// BeforeAfter reads the first series in two parts, each with a median of its own:
// up to the start of the change, or where that is not set the end of the
// baseline, and from there on. It is nil when there is nothing to part it by, or
// a part has no points.
func BeforeAfter(c cycle.Chart) []*Plot {
	if len(c.Series) == 0 {
		return nil
	}
	s := c.Series[0]
	at := s.Change - 1
	if s.Change == 0 {
		at = s.Freeze
	}
	if at < 1 || at >= len(s.Points) {
		return nil
	}
	before, after := part(c, 0, at), part(c, at, len(s.Points))
	if before == nil || after == nil {
		return nil
	}
	return []*Plot{before, after}
}

// part reads the points of the first series behind the first so many, up to
// last, without a baseline or phases.
func part(c cycle.Chart, first, last int) *Plot {
	s := c.Series[0]
	within := func(point int) int {
		if point <= first || point > last {
			return 0
		}
		return point - first
	}
	out := cycle.ChartSeries{Name: s.Name, Points: s.Points[first:last]}
	for _, point := range s.Exclude {
		if k := within(point); k > 0 {
			out.Exclude = append(out.Exclude, k)
		}
	}
	for _, m := range s.Marks {
		if m.Point = within(m.Point); m.Point > 0 {
			out.Marks = append(out.Marks, m)
		}
	}
	for _, b := range s.Cycles {
		if b.Point = within(b.Point); b.Point > 0 {
			out.Cycles = append(out.Cycles, b)
		}
	}
	c.Series, c.Notes = []cycle.ChartSeries{out}, nil
	return Of(c, 0)
}

// aligned puts all series on the same days, which must be dates. What is set by
// the number of a point is counted anew.
func aligned(c cycle.Chart) cycle.Chart {
	var days []cycle.Day
	for _, s := range c.Series {
		for _, p := range s.Points {
			if p.Date.IsZero() {
				return c
			}
			days = append(days, p.Date)
		}
	}
	slices.SortFunc(days, cycle.Day.Sub)
	days = slices.Compact(days)
	c.Series = slices.Clone(c.Series)
	for i, s := range c.Series {
		if len(s.Points) > 0 {
			c.Series[i] = onDays(s, days)
		}
	}
	return c
}

// onDays puts a series on the days. Two points of one day stay two.
func onDays(s cycle.ChartSeries, days []cycle.Day) cycle.ChartSeries {
	moved := make([]int, len(s.Points)+1) // the new number of each point
	var out []cycle.ChartPoint
	next := 0
	for _, d := range days {
		found := false
		for next < len(s.Points) && s.Points[next].Date == d {
			out = append(out, s.Points[next])
			next++
			moved[next] = len(out)
			found = true
		}
		if !found {
			out = append(out, cycle.ChartPoint{X: d.String(), Date: d, Value: math.NaN(), N: math.NaN()})
		}
	}
	number := func(point int) int {
		if point < 1 || point > len(s.Points) {
			return point
		}
		return moved[point]
	}
	each := func(points []int) []int {
		points = slices.Clone(points)
		for i, point := range points {
			points[i] = number(point)
		}
		return points
	}
	s.Points, s.Freeze, s.Change, s.Phases, s.Exclude = out, number(s.Freeze), number(s.Change), each(s.Phases), each(s.Exclude)
	s.Marks, s.Cycles = slices.Clone(s.Marks), slices.Clone(s.Cycles)
	for i := range s.Marks {
		s.Marks[i].Point = number(s.Marks[i].Point)
	}
	for i := range s.Cycles {
		s.Cycles[i].Point = number(s.Cycles[i].Point)
	}
	return s
}

func sameDays(all []cycle.ChartSeries) bool {
	for _, s := range all[1:] {
		if !slices.EqualFunc(s.Points, all[0].Points, func(a, b cycle.ChartPoint) bool { return a.X == b.X }) {
			return false
		}
	}
	return true
}
