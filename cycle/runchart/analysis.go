package runchart

import "math"

// Analysis is what a chart shows and what can be read from it.
type Analysis struct {
	// Values are the values as plotted, y or y/n, one a point.
	Values []Optional[float64]
	// Phases are in time order; there is one unless Options split the series,
	// and none when the series has no points.
	Phases []Phase
	// Notes say in words which options could not be followed, and why.
	Notes []string

	chart *chart
}

// A Phase is a stretch of the series with a center line of its own.
type Phase struct {
	First, Last int
	// Baseline is the last point that the lines are computed from: Last, or the
	// last frozen point.
	Baseline int
	// Centre is the line as drawn, the median or a mean; Median is the line that
	// the IHI rules are read against. A fixed line is both.
	Centre, Median Optional[float64]
	// NObs counts the points that are not excluded, missing ones too; NPresent
	// those of them that have a value; NUseful those that do not lie on the
	// center line either.
	NObs, NPresent, NUseful int

	Anhoej Anhoej
	IHI    IHI

	Lower, Upper Limit
	// SigmaSignal are the points outside the limits.
	SigmaSignal []int
}

// LimitsAt gives the control limits of a point of the phase, absent where there
// are none and for points outside the phase.
func (p Phase) LimitsAt(point int) (lower, upper Optional[float64]) {
	if point < p.First || point > p.Last {
		return lower, upper
	}
	return p.Lower.at(point - p.First), p.Upper.at(point - p.First)
}

// Readable says whether there are points enough to read the runs.
func (p Phase) Readable() bool { return p.NUseful >= MinUseful }

// Analyze reads a series. It returns an [*InputError] when the input makes no
// sense; missing values, however many, are not an error.
func Analyze(s Series, o Options) (Analysis, error) {
	c, err := newChart(s, o)
	if err != nil {
		return Analysis{}, err
	}
	a := Analysis{chart: c, Values: make([]Optional[float64], len(c.values))}
	for i, v := range c.values {
		a.Values[i] = Some(v)
	}
	first := 1
	for _, last := range c.lasts {
		a.Phases = append(a.Phases, c.phase(first, last))
		first = last + 1
	}
	a.Notes = c.notes
	return a, nil
}

func (c *chart) phase(first, last int) Phase {
	base := c.baseline(last)
	p := Phase{First: first, Last: last, Baseline: base}
	for i := first - 1; i < last; i++ {
		if !c.counted(i) {
			continue
		}
		p.NObs++
		if !math.IsNaN(c.values[i]) {
			p.NPresent++
		}
	}
	p.Centre = c.centreLine(first, base)
	if p.NPresent > 0 && !p.Centre.Present {
		c.note("points %d-%d give no center line: add values there, or choose other baseline points", first, base)
	}
	medianLine := c.limits == NoLimits
	runs, useful := c.runs(first, last, p.Centre, medianLine)
	p.NUseful = useful
	p.Anhoej = readAnhoej(runs, useful)

	p.Median = p.Centre
	if !medianLine && !c.centre.Present {
		p.Median = Some(median(c.present(first, base)))
		runs, useful = c.runs(first, last, p.Median, true)
	}
	p.IHI = c.readIHI(first, last, runs, useful)

	p.Lower, p.Upper = c.controlLimits(first, base, last, p.Centre)
	p.SigmaSignal = c.beyond(first, last, p.Lower, p.Upper)
	return p
}

// IHI gives the shifts and trends of all phases, and the count of runs of the
// last one, which is the one that a team is working in.
func (a Analysis) IHI() IHI {
	all := IHI{Shifts: []Run{}, Trends: []Trend{}}
	for _, p := range a.Phases {
		all.Shifts = append(all.Shifts, p.IHI.Shifts...)
		all.Trends = append(all.Trends, p.IHI.Trends...)
		all.Runs = p.IHI.Runs
	}
	return all
}

// Range gives the lowest and the highest number that the chart has to show:
// values, center lines, limits, and what is included beside them, such as a
// goal. It gives false when there is none.
func (a Analysis) Range(include ...Optional[float64]) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	see := func(all ...Optional[float64]) {
		for _, v := range all {
			if v.Present {
				low, high = min(low, v.Value), max(high, v.Value)
			}
		}
	}
	see(include...)
	see(a.Values...)
	for _, p := range a.Phases {
		see(p.Centre, p.Lower.Constant, p.Upper.Constant)
		see(p.Lower.ByPoint...)
		see(p.Upper.ByPoint...)
	}
	if low > high {
		return 0, 0, false
	}
	return low, high, true
}
