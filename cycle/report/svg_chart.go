package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// Sizes of the chart in pixels, of which 96 are an inch. Text of 13 pixels is
// just under 10 points; nothing is smaller.
const (
	svgWidth    = 900
	svgField    = 300 // height of the field
	svgText     = 13
	svgLine     = 19 // from one line of text to the next
	svgLetter   = 7  // about the width of a letter
	svgEdge     = 16
	svgNarrow   = 4  // pixels that a point gets at least: then the chart is wider
	svgWide     = 90 // and at most
	svgInline   = 40 // letters of a note beside its mark
	svgDark     = "#111"
	svgQuiet    = "#555"
	svgLightest = "#999"
)

// ChartSVG draws run charts as one SVG image, one below the other on one scale.
// It carries a title, a description and all data as a table that screen readers
// find: drawn in paint that cannot be seen, because a table in metadata is read
// out by none of them. Signs and dashes carry every meaning, so that it prints in
// black and white. Equal plots give equal bytes.
func ChartSVG(plots ...*plot.Plot) []byte {
	low, high, _ := plot.Scale(plots)
	return chartSVG(low, high, plots...)
}

// chartSVG draws run charts on a scale that reaches from low to high at least.
func chartSVG(low, high float64, plots ...*plot.Plot) []byte {
	width, height := svgWidth, svgEdge
	var drawings []*svgDrawing
	for _, p := range plots {
		d := newSVGDrawing(p, low, high)
		width = max(width, d.width)
		height += d.height + svgEdge
		drawings = append(drawings, d)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="Helvetica, Arial, sans-serif" font-size="%d" fill="%s">`+"\n",
		width, height, width, height, svgText, svgDark)
	if len(plots) > 0 {
		fmt.Fprintf(&b, "<title>%s</title>\n", escape(plots[0].Title()))
		fmt.Fprintf(&b, "<desc>%s</desc>\n", escape(description(plots)))
	}
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", width, height)
	y := svgEdge
	for _, d := range drawings {
		fmt.Fprintf(&b, `<g transform="translate(0 %d)">`+"\n", y)
		d.draw(&b)
		b.WriteString("</g>\n")
		y += d.height + svgEdge
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func description(plots []*plot.Plot) string {
	var out []string
	for _, p := range plots {
		words := strings.Join(p.Reading(), " ") + " " + strings.Join(p.Facts(), ", ") + "."
		if len(plots) > 1 {
			words = p.Name() + ": " + words
		}
		out = append(out, words)
	}
	return "Run chart. " + strings.Join(out, " ")
}

// An svgDrawing is one chart while it is drawn. Its columns are pixels.
type svgDrawing struct {
	p             *plot.Plot
	width, height int
	axis          runchart.Axis
	cols          runchart.Columns
	left, top     int // of the field
	names         []plot.Line
	marks         []plot.Mark
	notes         []runchart.Note
	below         []string
	b             *bytes.Buffer
}

func newSVGDrawing(p *plot.Plot, low, high float64) *svgDrawing {
	d := &svgDrawing{p: p, axis: runchart.NewAxis(low, high, 8), marks: p.Marks()}
	for _, tick := range d.axis.Ticks {
		d.left = max(d.left, letters(p.Tick(d.axis, tick)))
	}
	d.left += svgEdge + 10
	d.names = p.Lines()
	right := svgEdge
	for _, n := range d.names {
		right = max(right, letters(n.Text)+svgEdge+8)
	}
	field := max(svgWidth-d.left-right, p.Len()*svgNarrow)
	d.cols = runchart.NewColumns(p.Len(), field, 0, svgWide)
	d.width = d.left + field + right
	strip := d.placeNotes()
	d.top = 2*svgLine + strip*svgLine
	d.below = d.words()
	d.height = d.top + svgField + 2*svgLine + len(d.below)*svgLine + 6
	return d
}

// letters is about how wide a text is.
func letters(s string) int { return utf8.RuneCountInString(s) * svgLetter }

func (d *svgDrawing) placeNotes() (strip int) {
	var marks []runchart.Mark
	for _, m := range d.marks {
		if m.Point > 0 {
			width := letters(m.Text) + svgLetter
			if utf8.RuneCountInString(m.Text) > svgInline {
				width = d.width
			}
			marks = append(marks, runchart.Mark{Point: m.Point, Width: width})
		}
	}
	d.notes = d.cols.PlaceNotes(marks)
	for i, n := range d.notes {
		// The numbers of near marks are set a line apart where they would touch.
		if n.Number > 0 && i > 0 && d.notes[i-1].Number > 0 && n.Column-d.notes[i-1].Column < 2*svgLetter {
			d.notes[i].Level = (d.notes[i-1].Level + 1) % 3
		}
		strip = max(strip, d.notes[i].Level+1)
	}
	return strip
}

// words are the lines below the chart.
func (d *svgDrawing) words() []string {
	paragraphs := []string{strings.Join(plot.Numbered(d.marks, d.notes), " · "), strings.Join(d.p.Reading(), " "), strings.Join(d.p.Facts(), " · "), strings.Join(d.p.Signs(), " · ")}
	paragraphs = append(paragraphs, d.p.Notes...)
	if d.p.Chart.Source != "" {
		paragraphs = append(paragraphs, "Source: "+d.p.Chart.Source)
	}
	var out []string
	for _, s := range paragraphs {
		if s != "" {
			out = append(out, wrapWords(s, (svgWidth-2*svgEdge)/svgLetter)...)
		}
	}
	return out
}

// wrapWords breaks a text at spaces into lines of at most n letters; a longer
// word stays whole.
func wrapWords(s string, n int) []string {
	var out []string
	line, length := "", 0
	for word := range strings.FieldsSeq(s) {
		w := utf8.RuneCountInString(word)
		if line != "" && length+1+w > n {
			out = append(out, line)
			line, length = "", 0
		}
		if line != "" {
			line, length = line+" ", length+1
		}
		line, length = line+word, length+w
	}
	if line == "" {
		return out
	}
	return append(out, line)
}

// x gives the place of a point, y that of a value.
func (d *svgDrawing) x(point int) float64 {
	column, _ := d.cols.Column(point)
	return float64(d.left+column) + 0.5
}

func (d *svgDrawing) y(v float64) float64 {
	return math.Round((float64(d.top)+(1-d.axis.Fraction(v))*svgField)*10) / 10
}

func (d *svgDrawing) bottom() int { return d.top + svgField }

func (d *svgDrawing) draw(b *bytes.Buffer) {
	d.b = b
	b.WriteString(`<g aria-hidden="true">` + "\n")
	d.text(svgEdge, svgLine-4, "start", svgDark, d.p.Title(), ` font-weight="bold" font-size="15"`)
	d.frame()
	d.limits()
	d.centre()
	if g := d.p.Goal(); g.Present {
		d.line(float64(d.left), d.y(g.Value), float64(d.left+d.cols.Width), d.y(g.Value), svgDark, 1, "2 4")
	}
	d.uprights()
	d.joined()
	d.points()
	d.writeNames()
	d.writeNotes()
	for i, line := range d.below {
		d.text(svgEdge, d.bottom()+3*svgLine+i*svgLine, "start", svgDark, line, "")
	}
	b.WriteString("</g>\n")
	d.table()
}

func (d *svgDrawing) text(x, y int, anchor, fill, s, more string) {
	fmt.Fprintf(d.b, `<text x="%d" y="%d" text-anchor="%s" fill="%s"%s>%s</text>`+"\n", x, y, anchor, fill, more, escape(s))
}

func (d *svgDrawing) line(x1, y1, x2, y2 float64, stroke string, width float64, dashes string) {
	if dashes != "" {
		dashes = ` stroke-dasharray="` + dashes + `"`
	}
	fmt.Fprintf(d.b, `<line x1="%g" y1="%g" x2="%g" y2="%g" stroke="%s" stroke-width="%g"%s/>`+"\n", x1, y1, x2, y2, stroke, width, dashes)
}

// escape makes text safe in XML, in content and in attributes.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes all
	return b.String()
}
