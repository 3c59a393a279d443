package goals

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// number finds numbers in a text as people write them, with the word before and
// what follows.
var number = regexp.MustCompile(`(?i)(\b(?:grades?|rooms?|periods?|weeks?|class|bus)\s+)?(\d[\d,]*(?:\.\d+)?)\s*(%|percent\b)?`)

// amount is the first number of a text, left out those that are names: "grade 7".
func amount(text string) (value float64, percent, ok bool) {
	for _, m := range number.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			continue
		}
		v, _, err := cycle.ParseNumber(strings.TrimRight(m[2], ","))
		if err == nil {
			return v, m[3] != "", true
		}
	}
	return 0, false, false
}

// gap says how far it is from A to B, "From 31 to 20: 11 fewer"; it is empty
// where one of them has no number, or only one of them is a share.
func gap(a, b string) string {
	from, pa, okA := amount(a)
	to, pb, okB := amount(b)
	if !okA || !okB || pa != pb {
		return ""
	}
	unit, points := "", ""
	if pa {
		unit, points = "%", "points "
	}
	said := "From " + format(from) + unit + " to " + format(to) + unit + ": "
	switch d := math.Abs(to - from); {
	case to > from:
		return said + format(d) + " " + points + "more."
	case to < from:
		less := "fewer."
		if pa {
			less = "less."
		}
		return said + format(d) + " " + points + less
	}
	return said + "the same number. What would be different?"
}

// format writes a number without the dust of binary fractions.
func format(v float64) string {
	return strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64)
}
