package tabular

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// The bounds of what is taken for a table.
const (
	MaxLine    = 1 << 20 // bytes of one row, line breaks inside quotes included
	MaxColumns = 10_000
)

// A scanner splits delimited text into rows. It takes what RFC 4180 says, and
// what programs write in its place: blanks in front of a quote, quotes inside a
// bare cell, ="0160" for a number to be kept as text.
type scanner struct {
	name  string
	in    *bufio.Reader
	comma byte
	end   byte // the last byte of a line: \n, or \r in files of old Macs
	line  int  // lines read so far
	long  []byte
	text  []byte // a row with quotes, its quotes taken off
	ends  []int  // where each cell ends in text
	cells []string
	reuse bool // the cells of a row are good until the next one
}

// next returns the next line that is not blank, split into cells, and its number.
// The cells belong to the caller unless reuse is set.
func (s *scanner) next() (line int, cells []string, err error) {
	for {
		raw, err := s.readLine()
		if err != nil {
			return 0, nil, err
		}
		line = s.line
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		if bytes.IndexByte(raw, '"') < 0 {
			cells, err = s.split(raw)
		} else {
			cells, err = s.unquote(raw)
		}
		if err != nil {
			return 0, nil, &LineError{File: s.name, Line: line, Err: err}
		}
		return line, cells, nil
	}
}

// readLine gives the next line without its end. The bytes are valid until the
// next call.
func (s *scanner) readLine() ([]byte, error) {
	raw, err := s.in.ReadSlice(s.end)
	if errors.Is(err, bufio.ErrBufferFull) {
		s.long = append(s.long[:0], raw...)
		for errors.Is(err, bufio.ErrBufferFull) {
			if len(s.long) > MaxLine {
				return nil, &LineError{File: s.name, Line: s.line + 1, Err: errTooLong}
			}
			raw, err = s.in.ReadSlice(s.end)
			s.long = append(s.long, raw...)
		}
		raw = s.long
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(raw) == 0) {
		return nil, err
	}
	s.line++
	if len(raw) > MaxLine {
		return nil, &LineError{File: s.name, Line: s.line, Err: errTooLong}
	}
	if n := len(raw); raw[n-1] == s.end {
		raw = raw[:n-1]
	}
	if n := len(raw); n > 0 && raw[n-1] == '\r' {
		raw = raw[:n-1]
	}
	return raw, nil
}

var errTooLong = fmt.Errorf("it is longer than %d megabyte, which is no row of a table. Check that the file is CSV or a spreadsheet", MaxLine>>20)

var errTooWide = fmt.Errorf("it has more than %d columns. Leave out columns that are not needed", MaxColumns)

// split cuts a line without quotes.
func (s *scanner) split(raw []byte) ([]string, error) {
	n := bytes.Count(raw, []byte{s.comma}) + 1
	if n > MaxColumns {
		return nil, errTooWide
	}
	text, plain := decodeLine(raw)
	cells := s.room(n)[:0]
	for {
		i := strings.IndexByte(text, s.comma)
		if i < 0 {
			return append(cells, tidy(text, plain)), nil
		}
		cells = append(cells, tidy(text[:i], plain))
		text = text[i+1:]
	}
}

// room gives a slice for n cells.
func (s *scanner) room(n int) []string {
	if !s.reuse {
		return make([]string, n)
	}
	if n > cap(s.cells) {
		s.cells = make([]string, n)
	}
	return s.cells[:n]
}

