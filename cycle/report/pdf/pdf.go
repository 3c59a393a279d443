package pdf

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/typeface"
)

// Write writes the document. It gives the characters that could not be printed,
// in order; there are none in most documents. The error says which picture could
// not be drawn, or is that of the writer.
func Write(w io.Writer, d report.Document) (missing []rune, err error) {
	p := newPrinter(d)
	if d.Title != "" {
		p.contents(d)
	}
	for i, paper := range d.Papers {
		if err := d.Begin(i); err != nil {
			return nil, err
		}
		if err := p.paper(paper); err != nil {
			return nil, err
		}
	}
	missing = slices.Sorted(maps.Keys(p.missing))
	p.noteMissing(missing)
	return missing, p.pdf.Output(w)
}

// The page, in points.
const (
	pageWidth, pageHeight = 612, 792
	margin                = 54
	textWidth             = pageWidth - 2*margin
	bottom                = pageHeight - margin - 12 // of the words, above the footer
)

// A printer puts words and drawings on pages from the top to the bottom.
type printer struct {
	pdf     *fpdf.Fpdf
	letters letters
	missing map[rune]bool
	y       float64
	scale   float64 // of the words; less than 1 for a summary that would not fit
	dry     bool    // only measure
	pages   int     // begun while measuring
	open    bool    // whether there is a page to write on
}

func newPrinter(d report.Document) *printer {
	f := fpdf.New("P", "pt", "Letter", "")
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true)
	at := d.Changed
	if at.IsZero() {
		at = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // the format asks for one, and the clock would make every file differ
	}
	f.SetCreationDate(at.UTC())
	f.SetModificationDate(at.UTC())
	f.SetProducer("pdsa", true)
	f.SetLang("en-US")
	for _, style := range []string{"", "B"} {
		file, err := typeface.File(style == "B")
		f.SetError(err)
		f.AddUTF8FontFromBytes(family, style, file)
	}
	f.AliasNbPages("{pages}")
	p := &printer{pdf: f, missing: map[rune]bool{}, scale: 1}
	p.letters = newLetters(f)
	f.SetTitle(p.tidy(d.Name()), true)
	name := p.tidy(d.Name())
	f.SetFooterFunc(func() {
		p.font(false, 8)
		f.SetTextColor(0x44, 0x44, 0x44)
		page := fmt.Sprintf("%d / {pages}", f.PageNo())
		f.Text(pageWidth-margin-p.letters.width("99 / 99", false, 8), pageHeight-margin/2-6, page)
		line := p.letters.wrap([]span{{text: name}}, textWidth-80, 8)
		if len(line) > 0 {
			p.line(line[0], margin, pageHeight-margin/2-6, 8, quiet)
		}
	})
	return p
}

const family = "DejaVu"

// Shades of gray.
const (
	dark  = 0x11
	quiet = 0x44
)

// newPage goes to the top of a new page.
func (p *printer) newPage() {
	p.y, p.open = margin, true
	if p.dry {
		p.pages++
		return
	}
	p.pdf.AddPage()
}

// need goes to a new page where less than height is left.
func (p *printer) need(height float64) {
	if !p.open || p.y+height > bottom && p.y > margin {
		p.newPage()
	}
}

func (p *printer) font(bold bool, size float64) {
	style := ""
	if bold {
		style = "B"
	}
	p.pdf.SetFont(family, style, size)
}

// contents is the first page of a document of several papers.
func (p *printer) contents(d report.Document) {
	p.newPage()
	p.words([]span{{d.Title, true}}, margin, textWidth, 20, dark)
	p.y += 14
	for i, paper := range d.Papers {
		p.need(34)
		p.words([]span{{fmt.Sprintf("%d. %s", i+1, paper.Title), true}}, margin, textWidth, 10.5, dark)
		p.words([]span{{text: paper.Line}}, margin+16, textWidth-16, 9, quiet)
		p.y += 5
	}
	p.open = false
}

// noteMissing says at the end which characters stand as ▯.
func (p *printer) noteMissing(missing []rune) {
	if len(missing) == 0 {
		return
	}
	const most = 40
	var names []string
	for _, r := range missing[:min(most, len(missing))] {
		names = append(names, fmt.Sprintf("U+%04X", r))
	}
	more := ""
	if n := len(missing) - most; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	p.need(60)
	p.y += 12
	p.words([]span{{text: fmt.Sprintf("%d kinds of characters cannot be printed in this file and stand as %c: %s%s. The Word and web page forms of this document have them.",
		len(missing), stand, strings.Join(names, ", "), more)}}, margin, textWidth, 8.5, quiet)
}
