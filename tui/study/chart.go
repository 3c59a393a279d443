package study

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Chart draws the run chart of a measure into at most h lines of w columns, for
// everybody together. It gives nothing for a measure that is not there.
func Chart(env *ui.Env, c *cycle.Cycle, measure string, w, h int) []string {
	of := c.ChartOf(measure, cycle.ChartOptions{})
	if len(of.Series) == 0 {
		return nil
	}
	return chart.Draw(chart.Spec{Plot: plot.Of(of, 0)}, w, h, env.Theme)
}
