package runchart

import (
	"fmt"
	"math"
	"slices"
)

// Series is data in time order.
type Series struct {
	// Y holds the values, NaN where one is missing. Where N is given, Y holds
	// the counts and Y/N is what is plotted.
	Y []float64
	// N holds the denominators and is nil when there are none. A denominator of
	// 0 or NaN makes its point a missing one: nobody was counted.
	N []float64
}

// Limits names the control limits of a chart. They also choose its center line:
// the median without limits, the mean of the named chart with them.
type Limits string

// The control limits on offer. The zero value is the same as NoLimits.
const (
	NoLimits         Limits = "none"
	LimitsI          Limits = "i"            // individuals, large moving ranges screened out
	LimitsUnscreened Limits = "i-unscreened" // individuals, every moving range kept
	LimitsP          Limits = "p"            // proportions
	LimitsPPrime     Limits = "pp"           // proportions with Laney's correction
	LimitsU          Limits = "u"            // counts per unit
	LimitsC          Limits = "c"            // counts over equal areas
)

// Options say how a series is read. The zero value is a plain run chart.
type Options struct {
	// Freeze is the last point of the baseline: the center line and the limits
	// come from points 1 to Freeze, the runs from all points. 0 is no baseline.
	// A baseline longer than the series takes all points there are so far.
	Freeze int
	// Phases holds the last point of every phase but the last. Each phase is
	// read on its own and Freeze is not used. Order and repeats do not matter.
	Phases []int
	// Exclude holds points that are plotted but left out of the center line,
	// the limits and the runs.
	Exclude []int
	// Centre is a fixed center line, or absent.
	Centre Optional[float64]
	Limits Limits
}

// InputError says what is wrong with a series or its options.
type InputError struct {
	Option string // "y", "n", "freeze", "phases", "exclude", "centre" or "limits"
	Text   string // what is wrong and how to mend it, in lower case
}

func (e *InputError) Error() string { return e.Text }

func wrong(option, format string, args ...any) *InputError {
	return &InputError{Option: option, Text: fmt.Sprintf(format, args...)}
}

// chart is a series with its options, checked and ready to be read. Slices are
// indexed from 0; numbers that name a point count from 1.
type chart struct {
	values   []float64 // as plotted, NaN = missing
	counts   []float64 // numerators; the values where there are no denominators
	of       []float64 // denominators or nil
	excluded []bool    // nil when nothing is
	freeze   int       // 0 = none
	lasts    []int     // the last point of each phase
	centre   Optional[float64]
	limits   Limits
	notes    []string
}

// newChart checks the input. Options that reach past the end of the series are
// not errors, because a series grows and the subgroups of a measure differ in
// length; they are left aside and noted.
func newChart(s Series, o Options) (*chart, error) {
	c := &chart{counts: s.Y, of: s.N, centre: o.Centre, limits: o.Limits}
	if c.limits == "" {
		c.limits = NoLimits
	}
	if err := c.checkLimits(); err != nil {
		return nil, err
	}
	if err := c.plot(); err != nil {
		return nil, err
	}
	if o.Centre.Present && Some(o.Centre.Value) != o.Centre {
		return nil, wrong("centre", "the center line is not a finite number: give a plain number, such as 75")
	}
	if err := c.split(o); err != nil {
		return nil, err
	}
	if err := c.exclude(o.Exclude); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *chart) checkLimits() error {
	switch c.limits {
	case NoLimits, LimitsI, LimitsUnscreened:
	case LimitsP, LimitsPPrime, LimitsU:
		if c.of == nil {
			return wrong("limits", "%s limits need the number counted (n) beside each value: add it, or choose i limits", c.limits)
		}
	case LimitsC:
		if c.of != nil {
			return wrong("limits", "c limits are for counts without n: choose u limits, or leave n out")
		}
	default:
		return wrong("limits", "%q is no kind of control limits: choose none, i, i-unscreened, p, pp, u or c", string(c.limits))
	}
	return nil
}

