package study

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
)

// Reading says in a few sentences what the chart of a measure shows: where the
// numbers are, and signal, no signal, or too few points to tell.
func Reading(c *cycle.Cycle, measure string) []string {
	of := c.ChartOf(measure, cycle.ChartOptions{})
	if len(of.Series) == 0 {
		return nil
	}
	p := plot.Of(of, 0)
	if p == nil || p.Present() == 0 {
		return []string{"No numbers yet."}
	}
	facts := []string{"Now " + p.Format(p.Value(p.Last()).Value)}
	if g := p.Goal(); g.Present {
		facts = append(facts, "goal "+p.Format(g.Value))
	}
	if phase := p.Analysis.Phases[len(p.Analysis.Phases)-1]; phase.Centre.Present {
		facts = append(facts, p.LineName(phase)+" "+p.Format(p.Centre(phase).Value))
	}
	said := strings.Join(facts, ", ")
	if better := p.Better(); better != "" {
		said += "; " + better
	}
	return append([]string{said + "."}, p.Reading()...)
}
