package docx

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/picture"
)

// The page is US Letter with margins of three quarters of an inch. Widths are in
// twentieths of a point, as the format counts.
const textWidth = 12240 - 2*1080

// body builds the main part of the document.
type body struct {
	b        strings.Builder
	pictures [][]byte
	small    bool // whether a summary is written, which is to fit on a page
}

// style gives a style, or its smaller form in a summary.
func (w *body) style(usual, summary string) string {
	if w.small {
		return summary
	}
	return usual
}

func (w *body) xml() []byte {
	return []byte(head + `<w:document ` + wordSpace +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
		` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>` + w.b.String() +
		`<w:sectPr><w:footerReference w:type="default" r:id="rIdfooter"/><w:pgSz w:w="12240" w:h="15840"/>` +
		`<w:pgMar w:top="1080" w:right="1080" w:bottom="1080" w:left="1080" w:header="540" w:footer="540" w:gutter="0"/></w:sectPr></w:body></w:document>`)
}

func (w *body) document(d report.Document) error {
	if d.Title != "" {
		w.paragraph("Title", "", run(d.Title, ""))
		for _, p := range d.Papers {
			w.paragraph("ListNumber", "", run(p.Title, "")+run("\n"+p.Line, `<w:color w:val="444444"/>`))
		}
	}
	for i, p := range d.Papers {
		if err := d.Begin(i); err != nil {
			return err
		}
		if err := w.paper(p, i > 0 || d.Title != ""); err != nil {
			return err
		}
	}
	return nil
}

func (w *body) paper(p report.Paper, newPage bool) error {
	w.small = p.Summary
	more := ""
	if newPage {
		more = "<w:pageBreakBefore/>"
	}
	w.paragraph("Heading1", more, run(p.Title, ""))
	w.paragraph("Subtitle", "", run(p.Line, ""))
	phase := cycle.Phase("")
	for _, s := range p.Sections {
		if s.Phase != phase && !p.Summary {
			phase = s.Phase
			w.paragraph("Heading2", "", run(phase.Word(), ""))
		}
		w.paragraph(w.style("Heading3", "SummaryHeading"), "", run(s.Title, ""))
		if len(s.Blocks) == 0 {
			w.paragraph("Nothing", "", run("Nothing written yet.", ""))
		}
		for _, b := range s.Blocks {
			if err := w.block(b); err != nil {
				return err
			}
		}
	}
	return nil
}

// paragraph writes a paragraph of a style, with more of its properties.
func (w *body) paragraph(style, more, runs string) {
	w.b.WriteString(paragraph(style, more, runs))
}

func paragraph(style, more, runs string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + more + `</w:pPr>` + runs + `</w:p>`
}

func (w *body) block(b report.Block) error {
	if b.Label != "" && b.Text == "" && b.Picture == nil {
		w.paragraph("Heading4", "", run(b.Label, ""))
	}
	switch grid, ok := b.Grid(); {
	case b.Picture != nil:
		return w.picture(b.Picture)
	case b.Table != nil:
		w.table(*b.Table)
	case ok:
		w.table(*grid)
	case b.Tree != nil:
		w.tree(b.Tree, 0)
	case b.Entries != nil:
		w.b.WriteString(entries(w.style("BodyText", "SummaryText"), b.Entries))
	case b.Columns != nil:
		w.columns(b.Columns)
	default:
		w.b.WriteString(value(w.style("BodyText", "SummaryText"), b))
	}
	return nil
}

// value writes a label and its text.
func value(style string, b report.Block) string {
	label := ""
	if b.Label != "" {
		label = run(b.Label+": ", "<w:b/>")
	}
	return paragraph(style, "", label+run(strings.TrimSpace(b.Text), ""))
}

func entries(style string, all []report.Entry) string {
	var b strings.Builder
	for _, e := range all {
		if e.Name != "" {
			b.WriteString(paragraph(style, "<w:keepNext/>", run(e.Name, "<w:b/>")))
		}
		for _, v := range e.Values {
			b.WriteString(value(style, v))
		}
	}
	return b.String()
}

