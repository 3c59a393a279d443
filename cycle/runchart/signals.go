package runchart

import (
	"cmp"
	"slices"
)

// Rules names a published set of rules for reading a run chart.
type Rules string

// The rule sets. The zero value is the same as AnhoejRules.
const (
	AnhoejRules Rules = "anhoej"
	IHIRules    Rules = "ihi"
)

// SignalKind names what kind of signal was found.
type SignalKind string

// The kinds of signals, as a person says them.
const (
	LongRun       SignalKind = "long run"           // Anhøj
	FewCrossings  SignalKind = "few crossings"      // Anhøj
	Shift         SignalKind = "shift"              // IHI
	TrendSignal   SignalKind = "trend"              // IHI
	FewRuns       SignalKind = "too few runs"       // IHI
	ManyRuns      SignalKind = "too many runs"      // IHI
	OutsideLimits SignalKind = "outside the limits" // control limits
)

// A Signal is a pattern that chance alone makes unlikely.
type Signal struct {
	Kind SignalKind
	// Phase is the index of its phase in [Analysis.Phases].
	Phase int
	// Points are the points that make the signal, in time order, to be drawn
	// apart from the others; nil when it is the whole phase.
	Points []int
	// Direction is where the points lie or go; empty when neither.
	Direction Direction
}

// Signals gives what may be claimed by a rule set, in time order: signals of a
// whole phase after those with points of their own. Under [MinUseful] useful
// observations that is shifts and trends only.
func (a Analysis) Signals(rules Rules) []Signal {
	var found []Signal
	for i, p := range a.Phases {
		var here []Signal
		if rules == IHIRules {
			here = p.ihiSignals()
		} else {
			here = p.anhoejSignals()
		}
		if p.Readable() {
			here = append(here, outsideSignals(p.SigmaSignal, p.Centre, a.Values)...)
		}
		slices.SortStableFunc(here, func(a, b Signal) int {
			return cmp.Compare(a.lastPoint(p.Last+1), b.lastPoint(p.Last+1))
		})
		for j := range here {
			here[j].Phase = i
		}
		found = append(found, here...)
	}
	return found
}

// lastPoint gives the last point, or other for a signal of a whole phase.
func (s Signal) lastPoint(other int) int {
	if len(s.Points) == 0 {
		return other
	}
	return s.Points[len(s.Points)-1]
}

func (p Phase) anhoejSignals() []Signal {
	if !p.Readable() || !p.Anhoej.Signal {
		return nil
	}
	found := runSignals(LongRun, p.Anhoej.LongRuns)
	if p.Anhoej.Crossings.Value < p.Anhoej.CrossingsMin.Value {
		found = append(found, Signal{Kind: FewCrossings})
	}
	return found
}

func (p Phase) ihiSignals() []Signal {
	found := runSignals(Shift, p.IHI.Shifts)
	for _, t := range p.IHI.Trends {
		found = append(found, Signal{
			Kind:      TrendSignal,
			Points:    append([]int{t.Start}, t.Moves...),
			Direction: t.Direction,
		})
	}
	if p.IHI.Runs.Signal {
		kind := ManyRuns
		if p.IHI.Runs.Runs < p.IHI.Runs.Lower.Value {
			kind = FewRuns
		}
		found = append(found, Signal{Kind: kind})
	}
	return found
}

func runSignals(kind SignalKind, runs []Run) []Signal {
	var found []Signal
	for _, r := range runs {
		way := Up
		if r.Side == Below {
			way = Down
		}
		found = append(found, Signal{Kind: kind, Points: r.Points, Direction: way})
	}
	return found
}

// outsideSignals gives one signal for the points over the limits and one for
// those under them.
func outsideSignals(points []int, centre Optional[float64], values []Optional[float64]) []Signal {
	var over, under []int
	for _, i := range points {
		if values[i-1].Value > centre.Value {
			over = append(over, i)
		} else {
			under = append(under, i)
		}
	}
	var found []Signal
	if over != nil {
		found = append(found, Signal{Kind: OutsideLimits, Points: over, Direction: Up})
	}
	if under != nil {
		found = append(found, Signal{Kind: OutsideLimits, Points: under, Direction: Down})
	}
	return found
}
