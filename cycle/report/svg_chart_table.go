package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// table writes the data for those who hear the chart.
func (d *svgDrawing) table() {
	b := d.b
	fmt.Fprintf(b, `<g role="table" aria-label="%s" fill="none" pointer-events="none">`+"\n", escape("Data: "+d.p.Title()))
	row := func(role string, y int, cells ...string) {
		b.WriteString(`<g role="row">`)
		for i, cell := range cells {
			fmt.Fprintf(b, `<text role="%s" x="%d" y="%d">%s</text>`, role, d.left+i*80, y, escape(cell))
		}
		b.WriteString("</g>\n")
	}
	row("columnheader", d.top, "When", "Value", "n", "About")
	for point := 1; point <= d.p.Len(); point++ {
		at := d.p.Series.Points[point-1]
		value, n := "missing", ""
		if v := d.p.Value(point); v.Present {
			value = d.p.Format(v.Value)
		} else if at.Withheld {
			value = "withheld"
		}
		if !math.IsNaN(at.N) {
			n = runchart.FormatValue(at.N)
		}
		var about []string
		if d.p.Sign(point) == plot.SignalPoint {
			about = append(about, "part of a signal")
		}
		if d.p.Sign(point) == plot.ExcludedPoint {
			about = append(about, strings.TrimSuffix("left out: "+at.Excluded, ": "))
		}
		if at.Note != "" {
			about = append(about, at.Note)
		}
		for _, m := range d.marks {
			if m.Point == point {
				about = append(about, m.Text)
			}
		}
		row("cell", d.bottom(), d.p.When(point), value, n, strings.Join(about, "; "))
	}
	b.WriteString("</g>\n")
}
