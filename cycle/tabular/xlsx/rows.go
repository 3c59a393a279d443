package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The most rows and columns that a sheet of the format can have.
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)

// Rows gives the rows of a sheet, from the top.
type Rows struct {
	book  *Workbook
	part  string
	in    io.ReadCloser
	xml   *xml.Decoder
	line  int // the last one that was given
	ahead int // the row that was read and stands below it; 0 when there is none
	cells []string
	end   error
}

// Rows begins to read the sheet with the name. Errors: ErrDamaged.
func (w *Workbook) Rows(name string) (*Rows, error) {
	for _, s := range w.sheets {
		if s.name == name {
			in, err := w.open(s.part)
			if err != nil {
				return nil, err
			}
			return &Rows{book: w, part: s.part, in: in, xml: xml.NewDecoder(in)}, nil
		}
	}
	return nil, fmt.Errorf("there is no sheet %q", name)
}

// Next returns the next row and its number, 1 and up. Rows that are left out in
// the file come as rows without cells. The error is io.EOF after the last row;
// ErrDamaged.
func (r *Rows) Next() (line int, cells []string, err error) {
	if r.ahead == 0 && r.end == nil {
		if r.end = r.read(); r.end != nil {
			_ = r.in.Close()
		}
	}
	if r.end != nil {
		return 0, nil, r.end
	}
	r.line++
	if r.line < r.ahead {
		return r.line, nil, nil
	}
	r.ahead = 0
	return r.line, r.cells, nil
}

// read reads up to the end of the next row.
func (r *Rows) read() error {
	for {
		token, err := r.xml.Token()
		if errors.Is(err, io.EOF) {
			return io.EOF
		}
		if err != nil {
			return damaged(r.part, err)
		}
		switch e := token.(type) {
		case xml.EndElement:
			if e.Name.Local == "sheetData" {
				return io.EOF
			}
		case xml.StartElement:
			if e.Name.Local == "row" {
				return r.readRow(e)
			}
		}
	}
}

func (r *Rows) readRow(start xml.StartElement) error {
	r.ahead = r.line + 1
	if s := attr(start, "r"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n <= r.line || n > maxRows {
			return damaged(r.part, fmt.Errorf("a row has the number %q", s))
		}
		r.ahead = n
	}
	r.cells = nil
	column := 0
	for {
		token, err := r.xml.Token()
		if err != nil {
			return damaged(r.part, err)
		}
		switch e := token.(type) {
		case xml.EndElement:
			if e.Name.Local == start.Name.Local {
				return nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				if err := r.xml.Skip(); err != nil {
					return damaged(r.part, err)
				}
				continue
			}
			column++
			if ref := attr(e, "r"); ref != "" {
				column = columnOf(ref)
			}
			if column < 1 || column > maxColumns {
				return damaged(r.part, fmt.Errorf("a cell stands at %q", attr(e, "r")))
			}
			var c cell
			if err := r.xml.DecodeElement(&c, &e); err != nil {
				return damaged(r.part, err)
			}
			if text := r.book.value(c); text != "" {
				for len(r.cells) < column {
					r.cells = append(r.cells, "")
				}
				r.cells[column-1] = text
			}
		}
	}
}

// columnOf returns the number of the column in a reference such as AB12, from 1;
// 0 when there is none.
func columnOf(ref string) int {
	n := 0
	for i := range len(ref) {
		c := ref[i] &^ 0x20 // upper case
		if c < 'A' || c > 'Z' || n > maxColumns {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

type cell struct {
	Type  string `xml:"t,attr"`
	Style int    `xml:"s,attr"`
	Value string `xml:"v"`
	Text  text   `xml:"is"`
}

// value returns what the cell says.
func (w *Workbook) value(c cell) string {
	switch c.Type {
	case "s":
		if n, err := strconv.Atoi(strings.TrimSpace(c.Value)); err == nil && n >= 0 && n < len(w.strings) {
			return w.strings[n]
		}
		return ""
	case "inlineStr":
		return c.Text.String()
	case "str":
		return unescape(c.Value)
	case "b":
		if c.Value == "1" || c.Value == "true" {
			return "TRUE"
		}
		return "FALSE"
	case "d":
		day, _, _ := strings.Cut(c.Value, "T")
		return day
	case "", "n":
		number, err := strconv.ParseFloat(strings.TrimSpace(c.Value), 64)
		if err != nil {
			return c.Value
		}
		return w.format(c.Style).show(number, w.date1904)
	}
	return c.Value
}

func (w *Workbook) format(style int) format {
	if style < 0 || style >= len(w.formats) {
		return format{}
	}
	return w.formats[style]
}

// unescape turns _x000D_ and the like back into the characters that XML cannot
// hold.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "_x")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if len(rest) > 4 && rest[4] == '_' {
			if n, err := strconv.ParseUint(rest[:4], 16, 16); err == nil {
				b.WriteRune(rune(n))
				s = rest[5:]
				continue
			}
		}
		b.WriteString("_x")
		s = rest
	}
}
