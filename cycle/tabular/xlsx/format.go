package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A format is what the format code of a number says about its meaning. How many
// digits are shown, and in what color, makes no difference to what was measured.
type format struct {
	kind  kind
	width int // of a code: its digits with the leading zeros
}

type kind int

const (
	plain kind = iota
	percent
	dated
	code
	unseen // nothing is shown
)

// builtIn returns the formats that have a number and no code in the file
// (ECMA-376 part 1, 18.8.30).
func builtIn(id int) format {
	switch {
	case id == 9, id == 10:
		return format{kind: percent}
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id == 45, id == 47, id >= 50 && id <= 58:
		return format{kind: dated}
	}
	return format{}
}

// formatOf reads a format code. Its first part, up to a semicolon, is that of
// positive numbers.
func formatOf(s string) format {
	if s != "" && strings.Trim(s, "; ") == "" {
		return format{kind: unseen}
	}
	bare, elapsed := bareCode(s)
	switch {
	case strings.Contains(bare, "%"):
		return format{kind: percent}
	case elapsed, strings.Contains(strings.ToLower(bare), "general"):
		return format{}
	case strings.ContainsAny(bare, "ydhsYDHS"), strings.ContainsAny(bare, "mM") && !strings.ContainsAny(bare, "0#?"):
		return format{kind: dated}
	case len(bare) > 1 && strings.Trim(bare, "0") == "":
		return format{kind: code, width: len(bare)}
	}
	return format{}
}

// bareCode takes all that is only shown off the first part of a code: words in
// quotes, escaped characters, colors and conditions in brackets. elapsed says that
// it counts hours, minutes or seconds, as [h]:mm does.
func bareCode(s string) (bare string, elapsed bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ';':
			return b.String(), elapsed
		case '\\', '_', '*':
			i++
		case '"':
			end := strings.IndexByte(s[i+1:], '"')
			if end < 0 {
				return b.String(), elapsed
			}
			i += end + 1
		case '[':
			end := strings.IndexByte(s[i:], ']')
			if end < 0 {
				return b.String(), elapsed
			}
			elapsed = elapsed || end > 1 && strings.Trim(strings.ToLower(s[i+1:i+end]), "hms") == ""
			i += end
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), elapsed
}

// Days from the first of the last century on that may be meant by a number shown
// as a date: 1941 to 2201. Others are more likely a time of day or a number whose
// format came from elsewhere.
const minDay, maxDay = 15_000, 110_000

// show writes a number: percentages with a sign, dates as 2006-01-02.
func (f format) show(n float64, date1904 bool) string {
	switch {
	case f.kind == unseen:
		return ""
	case f.kind == percent:
		return strconv.FormatFloat(n*100, 'g', 12, 64) + "%"
	case f.kind == dated && n >= minDay && n <= maxDay:
		return day(n, date1904).Format(time.DateOnly)
	case f.kind == code && n >= 0 && n == math.Trunc(n) && n < 1e15:
		text := strconv.FormatFloat(n, 'f', 0, 64)
		return strings.Repeat("0", max(0, f.width-len(text))) + text
	}
	return strconv.FormatFloat(n, 'g', 15, 64)
}

// day counts from the last day of 1899, and two days before the first of March of
// 1900: Excel believes in a 29th of February of that year. Workbooks from old Macs
// count from the first of 1904.
func day(n float64, date1904 bool) time.Time {
	first := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	if date1904 {
		first = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	const halfSecond = 0.5 / 86_400 // midnight may come a little too early
	return first.AddDate(0, 0, int(n+halfSecond))
}
