package cycle

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// maxDigits is the most significant digits of a number. A float64 tells 17
// apart; more than this is a slip of the keyboard.
const maxDigits = 30

// ParseNumber reads a number in the forms people type: 21.5, 85%, $1,234.50,
// 1 234,5, 1.234,5, 12,5, +3, .5, 1.5e3. A percent or dollar sign is dropped:
// 85% is 85. One comma with exactly three digits behind it separates thousands
// (1,234), any other single comma is a decimal comma (12,5), and so is the one
// in 0,125. One point is always a decimal point.
//
// value is finite. text is the number to keep, exact where value is rounded, as
// strconv.ParseFloat reads it: no sign but "-", no separator but ".", no zeros
// that say nothing, an exponent only for the very large and very small. Equal
// numbers give equal texts.
//
// The error says why s is no number and what to type.
func ParseNumber(s string) (value float64, text string, err error) {
	const example = "type one number like 21.5 or 85%"
	typed := foldTyped(s)
	if typed == "" {
		return 0, "", fmt.Errorf("no number is typed; %s", example)
	}
	d, err := parseDecimal(typed)
	if err == nil {
		text = d.String()
		value, err = strconv.ParseFloat(text, 64)
		switch {
		case len(d.digits) > maxDigits:
			err = fmt.Errorf("it has more than %d digits", maxDigits)
		case err != nil || math.IsInf(value, 0):
			err = errors.New("it is too large")
		case value == 0 && d.digits != "":
			err = errors.New("it is too close to 0")
		}
	}
	if err != nil {
		return 0, "", fmt.Errorf("%s cannot be read as a number: %w; %s", quoteTyped(s), err, example)
	}
	return value, text, nil
}

// A decimal is the exact number 0.digits * 10^point, negative or not. digits
// has no zero at either end; it is "" for zero.
type decimal struct {
	negative bool
	digits   string
	point    int
}

// String gives the canonical text of d.
func (d decimal) String() string {
	if d.digits == "" {
		return "0"
	}
	sign := ""
	if d.negative {
		sign = "-"
	}
	n := len(d.digits)
	switch {
	case d.point > 21 || d.point < -5:
		text := sign + d.digits[:1]
		if n > 1 {
			text += "." + d.digits[1:]
		}
		return text + "e" + strconv.Itoa(d.point-1)
	case d.point <= 0:
		return sign + "0." + strings.Repeat("0", -d.point) + d.digits
	case d.point >= n:
		return sign + d.digits + strings.Repeat("0", d.point-n)
	}
	return sign + d.digits[:d.point] + "." + d.digits[d.point:]
}

// parseDecimal reads folded text.
func parseDecimal(typed string) (decimal, error) {
	var d decimal
	rest, percent := strings.CutSuffix(typed, "%")
	rest, dollar := cutPrefixSpace(rest, "$")
	rest, d.negative = cutPrefixSpace(rest, "-")
	if !d.negative {
		rest, _ = cutPrefixSpace(rest, "+")
	}
	if !dollar {
		rest, dollar = cutPrefixSpace(rest, "$")
	}
	rest = strings.TrimSpace(rest)
	if dollar && percent {
		return d, errors.New("it has both $ and %")
	}

	mantissa, exponent := rest, 0
	if i := strings.IndexAny(rest, "eE"); i > 0 {
		digits := strings.TrimPrefix(rest[i+1:], "+")
		if isDigits(strings.TrimPrefix(digits, "-")) {
			mantissa, exponent = rest[:i], clampedInt(digits)
		}
	}
	if err := onlyNumberSigns(mantissa); err != nil {
		return d, err
	}
	whole, fraction, err := splitDecimal(mantissa)
	if err != nil {
		return d, err
	}
	d.digits = strings.TrimLeft(whole+fraction, "0")
	d.point = len(whole) - (len(whole) + len(fraction) - len(d.digits)) + exponent
	d.digits = strings.TrimRight(d.digits, "0")
	return d, nil
}

// onlyNumberSigns says what stands in s that no number has.
func onlyNumberSigns(s string) error {
	if !strings.ContainsAny(s, "0123456789") {
		return errors.New("it has no digits")
	}
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '.', r == ',', r == ' ':
		case r == '-' && i > 0:
			return errors.New("it looks like a range or a date")
		case r == '%':
			return errors.New("the % is not at its end")
		case i == 0: // the whole of it was named already
			return fmt.Errorf("%s is not part of a number", quoteTyped(s[:strings.IndexAny(s, "0123456789")]))
		default:
			return fmt.Errorf("%s is not part of a number", quoteTyped(s[i:]))
		}
	}
	return nil
}

// splitDecimal finds which of point, comma and space separate thousands and
// which the decimals, and gives the digits on both sides.
func splitDecimal(s string) (whole, fraction string, err error) {
	whole, group := s, ""
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	decimalMark := ""
	switch {
	case strings.Contains(s, " "):
		group = " "
		decimalMark = s[strings.LastIndexAny(s, " .,"):][:1]
		if decimalMark == " " {
			decimalMark = ""
		}
	case points > 0 && commas > 0:
		group, decimalMark = ",", "."
		if strings.LastIndex(s, ",") > strings.LastIndex(s, ".") {
			group, decimalMark = ".", ","
		}
	case points == 1:
		decimalMark = "."
	case points > 1:
		group = "."
	case commas == 1 && isDecimalComma(s):
		decimalMark = ","
	case commas > 0:
		group = ","
	}
	if decimalMark != "" {
		i := strings.LastIndex(s, decimalMark)
		whole, fraction = s[:i], s[i+1:]
	}
	if fraction == "" && decimalMark == "," {
		return "", "", errors.New("it ends in a comma")
	}
	if group != "" {
		groups := strings.Split(whole, group)
		for i, g := range groups {
			if len(g) != 3 && (i > 0 || len(g) > 3 || g == "") {
				return "", "", errors.New("it is not clear where its thousands and decimals are")
			}
		}
		whole = strings.Join(groups, "")
	}
	if !isDigits(whole + fraction) {
		return "", "", errors.New("it is not clear where its thousands and decimals are")
	}
	return whole, fraction, nil
}

// isDecimalComma reports whether the only comma of s separates the decimals.
func isDecimalComma(s string) bool {
	before, behind, _ := strings.Cut(s, ",")
	return len(behind) != 3 || before == "" || before == "0"
}

// cutPrefixSpace cuts prefix and the spaces around it from the start of s.
func cutPrefixSpace(s, prefix string) (rest string, found bool) {
	rest, found = strings.CutPrefix(strings.TrimSpace(s), prefix)
	return strings.TrimSpace(rest), found
}

// clampedInt reads digits, with "-" in front or not, as an exponent. Exponents
// past every float64 come out as one that still is past it.
func clampedInt(digits string) int {
	const far = 1 << 20
	n, err := strconv.Atoi(digits)
	if err != nil {
		n = far
		if digits[0] == '-' {
			n = -far
		}
	}
	return min(max(n, -far), far)
}
