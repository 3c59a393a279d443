package tabular

import (
	"strconv"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// timeKind says what a cell of a time axis is.
type timeKind int

const (
	noTime   timeKind = iota
	dayTime           // a date, a month, a school year
	weekTime          // "Week 3"
	numberTime
)

// A moment is a cell read as a place in time.
type moment struct {
	kind   timeKind
	day    cycle.Day // of dayTime
	number float64   // of weekTime and numberTime
}

// A timeReader reads the cells of one column as times. What one cell leaves open
// the others decide: whether 3/4/2024 is in March, whether 2010-11 is a school
// year or a month. The zero timeReader takes both for the first.
type timeReader struct {
	near     cycle.Day // closest year for dates without one; zero leaves them unread
	dayFirst bool
	months   bool
}

// newTimeReader looks through the column's cells.
func newTimeReader(cells func(yield func(string) bool), near cycle.Day) timeReader {
	t := timeReader{near: near}
	monthFirst, years := false, false
	for s := range cells {
		if len(s) == len(time.DateOnly) && s[4] == '-' && s[7] == '-' {
			continue
		}
		if a, b, ok := slashed(s); ok {
			t.dayFirst = t.dayFirst || a > 12
			monthFirst = monthFirst || b > 12
		}
		if first, second, digits, ok := yearPair(s); ok {
			isYear := follows(first, second, digits)
			years = years || isYear && second > 12
			t.months = t.months || !isYear && second >= 1 && second <= 12
		}
	}
	t.dayFirst = t.dayFirst && !monthFirst
	t.months = t.months && !years
	return t
}

// read gives what the cell says; noTime where it says no time.
func (t *timeReader) read(s string) moment {
	if d, ok := isoDay(s); ok {
		return moment{kind: dayTime, day: d}
	}
	if !strings.ContainsAny(s, "0123456789") {
		return moment{}
	}
	if isPlain(s) {
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			return moment{kind: numberTime, number: v}
		}
	}
	low := strings.ToLower(s)
	for _, read := range []func(string) (moment, bool){t.schoolYear, week, month, t.date} {
		if m, ok := read(low); ok {
			return m
		}
	}
	if v, err := parseCell(s); err == nil && !v.missing {
		return moment{kind: numberTime, number: v.number}
	}
	return moment{}
}

// isoDay reads 2024-09-01, with a time behind it or not.
func isoDay(s string) (cycle.Day, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' || len(s) > 10 && s[10] != 'T' && s[10] != ' ' {
		return cycle.Day{}, false
	}
	y, m, d := s[:4], s[5:7], s[8:10]
	if digitsOnly(y) && digitsOnly(m) && digitsOnly(d) {
		day := cycle.Day{Year: number2(y[:2])*100 + number2(y[2:]), Month: time.Month(number2(m)), Day: number2(d)}
		if day.Month >= 1 && day.Month <= 12 && day.Day >= 1 && day.Day <= 28 {
			return day, true // every month has it
		}
	}
	return cycle.ParseDay(s[:10])
}

