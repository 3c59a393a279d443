package cycle

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// A Span is what the dates of a series of numbers stand for: days, or whole
// years, of which the first day is kept.
type Span int

// The spans. A school year begins on July 1.
const (
	Days Span = iota
	SchoolYears
	Years
)

// SpanOf tells what days stand for: school years when each of them is a July 1,
// years when each is a January 1, and else days. Zero days do not count.
func SpanOf(days iter.Seq[Day]) Span {
	span, any := Days, false
	for d := range days {
		if d.IsZero() {
			continue
		}
		of := spanBegunBy(d)
		if any && of != span || of == Days {
			return Days
		}
		span, any = of, true
	}
	return span
}

func spanBegunBy(d Day) Span {
	switch {
	case d.Day == 1 && d.Month == time.July:
		return SchoolYears
	case d.Day == 1 && d.Month == time.January:
		return Years
	default:
		return Days
	}
}

// SpanOf tells what the dates of a measure's points stand for.
func (c *Cycle) SpanOf(measure string) Span {
	return SpanOf(func(yield func(Day) bool) {
		for _, it := range c.Lists["points"] {
			if it.Values["measure"] != measure {
				continue
			}
			if d, ok := ParseDay(it.Values["date"]); ok && !yield(d) {
				return
			}
		}
	})
}

// Name gives what a year is called that begins on the day: "2017-18" or "2019".
// It is "" for days, and for a day inside a year.
func (s Span) Name(d Day) string {
	switch {
	case s == Days || spanBegunBy(d) != s:
		return ""
	case s == SchoolYears:
		return fmt.Sprintf("%d-%02d", d.Year, (d.Year+1)%100)
	default:
		return strconv.Itoa(d.Year)
	}
}

// Words gives the year that begins on the day by its name, and any other day as
// Day.Words does.
func (s Span) Words(d, today Day) string {
	if name := s.Name(d); name != "" {
		return name
	}
	return d.Words(today)
}

// Start gives the first day of the year in which the day lies; the day itself
// for days.
func (s Span) Start(d Day) Day {
	switch {
	case d.IsZero():
		return d
	case s == SchoolYears:
		return Day{d.schoolYear(), time.July, 1}
	case s == Years:
		return Day{d.Year, time.January, 1}
	default:
		return d
	}
}

// ParseYear reads the name of a school year, "2017-18", "2017-2018" or "SY
// 2017/18", and of a year, "2019", as the first day of it.
func ParseYear(s string) (d Day, of Span, ok bool) {
	typed := strings.ToLower(foldTyped(s))
	if d, ok := parseSchoolYear(typed); ok {
		return d, SchoolYears, true
	}
	if year, ok := fourDigits(typed); ok {
		return Day{year, time.January, 1}, Years, true
	}
	return Day{}, Days, false
}

// parseSchoolYear reads a folded text.
func parseSchoolYear(typed string) (Day, bool) {
	for _, word := range []string{"school year", "academic year", "sy", "ay"} {
		if rest, ok := strings.CutPrefix(typed, word); ok {
			typed = strings.TrimLeft(rest, " ")
			break
		}
	}
	first, second, two := strings.Cut(typed, "-")
	if !two {
		first, second, two = strings.Cut(typed, "/")
	}
	first, second = strings.TrimSpace(first), strings.TrimSpace(second)
	year, ok := fourDigits(first)
	if !two || !ok {
		return Day{}, false
	}
	next := strconv.Itoa(year + 1)
	if second != next && second != next[2:] {
		return Day{}, false
	}
	return Day{year, time.July, 1}, true
}

func fourDigits(s string) (year int, ok bool) {
	if len(s) != 4 || !isDigits(s) {
		return 0, false
	}
	year, _ = strconv.Atoi(s) // digits only
	return year, year >= firstYear && year <= lastYear
}
