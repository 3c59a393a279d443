package review

import (
	"fmt"
	"math"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// Progress is a place on the progress scale of improvement teams (0.5, meaning to
// start, to 5, outstanding; Institute for Healthcare Improvement) that the
// evidence in a cycle suggests, at most 4.5: whether a result is outstanding is
// for people to say. It is a suggestion, set by a person.
type Progress struct {
	Score    string   `json:"score"` // a value of the field "progress"
	Evidence []string `json:"evidence"`
}

// ProgressLabel is a place on the scale in words; the score itself where the scale
// has no such place.
func ProgressLabel(score string) string {
	f, _ := cycle.FieldByKey("progress")
	if o, ok := f.Option(score); ok {
		return o.Label
	}
	return score
}

func (r *reading) progress() Progress {
	p := Progress{Score: "0.5", Evidence: []string{}}
	raise := func(score, evidence string) {
		p.Score = score
		p.Evidence = append(p.Evidence, evidence)
	}
	if len(r.Team()) > 0 && r.Problem() != "" {
		raise("1", "There is a team with a problem of practice.")
	}
	if full, of := r.Cycle.Progress(); full >= 3 {
		raise("1.5", fmt.Sprintf("%d of %d steps are filled.", full, of))
	}
	if r.facts.Doing {
		raise("2", "Something was carried out or counted since the start.")
	}
	done := 0
	for _, a := range r.Actions() {
		for _, status := range a.Status {
			if status == cycle.StatusDone {
				done++
			}
		}
	}
	if done == 0 {
		return p
	}
	raise("2.5", fmt.Sprintf("Changes were tried: %d marks of work done in the plan.", done))
	if moved, ok := r.anyWanted(); ok {
		raise("3", fmt.Sprintf("%q shows a signal the right way.", short(moved)))
	}
	m, ok := r.MainMeasure()
	if !ok || m.Kind != cycle.Outcome || !r.wanted(m) {
		return p
	}
	raise("3.5", fmt.Sprintf("The outcome, %q, shows a signal the right way.", short(m.Name)))
	part, lasted := r.way(m)
	if part >= 0.5 {
		raise("4", fmt.Sprintf("The latest points are %.0f%% of the way from Point A to Point B.", 100*math.Min(part, 9.99)))
	}
	if part >= 1 && lasted {
		raise("4.5", "The goal is reached and has held for the last six points.")
	}
	return p
}

func (r *reading) anyWanted() (name string, ok bool) {
	for _, m := range r.Measures() {
		if m.Kind != cycle.Balance && r.wanted(m) {
			return m.Name, true
		}
	}
	return "", false
}

// wanted reports whether the measure's chart, over the whole ramp, shows a shift
// or trend in the direction wanted.
func (r *reading) wanted(m cycle.Measure) bool {
	if m.Direction == "" {
		return false
	}
	c := r.ChartOf(m.ID, cycle.ChartOptions{})
	if len(c.Series) == 0 {
		return false
	}
	p := plot.Of(c, 0)
	if p == nil {
		return false
	}
	for _, s := range p.Signals {
		if s.Direction == runchart.Direction(m.Direction) {
			return true
		}
	}
	return false
}

// way gives how far the median of the last three points is on the way from
// baseline to goal (1: there), and whether the last six points all are at the goal
// or beyond.
func (r *reading) way(m cycle.Measure) (part float64, lasted bool) {
	points := r.Series(m.ID)
	from, to := number(m.Baseline), number(m.Goal)
	if math.IsNaN(from) || math.IsNaN(to) || from == to || len(points) < 3 {
		return 0, false
	}
	last := points[len(points)-3:]
	a, b, c := last[0].Value, last[1].Value, last[2].Value
	median := math.Max(math.Min(a, b), math.Min(math.Max(a, b), c))
	lasted = len(points) >= 6
	for _, p := range points[max(0, len(points)-6):] {
		lasted = lasted && (p.Value-to)*(to-from) >= 0
	}
	return (median - from) / (to - from), lasted
}
