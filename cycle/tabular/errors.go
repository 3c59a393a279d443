package tabular

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A LineError says what is wrong at a place of a table.
type LineError struct {
	File   string // as given to Open
	Line   int    // 1 and up, as a text editor or spreadsheet counts
	Column string // the column's name, empty when it is about the whole line
	Err    error
}

func (e *LineError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("%s, line %d: %v", cycle.Clean(e.File, false), e.Line, e.Err)
	}
	return fmt.Sprintf("%s, line %d, column %s: %v", cycle.Clean(e.File, false), e.Line, quote(e.Column), e.Err)
}

func (e *LineError) Unwrap() error { return e.Err }

// A ColumnError says that a column is not named well enough: no column has the
// name, several begin with it, or one has to be chosen.
type ColumnError struct {
	Text    string   // what is wrong, without the columns
	Columns []string // those that there are to choose from
}

func (e *ColumnError) Error() string {
	text := e.Text
	if !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text + " The columns are: " + quoteAll(e.Columns, 40)
}

// A NoRowsError says that no row of the table passes the filters.
type NoRowsError struct {
	Filters []Filter
	// Near are values of the first filter's column that come close to the one
	// asked for, the closest first; where none is close, the first of all.
	Near []string
}

func (e *NoRowsError) Error() string {
	var parts []string
	for _, f := range e.Filters {
		parts = append(parts, cycle.Clean(f.String(), false))
	}
	text := "no row has " + strings.Join(parts, " and ")
	if len(e.Near) > 0 {
		text += ". Values there are such as " + quoteAll(e.Near, 5)
	}
	return text
}

// quote gives text of a table in quotes, cleaned and cut to fit a line.
func quote(s string) string {
	const most = 60
	r := []rune(strings.TrimSpace(cycle.Clean(s, false)))
	if len(r) > most {
		r = append(r[:most-1], '…')
	}
	return `"` + string(r) + `"`
}

// quoteAll lists at most so many texts.
func quoteAll(texts []string, most int) string {
	var out []string
	for i, s := range texts {
		if i == most {
			out = append(out, fmt.Sprintf("and %d more", len(texts)-most))
			break
		}
		out = append(out, quote(s))
	}
	return strings.Join(out, ", ")
}
