package cycle

import (
	"math"
	"strings"
)

// withhold takes out of the groups' series what would tell about too few
// students, as WithheldPoints does. The first series is the whole group. A value
// that does not say out of how many it is counts as one of a large group for the
// team.
func withhold(series []ChartSeries, least int, outside bool) {
	total := map[Day]bool{}
	for _, p := range series[0].Points {
		total[p.Date] = total[p.Date] || !p.Missing()
	}
	days := map[Day][]*ChartPoint{}
	for i := range series[1:] {
		s := &series[i+1]
		s.MinGroup = least
		for j := range s.Points {
			if p := &s.Points[j]; !p.Missing() || p.Withheld {
				days[p.Date] = append(days[p.Date], p)
			}
		}
	}
	for day, points := range days {
		hidden := 0
		var next *ChartPoint // the smallest group that may be shown
		for _, p := range points {
			switch {
			case p.Withheld:
				hidden++
			case p.N < float64(least), outside && math.IsNaN(p.N):
				p.hide()
				hidden++
			case next == nil || sizeOf(p) < sizeOf(next):
				next = p
			}
		}
		if hidden == 1 && next != nil && total[day] {
			next.hide()
		}
	}
}

func (p *ChartPoint) hide() {
	p.Value, p.N, p.Note, p.Excluded, p.Withheld = math.NaN(), math.NaN(), "", "", true
}

func sizeOf(p *ChartPoint) float64 {
	if math.IsNaN(p.N) {
		return math.Inf(1)
	}
	return p.N
}

// countOut turns values into counts out of n for the limits that need them: the
// values of a measure in percent are shares of n, others are counts already.
func (b *chartBuilder) countOut() {
	c := &b.chart
	if c.Limits != "p" && c.Limits != "pp" && c.Limits != "u" {
		return
	}
	for _, s := range c.Series {
		for i, p := range s.Points {
			if !p.Missing() && math.IsNaN(p.N) {
				where := ""
				if s.Name != "" {
					where = " of " + s.Name
				}
				b.note("%s limits need the number counted (n) beside each value; point %d%s has none, so no limits are drawn", c.Limits, i+1, where)
				c.Limits = LimitsNone
				return
			}
		}
	}
	c.Counts = true
	if !c.Percent() {
		if !math.IsNaN(c.Goal) {
			b.note("the goal is a count and the chart shows shares, so the goal is not drawn")
		}
		c.Goal = math.NaN()
		return
	}
	for _, s := range c.Series {
		for i, p := range s.Points {
			s.Points[i].Value = p.Value * p.N / 100
		}
	}
}

// Percent reports whether the unit of the values is percent.
func (c Chart) Percent() bool { return strings.HasPrefix(c.Unit, "%") }
