package plot

import "github.com/cqi-pdsa/pdsa/cycle/runchart"

// LineKind says what a line across the chart is.
type LineKind int

// The lines across a chart.
const (
	CentreLine LineKind = iota
	GoalLine
	UpperLimit
	LowerLimit
)

// A Line is a line across the chart with its name and value, as shown.
type Line struct {
	Kind  LineKind
	Text  string // "baseline median 27"
	Value float64
}

// Lines gives the lines that are named at the right end of the chart: those of
// the last phase, and the goal.
func (p *Plot) Lines() []Line {
	var out []Line
	add := func(kind LineKind, name string, v runchart.Optional[float64]) {
		if v.Present {
			out = append(out, Line{kind, name + " " + p.Format(v.Value), v.Value})
		}
	}
	n := len(p.Analysis.Phases)
	if n == 0 {
		add(GoalLine, "goal", p.Goal())
		return out
	}
	phase := p.Analysis.Phases[n-1]
	lower, upper := p.Limits(phase, max(p.Last(), phase.First))
	add(CentreLine, p.LineName(phase), p.Centre(phase))
	add(GoalLine, "goal", p.Goal())
	add(UpperLimit, "upper limit", upper)
	add(LowerLimit, "lower limit", lower)
	return out
}

// LastPhase gives the phase that the team is in; false without points.
func (p *Plot) LastPhase() (runchart.Phase, bool) {
	if n := len(p.Analysis.Phases); n > 0 {
		return p.Analysis.Phases[n-1], true
	}
	return runchart.Phase{}, false
}
