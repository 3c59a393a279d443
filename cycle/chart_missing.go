package cycle

import (
	"math"
	"strings"
	"time"
)

// mostMissing is how many weeks without a number are shown one by one: a longer
// break, such as a year, shows as a single one.
const mostMissing = 26

// withMissing puts a missing value into each week that has no number, for
// measures that are collected every week or every two. Weeks are those of the
// calendar, from Monday on: a number on the Friday of the next week is no gap.
func withMissing(points []ownedPoint, rhythm string) []ownedPoint {
	every := rhythmWeeks(rhythm, points)
	if every == 0 {
		return points
	}
	var out []ownedPoint
	for i, p := range points {
		if i > 0 {
			before := points[i-1]
			missing := (weekOf(p.Date)-weekOf(before.Date))/every - 1
			if missing > mostMissing {
				missing = 1
			}
			for k := 1; k <= missing; k++ {
				gap := ownedPoint{Point{Date: before.Date.AddDays(7 * every * k), Value: math.NaN()}, before.cycle}
				out = append(out, gap)
			}
		}
		out = append(out, p)
	}
	return out
}

// weekOf numbers the weeks of the calendar.
func weekOf(d Day) int {
	monday := Day{1900, time.January, 1}
	days := d.Sub(monday)
	if days < 0 {
		return (days - 6) / 7
	}
	return days / 7
}

// rhythms are the words that say how many weeks lie between two numbers; 0 is
// another rhythm. The first that is found counts.
var rhythms = []struct {
	words string
	weeks int
}{
	{"two weeks", 2},
	{"2 weeks", 2},
	{"other week", 2},
	{"second week", 2},
	{"biweekly", 2},
	{"every week", 1},
	{"each week", 1},
	{"once a week", 1},
	{"weekly", 1},
	{"a week", 0},
	{"daily", 0},
	{"every day", 0},
	{"each day", 0},
	{"month", 0},
	{"quarter", 0},
	{"year", 0},
}

// rhythmWeeks gives how many weeks lie between two numbers: 1, 2, or 0 where no
// week can be said to be missing. Where the team has not said how often it
// collects, four numbers or more of which most are a week apart tell.
func rhythmWeeks(rhythm string, points []ownedPoint) int {
	said := strings.ToLower(foldTyped(rhythm))
	for _, r := range rhythms {
		if strings.Contains(said, r.words) {
			return r.weeks
		}
	}
	weeks := 0
	for i := 1; i < len(points); i++ {
		if points[i].Date.Sub(points[i-1].Date) == 7 {
			weeks++
		}
	}
	if len(points) >= 4 && weeks*2 > len(points)-1 {
		return 1
	}
	return 0
}
