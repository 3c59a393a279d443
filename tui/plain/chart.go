package plain

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
)

// readChart says in words what the run chart of a measure shows, for everybody
// together.
func (d *desk) readChart(typed string, measures []cycle.Measure) {
	i, ok := place(typed, len(measures))
	if !ok {
		d.sayf("Type r and the number of a measure, such as r 1. They go from 1 to %d.", len(measures))
		return
	}
	d.say("")
	d.sayChart(measures[i])
}

// sayChart says what a measure's chart shows.
func (d *desk) sayChart(m cycle.Measure) {
	p := plot.Of(d.cycle.ChartOf(m.ID, cycle.ChartOptions{}), 0)
	if p == nil {
		d.say("The chart cannot be read: its numbers are not finite.")
		return
	}
	d.say(measureName(m) + ", " + numbersSoFar(p.Present()) + ". " + strings.Join(p.Reading(), " "))
	for _, note := range p.Notes {
		d.say(upperFirst(sentence(note)))
	}
}
