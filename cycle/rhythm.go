package cycle

import (
	"slices"
	"strings"
	"time"
)

// A rhythm is how often a measure is collected.
type rhythm int

const (
	unsaid rhythm = iota // or in words that are not known
	everySchoolDay
	severalAWeek
	weekly
	everyTwoWeeks
	monthly
	quarterly
	yearly
)

// rhythms are the words for it. The first that is found counts.
var rhythms = []struct {
	words string
	means rhythm
}{
	{"two weeks", everyTwoWeeks},
	{"2 weeks", everyTwoWeeks},
	{"other week", everyTwoWeeks},
	{"second week", everyTwoWeeks},
	{"biweekly", everyTwoWeeks},
	{"every week", weekly},
	{"each week", weekly},
	{"once a week", weekly},
	{"weekly", weekly},
	{"a week", severalAWeek},
	{"daily", everySchoolDay},
	{"every day", everySchoolDay},
	{"each day", everySchoolDay},
	{"school day", everySchoolDay},
	{"month", monthly},
	{"quarter", quarterly},
	{"year", yearly},
	{"annual", yearly},
}

// rhythmOf reads how a team says it.
func rhythmOf(said string) rhythm {
	said = strings.ToLower(foldTyped(said))
	for _, r := range rhythms {
		if strings.Contains(said, r.words) {
			return r.means
		}
	}
	return unsaid
}

// NextDay gives the day for which the next number is expected after days in
// order, each once. How often the team says it collects goes first; where that is
// not said the days tell: years follow years, two days of the week take turns,
// and else the gap that is most common goes on. It is a week after a single day,
// and the zero Day after none.
func NextDay(days []Day, said string) Day {
	n := len(days)
	if n == 0 {
		return Day{}
	}
	last := days[n-1]
	if SpanOf(slices.Values(days)) != Days {
		return last.addMonths(12)
	}
	switch rhythmOf(said) {
	case everySchoolDay:
		return last.nextSchoolDay()
	case weekly:
		return last.AddDays(7)
	case everyTwoWeeks:
		return last.AddDays(14)
	case monthly:
		return last.addMonths(1)
	case quarterly:
		return last.addMonths(3)
	case yearly:
		return last.addMonths(12)
	}
	next := last.AddDays(nextGap(days))
	if next.Sub(last) == 1 {
		return last.nextSchoolDay()
	}
	return next
}

// nextGap goes on with the gaps between the last days.
func nextGap(days []Day) int {
	const looked = 9
	days = days[max(0, len(days)-looked):]
	var gaps []int
	for i := 1; i < len(days); i++ {
		gaps = append(gaps, days[i].Sub(days[i-1]))
	}
	n := len(gaps)
	switch {
	case n == 0:
		return 7
	case n >= 2 && gaps[n-1] != gaps[n-2] && gaps[n-1]+gaps[n-2] == 7: // as Tuesday and Thursday
		return gaps[n-2]
	}
	// Of gaps as common the shorter counts: a longer one is rather a number that
	// was left out.
	times := map[int]int{}
	best := gaps[n-1]
	for _, g := range gaps {
		times[g]++
	}
	for g, k := range times {
		if k > times[best] || k == times[best] && g < best {
			best = g
		}
	}
	return best
}

// nextSchoolDay is the next day from Monday to Friday.
func (d Day) nextSchoolDay() Day {
	switch d.Weekday() {
	case time.Friday:
		return d.AddDays(3)
	case time.Saturday:
		return d.AddDays(2)
	default:
		return d.AddDays(1)
	}
}

// addMonths gives the same day some months later, or the last of that month.
func (d Day) addMonths(n int) Day {
	first := DayOf(Day{d.Year, d.Month, 1}.Time().AddDate(0, n, 0))
	return Day{first.Year, first.Month, min(d.Day, daysIn(first.Year, first.Month))}
}
