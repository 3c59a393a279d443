package study

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// Reading says in a few sentences what the chart of a measure shows: where the
// numbers are, and signal, no signal, or too few points to tell.
func Reading(c *cycle.Cycle, measure string) []string {
	m, ok := c.Measure(measure)
	if !ok {
		return nil
	}
	series := c.Series(measure)
	if len(series) == 0 {
		return []string{"No numbers yet."}
	}
	a, err := analyze(series)
	if err != nil {
		return []string{err.Error()}
	}
	d := drawing{m: m, series: series, a: a}
	facts := "Now " + d.value(series[len(series)-1].Value)
	if g := d.goal(); g.Present {
		facts += ", goal " + d.value(g.Value)
	}
	facts += ", median " + d.value(d.median().Value)
	switch m.Direction {
	case "up":
		facts += "; higher is better"
	case "down":
		facts += "; lower is better"
	}
	read := a.Read(runchart.ReadOptions{
		Wanted: wanted(m.Direction),
		Format: d.value,
		Where: func(first, last int) string {
			from, to := series[first-1].Date, series[last-1].Date
			layout := d.dateLayout()
			if layout == "Jan 2" || first == last {
				return strings.Join([]string{from.Time().Format("Jan 2"), to.Time().Format("Jan 2")}, " to ")
			}
			return from.Time().Format("Jan 2006") + " to " + to.Time().Format("Jan 2006")
		},
	})
	return append([]string{facts + "."}, read.Sentences...)
}

func wanted(direction string) runchart.Direction {
	switch direction {
	case "up":
		return runchart.Up
	case "down":
		return runchart.Down
	}
	return ""
}
