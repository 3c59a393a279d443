package tabular

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ShortName makes the name of a measure out of that of a column: without what
// stands in brackets, without underscores, and without the percent sign, which
// Unit tells. It is never empty, and gives names apart for columns that differ in
// their brackets only when taken says that a name is used.
func ShortName(column string, taken func(string) bool) string {
	column = strings.Join(strings.Fields(strings.ReplaceAll(column, "_", " ")), " ")
	name := column
	for {
		open := strings.LastIndexByte(name, '(')
		closed := strings.IndexByte(name[max(open, 0):], ')')
		if open < 0 || closed < 0 {
			break
		}
		name = name[:open] + " " + name[open+closed+1:]
	}
	var words []string
	dropped := false
	for _, w := range strings.Fields(name) {
		switch strings.ToLower(strings.Trim(w, ",:;")) {
		case "%", "#", "pct", "percent", "percentage":
			dropped = true
			continue
		case "of": // "% of students late"
			if dropped {
				continue
			}
		}
		words, dropped = append(words, w), false
	}
	name = capital(strings.Trim(strings.Join(words, " "), " -:,"))
	if name == "" || taken(name) {
		name = capital(column)
	}
	return name
}

// capital makes the first letter a large one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Unit guesses the unit of a column: "%" where its name says percent, or a rate
// and all its numbers are between 0 and 100 and not shares of 1. It is empty where
// nothing tells.
func Unit(column string, sample []string) string {
	words := wordsOf(column)
	said := strings.ContainsRune(column, '%') || hasAny(words, "pct", "percent", "percentage")
	if !said && !hasAny(words, "rate", "share", "chronically") {
		return ""
	}
	most := 0.0
	for _, cell := range sample {
		v, err := parseCell(cell)
		if err != nil || v.missing {
			continue
		}
		if v.number < 0 || v.number > 100 {
			return ""
		}
		most = max(most, v.number)
	}
	if most <= 1 {
		return ""
	}
	return "%"
}

// Direction guesses which way of a column is better by the plainest of words:
// "down" for absences, lateness and discipline, "up" for attendance, passing and
// graduation. It is empty where nothing tells, or both do.
func Direction(column string) string {
	words := wordsOf(column)
	down, up := false, false
	for w := range strings.FieldsSeq(words) {
		for _, begin := range []string{"absen", "tard", "late", "unexcused", "suspen", "disciplin", "expul", "expel", "referral", "arrest", "dropout", "truan", "fail"} {
			down = down || strings.HasPrefix(w, begin)
		}
		for _, begin := range []string{"attend", "present", "proficien", "graduat", "pass", "punctual", "ontime"} {
			up = up || strings.HasPrefix(w, begin)
		}
	}
	switch {
	case down == up:
		return ""
	case down:
		return "down"
	}
	return "up"
}

// Cells gives the cells of a column in the first rows that are not empty.
func Cells(columns []string, sample []Row, column string) []string {
	i, err := Column(columns, column)
	if err != nil {
		return nil
	}
	return cellsOf(sample, i)
}
