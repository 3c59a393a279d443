package chart

import (
	"math"
	"strings"

	"github.com/guptarohit/asciigraph"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// The inks of a chart, in the order of the canvas's styles.
const (
	inkPlain = iota
	inkLine
	inkPoint
	inkSignal
	inkCentre
	inkGoal
	inkFaint
	inkCursor
)

// x0 is the column of the field's first cell.
func (d *drawing) x0() int { return d.left + 1 }

// row gives the canvas's row of a value.
func (d *drawing) row(v float64) int { return d.strip + d.axis.Row(v, d.height) }

// bottom is the canvas's row of the time axis.
func (d *drawing) bottom() int { return d.strip + d.height + 1 }

// slot gives the columns that belong to the points from first to last, as far as
// the window shows them; empty when from > to.
func (d *drawing) slot(first, last int) (from, to int) {
	first, last = max(first, d.cols.First), min(last, d.cols.Last)
	return (first - d.cols.First) * d.cols.PerPoint, (last-d.cols.First+1)*d.cols.PerPoint - 1
}

// frame draws the scale at the left and the line of time below.
func (d *drawing) frame() {
	f, x := d.field, d.left
	for y := d.strip; y < d.bottom(); y++ {
		f.put(x, y, '│', inkPlain)
	}
	for _, tick := range d.axis.Ticks {
		s, y := d.p.Tick(d.axis, tick), d.row(tick)
		f.text(x-ui.Width(s), y, s, inkPlain)
		f.put(x, y, '┤', inkPlain)
	}
	f.put(x, d.bottom(), '└', inkPlain)
	for i := range d.cols.Width {
		f.put(d.x0()+i, d.bottom(), '─', inkPlain)
	}
}

// goal draws the line of the goal. Where the center line is on the same row, both
// are seen in turns.
func (d *drawing) goal() {
	v := d.p.Goal()
	if !v.Present {
		return
	}
	for x := range d.cols.Width {
		if at := d.x0() + x; x%6 < 2 || d.field.blank(at, d.row(v.Value), 1) {
			d.field.put(at, d.row(v.Value), '┈', inkGoal)
		}
	}
}

// centre draws the center line of each phase: solid over the points that it is
// taken from, dashed where it is only carried on.
func (d *drawing) centre() {
	for i, phase := range d.p.Analysis.Phases {
		v := d.p.Centre(phase)
		if !v.Present {
			continue
		}
		from, to := d.slot(phase.First, phase.Last)
		if i == len(d.p.Analysis.Phases)-1 && d.cols.Last == phase.Last {
			to = d.cols.Width - 1
		}
		_, solid := d.slot(phase.First, phase.Baseline)
		if !plot.Frozen(phase) {
			solid = to
		}
		for x := max(0, from); x <= to; x++ {
			sign := '━'
			if x > solid {
				sign = '╌'
			}
			d.field.put(d.x0()+x, d.row(v.Value), sign, inkCentre)
		}
	}
}

// limits draws the control limits, which may differ from point to point.
func (d *drawing) limits() {
	for _, phase := range d.p.Analysis.Phases {
		for point := max(phase.First, d.cols.First); point <= min(phase.Last, d.cols.Last); point++ {
			lower, upper := d.p.Limits(phase, point)
			from, to := d.slot(point, point)
			for _, limit := range []runchart.Optional[float64]{lower, upper} {
				for x := from; x <= to && limit.Present; x++ {
					d.field.put(d.x0()+x, d.row(limit.Value), '·', inkPlain)
				}
			}
		}
	}
}

// uprights draws the start of the change and of each cycle, between two points.
func (d *drawing) uprights() {
	for _, m := range d.marks {
		sign := '┊'
		switch {
		case m.Kind == plot.Annotation || m.Point < d.cols.First || m.Point > d.cols.Last:
			continue
		case m.Kind == plot.CycleBegan:
			sign = '│'
		}
		from, _ := d.slot(m.Point, m.Point)
		for y := max(0, d.strip-1); y < d.bottom(); y++ {
			d.field.put(d.x0()+from, y, sign, inkFaint)
		}
	}
}

// line joins the points. The library is given rows instead of values, so that
// the line and the marks on it are rounded alike; it draws one column a value
// and is kept from stretching the series. Next to a missing value is no line.
func (d *drawing) line() {
	levels := make([]float64, d.cols.Width)
	for i := range levels {
		levels[i] = math.NaN()
	}
	joined := false
	before := -1 // the column of the point before
	for point := d.cols.First; point <= d.cols.Last; point++ {
		x, _ := d.cols.Column(point)
		v := d.p.Value(point)
		if !v.Present || x >= len(levels) {
			before = -1
			continue
		}
		y := float64(d.height - d.axis.Row(v.Value, d.height))
		levels[x] = y
		if before >= 0 {
			joined = true
			step := (y - levels[before]) / float64(x-before)
			for k := before + 1; k < x; k++ {
				levels[k] = levels[before] + step*float64(k-before)
			}
		}
		before = x
	}
	if !joined {
		return // the points say it all
	}
	graph := asciigraph.Plot(levels, asciigraph.Height(d.height), asciigraph.LowerBound(0), asciigraph.UpperBound(float64(d.height)))
	y := d.strip
	for row := range strings.SplitSeq(graph, "\n") {
		_, line, found := strings.Cut(row, "┤")
		if at := strings.IndexRune(row, '┼'); at >= 0 && (!found || at < strings.IndexRune(row, '┤')) {
			line = row[at+len("┼"):]
		}
		x := 0
		for _, r := range line {
			if r != ' ' && x < len(levels) && !math.IsNaN(levels[x]) {
				d.field.put(d.x0()+x, y, r, inkLine)
			}
			x++
		}
		y++
	}
}

// points marks every point; those of a signal and those left out have a sign of
// their own.
func (d *drawing) points() {
	for point := d.cols.First; point <= d.cols.Last; point++ {
		x, _ := d.cols.Column(point)
		v := d.p.Value(point)
		if point == d.Cursor {
			d.field.put(d.x0()+x, d.bottom(), '▲', inkPoint)
		}
		if !v.Present {
			continue
		}
		sign, ink := '●', inkPoint
		switch d.p.Sign(point) {
		case plot.SignalPoint:
			sign, ink = '◆', inkSignal
		case plot.ExcludedPoint:
			sign, ink = '○', inkPlain
		}
		if point == d.Cursor {
			ink = inkCursor
		}
		d.field.put(d.x0()+x, d.row(v.Value), sign, ink)
	}
}

// times marks on the line of time which points have their name below.
func (d *drawing) times() {
	for _, l := range d.cols.ThinLabels(2, func(point int) int { return ui.Width(d.p.XLabel(point)) }) {
		x, _ := d.cols.Column(l.Point)
		if l.Point != d.Cursor {
			d.field.put(d.x0()+x, d.bottom(), '┬', inkPlain)
		}
		d.field.text(d.x0()+l.Column, d.bottom()+1, d.p.XLabel(l.Point), inkPlain)
	}
}

// writeNotes writes the marks above the field, as text or as a number.
func (d *drawing) writeNotes() {
	placed := 0
	for _, m := range d.marks {
		if m.Point == 0 || placed >= len(d.notes) {
			continue
		}
		n := d.notes[placed]
		placed++
		y := d.strip - 1 - n.Level
		switch {
		case n.Outside || y < 0:
		case n.Inline:
			if m.Kind == plot.Annotation {
				d.field.put(d.x0()+n.Column, y, '↓', inkPlain)
			}
			d.field.text(d.x0()+n.TextColumn, y, m.Text, inkPlain)
		case d.listed:
			d.field.text(d.x0()+n.Column, y, cycle.Thousands(n.Number), inkPlain)
		case m.Kind == plot.Annotation:
			d.field.put(d.x0()+n.Column, y, '↓', inkPlain)
		}
	}
}
