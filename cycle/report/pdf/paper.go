package pdf

import (
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/picture"
)

// lead is how far one line of words is from the next, in parts of their size.
const lead = 1.35

// paper prints one paper from a new page on. A summary is printed smaller until
// it fits on one page, within reason.
func (p *printer) paper(paper report.Paper) error {
	p.scale = 1
	if paper.Summary {
		for p.scale = 1; p.scale > 0.7; p.scale -= 0.06 {
			pages, err := p.measure(paper)
			if err != nil {
				return err
			}
			if pages == 1 {
				break
			}
		}
	}
	p.open = false
	err := p.print(paper)
	p.scale = 1
	return err
}

// measure counts the pages that a paper takes.
func (p *printer) measure(paper report.Paper) (int, error) {
	dry := *p
	dry.dry, dry.open, dry.pages = true, false, 0
	err := dry.print(paper)
	return dry.pages, err
}

func (p *printer) print(paper report.Paper) error {
	p.need(0)
	p.bookmark(paper.Title, 0)
	p.words([]span{{paper.Title, true}}, margin, textWidth, 18*p.scale, dark)
	p.words([]span{{text: paper.Line}}, margin, textWidth, 10*p.scale, quiet)
	phase := cycle.Phase("")
	for _, s := range paper.Sections {
		if s.Phase != phase && !paper.Summary {
			phase = s.Phase
			p.y += 14
			p.heading(phase.Word(), 14, 1, 40+p.beginning(s.Blocks, paper.Summary))
			p.rule(1.5)
		}
		p.y += 8 * p.scale
		p.heading(s.Title, 11.5, 2, p.beginning(s.Blocks, paper.Summary))
		if len(s.Blocks) == 0 {
			p.words([]span{{text: "Nothing written yet."}}, margin, textWidth, p.text(), quiet)
		}
		for _, b := range s.Blocks {
			if err := p.block(b, paper.Summary); err != nil {
				return err
			}
		}
	}
	return nil
}

// text is the size of the words.
func (p *printer) text() float64 { return 10 * p.scale }

func (p *printer) bookmark(s string, level int) {
	if !p.dry {
		p.pdf.Bookmark(p.tidy(s), level, p.y)
	}
}

// heading prints a heading on one page with the beginning of what follows it.
func (p *printer) heading(s string, size float64, level int, beginning float64) {
	p.need(size*p.scale*lead + 4 + beginning)
	p.bookmark(s, level)
	p.words([]span{{s, true}}, margin, textWidth, size*p.scale, dark)
	p.y += 2 * p.scale
}

func (p *printer) rule(width float64) {
	p.y += 2
	if !p.dry {
		p.pdf.SetDrawColor(dark, dark, dark)
		p.pdf.SetLineWidth(width)
		p.pdf.Line(margin, p.y, pageWidth-margin, p.y)
	}
	p.y += 6
}

// words prints spans as one text, over as many pages as it takes.
func (p *printer) words(spans []span, x, room, size float64, gray int) {
	for _, l := range p.wrap(spans, room, size) {
		p.need(size * lead)
		p.y += size * lead
		p.line(l, x, p.y-size*0.3, size, gray)
	}
}

func (p *printer) wrap(spans []span, room, size float64) [][]span {
	tidied := make([]span, len(spans))
	for i, s := range spans {
		tidied[i] = span{p.tidy(s.text), s.bold}
	}
	return p.letters.wrap(tidied, room, size)
}

// line prints one line with its base line at y.
func (p *printer) line(l []span, x, y, size float64, gray int) {
	if p.dry {
		return
	}
	p.pdf.SetTextColor(gray, gray, gray)
	for _, s := range l {
		p.font(s.bold, size)
		p.pdf.Text(x, y, s.text)
		x += p.letters.width(s.text, s.bold, size)
	}
}

func (p *printer) block(b report.Block, small bool) error {
	if b.Label != "" && b.Text == "" && b.Picture == nil {
		p.y += 5 * p.scale
		p.need(p.beginning([]report.Block{b}, small))
		p.words([]span{{b.Label, true}}, margin, textWidth, p.text(), dark)
		p.y += 2 * p.scale
	}
	switch grid, ok := b.Grid(); {
	case b.Picture != nil:
		return p.picture(b.Picture, small)
	case b.Table != nil:
		p.table(*b.Table)
	case ok:
		p.table(*grid)
	case b.Tree != nil:
		p.tree(b.Tree, 0)
	case b.Entries != nil:
		for _, c := range texts(b.Entries) {
			p.words(c, margin, textWidth, p.text(), dark)
		}
	case b.Columns != nil:
		p.columns(b.Columns)
	default:
		p.words(value(b), margin, textWidth, p.text(), dark)
	}
	p.y += 3 * p.scale
	return nil
}

// value gives a label and its text as one paragraph.
func value(b report.Block) []span {
	if b.Label == "" {
		return []span{{text: b.Text}}
	}
	return []span{{b.Label + ": ", true}, {text: b.Text}}
}

// texts gives the paragraphs of entries.
func texts(entries []report.Entry) [][]span {
	var out [][]span
	for _, e := range entries {
		if e.Name != "" {
			out = append(out, []span{{e.Name, true}})
		}
		for _, v := range e.Values {
			out = append(out, value(v))
		}
	}
	return out
}

func (p *printer) tree(branches []report.Branch, level int) {
	const indent = 14
	x := margin + float64(min(level, 8)+1)*indent
	for _, b := range branches {
		size := p.text()
		p.need(size * lead)
		p.line([]span{{text: [...]string{"•", "–", "·"}[min(level, 2)]}}, x-10, p.y+size*(lead-0.3), size, dark)
		p.words([]span{{text: b.Text}}, x, pageWidth-margin-x, size, dark)
		p.tree(b.Under, level+1)
	}
}

// beginning is how much of a page the beginning of some blocks takes.
func (p *printer) beginning(blocks []report.Block, small bool) float64 {
	line := p.text() * lead
	if len(blocks) == 0 {
		return line
	}
	b, label := blocks[0], 0.0
	if b.Label != "" {
		label = line + 7
	}
	grid, ok := b.Grid()
	if b.Table != nil {
		grid, ok = b.Table, true
	}
	switch {
	case ok:
		g := p.gridOf(*grid)
		return label + g.beginning(g.cells(*grid, grid.Rows[0], false))
	case b.Columns != nil:
		g, body := p.gridOfColumns(b.Columns)
		return label + g.beginning(body)
	case b.Picture != nil:
		if drawn, err := picture.Parse(b.Picture.SVG); err == nil {
			return drawn.Height * fitting(drawn, p.highest(small))
		}
	}
	return label + 2*line
}

// highest is how high a picture may be.
func (p *printer) highest(small bool) float64 {
	if small {
		return 240 * p.scale
	}
	return bottom - margin - 100
}

// fitting is the scale at which a picture is as wide as the text, or as high as it
// may be.
func fitting(drawn *picture.Picture, highest float64) float64 {
	return min(textWidth/drawn.Width, highest/drawn.Height)
}

// picture draws a picture.
func (p *printer) picture(pic *report.Picture, small bool) error {
	drawn, err := picture.Parse(pic.SVG)
	if err != nil {
		return fmt.Errorf("%s: %w", pic.Title, err)
	}
	scale := fitting(drawn, p.highest(small))
	p.need(drawn.Height * scale)
	if !p.dry {
		p.draw(drawn, margin, p.y, scale)
	}
	p.y += drawn.Height*scale + 4
	return nil
}
