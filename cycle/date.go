package cycle

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Day is a date of the calendar without a time or a time zone. The zero Day
// stands for no date.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf gives the day that t falls on in t's own time zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, m, d}
}

// String gives the day as it is stored, "2026-10-05", and "" for no date.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// ParseDay reads a day in the form it is stored, as String writes it. ok is false
// for any other text, where it gives the zero Day.
func ParseDay(s string) (d Day, ok bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, false
	}
	return DayOf(t), true
}

// Time gives midnight at the start of the day in UTC.
func (d Day) Time() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// Weekday gives the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// AddDays gives the day n days later, or earlier where n is negative.
func (d Day) AddDays(n int) Day { return DayOf(d.Time().AddDate(0, 0, n)) }

// Sub gives the days from other to d: 1 where d is the day after other.
func (d Day) Sub(other Day) int {
	const secondsADay = 24 * 60 * 60
	return int((d.Time().Unix() - other.Time().Unix()) / secondsADay)
}

// Before reports whether d comes before other.
func (d Day) Before(other Day) bool { return d.Sub(other) < 0 }

// IsZero reports whether d stands for no date.
func (d Day) IsZero() bool { return d == Day{} }

// Words gives the day as people say it, "Mon, Oct 5". The year is added where
// the day is not in the same school year as today: "Mon, Oct 5, 2026". It is ""
// for no date.
func (d Day) Words(today Day) string {
	switch {
	case d.IsZero():
		return ""
	case d.schoolYear() != today.schoolYear():
		return d.full()
	}
	return d.Time().Format("Mon, Jan 2")
}

// Short gives the day as in a narrow list, without its weekday: "Oct 5", and with
// the year, "Jun 7, 2026", where today is in another school year.
func (d Day) Short(today Day) string {
	_, short, _ := strings.Cut(d.Words(today), ", ")
	return short
}

// full gives the day with its weekday and its year: "Mon, Oct 5, 2026".
func (d Day) full() string { return d.Time().Format("Mon, Jan 2, 2006") }

// schoolYear gives the year in which the day's school year starts, on July 1.
func (d Day) schoolYear() int {
	if d.Month < time.July {
		return d.Year - 1
	}
	return d.Year
}

// Relative says how far the day is from today: "today", "tomorrow", "in 3
// days", "2 weeks ago". Days are counted exactly up to 13; weeks, months and
// years are rounded. It is "" for no date.
func (d Day) Relative(today Day) string {
	if d.IsZero() {
		return ""
	}
	n := d.Sub(today)
	switch n {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	case -1:
		return "yesterday"
	}
	far := max(n, -n)
	span := strconv.Itoa(far) + " days"
	switch {
	case far >= 2*365:
		span = strconv.Itoa((far+182)/365) + " years"
	case far >= 9*7:
		span = strconv.Itoa((far*12+182)/365) + " months"
	case far >= 2*7:
		span = strconv.Itoa((far+3)/7) + " weeks"
	}
	if n < 0 {
		return span + " ago"
	}
	return "in " + span
}

// A ParsedDate is a date as it was read. Note says how it was read where what
// was typed leaves a choice, "read as Mon, Oct 5, 2026", and is "" otherwise.
type ParsedDate struct {
	Date Day
	Note string
}

// The years of a typed date. Others are slips, and would break the four digits
// of the stored form.
const (
	firstYear = 1900
	lastYear  = 2199
)

const dateExample = "type a date like 2026-10-05, 10/5/2026 or Oct 5"

