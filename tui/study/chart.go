package study

import (
	"fmt"
	"math"
	"strings"

	"github.com/guptarohit/asciigraph"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// The inks of a chart.
const (
	inkPlain = iota
	inkLine
	inkPoint
	inkSignal
	inkMedian
	inkGoal
)

const (
	widestPoint = 9 // columns of a point: a short series stays together
	leastRows   = 4 // of the field: under that only the shape is drawn
	leastWidth  = 30
)

// Chart draws the run chart of a measure into at most h lines of w columns: every
// point of the whole group in time order, joined by straight lines, the median,
// the goal, and dates below. With fewer than two points it says so in a
// sentence; with more points than columns it shows the newest and says which.
func Chart(env *ui.Env, c *cycle.Cycle, measure string, w, h int) []string {
	m, ok := c.Measure(measure)
	if !ok || h < 1 || w < 1 {
		return nil
	}
	series := c.Series(measure)
	if len(series) < 2 {
		return tooFew(env, c, m, len(series), w, h)
	}
	a, err := analyze(series)
	if err != nil {
		return ui.Styled(env.Theme.Bad, err.Error(), w)
	}
	d := drawing{env: env, m: m, series: series, a: a, w: w, h: h}
	if h < leastRows+3 || w < leastWidth {
		return d.shape()
	}
	return d.chart()
}

func tooFew(env *ui.Env, c *cycle.Cycle, m cycle.Measure, n, w, h int) []string {
	said := "Too few points to draw yet: a chart begins with the second."
	if n == 0 && len(c.Points(m.ID)) > 0 {
		said = "The numbers are about single groups. The chart is drawn from those for everybody together."
	}
	lines := ui.Styled(env.Theme.Strong, name(m), w)
	lines = append(lines, ui.Styled(env.Theme.Dim, said, w)...)
	return lines[:min(len(lines), h)]
}

// analyze reads the values with the median of all points.
func analyze(series []cycle.Point) (runchart.Analysis, error) {
	values := make([]float64, len(series))
	for i, p := range series {
		values[i] = p.Value
	}
	return runchart.Analyze(runchart.Series{Y: values}, runchart.Options{})
}

// A drawing is one chart while it is made.
type drawing struct {
	env    *ui.Env
	m      cycle.Measure
	series []cycle.Point
	a      runchart.Analysis
	w, h   int

	axis   runchart.Axis
	height int // steps between rows: there is one row more
	cols   runchart.Columns
}

// shape is what there is room for in a very small place.
func (d *drawing) shape() []string {
	values := make([]float64, len(d.series))
	for i, p := range d.series {
		values[i] = p.Value
	}
	last := runchart.FormatValue(values[len(values)-1])
	line := d.env.Theme.Accent.Render(ui.Spark(values, max(1, d.w-ui.Width(last)-1))) + " " + last
	lines := []string{d.title(), ui.Cut(line, d.w), d.legend()}
	return lines[:min(len(lines), d.h)]
}

func (d *drawing) chart() []string {
	t := d.env.Theme
	goal := d.goal()
	low, high, _ := d.a.Range(goal)
	under := d.w < 46 // no room for words beside the lines
	rows := d.h - 3
	if under {
		rows--
	}
	d.axis = runchart.NewAxis(low, high, min(7, max(3, (rows-1)/2+1)))
	d.height = d.axis.Height(rows - 1)
	if d.height == 0 {
		return d.shape()
	}
	left := 0
	for _, tick := range d.axis.Ticks {
		left = max(left, ui.Width(d.label(tick)))
	}
	words := d.words()
	right := 0
	if !under {
		for _, s := range words {
			right = max(right, ui.Width(s)+1)
		}
	}
	d.cols = runchart.NewColumns(len(d.series), d.w-left-1-right, 0, widestPoint)
	field := newCanvas(d.w, d.height+3, t.Dim, t.Dim, t.Accent, t.Warn, t.Text, t.Good)
	x0 := left + 1
	d.frame(field, x0)
	d.level(field, x0, d.median(), '╌', inkMedian)
	d.level(field, x0, goal, '┈', inkGoal)
	d.line(field, x0)
	d.points(field, x0)
	if !under {
		d.names(field, x0+d.cols.Width+1, words, goal)
	}
	d.dates(field, x0)
	lines := append([]string{d.title()}, field.lines()...)
	if under {
		lines = append(lines, d.legend())
	}
	return lines
}

func (d *drawing) median() runchart.Optional[float64] { return d.a.Phases[0].Centre }

func (d *drawing) goal() runchart.Optional[float64] {
	v, _, err := cycle.ParseNumber(d.m.Goal)
	if err != nil {
		return runchart.Optional[float64]{}
	}
	return runchart.Some(v)
}

// title is the measure, its unit, and which points are shown.
func (d *drawing) title() string {
	t := d.env.Theme
	right := fmt.Sprintf("%d points", len(d.series))
	if d.cols.First > 1 {
		right = fmt.Sprintf("showing %d-%d of %d", d.cols.First, d.cols.Last, len(d.series))
	}
	unit := cycle.Clean(d.m.Unit, false)
	if unit != "" {
		unit = ", " + unit
	}
	left := ui.Cut(name(d.m)+unit, max(1, d.w-ui.Width(right)-2))
	return ui.Ends(t.Strong.Render(left), t.Dim.Render(right), d.w)
}

// words are the names of the median and the goal, in this order.
func (d *drawing) words() []string {
	words := []string{"median " + d.value(d.median().Value)}
	if g := d.goal(); g.Present {
		words = append(words, "goal "+d.value(g.Value))
	}
	return words
}

// legend names the lines under a chart that has no room beside them.
func (d *drawing) legend() string {
	s := "╌╌ " + d.words()[0]
	if len(d.words()) > 1 {
		s += "   ┈┈ " + d.words()[1]
	}
	return d.env.Theme.Dim.Render(ui.Cut(s, d.w))
}

func (d *drawing) value(v float64) string { return runchart.FormatValue(v) + d.percent() }

func (d *drawing) label(tick float64) string { return d.axis.Label(tick) + d.percent() }

func (d *drawing) percent() string {
	if strings.HasPrefix(strings.TrimSpace(d.m.Unit), "%") {
		return "%"
	}
	return ""
}

// frame draws the scale at the left and the line of time below.
func (d *drawing) frame(f *canvas, x0 int) {
	for y := 0; y <= d.height; y++ {
		f.put(x0-1, y, '│', inkPlain)
	}
	for _, tick := range d.axis.Ticks {
		s, y := d.label(tick), d.axis.Row(tick, d.height)
		f.text(x0-1-ui.Width(s), y, s, inkPlain)
		f.put(x0-1, y, '┤', inkPlain)
	}
	f.put(x0-1, d.height+1, '└', inkPlain)
	for x := range d.cols.Width {
		f.put(x0+x, d.height+1, '─', inkPlain)
	}
}

// level draws a line at a value across the field.
func (d *drawing) level(f *canvas, x0 int, v runchart.Optional[float64], r rune, ink int) {
	if !v.Present {
		return
	}
	for x := range d.cols.Width {
		f.put(x0+x, d.axis.Row(v.Value, d.height), r, ink)
	}
}

// line joins the points. The library is given rows instead of values, so that
// the line and the marks on it are rounded alike; it draws one column a value
// and is kept from stretching the series.
func (d *drawing) line(f *canvas, x0 int) {
	levels := make([]float64, d.cols.Width)
	for i := range levels {
		levels[i] = math.NaN()
	}
	from, to := d.cols.Width, 0
	for p := d.cols.First; p <= d.cols.Last; p++ {
		x, ok := d.cols.Column(p)
		if !ok {
			continue
		}
		y := float64(d.height - d.row(p))
		levels[x] = y
		if before, ok := d.cols.Column(p - 1); ok {
			step := (y - levels[before]) / float64(x-before)
			for k := before + 1; k < x; k++ {
				levels[k] = levels[before] + step*float64(k-before)
			}
		}
		from, to = min(from, x), max(to, x)
	}
	if from >= to {
		return // a single column: its mark says it all
	}
	plot := asciigraph.Plot(levels, asciigraph.Height(d.height), asciigraph.LowerBound(0), asciigraph.UpperBound(float64(d.height)))
	for y, row := range strings.Split(plot, "\n") {
		runes := []rune(row)
		axis := 0
		for axis < len(runes) && runes[axis] != '┤' && runes[axis] != '┼' {
			axis++
		}
		for x := from; x <= to && axis+1+x < len(runes); x++ {
			if r := runes[axis+1+x]; r != ' ' {
				f.put(x0+x, y, r, inkLine)
			}
		}
	}
}

func (d *drawing) row(point int) int { return d.axis.Row(d.series[point-1].Value, d.height) }

// points marks every point; those of a signal are drawn differently.
func (d *drawing) points(f *canvas, x0 int) {
	signal := map[int]bool{}
	for _, s := range d.a.Signals(runchart.AnhoejRules) {
		for _, p := range s.Points {
			signal[p] = true
		}
	}
	for p := d.cols.First; p <= d.cols.Last; p++ {
		x, ok := d.cols.Column(p)
		switch {
		case !ok:
		case signal[p]:
			f.put(x0+x, d.row(p), '◆', inkSignal)
		default:
			f.put(x0+x, d.row(p), '●', inkPoint)
		}
	}
}

// names writes beside the lines what they are. Where both are on one row the
// name of the goal goes to the next.
func (d *drawing) names(f *canvas, x int, words []string, goal runchart.Optional[float64]) {
	median := d.axis.Row(d.median().Value, d.height)
	f.text(x, median, words[0], inkMedian)
	if !goal.Present {
		return
	}
	y := d.axis.Row(goal.Value, d.height)
	if y == median {
		if y++; y > d.height {
			y -= 2
		}
	}
	f.text(x, y, words[1], inkGoal)
}

// dates marks on the line of time which points have their date below.
func (d *drawing) dates(f *canvas, x0 int) {
	layout := d.dateLayout()
	text := func(p int) string { return d.series[p-1].Date.Time().Format(layout) }
	for _, l := range d.cols.ThinLabels(2, func(p int) int { return len(text(p)) }) {
		if x, ok := d.cols.Column(l.Point); ok {
			f.put(x0+x, d.height+1, '┬', inkPlain)
		}
		f.text(x0+l.Column, d.height+2, text(l.Point), inkPlain)
	}
}

func (d *drawing) dateLayout() string {
	switch days := d.series[len(d.series)-1].Date.Sub(d.series[0].Date); {
	case days > 3*365:
		return "2006"
	case days > 365:
		return "Jan 2006"
	default:
		return "Jan 2"
	}
}

func name(m cycle.Measure) string {
	if s := strings.TrimSpace(cycle.Clean(m.Name, false)); s != "" {
		return s
	}
	return "(no name yet)"
}
