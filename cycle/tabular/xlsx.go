package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle/tabular/xlsx"
)

// The bounds of a workbook, which is held in memory as a whole: of the file, and
// of what it unpacks to.
const (
	maxWorkbook = 64 << 20
	maxUnpacked = 256 << 20
)

var errWorkbook = errors.New("it is no Excel workbook, or a damaged one. Open it in Excel and save it as .xlsx or CSV")

// openWorkbook reads an .xlsx workbook and opens one of its sheets: the one
// asked for by name or number, or the first that shows and has rows.
func openWorkbook(name string, r io.Reader, want string) (*Reader, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxWorkbook+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxWorkbook {
		return nil, inFile(name, fmt.Errorf("it is larger than %d megabytes. Save the sheet as CSV, which may have any size", maxWorkbook>>20))
	}
	f, err := xlsx.Open(bytes.NewReader(data), int64(len(data)), maxUnpacked)
	if err != nil {
		return nil, inFile(name, errWorkbook)
	}
	shown := f.Sheets()
	sheet, err := chooseSheet(shown, want)
	if err != nil {
		return nil, inFile(name, err)
	}
	rd := &Reader{name: name, sheets: shown, sheet: sheet}
	if want == "" {
		err = rd.firstFull(f)
	} else {
		err = rd.openSheet(f, sheet)
	}
	if err != nil {
		return nil, err
	}
	rd.about = "Excel, sheet " + quote(rd.sheet) + rd.about
	return rd, nil
}

func chooseSheet(sheets []string, want string) (string, error) {
	if len(sheets) == 0 {
		return "", errors.New("it has no sheet")
	}
	if want == "" {
		return sheets[0], nil
	}
	for _, sheet := range sheets {
		if fold(sheet) == fold(want) {
			return sheet, nil
		}
	}
	if n, err := strconv.Atoi(want); err == nil && n >= 1 && n <= len(sheets) {
		return sheets[n-1], nil
	}
	return "", fmt.Errorf("there is no sheet %s. Its sheets are: %s", quote(want), quoteAll(sheets, 20))
}

// firstFull opens the first sheet that has rows.
func (r *Reader) firstFull(f *xlsx.Workbook) (err error) {
	for _, sheet := range r.sheets {
		if err = r.openSheet(f, sheet); err == nil {
			return nil
		}
	}
	return err
}

func (r *Reader) openSheet(f *xlsx.Workbook, sheet string) error {
	rows, err := f.Rows(sheet)
	if err != nil {
		return inFile(r.name, errWorkbook)
	}
	r.sheet, r.about, r.end = sheet, "", nil
	r.source = &workbook{name: r.name, rows: rows}
	return r.begin()
}

// A workbook gives the rows of a sheet.
type workbook struct {
	name string
	rows *xlsx.Rows
}

func (w *workbook) next() (line int, cells []string, err error) {
	line, cells, err = w.rows.Next()
	switch {
	case errors.Is(err, io.EOF):
		return 0, nil, io.EOF
	case err != nil:
		return 0, nil, inFile(w.name, errWorkbook)
	case len(cells) > MaxColumns:
		return 0, nil, &LineError{File: w.name, Line: line, Err: errTooWide}
	}
	for i := range cells {
		cells[i] = tidy(cells[i], false)
	}
	return line, cells, nil
}
