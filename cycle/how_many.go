package cycle

import (
	"strconv"
	"strings"
)

// HowMany says how many there are of what is named in the singular: "1 cycle",
// "0 points", "2 activities", "3 pieces of evidence", "1,200 points".
func HowMany(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + several(one)
}

func several(one string) string {
	first, rest, of := strings.Cut(one, " of ")
	stem, y := strings.CutSuffix(one, "y")
	switch {
	case of:
		return several(first) + " of " + rest
	case !y || stem == "wh" || strings.HasSuffix(stem, "a"): // whys, days
		return one + "s"
	}
	return stem + "ies"
}

// Thousands writes a whole number, 0 or more, with commas: 5,000.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
