package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// The bounds of a workbook, which is held in memory as a whole: of the file, and
// of what it unpacks to.
const (
	maxWorkbook = 64 << 20
	maxUnpacked = 256 << 20
)

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
	// With equal limits nothing is written to temporary files.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, ShortDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		return nil, inFile(name, errors.New("it is no Excel workbook, or a damaged one. Open it in Excel and save it as .xlsx or CSV"))
	}
	shown := shownSheets(f)
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

func shownSheets(f *excelize.File) []string {
	var shown []string
	for _, sheet := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(sheet); err == nil && visible {
			shown = append(shown, sheet)
		}
	}
	return shown
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
func (r *Reader) firstFull(f *excelize.File) (err error) {
	for _, sheet := range r.sheets {
		if err = r.openSheet(f, sheet); err == nil {
			return nil
		}
	}
	return err
}

func (r *Reader) openSheet(f *excelize.File, sheet string) error {
	date1904 := false
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		date1904 = *props.Date1904
	}
	shown, err := f.Rows(sheet)
	if err != nil {
		return inFile(r.name, err)
	}
	raw, err := f.Rows(sheet)
	if err != nil {
		return inFile(r.name, err)
	}
	r.sheet, r.about, r.end = sheet, "", nil
	r.source = &workbook{name: r.name, shown: shown, raw: raw, date1904: date1904}
	return r.begin()
}

// A workbook gives the rows of a sheet. It reads each row twice, as shown and as
// kept: what is shown tells dates and percentages from numbers, what is kept is
// not rounded.
type workbook struct {
	name       string
	shown, raw *excelize.Rows
	date1904   bool
	line       int
}

func (w *workbook) next() (line int, cells []string, err error) {
	if !w.shown.Next() || !w.raw.Next() {
		if err := errors.Join(w.shown.Error(), w.raw.Error()); err != nil {
			return 0, nil, inFile(w.name, err)
		}
		return 0, nil, io.EOF
	}
	w.line++
	cells, err = w.shown.Columns()
	if err != nil {
		return 0, nil, &LineError{File: w.name, Line: w.line, Err: err}
	}
	raw, err := w.raw.Columns(excelize.Options{RawCellValue: true})
	if err != nil {
		return 0, nil, &LineError{File: w.name, Line: w.line, Err: err}
	}
	if len(cells) > MaxColumns {
		return 0, nil, &LineError{File: w.name, Line: w.line, Err: errTooWide}
	}
	for i := range cells {
		if i < len(raw) {
			cells[i] = w.cell(cells[i], raw[i])
		}
		cells[i] = tidy(cells[i], false)
	}
	return w.line, cells, nil
}

// cell chooses between a cell as shown and as kept.
func (w *workbook) cell(shown, raw string) string {
	if shown == raw {
		return shown
	}
	number, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return shown
	}
	switch {
	case strings.HasSuffix(shown, "%"):
		return strconv.FormatFloat(number*100, 'g', 12, 64) + "%"
	case isDated(shown, raw, number):
		if t, err := excelize.ExcelDateToTime(number, w.date1904); err == nil {
			return cycle.DayOf(t).String()
		}
		return shown
	case code(shown) == raw: // leading zeros of a code
		return shown
	case strings.ContainsAny(shown, "0123456789"):
		return strconv.FormatFloat(number, 'g', 15, 64)
	}
	return shown
}

// isDated reports whether a number is shown as a date: it could be a day of the
// last or the next decades, and other figures are shown than are kept.
func isDated(shown, raw string, number float64) bool {
	const from, to = 15_000, 110_000 // the years 1941 to 2201, counted from 1900
	if number < from || number > to {
		return false
	}
	if _, _, err := cycle.ParseNumber(shown); err == nil {
		return false
	}
	whole, _, _ := strings.Cut(raw, ".")
	return !strings.Contains(strings.ReplaceAll(shown, ",", ""), whole) && strings.ContainsAny(shown, "0123456789")
}
