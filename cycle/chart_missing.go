package cycle

import (
	"math"
	"time"
)

// mostMissing is how many weeks without a number are shown one by one: a longer
// break, such as a year, shows as a single one.
const mostMissing = 26

// withMissing puts a missing value into each week or year that has no number.
func (b *chartBuilder) withMissing(points []ownedPoint) []ownedPoint {
	if b.span != Days {
		return withMissingYears(points)
	}
	return withMissingWeeks(points, b.settings.Values["rhythm"])
}

// withMissingYears fills the years between the first point and the last.
func withMissingYears(points []ownedPoint) []ownedPoint {
	var out []ownedPoint
	for i, p := range points {
		if i > 0 {
			before := points[i-1]
			years := p.Date.Year - before.Date.Year - 1
			if years > mostMissing {
				years = 1
			}
			for k := 1; k <= years; k++ {
				day := Day{before.Date.Year + k, p.Date.Month, p.Date.Day}
				out = append(out, ownedPoint{Point{Date: day, Value: math.NaN()}, before.cycle})
			}
		}
		out = append(out, p)
	}
	return out
}

// withMissingWeeks is for measures that are collected every week or every two.
// Weeks are those of the calendar, from Monday on: a number on the Friday of the
// next week is no gap.
func withMissingWeeks(points []ownedPoint, rhythm string) []ownedPoint {
	every := weeksBetween(rhythm, points)
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

// weeksBetween gives how many weeks lie between two numbers: 1, 2, or 0 where no
// week can be said to be missing. Where the team has not said how often it
// collects, four numbers or more of which most are a week apart tell.
func weeksBetween(said string, points []ownedPoint) int {
	switch rhythmOf(said) {
	case weekly:
		return 1
	case everyTwoWeeks:
		return 2
	case unsaid:
	default:
		return 0
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
