package tabular

import (
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A value is a cell read as a number.
type value struct {
	number  float64
	missing bool
	comma   comma
}

// comma says what the comma in a number is evidence of.
type comma int

const (
	noComma        comma = iota
	thousandsComma       // 1,234,567 or 1,234.5
	decimalComma         // 12,5 or 1.234,5
	eitherComma          // 1,234: read as thousands unless the column has decimal commas
)

// parseCell reads a number as tables write it. Empty cells, words for "not
// available", and marks for figures held back because the group is small ("*",
// "<10") are missing values.
func parseCell(s string) (value, error) {
	if v, ok := plainNumber(s); ok {
		return value{number: v}, nil
	}
	if isMissing(s) {
		return value{missing: true}, nil
	}
	if isPlain(s) {
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			return value{number: v}, nil
		}
	}
	v, _, err := cycle.ParseNumber(s)
	return value{number: v, comma: commaOf(s)}, err
}

// plainNumber reads digits with a point among them, such as 31 and 12.25, which
// most cells are. So few digits and their power of ten are whole numbers that a
// float64 holds, and so the quotient is the nearest one to what is written.
func plainNumber(s string) (v float64, ok bool) {
	const most = 15
	if len(s) == 0 || len(s) > most {
		return 0, false
	}
	var digits int64
	point := -1
	for i := range len(s) {
		switch b := s[i]; {
		case b >= '0' && b <= '9':
			digits = digits*10 + int64(b-'0')
		case b == '.' && point < 0 && i > 0 && i+1 < len(s):
			point = i
		default:
			return 0, false
		}
	}
	if point < 0 {
		return float64(digits), true
	}
	return float64(digits) / powersOfTen[len(s)-1-point], true
}

var powersOfTen = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14}

// isPlain reports whether s has only what ParseFloat reads as we do.
func isPlain(s string) bool {
	for i := range len(s) {
		if b := s[i]; (b < '0' || b > '9') && b != '.' && (b != '-' || i > 0) {
			return false
		}
	}
	return true
}

func isMissing(s string) bool {
	if s == "" {
		return true
	}
	if b := s[0]; b >= '0' && b <= '9' {
		return false
	}
	switch strings.ToLower(s) {
	case "na", "n/a", "#n/a", "n.a.", "nan", "null", "none", "nr", "nd", "not available", "not reported", "suppressed",
		"-", "--", "---", "–", "—", "−", "*", "**", "***", ".", "..", "…", "†", "‡":
		return true
	}
	rest := strings.TrimLeft(s, "<>≤≥= ")
	if rest == s || rest == "" {
		return false
	}
	_, _, err := cycle.ParseNumber(rest)
	return err == nil
}

func commaOf(s string) comma {
	last := strings.LastIndexByte(s, ',')
	if last < 0 {
		return noComma
	}
	digits := 0
	for _, b := range []byte(s[last+1:]) {
		if b < '0' || b > '9' {
			break
		}
		digits++
	}
	switch point := strings.LastIndexByte(s, '.'); {
	case point > last, strings.Count(s, ",") > 1:
		return thousandsComma
	case point >= 0, digits != 3:
		return decimalComma
	}
	return eitherComma
}
