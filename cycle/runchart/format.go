package runchart

import (
	"math"
	"strconv"
)

// FormatValue writes a number as people read it: up to four digits that count,
// no zeros at the end, no exponent where the number is of an everyday size.
func FormatValue(v float64) string {
	switch size := math.Abs(v); {
	case math.IsNaN(v):
		return "missing"
	case v == 0:
		return "0"
	case size >= 1e15 || size < 1e-6:
		return strconv.FormatFloat(v, 'g', 4, 64)
	case size >= 1000:
		return strconv.FormatFloat(math.Round(v), 'f', -1, 64)
	default:
		rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
		return strconv.FormatFloat(rounded, 'f', -1, 64)
	}
}
