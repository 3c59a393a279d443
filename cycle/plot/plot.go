// Package plot makes a measure's chart ready to be shown: it reads the numbers
// with the rules and puts everything a surface has to write into words, so that
// the terminal, the SVG and the command line say and draw the same.
//
// [Of] and [New] turn one series of a cycle.Chart into a [Plot]. The package is
// pure: no I/O, no clock.
package plot

import (
	"math"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// A Plot is one series of a chart with what can be read from it. Points are
// numbered from 1. Values are as shown: shares of p charts come in percent.
type Plot struct {
	Chart    cycle.Chart
	Series   cycle.ChartSeries
	Analysis runchart.Analysis // in the series' own numbers, not in percent
	Rules    runchart.Rules
	Signals  []runchart.Signal
	// Notes say in words what of the set-up could not be followed.
	Notes []string

	fixed  bool    // the center line is a fixed one
	scale  float64 // from a number of the analysis to the one that is shown
	signs  []Sign  // by point
	layout string  // of dates on the axis
	span   cycle.Span
}

// Options are what a chart of a cycle does not have.
type Options struct {
	// Centre is a fixed center line, in the numbers of the series.
	Centre runchart.Optional[float64]
}

// New reads a series of the chart, counted from 0. It returns a
// *runchart.InputError when its numbers and its set-up do not go together.
func New(c cycle.Chart, series int, o Options) (*Plot, error) {
	p := &Plot{Chart: c, Series: c.Series[series], Rules: runchart.Rules(c.Rules), fixed: o.Centre.Present, scale: 1}
	s := runchart.Series{Y: make([]float64, len(p.Series.Points))}
	if c.Counts {
		s.N = make([]float64, len(s.Y))
		if c.Percent() || c.Limits == string(runchart.LimitsP) || c.Limits == string(runchart.LimitsPPrime) {
			p.scale = 100
		}
	}
	for i, point := range p.Series.Points {
		s.Y[i] = point.Value
		if c.Counts {
			s.N[i] = point.N
		}
	}
	a, err := runchart.Analyze(s, runchart.Options{
		Freeze: p.Series.Freeze, Phases: p.Series.Phases, Exclude: p.Series.Exclude,
		Limits: runchart.Limits(c.Limits), Centre: o.Centre,
	})
	if err != nil {
		return nil, err
	}
	p.Analysis = a
	p.Notes = append(slices.Clone(c.Notes), a.Notes...)
	p.Signals = a.Signals(p.Rules)
	p.signs = p.sign()
	p.span = spanOf(p.Series.Points)
	p.layout = p.dateLayout()
	return p, nil
}

// Of reads a series as New does. Control limits that do not suit the numbers are
// left out and noted, so that there is a chart always; it gives nil only for a
// series that is not there and for numbers that nobody can plot.
func Of(c cycle.Chart, series int) *Plot {
	if series >= len(c.Series) {
		return nil
	}
	p, err := New(c, series, Options{})
	if err == nil {
		return p
	}
	c.Notes = append(slices.Clone(c.Notes), "no limits are drawn: "+err.Error())
	c.Limits = cycle.LimitsNone
	if p, err = New(c, series, Options{}); err != nil {
		return nil
	}
	return p
}

// Len is the number of points, missing ones too.
func (p *Plot) Len() int { return len(p.Series.Points) }

// Present is the number of points that have a value to plot.
func (p *Plot) Present() int {
	n := 0
	for _, v := range p.Analysis.Values {
		if v.Present {
			n++
		}
	}
	return n
}

// Value gives the value of a point as shown.
func (p *Plot) Value(point int) runchart.Optional[float64] {
	return p.shown(p.Analysis.Values[point-1])
}

func (p *Plot) shown(v runchart.Optional[float64]) runchart.Optional[float64] {
	if !v.Present {
		return v
	}
	return runchart.Some(v.Value * p.scale)
}

// Last gives the last point that has a value; 0 when none has.
func (p *Plot) Last() int {
	for i, v := range slices.Backward(p.Analysis.Values) {
		if v.Present {
			return i + 1
		}
	}
	return 0
}

// Goal gives the goal as shown.
func (p *Plot) Goal() runchart.Optional[float64] { return runchart.Some(p.Chart.Goal) }

// Centre gives the center line of a phase as shown.
func (p *Plot) Centre(phase runchart.Phase) runchart.Optional[float64] {
	return p.shown(phase.Centre)
}

// Limits gives the control limits of a point of the phase as shown.
func (p *Plot) Limits(phase runchart.Phase, point int) (lower, upper runchart.Optional[float64]) {
	lower, upper = phase.LimitsAt(point)
	return p.shown(lower), p.shown(upper)
}

// Range gives the lowest and the highest number that the chart has to show;
// false when there is none.
func (p *Plot) Range() (low, high float64, ok bool) {
	goal := p.Goal()
	goal.Value /= p.scale
	low, high, ok = p.Analysis.Range(goal)
	return low * p.scale, high * p.scale, ok
}

// A Sign says how a point is drawn.
type Sign int

// The signs of points.
const (
	PlainPoint    Sign = iota // ●
	SignalPoint               // ◆, part of a signal
	ExcludedPoint             // ○, left out of the statistics
	NoPoint                   // missing or withheld: a gap
)

// Sign says how a point is drawn.
func (p *Plot) Sign(point int) Sign { return p.signs[point-1] }

func (p *Plot) sign() []Sign {
	signs := make([]Sign, p.Len())
	for _, found := range p.Signals {
		for _, point := range found.Points {
			signs[point-1] = SignalPoint
		}
	}
	for _, point := range p.Series.Exclude {
		if point <= len(signs) {
			signs[point-1] = ExcludedPoint
		}
	}
	for i, v := range p.Analysis.Values {
		if !v.Present {
			signs[i] = NoPoint
		}
	}
	return signs
}

// Withheld counts the points whose value is withheld.
func (p *Plot) Withheld() int {
	n := 0
	for _, point := range p.Series.Points {
		if point.Withheld {
			n++
		}
	}
	return n
}

// Frozen reports whether the center line comes from a baseline that ends before
// the phase does.
func Frozen(phase runchart.Phase) bool { return phase.Baseline < phase.Last }

// Ns gives the smallest and the largest n behind a value; false when none is
// said.
func (p *Plot) Ns() (least, most float64, ok bool) {
	least, most = math.Inf(1), 0
	for _, point := range p.Series.Points {
		if !math.IsNaN(point.N) && !point.Missing() {
			least, most, ok = min(least, point.N), max(most, point.N), true
		}
	}
	return least, most, ok
}