func (w *body) tree(branches []report.Branch, level int) {
	for _, b := range branches {
		w.paragraph(w.style("ListBullet", "SummaryBullet"), fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>`, min(level, 2)), run(b.Text, ""))
		w.tree(b.Under, level+1)
	}
}

// table writes a table. A row stays on one page where it can, and the head comes
// again on each.
func (w *body) table(t report.Table) {
	widths := make([]int, len(t.Head))
	for i, share := range t.Widths() {
		widths[i] = int(share * textWidth)
	}
	w.openTable(widths)
	w.row(widths, true, func(i int) string { return cellParagraph(t, i, run(t.Head[i], "<w:b/>")) })
	for _, row := range t.Rows {
		w.row(widths, false, func(i int) string { return cellParagraph(t, i, run(row[i], "")) })
	}
	w.closeTable()
	if t.Legend != "" {
		w.paragraph("Legend", "", run(t.Legend, ""))
	}
}

func cellParagraph(t report.Table, i int, runs string) string {
	side := map[report.ColumnKind]string{report.Numbers: "right", report.Marks: "center"}[t.Kinds[i]]
	if side != "" {
		side = `<w:jc w:val="` + side + `"/>`
	}
	return paragraph("TableText", side, runs)
}

// columns writes groups of values side by side.
func (w *body) columns(columns []report.Column) {
	widths := make([]int, len(columns))
	for i := range widths {
		widths[i] = textWidth / len(columns)
	}
	w.openTable(widths)
	w.row(widths, true, func(i int) string {
		s := paragraph("TableText", "", run(columns[i].Head, "<w:b/>"))
		if columns[i].Help != "" {
			s += paragraph("TableText", "", run(columns[i].Help, ""))
		}
		return s
	})
	w.row(widths, false, func(i int) string {
		if s := entries("TableText", columns[i].Entries); s != "" {
			return s
		}
		return paragraph("TableText", "", "")
	})
	w.closeTable()
}

func (w *body) openTable(widths []int) {
	w.b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>` +
		`<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	for _, width := range widths {
		fmt.Fprintf(&w.b, `<w:gridCol w:w="%d"/>`, width)
	}
	w.b.WriteString(`</w:tblGrid>`)
}

func (w *body) row(widths []int, isHead bool, cell func(i int) string) {
	shade := ""
	w.b.WriteString(`<w:tr>`)
	if isHead {
		shade = `<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>`
		w.b.WriteString(`<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	}
	for i, width := range widths {
		fmt.Fprintf(&w.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>%s</w:tc>`, width, shade, cell(i))
	}
	w.b.WriteString(`</w:tr>`)
}

// closeTable puts an empty line below the table, without which the next one would
// grow together with it.
func (w *body) closeTable() {
	w.b.WriteString(`</w:tbl>`)
	w.paragraph("AfterTable", "", "")
}

// The format's unit of drawings, and what fits on a page.
const (
	unitsPerInch    = 914400
	mostInches      = 8.6 // high
	mostInchesSmall = 2.6 // in a summary
)

// picture paints a drawing as wide as the text, or as high as a page.
func (w *body) picture(p *report.Picture) error {
	drawn, err := picture.Parse(p.SVG)
	if err != nil {
		return fmt.Errorf("%s: %w", p.Title, err)
	}
	const sharp = 2 // pixels for one of the drawing
	data, err := drawn.PNG(sharp)
	if err != nil {
		return fmt.Errorf("%s: %w", p.Title, err)
	}
	w.pictures = append(w.pictures, data)
	n := len(w.pictures)
	width := float64(textWidth) / 1440
	height := width * drawn.Height / drawn.Width
	most := mostInches
	if w.small {
		most = mostInchesSmall
	}
	if height > most {
		width, height = width*most/height, most
	}
	cx, cy := int(width*unitsPerInch), int(height*unitsPerInch)
	properties := fmt.Sprintf(`id="%d" name="%s" descr="%s"`, n, escape(p.Title), escape(shorten(drawn.Description)))
	w.paragraph("Picture", "", fmt.Sprintf(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr %s/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr %s/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rIdImage%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, cx, cy, properties, properties, n, cx, cy))
	return nil
}

// shorten cuts a description to what readers of the screen take in one go.
func shorten(s string) string {
	const most = 1000
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
