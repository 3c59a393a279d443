package tabular

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Column finds a column by its name as typed: capitals and blanks do not count,
// and a beginning that only one column has will do. The *ColumnError proposes
// the nearest name.
func Column(columns []string, typed string) (int, error) {
	want := fold(typed)
	var begin []int
	for i, name := range columns {
		switch have := fold(name); {
		case have == want:
			return i, nil
		case want != "" && strings.HasPrefix(have, want):
			begin = append(begin, i)
		}
	}
	switch {
	case len(begin) == 1:
		return begin[0], nil
	case len(begin) > 1:
		var names []string
		for _, i := range begin {
			names = append(names, columns[i])
		}
		return 0, &ColumnError{Text: quote(typed) + " could be several columns. Type more of one", Columns: names}
	}
	text := "there is no column " + quote(typed)
	if near := Nearest(typed, columns, 1); len(near) > 0 {
		text += ". Did you mean " + quote(near[0]) + "?"
	}
	return 0, &ColumnError{Text: text, Columns: columns}
}

// fold brings a name to the form in which names are compared.
func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// Nearest gives at most so many of the texts that come close to what was typed:
// first those that hold all its words, then those a few letters away.
func Nearest(typed string, texts []string, most int) []string {
	want := fold(typed)
	if want == "" {
		return nil
	}
	type near struct {
		text string
		far  int
	}
	var hits []near
	for _, text := range texts {
		have := fold(text)
		far := letters(want, have)
		switch {
		case hasWords(have, want):
			hits = append(hits, near{text, far - 1000})
		case far <= len(want)/3:
			hits = append(hits, near{text, far})
		}
	}
	slices.SortStableFunc(hits, func(a, b near) int { return a.far - b.far })
	var out []string
	for _, h := range hits[:min(len(hits), most)] {
		out = append(out, h.text)
	}
	return out
}

// hasWords reports whether text holds all the words. Of long ones the beginning
// is enough: "absence" is in "absent".
func hasWords(text, words string) bool {
	const long = 5
	for word := range strings.FieldsSeq(words) {
		if r := []rune(word); len(r) >= long {
			word = string(r[:len(r)*2/3])
		}
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// letters counts the letters by which a differs from b (Levenshtein 1966). Long
// texts are compared by their beginnings.
func letters(a, b string) int {
	const most = 80
	x, y := []rune(a), []rune(b)
	x, y = x[:min(len(x), most)], y[:min(len(y), most)]
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// A Filter takes the rows that have the value in the column. Capitals and blanks
// do not count, and codes match with or without their leading zeros.
type Filter struct{ Column, Value string }

// ParseFilter reads COLUMN=VALUE.
func ParseFilter(s string) (Filter, error) {
	column, value, ok := strings.Cut(s, "=")
	f := Filter{strings.TrimSpace(column), strings.TrimSpace(value)}
	if !ok || f.Column == "" {
		return Filter{}, fmt.Errorf("%s is no filter. Write COLUMN=VALUE, such as \"School=Butler Middle\"", quote(s))
	}
	return f, nil
}

func (f Filter) String() string { return f.Column + " = " + f.Value }

// filters hold what each filtered column may be. Several values for one column
// mean any of them; several columns mean all of them.
type filters struct {
	given   []Filter
	columns []int
	values  [][]string // folded, one list a column
	passed  bool       // whether a row has passed
	// known says of values seen whether they match, by column. Those of the first
	// column are listed as well, so that the nearest ones can be named.
	known []map[string]bool
	list  []string
}

// maxKnown bounds how many values of a column are remembered.
const maxKnown = 2000

func newFilters(columns []string, where []Filter) (*filters, error) {
	f := &filters{given: where}
	for _, w := range where {
		i, err := Column(columns, w.Column)
		if err != nil {
			return nil, err
		}
		at := slices.Index(f.columns, i)
		if at < 0 {
			at = len(f.columns)
			f.columns = append(f.columns, i)
			f.values = append(f.values, nil)
			f.known = append(f.known, map[string]bool{})
		}
		f.values[at] = append(f.values[at], code(fold(w.Value)))
	}
	return f, nil
}

func (f *filters) pass(cells []string) bool {
	for k, i := range f.columns {
		if !f.matches(k, cells[i]) {
			return false
		}
	}
	f.passed = true
	return true
}

func (f *filters) matches(k int, cell string) bool {
	ok, known := f.known[k][cell]
	if known {
		return ok
	}
	ok = slices.Contains(f.values[k], code(fold(cell)))
	if len(f.known[k]) < maxKnown {
		cell = strings.Clone(cell) // the row's text is let go
		f.known[k][cell] = ok
		if k == 0 && cell != "" {
			f.list = append(f.list, cell)
		}
	}
	return ok
}

// check gives a *NoRowsError when no row has passed.
func (f *filters) check() error {
	if f.passed {
		return nil
	}
	if len(f.given) == 0 {
		return errors.New("there are no rows below the header")
	}
	near := Nearest(f.given[0].Value, f.list, 5)
	if len(near) == 0 {
		near = f.list
	}
	return &NoRowsError{Filters: f.given, Near: near}
}

// code takes the leading zeros off a text of digits alone.
func code(s string) string {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return s
		}
	}
	if short := strings.TrimLeft(s, "0"); short != "" {
		return short
	}
	return s
}
