package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// The size of a small chart, in its own units.
const (
	smallWidth  = 240.0
	smallHeight = 80.0
	smallEdge   = 6.0
)

// smallChart draws a run chart for a list: its points at the places that the large
// one has them, the middle line, and the goal. What it shows stands in its label.
// It gives nothing for a nil sketch.
func smallChart(s *dashboard.Sketch) template.HTML {
	if s == nil {
		return ""
	}
	d := sketching{Sketch: *s, axis: axisOf(s)}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="small" role="img" viewBox="0 0 %g %g" width="%g" height="%g" aria-label="%s">`,
		smallWidth, smallHeight, smallWidth, smallHeight, template.HTMLEscapeString(smallWords(s)))
	d.across(&b, "goal", s.Goal)
	d.across(&b, "centre", s.Centre)
	d.runs(&b)
	d.points(&b)
	b.WriteString("</svg>")
	return template.HTML(b.String()) //nolint:gosec // numbers, and one text that is escaped
}

// smallWords says what the chart shows.
func smallWords(s *dashboard.Sketch) string {
	words := "Run chart of " + oneLine(s.Title) + "."
	for _, v := range s.Values {
		if v != nil {
			words += " First of these points " + runchart.FormatValue(*v) + ", newest " + s.Last + "."
			break
		}
	}
	if s.Goal != nil {
		words += " Goal " + runchart.FormatValue(*s.Goal) + "."
	}
	return words + " " + oneLine(s.Words)
}

// axisOf is a scale on which all of the chart has room.
func axisOf(s *dashboard.Sketch) runchart.Axis {
	var shown []float64
	for _, v := range append(slices.Clone(s.Values), s.Goal, s.Centre) {
		if v != nil {
			shown = append(shown, *v)
		}
	}
	if len(shown) == 0 {
		return runchart.NewAxis(0, 1, 12)
	}
	return runchart.NewAxis(slices.Min(shown), slices.Max(shown), 12)
}

// sketching is a small chart while it is drawn.
type sketching struct {
	dashboard.Sketch
	axis runchart.Axis
}

func (d sketching) x(point int) float64 {
	return smallEdge + (smallWidth-2*smallEdge)*runchart.Across(point+1, len(d.Values))
}

func (d sketching) y(v float64) float64 {
	share := (v - d.axis.Low) / (d.axis.High - d.axis.Low)
	return smallHeight - smallEdge - (smallHeight-2*smallEdge)*max(0, min(share, 1))
}

// across draws a line at a value.
func (d sketching) across(b *strings.Builder, class string, v *float64) {
	if v != nil {
		fmt.Fprintf(b, `<line class="%s" x1="0" x2="%g" y1="%.1f" y2="%.1f"/>`, class, smallWidth, d.y(*v), d.y(*v))
	}
}

// runs draws the lines between points; a week without a number is a gap.
func (d sketching) runs(b *strings.Builder) {
	var at []string
	flush := func() {
		if len(at) > 1 {
			fmt.Fprintf(b, `<polyline class="run" points="%s"/>`, strings.Join(at, " "))
		}
		at = nil
	}
	for i, v := range d.Values {
		if v == nil {
			flush()
			continue
		}
		at = append(at, fmt.Sprintf("%.1f,%.1f", d.x(i), d.y(*v)))
	}
	flush()
}

// points draws the points; those of a signal are diamonds.
func (d sketching) points(b *strings.Builder) {
	for i, v := range d.Values {
		if v == nil {
			continue
		}
		x, y := d.x(i), d.y(*v)
		if slices.Contains(d.Signal, i) {
			fmt.Fprintf(b, `<path class="signal" d="M%.1f %.1fl4.5 4.5-4.5 4.5-4.5-4.5z"/>`, x, y-4.5)
			continue
		}
		fmt.Fprintf(b, `<circle class="point" cx="%.1f" cy="%.1f" r="2.6"/>`, x, y)
	}
}