// unquote cuts a line with quotes, reading on where a quoted cell goes over the
// end of the line.
func (s *scanner) unquote(raw []byte) ([]string, error) {
	s.text, s.ends = s.text[:0], s.ends[:0]
	for {
		rest := bytes.TrimLeft(raw, " ")
		var more bool
		if len(rest) > 0 && rest[0] == '"' {
			tail, err := s.quoted(rest[1:])
			if err != nil {
				return nil, err
			}
			raw = tail
		}
		raw, more = s.bare(raw)
		s.ends = append(s.ends, len(s.text))
		if len(s.ends) > MaxColumns {
			return nil, errTooWide
		}
		if !more {
			break
		}
	}
	text, plain := decodeLine(s.text)
	cells := s.room(len(s.ends))
	from := 0
	for i, to := range s.ends {
		if plain {
			cells[i] = tidy(text[from:to], true)
		} else {
			// Decoding moves the ends: each cell is decoded alone.
			cell, _ := decodeLine(s.text[from:to])
			cells[i] = tidy(cell, false)
		}
		from = to
	}
	return cells, nil
}

// quoted takes the inside of a quoted cell and returns what follows its closing
// quote on the line.
func (s *scanner) quoted(raw []byte) ([]byte, error) {
	opened := s.line
	for {
		i := bytes.IndexByte(raw, '"')
		if i < 0 {
			s.text = append(append(s.text, raw...), '\n')
			if len(s.text) > MaxLine {
				return nil, fmt.Errorf("the quote that opens in line %d is not closed within %d megabyte", opened, MaxLine>>20)
			}
			var err error
			if raw, err = s.readLine(); errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("the quote that opens in line %d is never closed", opened)
			} else if err != nil {
				return nil, err
			}
			continue
		}
		s.text = append(s.text, raw[:i]...)
		if i+1 == len(raw) || raw[i+1] != '"' {
			return raw[i+1:], nil
		}
		s.text = append(s.text, '"')
		raw = raw[i+2:]
	}
}

// bare takes the rest of a cell up to the delimiter, and says whether a cell
// follows.
func (s *scanner) bare(raw []byte) (rest []byte, more bool) {
	i := bytes.IndexByte(raw, s.comma)
	if i < 0 {
		s.text = append(s.text, raw...)
		return nil, false
	}
	s.text = append(s.text, raw[:i]...)
	return raw[i+1:], true
}

// decodeLine makes text of bytes. Where they are not UTF-8 they are taken for
// Windows-1252, line by line: files are sewn together of others. Plain text has
// printable ASCII and tabs only, and needs no cleaning.
func decodeLine(raw []byte) (text string, plain bool) {
	plain = isPrintable(raw)
	if plain || utf8.Valid(raw) {
		return string(raw), plain
	}
	text, err := charmap.Windows1252.NewDecoder().String(string(raw))
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\ufffd"), false
	}
	return text, false
}

// isPrintable reports whether there is only printable ASCII and tabs. Eight bytes
// are looked at at once, which is most of the work for a long file: a byte is
// suspect whose highest bit is set, or would be after taking a blank off it or
// adding one to it.
func isPrintable(raw []byte) bool {
	const ones, blanks, high = 0x0101010101010101, 0x2020202020202020, 0x8080808080808080
	for len(raw) >= 8 {
		x := binary.LittleEndian.Uint64(raw)
		if (x|(x-blanks)|(x+ones))&high != 0 && !allPrintable(raw[:8]) {
			return false
		}
		raw = raw[8:]
	}
	return allPrintable(raw)
}

func allPrintable(raw []byte) bool {
	for _, b := range raw {
		if b < ' ' && b != '\t' || b >= 0x7f {
			return false
		}
	}
	return true
}

// tidy takes blanks and what is invisible off a cell.
func tidy(cell string, plain bool) string {
	if !plain {
		cell = cycle.Clean(cell, false)
	}
	if cell == "" {
		return ""
	}
	if cell[0] == '=' && len(cell) > 3 && cell[1] == '"' && cell[len(cell)-1] == '"' {
		cell = cell[2 : len(cell)-1]
	}
	if first, last := cell[0], cell[len(cell)-1]; first > ' ' && last > ' ' && first < utf8.RuneSelf && last < utf8.RuneSelf {
		return cell
	}
	return strings.TrimSpace(cell)
}
