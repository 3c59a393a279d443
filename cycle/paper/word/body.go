package word

import (
	"encoding/xml"
	"errors"
	"iter"
	"strconv"
)

// Paragraphs yields the paragraphs of blocks in order, those in tables and boxes too.
func Paragraphs(blocks []Block) iter.Seq[*Paragraph] {
	return func(yield func(*Paragraph) bool) { eachParagraph(blocks, yield) }
}

func eachParagraph(blocks []Block, yield func(*Paragraph) bool) bool {
	for _, b := range blocks {
		switch b := b.(type) {
		case *Paragraph:
			if !yield(b) {
				return false
			}
		case *Box:
			if !eachParagraph(b.Blocks, yield) {
				return false
			}
		case *Table:
			for _, row := range b.Rows {
				for _, cell := range row.Cells {
					if !eachParagraph(cell.Blocks, yield) {
						return false
					}
				}
			}
		}
	}
	return true
}

// through calls each for the elements in the one that the cursor stands in, and
// goes into those that only wrap others: content controls, insertions, links.
// Deletions are passed over.
func (r *reader) through(c *cursor, each func(xml.StartElement) error) error {
	return c.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "sdt":
			return r.control(c, each)
		case "ins", "moveTo", "customXml", "smartTag", "dir", "bdo", "ruby", "rubyBase":
			return r.through(c, each)
		case "del", "moveFrom", "rt", "customXmlPr", "smartTagPr", "rubyPr":
			return c.skip()
		case "AlternateContent":
			return r.alternate(c, each)
		case "commentRangeStart":
			r.pending = append(r.pending, attr(e, "id"))
			return c.skip()
		}
		return each(e)
	})
}

// control reads a content control: what stands in it is a hint while nobody has
// written there.
func (r *reader) control(c *cursor, each func(xml.StartElement) error) error {
	hint := false
	return c.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "sdtPr":
			return c.children(func(e xml.StartElement) error {
				hint = hint || e.Name.Local == "showingPlcHdr" && on(e)
				return c.skip()
			})
		case "sdtContent":
			if hint {
				r.hints++
				defer func() { r.hints-- }()
			}
			return r.through(c, each)
		}
		return c.skip()
	})
}

// alternate reads the first of several forms of the same content.
func (r *reader) alternate(c *cursor, each func(xml.StartElement) error) error {
	taken := false
	return c.children(func(e xml.StartElement) error {
		if taken || e.Name.Local != "Choice" && e.Name.Local != "Fallback" {
			return c.skip()
		}
		taken = true
		return r.through(c, each)
	})
}

// blocks reads paragraphs and tables to the end of the element.
func (r *reader) blocks(c *cursor) ([]Block, error) {
	var out []Block
	err := r.through(c, func(e xml.StartElement) error { return r.block(c, e, &out) })
	return out, err
}

// block reads an element that may be a paragraph or a table.
func (r *reader) block(c *cursor, e xml.StartElement, out *[]Block) error {
	switch e.Name.Local {
	case "p":
		p, boxes, err := r.paragraph(c)
		if p.Text != "" || p.Hint != "" || len(p.Comments) > 0 {
			*out = append(*out, p)
		}
		*out = append(*out, boxes...)
		return err
	case "tbl":
		t, err := r.table(c)
		*out = append(*out, t)
		return err
	}
	return c.skip()
}

func (r *reader) table(c *cursor) (*Table, error) {
	t := &Table{}
	err := r.through(c, func(e xml.StartElement) error {
		if e.Name.Local != "tr" {
			return c.skip()
		}
		row, err := r.row(c)
		t.Rows = append(t.Rows, row)
		return err
	})
	return t, err
}

func (r *reader) row(c *cursor) (Row, error) {
	var row Row
	column := 0
	err := r.through(c, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "trPr":
			return c.children(func(e xml.StartElement) error {
				if n, err := strconv.Atoi(attr(e, "val")); err == nil && e.Name.Local == "gridBefore" && n > 0 && n < 64 {
					column = n
				}
				return c.skip()
			})
		case "tc":
			if r.cells--; r.cells < 0 {
				return errors.New("this file has more table cells than any organizer: it was not read")
			}
			cell, err := r.cell(c)
			cell.Column = column
			column += cell.Span
			row.Cells = append(row.Cells, cell)
			return err
		}
		return c.skip()
	})
	return row, err
}

func (r *reader) cell(c *cursor) (Cell, error) {
	cell := Cell{Span: 1}
	var out []Block
	err := r.through(c, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tcPr":
			return c.children(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "gridSpan":
					if n, err := strconv.Atoi(attr(e, "val")); err == nil && n > 0 && n < 64 {
						cell.Span = n
					}
				case "vMerge":
					cell.Continues = attr(e, "val") != "restart"
				}
				return c.skip()
			})
		}
		return r.block(c, e, &out)
	})
	cell.Blocks = out
	// Text in a cell that continues another one is not shown by Word, but it is
	// there: it is not hidden from the reader.
	cell.Continues = cell.Continues && flat(out, "") == ""
	return cell, err
}