// number2 is the number that two digits say.
func number2(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// slashed reads the first two numbers of 9/1/2024, 9-1-24 or 1.9.2024.
func slashed(s string) (a, b int, ok bool) {
	i := strings.IndexAny(s, "/-.")
	if i < 1 || i > 2 {
		return 0, 0, false
	}
	j := strings.IndexByte(s[i+1:], s[i])
	if j < 1 || j > 2 {
		return 0, 0, false
	}
	a, err := strconv.Atoi(s[:i])
	b, err2 := strconv.Atoi(s[i+1 : i+1+j])
	return a, b, err == nil && err2 == nil
}

// yearPair reads 2024-25, 2024-2025, 2024/25 and 2024-09.
func yearPair(s string) (first, second, digits int, ok bool) {
	const shortest, longest = len("2024-25"), len("2024 – 2025")
	if len(s) < shortest || len(s) > longest || !digitsOnly(s[:4]) {
		return 0, 0, 0, false
	}
	rest := strings.TrimLeft(s[4:], " ")
	behind := strings.TrimLeft(rest, "-/–—")
	behind = strings.TrimLeft(behind, " ")
	if behind == rest || len(behind) != 2 && len(behind) != 4 || !digitsOnly(behind) {
		return 0, 0, 0, false
	}
	first, _ = strconv.Atoi(s[:4]) // digits only
	second, _ = strconv.Atoi(behind)
	return first, second, len(behind), inRange(first)
}

func inRange(year int) bool { return year >= 1900 && year <= 2199 }

// follows reports whether second is the year after first, in so many digits.
func follows(first, second, digits int) bool {
	if digits == 2 {
		return second == (first+1)%100
	}
	return second == first+1
}

// schoolYear reads 2024-25, SY 2024-25, and 2024-09, a month. School years begin
// on July 1.
func (t *timeReader) schoolYear(s string) (moment, bool) {
	for _, word := range []string{"school year", "academic year", "sy", "ay"} {
		s = strings.TrimLeft(strings.TrimPrefix(s, word), " :")
	}
	first, second, digits, ok := yearPair(s)
	if !ok && len(s) == 5 && s[2] == '-' { // SY 24-25
		first, second, digits, ok = yearPair("20" + s)
	}
	switch {
	case !ok:
		return moment{}, false
	case follows(first, second, digits) && (!t.months || digits == 4):
		return onDay(first, time.July, 1)
	case digits == 2:
		return onDay(first, time.Month(second), 1)
	}
	return moment{}, false
}

func onDay(year int, month time.Month, day int) (moment, bool) {
	d := cycle.Day{Year: year, Month: month, Day: day}
	return moment{kind: dayTime, day: d}, month >= 1 && month <= 12 && inRange(year)
}

// week reads W3, Wk 3, Week 3 and 2024-W36, which is the Monday of that week by
// ISO 8601.
func week(s string) (moment, bool) {
	if year, n, ok := strings.Cut(s, "-w"); ok {
		y, err := strconv.Atoi(year)
		w, err2 := strconv.Atoi(n)
		if err != nil || err2 != nil || w < 1 || w > 53 || !inRange(y) {
			return moment{}, false
		}
		jan4 := cycle.Day{Year: y, Month: time.January, Day: 4} // always in week 1
		sinceMonday := (int(jan4.Weekday()) + 6) % 7
		return moment{kind: dayTime, day: jan4.AddDays(7*(w-1) - sinceMonday)}, true
	}
	for _, word := range []string{"weeks", "week", "wk", "w"} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			n, err := strconv.Atoi(strings.TrimLeft(rest, " .#-_"))
			return moment{kind: weekTime, number: float64(n)}, err == nil
		}
	}
	return moment{}, false
}

// month reads Sep 2024, September 2024, Sep-24 and 9/2024 as the first of it.
func month(s string) (moment, bool) {
	i := strings.IndexAny(s, " -/.")
	if i < 1 {
		return moment{}, false
	}
	name, sign, rest := s[:i], s[i], strings.TrimLeft(s[i:], " -/.,")
	year, err := strconv.Atoi(rest)
	switch {
	case err != nil:
		return moment{}, false
	case len(rest) == 2 && sign == '-' && len(name) == 3: // as Excel writes it
		year += 2000
	case len(rest) != 4:
		return moment{}, false
	}
	if n, err := strconv.Atoi(name); err == nil {
		return onDay(year, time.Month(n), 1)
	}
	for m := time.January; m <= time.December; m++ {
		if len(name) >= 3 && strings.HasPrefix(strings.ToLower(m.String()), name) {
			return onDay(year, m, 1)
		}
	}
	return moment{}, false
}

// date reads a date in any form that people type, a time of day behind it or
// "week of" in front.
func (t *timeReader) date(s string) (moment, bool) {
	s = strings.TrimPrefix(s, "week of ")
	if before, after, ok := strings.Cut(s, " "); ok && strings.Contains(after, ":") {
		s = before
	}
	if a, b, ok := slashed(s); ok {
		if t.dayFirst && a <= 12 && b <= 12 {
			i := strings.IndexAny(s, "/-.")
			j := strings.IndexByte(s[i+1:], s[i]) + i + 1
			s = s[i+1:j] + s[i:i+1] + s[:i] + s[j:]
		}
		s = strings.ReplaceAll(s, ".", "/")
	}
	near := t.near
	if _, _, ok := slashed(s); ok && near.IsZero() {
		near = someDay // it has a year, perhaps of two digits: only the century is open
	}
	d, err := cycle.ParseDate(s, near)
	return moment{kind: dayTime, day: d.Date}, err == nil
}
