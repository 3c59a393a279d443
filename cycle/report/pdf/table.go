package pdf

import (
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/report"
)

// A cell is the lines of one cell of a table.
type cell struct {
	lines [][]span
	kind  report.ColumnKind
}

// A grid prints rows of cells in columns.
type grid struct {
	*printer
	widths []float64 // of the columns
	size   float64   // of the words
	head   []cell
}

// inside is what is left free between the words of a cell and its frame.
const inside = 4

func (p *printer) table(t report.Table) {
	g := p.gridOf(t)
	for i, words := range t.Rows {
		row := g.cells(t, words, false)
		if i == 0 {
			g.begin(row)
		}
		g.row(row, false)
	}
	p.y += 3
	if t.Legend != "" {
		p.words([]span{{text: t.Legend}}, margin, textWidth, 8.5*p.scale, quiet)
	}
}

// gridOf sets up the columns of a table and its head.
func (p *printer) gridOf(t report.Table) *grid {
	g := &grid{printer: p, size: 9 * p.scale}
	for _, share := range t.Widths() {
		g.widths = append(g.widths, share*textWidth)
	}
	g.head = g.cells(t, t.Head, true)
	return g
}

// cells breaks the words of a row.
func (g *grid) cells(t report.Table, words []string, bold bool) []cell {
	var out []cell
	for i, s := range words {
		out = append(out, g.cell(i, t.Kinds[i], []span{{s, bold}}))
	}
	return out
}

// columns prints groups of values side by side.
func (p *printer) columns(columns []report.Column) {
	g, body := p.gridOfColumns(columns)
	g.begin(body)
	g.row(body, false)
	p.y += 3
}

// gridOfColumns sets up groups of values as a table of one row.
func (p *printer) gridOfColumns(columns []report.Column) (g *grid, body []cell) {
	g = &grid{printer: p, size: 9 * p.scale}
	for range columns {
		g.widths = append(g.widths, textWidth/float64(len(columns)))
	}
	for i, c := range columns {
		head := [][]span{{{c.Head, true}}}
		if c.Help != "" {
			head = append(head, []span{{text: c.Help}})
		}
		g.head = append(g.head, g.cell(i, report.Words, head...))
		body = append(body, g.cell(i, report.Words, texts(c.Entries)...))
	}
	return g, body
}

// cell breaks paragraphs into the lines of a cell of column i.
func (g *grid) cell(i int, kind report.ColumnKind, paragraphs ...[]span) cell {
	room := g.widths[i] - 2*inside
	if kind == report.Marks {
		room = g.widths[i]
	}
	c := cell{kind: kind}
	for _, spans := range paragraphs {
		c.lines = append(c.lines, g.wrap(spans, room, g.size)...)
	}
	return c
}

// begin prints the head where there is room below it for the first row.
func (g *grid) begin(first []cell) {
	g.need(g.beginning(first))
	g.row(g.head, true)
}

// beginning is how much of a page the head and the first row take; a row that is
// higher than a page begins anywhere.
func (g *grid) beginning(first []cell) float64 {
	head, row := g.height(g.head), g.height(first)
	if head+row > wholePage {
		row = 2 * g.size * lead
	}
	return head + row
}

// wholePage is the most that is kept together on one page, with its heading.
const wholePage = bottom - margin - 80

func (g *grid) height(row []cell) float64 {
	most := 1
	for _, c := range row {
		most = max(most, len(c.lines))
	}
	return float64(most)*g.size*lead + inside
}

// row prints a row. One that is higher than what is left of the page goes to the
// next; one that is higher than a page is printed over several.
func (g *grid) row(row []cell, isHead bool) {
	row = slices.Clone(row)
	for first := true; first || g.left(row) > 0; first = false {
		height := g.height(row)
		if g.y+height > bottom && !isHead {
			if rest := float64(bottom) - g.y; rest < height && (g.height(g.head)+height <= wholePage || rest < 80) {
				g.newPage()
				g.row(g.head, true)
			}
			height = min(height, float64(bottom)-g.y)
		}
		lines := max(1, int((height-inside)/(g.size*lead)))
		g.part(row, lines, isHead)
		for i := range row {
			row[i].lines = row[i].lines[min(lines, len(row[i].lines)):]
		}
		if isHead {
			return
		}
	}
}

// left gives the most lines of a cell that are not printed yet.
func (g *grid) left(row []cell) int {
	most := 0
	for _, c := range row {
		most = max(most, len(c.lines))
	}
	return most
}

// part prints some lines of every cell, and the frame around them.
func (g *grid) part(row []cell, lines int, isHead bool) {
	most := 1
	for _, c := range row {
		most = max(most, min(lines, len(c.lines)))
	}
	height := float64(most)*g.size*lead + inside
	x := float64(margin)
	for i, c := range row {
		if !g.dry {
			style := "D"
			if isHead {
				style = "FD"
				g.pdf.SetFillColor(0xee, 0xee, 0xee)
			}
			g.pdf.SetDrawColor(0x55, 0x55, 0x55)
			g.pdf.SetLineWidth(0.5)
			g.pdf.Rect(x, g.y, g.widths[i], height, style)
		}
		for n, l := range c.lines[:min(lines, len(c.lines))] {
			at, width := x+inside, 0.0
			for _, s := range l {
				width += g.letters.width(s.text, s.bold, g.size)
			}
			switch c.kind {
			case report.Numbers:
				at = x + g.widths[i] - inside - width
			case report.Marks:
				at = x + (g.widths[i]-width)/2
			}
			g.line(l, at, g.y+inside/2+float64(n+1)*g.size*lead-g.size*0.3, g.size, dark)
		}
		x += g.widths[i]
	}
	g.y += height
}