// plot computes the values that are drawn and checks that each makes sense on
// the chart that was asked for.
func (c *chart) plot() error {
	if c.of != nil && len(c.of) != len(c.counts) {
		return wrong("n", "there are %d values but %d numbers counted (n): give one n for each value", len(c.counts), len(c.of))
	}
	c.values = make([]float64, len(c.counts))
	for i, y := range c.counts {
		if math.IsInf(y, 0) {
			return wrong("y", "point %d is not a finite number: correct it, or leave it empty", i+1)
		}
		c.values[i] = y
		if c.of != nil {
			n := c.of[i]
			if n < 0 || math.IsInf(n, 0) {
				return wrong("n", "the number counted (n) of point %d is %s: give a number from 0 up", i+1, FormatValue(n))
			}
			c.values[i] = math.NaN()
			if n > 0 && !math.IsInf(y/n, 0) {
				c.values[i] = y / n
			}
		}
		if err := c.checkCount(i); err != nil {
			return err
		}
	}
	return nil
}

func (c *chart) checkCount(i int) error {
	if math.IsNaN(c.values[i]) {
		return nil
	}
	switch c.limits {
	case LimitsP, LimitsPPrime:
		if c.counts[i] < 0 || c.counts[i] > c.of[i] {
			return wrong("y", "point %d is %s of %s: %s limits need a count between 0 and n",
				i+1, FormatValue(c.counts[i]), FormatValue(c.of[i]), c.limits)
		}
	case LimitsU, LimitsC:
		if c.counts[i] < 0 {
			return wrong("y", "point %d is %s: %s limits need counts from 0 up", i+1, FormatValue(c.counts[i]), c.limits)
		}
	}
	return nil
}

// split settles the phases and the baseline.
func (c *chart) split(o Options) error {
	n := len(c.values)
	if o.Freeze < 0 {
		return wrong("freeze", "freeze is %d: give the number of the last baseline point, or 0 for none", o.Freeze)
	}
	cuts := slices.Clone(o.Phases)
	slices.Sort(cuts)
	for _, k := range slices.Compact(cuts) {
		switch {
		case k < 1:
			return wrong("phases", "a phase ends at point %d: points are numbered from 1", k)
		case k < n:
			c.lasts = append(c.lasts, k)
		default:
			c.note("no phase starts after point %d yet: the series has %d", k, n)
		}
	}
	if n > 0 {
		c.lasts = append(c.lasts, n)
	}
	switch {
	case o.Freeze > 0 && len(o.Phases) > 0:
		c.note("the frozen baseline is not used, because the chart is split into phases")
	case o.Freeze > n:
		c.note("the baseline is to have %d points and has %d so far", o.Freeze, n)
	default:
		c.freeze = o.Freeze
	}
	return nil
}

func (c *chart) exclude(points []int) error {
	for _, k := range points {
		if k < 1 {
			return wrong("exclude", "point %d cannot be left out: points are numbered from 1", k)
		}
		if k > len(c.values) {
			c.note("point %d cannot be left out: the series has %d", k, len(c.values))
			continue
		}
		if c.excluded == nil {
			c.excluded = make([]bool, len(c.values))
		}
		c.excluded[k-1] = true
	}
	return nil
}

func (c *chart) note(format string, args ...any) {
	c.notes = append(c.notes, fmt.Sprintf(format, args...))
}

// counted says whether the point at index i takes part in lines and runs.
func (c *chart) counted(i int) bool { return c.excluded == nil || !c.excluded[i] }

// baseline gives the last point of a phase that its lines are computed from.
func (c *chart) baseline(last int) int {
	if c.freeze > 0 {
		return c.freeze
	}
	return last
}

// present gives the counted, present values of points first to last.
func (c *chart) present(first, last int) []float64 {
	out := make([]float64, 0, last-first+1)
	for i := first - 1; i < last; i++ {
		if c.counted(i) && !math.IsNaN(c.values[i]) {
			out = append(out, c.values[i])
		}
	}
	return out
}
