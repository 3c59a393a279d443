// Package chart draws run charts for the terminal: one large one with [Draw],
// the groups of a measure on one scale with [DrawGroups], and several measures
// side by side with [DrawAll].
//
// asciigraph gives the line between the points; the points, the lines across and
// everything that names them is laid over it. No line between two points is ever
// made up: where there are more points than columns, a window of them is shown.
package chart

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Spec says what is drawn. The zero Spec but for the plot is a chart of the
// newest points that fills its place.
type Spec struct {
	Plot *plot.Plot
	// Title replaces the plot's own, where it is not empty.
	Title string
	// Cursor is the point in hand; 0 is none.
	Cursor int
	// End is the last point to show where not all fit; 0 is the newest.
	End int
	// Zoom is the columns that each point gets; 0 chooses.
	Zoom int
	// Words asks for what the chart says, the numbers behind it and their source
	// below it.
	Words bool
	// Small asks for a chart whose field is as high as that of its neighbours,
	// whatever is marked on it; what the marks mean is told elsewhere.
	Small bool
	// Low and High widen the scale, for charts that share one.
	Low, High runchart.Optional[float64]
}

const (
	widestPoint = 9  // columns of a point: a short series stays together
	leastRows   = 4  // of the field: under that only the shape is drawn
	leastWidth  = 30 // likewise
	namesFrom   = 46 // columns from which lines are named beside them
	airyRows    = 7  // of the field, before words below get room
	inlineNote  = 32 // columns of a note beside its mark
)

// Draw draws the chart into at most h lines of w columns.
func Draw(spec Spec, w, h int, th *ui.Theme) []string {
	if w < 1 || h < 1 || spec.Plot == nil {
		return nil
	}
	d := drawing{Spec: spec, p: spec.Plot, th: th, w: w, h: h}
	if d.p.Present() < 2 {
		return d.tooFew()
	}
	if h < leastRows+3 || w < leastWidth || !d.layOut() {
		return d.shape()
	}
	return d.draw()
}

// Columns is how many columns each point gets on a chart that is drawn with the
// spec in w columns and h lines; 0 when only its shape is drawn.
func Columns(spec Spec, w, h int) int {
	if spec.Plot == nil || spec.Plot.Present() < 2 || w < leastWidth || h < leastRows+3 {
		return 0
	}
	d := drawing{Spec: spec, p: spec.Plot, th: ui.NewTheme(true, true), w: w, h: h}
	if !d.layOut() {
		return 0
	}
	return d.cols.PerPoint
}

// A drawing is one chart while it is made.
type drawing struct {
	Spec
	p    *plot.Plot
	th   *ui.Theme
	w, h int

	axis   runchart.Axis
	height int // steps between rows: there is one row more
	cols   runchart.Columns
	left   int // columns of the scale's numbers
	names  []plot.Line
	beside bool // whether the names stand beside their lines
	marks  []plot.Mark
	notes  []runchart.Note // where the marks go, those in the window or before it
	strip  int             // rows above the field, for the marks
	foot   []string        // below the axis
	said   [][]string      // the words, once they were needed
	listed bool            // whether the foot tells what the numbers of marks mean
	field  *canvas
}

// layOut decides how large everything is. It gives false when there is no room.
// What stands below the chart depends on which marks are beside it, and these on
// the width of the scale: a few rounds settle it.
func (d *drawing) layOut() bool {
	low, high, _ := d.p.Range()
	if d.Low.Present {
		low = min(low, d.Low.Value)
	}
	if d.High.Present {
		high = max(high, d.High.Value)
	}
	d.marks, d.beside = d.p.Marks(), d.w >= namesFrom
	for range 3 {
		d.strip = d.stripRows()
		rows := d.h - 1 - d.strip - 2
		d.foot = d.footLines(max(0, rows-airyRows))
		if !d.fitAxis(low, high, rows-len(d.foot)) {
			return false
		}
		d.placeColumns()
		d.placeNotes()
	}
	d.strip = min(d.strip, d.stripRows())
	return true
}

// fitAxis chooses the scale with round numbers on which the chart takes most of
// the rows.
func (d *drawing) fitAxis(low, high float64, rows int) bool {
	const worth = 1.15 // so much more of the rows makes up for fewer numbers
	d.height = 0
	best := 0.0
	for ticks := min(11, max(3, (rows+1)/2)); ticks >= 3; ticks-- {
		axis := runchart.NewAxis(low, high, ticks)
		height := axis.Height(rows - 1)
		used := (axis.Fraction(high) - axis.Fraction(low)) * float64(height)
		bare := len(axis.Ticks) == 2 && d.height > 0 // its ends alone
		if height > 0 && used > best*worth && !bare && (height >= 2*(len(axis.Ticks)-1) || ticks == 3) {
			d.axis, d.height, best = axis, height, used
		}
	}
	d.left = 0
	for _, tick := range d.axis.Ticks {
		d.left = max(d.left, ui.Width(d.p.Tick(d.axis, tick)))
	}
	return d.height > 0 && d.left < d.w/2
}

