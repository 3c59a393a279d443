package plain

import (
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// readChart says in words what the run chart of a measure shows, for everybody
// together.
func (d *desk) readChart(typed string, measures []cycle.Measure) {
	i, ok := place(typed, len(measures))
	if !ok {
		d.sayf("Type r and the number of a measure, such as r 1. They go from 1 to %d.", len(measures))
		return
	}
	m := measures[i]
	points := d.cycle.Series(m.ID)
	series := runchart.Series{}
	for _, p := range points {
		series.Y = append(series.Y, p.Value)
	}
	analysis, err := runchart.Analyze(series, runchart.Options{})
	if err != nil {
		d.say("The chart cannot be read: " + sentence(err.Error()))
		return
	}
	reading := analysis.Read(runchart.ReadOptions{
		Wanted: runchart.Direction(m.Direction),
		Where: func(first, last int) string {
			return fmt.Sprintf("%s to %s", points[first-1].Date.Words(d.today()), points[last-1].Date.Words(d.today()))
		},
	})
	d.say("", measureName(m)+", "+numbersSoFar(len(points))+". "+reading.String())
	for _, note := range analysis.Notes {
		d.say(upperFirst(sentence(note)))
	}
}