// ParseDate reads a date in the forms people type: 2026-10-05, 10/5/2026, 10/5,
// Oct 5, Oct 5 2026, 5 October, Mon Oct 5, today, yesterday, tomorrow, monday,
// next monday, last monday, and 2017-18, a school year, which stands for its
// first day. Numbers are in the order of the United States,
// month before day, unless the first cannot be a month.
//
// near is today or the start of the cycle. Words like today count from it, a
// bare weekday is the one closest to it, and where no year is typed the date is
// the one closest to it. A weekday in front of a date without a year may also
// pick the one in near's school year, so that what Words gives reads back.
//
// The error says what is wrong with a date that does not exist, is outside 1900
// to 2199 or is in no form known, and what to type.
func ParseDate(s string, near Day) (ParsedDate, error) {
	typed := strings.ToLower(foldTyped(s))
	if typed == "" {
		return ParsedDate{}, fmt.Errorf("no date is typed; %s", dateExample)
	}
	if d, ok := parseSchoolYear(typed); ok {
		return ParsedDate{d, "read as the school year that begins on " + d.Time().Format("Jan 2, 2006")}, nil
	}
	p, err := parseRelative(typed, near)
	if err == nil && p.Date.IsZero() {
		p, err = parseCalendar(typed, near)
	}
	if err == nil && (p.Date.Year < firstYear || p.Date.Year > lastYear) {
		err = fmt.Errorf("the year is not between %d and %d", firstYear, lastYear)
	}
	if err != nil {
		return ParsedDate{}, fmt.Errorf("%s cannot be read as a date: %w; %s", quoteTyped(s), err, dateExample)
	}
	return p, nil
}

// parseRelative reads the words that count from near. It gives the zero
// ParsedDate where typed holds something else.
func parseRelative(typed string, near Day) (ParsedDate, error) {
	switch typed {
	case "today":
		return ParsedDate{Date: near}, nearMissing(near)
	case "yesterday":
		return ParsedDate{Date: near.AddDays(-1)}, nearMissing(near)
	case "tomorrow":
		return ParsedDate{Date: near.AddDays(1)}, nearMissing(near)
	}
	which, name, two := strings.Cut(typed, " ")
	if !two {
		which, name = "", typed
	}
	weekday, ok := parseWeekday(name)
	if !ok {
		return ParsedDate{}, nil
	}
	ahead := (int(weekday-near.Weekday()) + 7) % 7
	switch {
	case which == "next" && ahead == 0:
		ahead = 7
	case which == "last", which == "" && ahead > 3:
		ahead -= 7
	case which != "next" && which != "":
		return ParsedDate{}, nil
	}
	return noted(near.AddDays(ahead)), nearMissing(near)
}

func nearMissing(near Day) error {
	if near.IsZero() {
		return errors.New("there is no day to count from")
	}
	return nil
}

func noted(d Day) ParsedDate { return ParsedDate{d, "read as " + d.full()} }

// calendarDate is a typed date in its pieces, not yet checked.
type calendarDate struct {
	year, month, day int
	shortYear        bool // year is typed with two digits
	noYear           bool
	choice           bool // month and day could be the other way round
	weekday          *time.Weekday
}

// parseCalendar reads a date with a day and a month.
func parseCalendar(typed string, near Day) (ParsedDate, error) {
	var weekday *time.Weekday
	if name, rest, ok := strings.Cut(typed, " "); ok {
		if w, isDay := parseWeekday(strings.TrimRight(name, ",.")); isDay {
			weekday, typed = &w, rest
		}
	}
	read := splitNumbers
	if strings.ContainsFunc(typed, unicode.IsLetter) {
		read = splitWords
	}
	c, err := read(typed)
	if err != nil {
		return ParsedDate{}, err
	}
	c.weekday = weekday
	return c.resolve(near)
}

// splitNumbers reads 2026-10-05, 10/5/2026, 10/5/26 and 10/5.
func splitNumbers(typed string) (calendarDate, error) {
	unknown := errors.New("no month and day are found in it")
	separator := "-"
	if strings.Contains(typed, "/") {
		separator = "/"
	}
	parts := strings.Split(typed, separator)
	if len(parts) < 2 || len(parts) > 3 {
		return calendarDate{}, unknown
	}
	var numbers [3]int
	for i, part := range parts {
		part = strings.TrimSpace(part)
		isYear := len(parts) == 3 && (i == 0 || i == 2) && len(part) == 4
		if !isDigits(part) || len(part) > 2 && !isYear {
			return calendarDate{}, unknown
		}
		numbers[i], _ = strconv.Atoi(part) // four digits at most
		parts[i] = part
	}
	if len(parts[0]) == 4 {
		if len(parts[2]) == 4 {
			return calendarDate{}, unknown
		}
		return calendarDate{year: numbers[0], month: numbers[1], day: numbers[2]}, nil
	}
	c := calendarDate{month: numbers[0], day: numbers[1], year: numbers[2]}
	c.noYear = len(parts) == 2
	c.shortYear = !c.noYear && len(parts[2]) < 4
	c.choice = c.month <= 12 && c.day <= 12 && c.month != c.day
	if c.month > 12 && c.day <= 12 {
		c.month, c.day = c.day, c.month
	}
	return c, nil
}

