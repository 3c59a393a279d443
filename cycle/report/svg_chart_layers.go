package report

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// frame draws the scale, the line of time, and the names of points that fit.
func (d *svgDrawing) frame() {
	left, bottom := float64(d.left), float64(d.bottom())
	for _, tick := range d.axis.Ticks {
		y := d.y(tick)
		d.line(left-5, y, left, y, svgQuiet, 1, "")
		d.text(d.left-8, int(y)+4, "end", svgDark, d.p.Tick(d.axis, tick), "")
	}
	d.line(left, float64(d.top), left, bottom, svgQuiet, 1, "")
	d.line(left, bottom, left+float64(d.cols.Width), bottom, svgQuiet, 1, "")
	for _, l := range d.cols.ThinLabels(2*svgLetter, func(point int) int { return letters(d.p.XLabel(point)) }) {
		d.line(d.x(l.Point), bottom, d.x(l.Point), bottom+5, svgQuiet, 1, "")
		s := d.p.XLabel(l.Point)
		d.text(d.left+l.Column+letters(s)/2, d.bottom()+svgLine, "middle", svgDark, s, "")
	}
}

// span gives where the strip of the points from first to last begins and ends.
func (d *svgDrawing) span(first, last int) (from, to float64) {
	from = float64(d.left + (first-1)*d.cols.PerPoint)
	if last == d.p.Len() {
		return from, float64(d.left + d.cols.Width)
	}
	return from, float64(d.left + last*d.cols.PerPoint)
}

func (d *svgDrawing) centre() {
	phases := d.p.Analysis.Phases
	for i, phase := range phases {
		v := d.p.Centre(phase)
		if !v.Present {
			continue
		}
		y := d.y(v.Value)
		from, to := d.span(phase.First, phase.Last)
		if plot.Frozen(phase) {
			_, solid := d.span(phase.First, phase.Baseline)
			d.line(solid, y, to, y, svgDark, 1.5, "8 4")
			to = solid
		}
		d.line(from, y, to, y, svgDark, 1.5, "")
		if i < len(phases)-1 {
			d.text(int(from)+4, int(y)-5, "start", svgDark, d.p.LineName(phase)+" "+d.p.Format(v.Value), "")
		}
	}
}

func (d *svgDrawing) limits() {
	for _, phase := range d.p.Analysis.Phases {
		for point := phase.First; point <= phase.Last; point++ {
			lower, upper := d.p.Limits(phase, point)
			from := float64(d.left + (point-1)*d.cols.PerPoint)
			for _, limit := range []runchart.Optional[float64]{lower, upper} {
				if limit.Present {
					d.line(from, d.y(limit.Value), from+float64(d.cols.PerPoint), d.y(limit.Value), svgQuiet, 1, "")
				}
			}
		}
	}
}

func (d *svgDrawing) uprights() {
	for _, m := range d.marks {
		if m.Kind == plot.Annotation || m.Point == 0 {
			continue
		}
		x, _ := d.span(m.Point, m.Point)
		stroke, dashes := svgQuiet, "4 3"
		if m.Kind == plot.CycleBegan {
			stroke, dashes = svgLightest, ""
		}
		d.line(x+0.5, float64(d.top), x+0.5, float64(d.bottom()), stroke, 1, dashes)
	}
}

// joined draws the line between the points; next to a missing value is none.
func (d *svgDrawing) joined() {
	var path strings.Builder
	pen := "M"
	for point := 1; point <= d.p.Len(); point++ {
		v := d.p.Value(point)
		if !v.Present {
			pen = "M"
			continue
		}
		fmt.Fprintf(&path, "%s%g %g", pen, d.x(point), d.y(v.Value))
		pen = "L"
	}
	if path.Len() > 0 {
		fmt.Fprintf(d.b, `<path d="%s" fill="none" stroke="%s" stroke-width="1"/>`+"\n", path.String(), svgQuiet)
	}
}

func (d *svgDrawing) points() {
	for point := 1; point <= d.p.Len(); point++ {
		v := d.p.Value(point)
		if !v.Present {
			continue
		}
		x, y := d.x(point), d.y(v.Value)
		switch d.p.Sign(point) {
		case plot.SignalPoint:
			fmt.Fprintf(d.b, `<path d="M%g %gl6 6l-6 6l-6 -6z" fill="%s"/>`+"\n", x, y-6, svgDark)
		case plot.ExcludedPoint:
			fmt.Fprintf(d.b, `<circle cx="%g" cy="%g" r="4" fill="#fff" stroke="%s" stroke-width="1.5"/>`+"\n", x, y, svgDark)
		default:
			fmt.Fprintf(d.b, `<circle cx="%g" cy="%g" r="3.5"/>`+"\n", x, y)
		}
	}
}

// writeNames writes what the lines are. Where two would touch, the later moves
// down.
func (d *svgDrawing) writeNames() {
	var taken []int
	for _, n := range d.names {
		y := int(d.y(n.Value)) + 4
		for free := false; !free; {
			free = true
			for _, other := range taken {
				if y > other-svgLine && y < other+svgLine {
					y, free = other+svgLine, false
				}
			}
		}
		taken = append(taken, y)
		d.text(d.left+d.cols.Width+8, y, "start", svgDark, n.Text, "")
	}
}

func (d *svgDrawing) writeNotes() {
	placed := 0
	for _, m := range d.marks {
		if m.Point == 0 {
			continue
		}
		n := d.notes[placed]
		placed++
		x, y := int(d.x(m.Point)), d.top-6-n.Level*svgLine
		switch {
		case n.Inline && m.Kind == plot.Annotation:
			d.text(x, y, "middle", svgDark, "↓", "")
			d.text(x+svgLetter+2, y, "start", svgDark, m.Text, "")
		case n.Inline:
			d.text(x+svgLetter, y, "start", svgDark, m.Text, "")
		default:
			d.text(x, y, "middle", svgDark, fmt.Sprint(n.Number), "")
		}
	}
}
