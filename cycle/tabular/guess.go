package tabular

import (
	"slices"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Roles propose which column is what. Columns that are not found are empty.
type Roles struct {
	X  string
	Y  []string // all columns that could hold values, the likeliest first
	By string
	N  string
	// Where names the columns by which rows have to be chosen because the table
	// holds several schools or questions. Their values are the first that occur.
	Where []Filter
}

// Guess looks at the header and the first rows.
func Guess(columns []string, sample []Row) Roles {
	var g Roles
	x := guessTime(columns, sample)
	if x >= 0 {
		g.X = columns[x]
	}
	numeric := numericColumns(sample, len(columns), func(i int) bool { return i == x || isCode(wordsOf(columns[i])) || isGrade(wordsOf(columns[i])) })
	for i, name := range columns {
		words := wordsOf(name)
		if i == x || isCode(words) {
			continue
		}
		if slices.Contains(numeric, i) {
			if g.N == "" && isCountName(words) {
				g.N = name
			} else {
				g.Y = append(g.Y, name)
			}
			continue
		}
		values := kinds(sample, i)
		switch {
		case values < 2:
		case g.By == "" && hasAny(words, "subgroup", "group", "groups", "race", "gender", "ethnicity", "demographic", "grade") && !hasAny(words, "item", "school") && values <= 40 && !hasItem(columns):
			g.By = name
		case hasAny(words, "school", "district", "org", "organization", "site", "building", "campus", "location", "lea", "item", "question", "indicator", "measure", "scale", "name"):
			g.Where = append(g.Where, Filter{name, firstOf(sample, i)})
		}
	}
	if x >= 0 && g.By == "" && len(g.Where) == 0 {
		g.tellApart(columns, sample, x, numeric)
	}
	if g.N != "" && len(g.Y) == 0 {
		g.Y, g.N = []string{g.N}, ""
	}
	return g
}

// tellApart is for tables whose names are not known, as in another language: where
// a time stands in several rows, the first column of words tells the schools apart
// and a second one the groups.
func (g *Roles) tellApart(columns []string, sample []Row, x int, numeric []int) {
	if kinds(sample, x) == len(cellsOf(sample, x)) {
		return
	}
	for i, name := range columns {
		if i == x || slices.Contains(numeric, i) || isCode(wordsOf(name)) {
			continue
		}
		switch n := kinds(sample, i); {
		case n < 2 || n == len(sample): // always the same, or a note in each row
		case len(g.Where) == 0:
			g.Where = append(g.Where, Filter{name, firstOf(sample, i)})
		case g.By == "" && n <= 40:
			g.By = name
		}
	}
}

// hasItem reports whether a column names questions: a "group" beside it is one of
// questions, not of students.
func hasItem(columns []string) bool {
	return slices.ContainsFunc(columns, func(name string) bool { return hasAny(wordsOf(name), "item", "question", "indicator") })
}

// someDay lets dates without a year be told from other text.
var someDay = cycle.Day{Year: 2024, Month: time.July, Day: 1}

// guessTime finds the column of times: the first one of dates, school years or
// weeks, or one of numbers whose name says it.
func guessTime(columns []string, sample []Row) int {
	byName := -1
	for i, name := range columns {
		cells := cellsOf(sample, i)
		if len(cells) == 0 {
			continue
		}
		times := newTimeReader(slices.Values(cells), someDay)
		kind := times.read(cells[0]).kind
		for _, c := range cells {
			if times.read(c).kind != kind {
				kind = noTime
				break
			}
		}
		switch {
		case kind == dayTime || kind == weekTime:
			return i
		case kind == numberTime && byName < 0 && hasAny(wordsOf(name), "week", "date", "day", "year", "month", "period", "administration", "time", "term", "quarter"):
			byName = i
		}
	}
	return byName
}

func hasAny(words string, any ...string) bool {
	for w := range strings.FieldsSeq(words) {
		if slices.Contains(any, w) {
			return true
		}
	}
	return false
}

// isCode reports a column of codes: digits that are no number.
func isCode(words string) bool {
	return hasAny(words, "id", "code", "dese", "zip", "key") || strings.HasSuffix(words, " no")
}

// isGrade reports a column of grades, which are numbers and count nothing.
func isGrade(words string) bool {
	return words == "grade" || words == "grades" || words == "grade level"
}

// isCountName reports the header of "out of how many".
func isCountName(words string) bool {
	switch words {
	case "n", "count", "total", "students", "enrollment", "enrolled", "denominator", "respondents", "responses", "number of students", "student count", "total students", "out of", "out of how many", "n size", "total enrollment":
		return true
	}
	return false
}

// kinds counts the different values of a column.
func kinds(sample []Row, column int) int {
	seen := map[string]bool{}
	for _, c := range cellsOf(sample, column) {
		seen[c] = true
	}
	return len(seen)
}

func firstOf(sample []Row, column int) string {
	if cells := cellsOf(sample, column); len(cells) > 0 {
		return cells[0]
	}
	return ""
}