// splitWords reads dates with the name of a month: Oct 5, October 5th, 2026,
// 5 Oct, 5-Oct-2026.
func splitWords(typed string) (calendarDate, error) {
	c := calendarDate{noYear: true}
	hasDay := false
	words := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" ,.-/", r) })
	for _, word := range words {
		if word == "of" || word == "the" {
			continue
		}
		if month, ok := parseMonth(word); ok {
			if c.month != 0 {
				return c, errors.New("it has two months")
			}
			c.month = month
			continue
		}
		number := word
		if n := spanOf(word, '0', '9'); n > 0 && strings.Contains(" st nd rd th ", " "+word[n:]+" ") {
			number = word[:n]
		}
		if !isDigits(number) {
			return c, fmt.Errorf("%s is not the name of a month", quoteTyped(word))
		}
		value, _ := strconv.Atoi(number) // checked for length below
		switch {
		case len(number) <= 2 && !hasDay:
			c.day, hasDay = value, true
		case (len(number) == 4 || len(number) == 2) && c.noYear:
			c.year, c.noYear, c.shortYear = value, false, len(number) == 2
		default:
			return c, fmt.Errorf("%s is one number too many", quoteTyped(word))
		}
	}
	if c.month == 0 {
		return c, errors.New("it has no month")
	}
	if !hasDay {
		return c, errors.New("it has no day")
	}
	return c, nil
}

// resolve chooses the year where it is open and checks that the day exists.
func (c calendarDate) resolve(near Day) (ParsedDate, error) {
	if c.month < 1 || c.month > 12 {
		return ParsedDate{}, fmt.Errorf("there is no month %d", c.month)
	}
	if c.noYear || c.shortYear {
		if err := nearMissing(near); err != nil {
			return ParsedDate{}, err
		}
	}
	d := Day{c.year, time.Month(c.month), c.day}
	switch {
	case c.noYear:
		d.Year = c.closestYear(near)
		if c.weekday != nil && d.Weekday() != *c.weekday {
			other := Day{d.Year + near.schoolYear() - d.schoolYear(), d.Month, d.Day}
			if other.Weekday() == *c.weekday {
				d = other
			}
		}
	case c.shortYear:
		d.Year += near.Year - near.Year%100
		if d.Year > near.Year+50 {
			d.Year -= 100
		} else if d.Year < near.Year-50 {
			d.Year += 100
		}
	}
	if days := daysIn(d.Year, d.Month); d.Day < 1 || d.Day > days {
		return ParsedDate{}, fmt.Errorf("%s %d has the days 1 to %d", d.Month, d.Year, days)
	}
	if c.weekday != nil && d.Weekday() != *c.weekday {
		return ParsedDate{}, fmt.Errorf("%s is a %s, not a %s",
			d.Time().Format("Jan 2, 2006"), d.Weekday(), *c.weekday)
	}
	if c.choice || c.noYear || c.shortYear {
		return noted(d), nil
	}
	return ParsedDate{Date: d}, nil
}

// closestYear gives the year that puts the day and month closest to near, the
// later one of two that are as close.
func (c calendarDate) closestYear(near Day) int {
	best, least := 0, 0
	for year := near.Year + 1; year >= near.Year-1; year-- {
		n := Day{year, time.Month(c.month), c.day}.Sub(near)
		if far := max(n, -n); best == 0 || far < least {
			best, least = year, far
		}
	}
	return best
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// parseMonth reads the English name of a month, in full or its first three
// letters or more.
func parseMonth(word string) (int, bool) {
	for m := time.January; m <= time.December; m++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(m.String()), word) {
			return int(m), true
		}
	}
	return 0, false
}

// parseWeekday reads the English name of a weekday as parseMonth does.
func parseWeekday(word string) (time.Weekday, bool) {
	for w := time.Sunday; w <= time.Saturday; w++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(w.String()), word) {
			return w, true
		}
	}
	return 0, false
}
