package plain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A typedPoint is a line of numbers as it was read: a day, a value in the form
// that is kept, and perhaps out of how many and a note.
type typedPoint struct {
	date     cycle.Day
	dateNote string // how a day without a year was read
	value    string
	n        string
	note     string
}

// said is the day as it was read.
func (p typedPoint) said(today cycle.Day) string {
	if p.dateNote != "" {
		return p.dateNote
	}
	return p.date.Words(today)
}

// parsePoint reads "10/5 31", "Oct 5 31.5 180", "today 31 - snow". A day can be
// several words, so the shortest beginning of the line that is a day and has a
// number behind it counts; a year in four digits that has another number behind
// it belongs to the day.
//
// The error says which part is no day or no number, and what to type.
func parsePoint(typed string, today cycle.Day) (typedPoint, error) {
	words := strings.Fields(typed)
	day, length, err := leadingDay(words, today)
	if err != nil {
		return typedPoint{}, err
	}
	if length == len(words) {
		return typedPoint{}, errors.New("the number is missing; type a day and a number, such as 10/5 31")
	}
	_, value, err := cycle.ParseNumber(words[length])
	if err != nil {
		return typedPoint{}, err
	}
	p := typedPoint{date: day.Date, dateNote: day.Note, value: value}
	rest := words[length+1:]
	if len(rest) > 0 {
		if n, err := strconv.Atoi(rest[0]); err == nil && n >= 0 {
			p.n, rest = strconv.Itoa(n), rest[1:]
		} else if rest[0] == "-" {
			rest = rest[1:]
		}
	}
	p.note = strings.Join(rest, " ")
	return p, nil
}

// maxDayWords is the most words that a day has: "Mon, Oct 5 2026".
const maxDayWords = 4

// leadingDay reads the day at the beginning of the line and how many words it
// has.
func leadingDay(words []string, today cycle.Day) (day cycle.ParsedDate, length int, err error) {
	for n := 1; n <= min(len(words), maxDayWords); n++ {
		read, err := cycle.ParseDate(strings.Join(words[:n], " "), today)
		if err != nil {
			continue
		}
		day, length = read, n
		if n == len(words) || isNumber(words[n]) && !isYear(words[n:]) {
			break
		}
	}
	if length == 0 {
		if len(words) == 0 {
			return day, 0, errors.New("nothing is typed")
		}
		_, err := cycle.ParseDate(words[0], today)
		return day, 0, fmt.Errorf("the line begins with the day: %w", err)
	}
	return day, length, nil
}

func isNumber(word string) bool {
	_, _, err := cycle.ParseNumber(word)
	return err == nil
}

// isYear reports whether the words begin with a year that belongs to the day in
// front of them: four digits, and the number that was counted behind them.
func isYear(words []string) bool {
	if len(words) < 2 || len(words[0]) != 4 || !isNumber(words[1]) {
		return false
	}
	year, err := strconv.Atoi(words[0])
	return err == nil && year >= 1900 && year < 2200
}