// placeColumns says where the points stand.
func (d *drawing) placeColumns() {
	d.names = d.p.Lines()
	right := 0
	for _, n := range d.names {
		right = max(right, ui.Width(n.Text)+1)
	}
	if d.beside = d.w >= namesFrom && right <= d.w/3; !d.beside {
		right = 0
	}
	width, n := max(1, d.w-d.left-1-right), d.p.Len()
	each := d.Zoom
	if each < 1 {
		each = min(widestPoint, max(1, width/n))
	}
	each = min(each, width)
	end := d.End
	seen := width / each
	if d.Cursor > 0 {
		if end < 1 || end > n {
			end = n
		}
		end = min(max(end, d.Cursor), max(d.Cursor+seen-1, seen))
	}
	d.cols = runchart.NewColumns(n, seen, end, 1)
	d.cols.PerPoint, d.cols.Width = each, width
}

// placeNotes says where the marks go. Those that the window does not reach have
// no place.
func (d *drawing) placeNotes() {
	d.notes = nil
	var marks []runchart.Mark
	for _, m := range d.marks {
		if m.Point > 0 {
			width := ui.Width(m.Text)
			if width > inlineNote {
				width = d.w // it goes below
			}
			marks = append(marks, runchart.Mark{Point: m.Point, Width: width})
		}
	}
	d.notes = d.cols.PlaceNotes(marks)
}

// stripRows is how many rows the marks need above the field.
func (d *drawing) stripRows() int {
	if d.Small {
		return min(1, max(0, d.h-11))
	}
	rows := 0
	if d.notes == nil && len(d.marks) > 0 {
		rows = 1
	}
	for _, n := range d.notes {
		if !n.Outside {
			rows = max(rows, min(n.Level+1, 3))
		}
	}
	if d.h < 12 {
		return min(rows, 1)
	}
	return rows
}

func (d *drawing) draw() []string {
	t := d.th
	d.field = newCanvas(d.w, d.strip+d.height+3, t.Dim, t.Dim, t.Accent, t.Warn, t.Text, t.Good, t.Faint, t.Picked)
	d.frame()
	d.limits()
	d.centre()
	d.goal()
	d.uprights()
	d.line()
	d.points()
	d.phaseNames()
	d.nameLines()
	d.times()
	d.writeNotes()
	lines := append([]string{d.title()}, d.field.lines()...)
	lines = append(lines, d.foot...)
	return lines[:min(len(lines), d.h)]
}

// title is what is counted, its unit, and which points are shown.
func (d *drawing) title() string {
	right := cycle.HowMany(d.p.Present(), "point")
	if d.Title != "" && ui.Width(d.Title+right)+2 > d.w {
		right = "" // small charts would rather say what they are
	}
	if d.cols.Last > 0 && (d.cols.First > 1 || d.cols.Last < d.p.Len()) {
		right = fmt.Sprintf("showing %s-%s of %s", cycle.Thousands(d.cols.First), cycle.Thousands(d.cols.Last), cycle.Thousands(d.p.Len()))
	}
	return d.heading(right)
}

func (d *drawing) heading(right string) string {
	name := d.Title
	if name == "" {
		name = d.p.Title()
	}
	left := ui.Cut(name, max(1, d.w-ui.Width(right)-2))
	return ui.Ends(d.th.Strong.Render(left), d.th.Dim.Render(right), d.w)
}

// tooFew says why there is nothing to draw.
func (d *drawing) tooFew() []string {
	said := "Too few points to draw yet: a chart begins with the second."
	switch {
	case d.p.Withheld() > 0:
		said = fmt.Sprintf("Withheld: numbers of a group with fewer than %d students, or of one that would give it away.", d.p.Series.MinGroup)
	case d.p.Len() == 0 && len(d.p.Chart.Series) > 1:
		said = "The numbers are about single groups. The chart is drawn from those for everybody together."
	}
	lines := append([]string{d.heading("")}, ui.Styled(d.th.Dim, said, d.w)...)
	return lines[:min(len(lines), d.h)]
}

// shape is what there is room for in a very small place.
func (d *drawing) shape() []string {
	var values []float64
	for point := range d.p.Len() {
		if v := d.p.Value(point + 1); v.Present {
			values = append(values, v.Value)
		}
	}
	last := runchart.FormatValue(values[len(values)-1])
	line := d.th.Accent.Render(ui.Spark(values, max(1, d.w-ui.Width(last)-1))) + " " + last
	var names []string
	for _, n := range d.p.Lines() {
		names = append(names, d.sign(n.Kind)+" "+n.Text)
	}
	lines := []string{
		d.heading(cycle.HowMany(len(values), "point")), ui.Cut(line, d.w),
		d.th.Dim.Render(ui.Cut(strings.Join(names, "   "), d.w)),
	}
	return lines[:min(len(lines), d.h)]
}
