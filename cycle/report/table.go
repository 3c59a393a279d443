package report

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A Table has a head and rows of the same length.
type Table struct {
	Head   []string
	Kinds  []ColumnKind // of the columns
	Rows   [][]string
	Legend string
}

// A ColumnKind says what stands in a table's column.
type ColumnKind int

// The kinds of columns.
const (
	Words   ColumnKind = iota
	Numbers            // at the right
	Marks              // in the middle, and narrow
)

// Widths gives the share of each column in the width of the table, for forms that
// cannot measure their words: columns with more to say get more room.
func (t Table) Widths() []float64 {
	const mark, longestWord, shortCell, longestCell = 3.6, 18, 16, 60 // in letters
	widths := make([]float64, len(t.Head))
	sum := 0.0
	for i := range t.Head {
		if t.Kinds[i] == Marks {
			widths[i] = mark
		} else {
			word, cell := 0, 0
			for _, row := range append([][]string{t.Head}, t.Rows...) {
				cell = max(cell, utf8.RuneCountInString(row[i]))
				for w := range strings.FieldsSeq(row[i]) {
					word = max(word, utf8.RuneCountInString(w))
				}
			}
			// A short cell stands on one line; of a long one more room makes fewer.
			widths[i] = float64(max(min(word, longestWord), min(cell, shortCell))+3) + 0.6*float64(max(0, min(cell, longestCell)-shortCell))
		}
		sum += widths[i]
	}
	for i := range widths {
		widths[i] /= sum
	}
	return widths
}

// mostAbreast is the most columns that entries make as a table.
const mostAbreast = 6

// Grid gives entries that have the same few labels as a table, one row each, for
// the forms that have room; false where they are better read one below the other.
func (b Block) Grid() (*Table, bool) {
	if len(b.Entries) == 0 {
		return nil, false
	}
	t := &Table{Head: []string{""}, Kinds: []ColumnKind{Words}}
	for _, e := range b.Entries {
		if t.Head[0] == "" {
			t.Head[0] = e.Kind
		}
		for _, v := range e.Values {
			if v.Label == "" {
				return nil, false
			}
			if !slices.Contains(t.Head[1:], v.Label) {
				t.Head, t.Kinds = append(t.Head, v.Label), append(t.Kinds, Words)
			}
		}
	}
	if len(t.Head) > mostAbreast {
		return nil, false
	}
	for _, e := range b.Entries {
		row := make([]string, len(t.Head))
		row[0] = e.Name
		for _, v := range e.Values {
			row[1+slices.Index(t.Head[1:], v.Label)] = v.Text
		}
		t.Rows = append(t.Rows, row)
	}
	return t, true
}
