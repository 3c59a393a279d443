package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Options say what is known about a table; the zero Options leave all of it to
// be guessed.
type Options struct {
	Delimiter byte     // of text: ',', ';', '\t', '|' or another
	Encoding  Encoding // of text
	Sheet     string   // of a workbook: a sheet's name, or its number from 1
}

// A Row is one row of the table below its header.
type Row struct {
	Line int // the line of the file, or the row of the sheet, 1 and up
	// Cells are as many as there are columns, blanks at their ends taken off. A
	// row that holds more than that has more.
	Cells []string
}

// A Reader gives the rows of one table.
type Reader struct {
	name    string
	columns []string
	source  source
	about   string
	sheets  []string
	sheet   string

	sample []Row
	given  int   // how many rows of the sample Next has given
	end    error // what stands behind the sample
}

// A source gives lines as cells.
type source interface {
	next() (line int, cells []string, err error)
}

// headSize is how much of a file is looked at to tell how it is written.
const headSize = 64 << 10

// Open reads the start of a table: delimited text in any common encoding, or an
// .xlsx workbook, told apart by what they hold. name is for messages.
//
// The error says why it is no table and what to do, or is the one of r.
func Open(name string, r io.Reader, o Options) (*Reader, error) {
	in := bufio.NewReaderSize(r, headSize)
	head, err := peek(in)
	if err != nil {
		return nil, err
	}
	if len(head) == 0 {
		return nil, fmt.Errorf("%s is empty", cycle.Clean(name, false))
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return openWorkbook(name, in, o.Sheet)
	}
	if err := notText(head); err != nil {
		return nil, inFile(name, err)
	}
	if o.Sheet != "" {
		return nil, inFile(name, errors.New("it is text and has no sheets. Leave the sheet out"))
	}
	return openText(name, in, head, o)
}

// FromRows is a reader of rows that were read before, to map them in another way
// without reading the file once more.
func FromRows(name string, columns []string, rows []Row) *Reader {
	return &Reader{name: name, columns: columns, sample: rows, end: io.EOF}
}

// peek looks at the first bytes; fewer than headSize are the whole file.
func peek(in *bufio.Reader) ([]byte, error) {
	head, err := in.Peek(headSize)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return head, err
}

func openText(name string, in *bufio.Reader, head []byte, o Options) (*Reader, error) {
	encoding := o.Encoding
	if encoding == "" {
		encoding = guessEncoding(head, len(head) < headSize)
	}
	if encoding != UTF8 {
		in = bufio.NewReaderSize(decoded(in, encoding), headSize)
	}
	head, err := peek(in)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(head, bomUTF8) {
		_, _ = in.Discard(len(bomUTF8)) // it was just looked at
		head = head[len(bomUTF8):]
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, inFile(name, errors.New("it is no text. Save it as CSV or .xlsx"))
	}
	s := &scanner{name: name, in: in, comma: o.Delimiter, end: lineEnd(head)}
	if named := separatorLine(head); named != 0 {
		if _, err := s.readLine(); err != nil {
			return nil, err
		}
		if s.comma == 0 {
			s.comma = named
		}
	}
	if s.comma == 0 {
		s.comma = guessDelimiter(head, s.end, len(head) < headSize)
	}
	rd := &Reader{name: name, source: s}
	if err := rd.begin(); err != nil {
		return nil, err
	}
	between := delimiterNames[s.comma]
	if between == "" {
		between = quote(string(rune(s.comma)))
	}
	rd.about = fmt.Sprintf("text with a %s between columns, %s", between, encoding) + rd.about
	return rd, nil
}

// separatorLine reads the first line "sep=;" that Excel writes and obeys.
func separatorLine(head []byte) byte {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		return line[4]
	}
	return 0
}

// Name is the name given to Open.
func (r *Reader) Name() string { return r.name }

// Columns are the names of the columns. None is empty, and no two are the same.
func (r *Reader) Columns() []string { return r.columns }

// About says in words how the table is written: "text with a comma between
// columns, UTF-8".
func (r *Reader) About() string { return r.about }

// Sheets are the names of a workbook's sheets, hidden ones left out; none for
// text.
func (r *Reader) Sheets() []string { return r.sheets }

// Sheet is the name of the sheet that is read; empty for text.
func (r *Reader) Sheet() string { return r.sheet }

// Sample are the first rows, at most a hundred. Next gives them all the same.
func (r *Reader) Sample() []Row { return r.sample }

// Next gives the next row that is not empty, and io.EOF behind the last one. A
// *LineError says where the file cannot be read as a table.
func (r *Reader) Next() (Row, error) {
	if r.given < len(r.sample) {
		r.given++
		return r.sample[r.given-1], nil
	}
	if r.end != nil {
		return Row{}, r.end
	}
	row, err := r.read()
	r.end = err
	return row, err
}

// read gives the next row of the source that is not empty, with a cell for each
// column.
func (r *Reader) read() (Row, error) {
	for {
		line, cells, err := r.source.next()
		if err != nil {
			return Row{}, err
		}
		if filled(cells) == 0 {
			continue
		}
		return Row{Line: line, Cells: r.fit(cells)}, nil
	}
}

// fit fills a short row up with empty cells and takes empty ones off a long one.
func (r *Reader) fit(cells []string) []string {
	for len(cells) > len(r.columns) && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	for len(cells) < len(r.columns) {
		cells = append(cells, "")
	}
	return cells
}

// filled counts the cells that are not empty.
func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

func inFile(name string, err error) error {
	return fmt.Errorf("%s cannot be read: %w", cycle.Clean(strings.TrimSpace(name), false), err)
}
