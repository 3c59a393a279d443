package ui

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Width is how many columns the text takes on the screen, styles left out.
func Width(s string) int { return ansi.StringWidth(s) }

// Cut shortens a line to w columns, the last an ellipsis when something is lost.
func Cut(s string, w int) string {
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(s, w, "…")
}

// Pad makes a line exactly w columns wide.
func Pad(s string, w int) string {
	s = Cut(s, w)
	if n := w - Width(s); n > 0 {
		s += strings.Repeat(" ", n)
	}
	return s
}

// PadLeft makes a line exactly w columns wide with the text at the right.
func PadLeft(s string, w int) string {
	s = Cut(s, w)
	if n := w - Width(s); n > 0 {
		s = strings.Repeat(" ", n) + s
	}
	return s
}

// Wrap breaks text into lines of at most w columns, at spaces where it can.
// Line breaks in the text stay. It gives at least one line.
func Wrap(s string, w int) []string {
	if w < 1 {
		w = 1
	}
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		for part := range strings.SplitSeq(ansi.Wrap(line, w, ""), "\n") {
			out = append(out, strings.TrimRight(part, " "))
		}
	}
	return out
}

// Styled wraps text and styles each line.
func Styled(st lipgloss.Style, s string, w int) []string {
	lines := Wrap(s, w)
	for i, line := range lines {
		lines[i] = st.Render(line)
	}
	return lines
}

// Ends puts left and right at the two ends of a line of w columns; left gives
// way when there is no room for both and a space between.
func Ends(left, right string, w int) string {
	rw := Width(right)
	switch {
	case rw == 0:
		return Pad(left, w)
	case rw >= w:
		return Cut(right, w)
	}
	return Pad(left, w-rw-1) + " " + right
}

// Fit makes a block exactly h lines of at most w columns.
func Fit(lines []string, w, h int) []string {
	out := make([]string, h)
	for i := range out {
		if i < len(lines) {
			out[i] = Cut(lines[i], w)
		}
	}
	return out
}

// Block joins lines into what a View returns: exactly h lines, none wider than w.
func Block(lines []string, w, h int) string { return strings.Join(Fit(lines, w, h), "\n") }

// Beside puts two blocks of lines side by side, the left one lw columns wide,
// with gap columns between.
func Beside(left, right []string, lw, gap, h int) []string {
	out := make([]string, h)
	for i := range out {
		var l, r string
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		out[i] = Pad(l, lw) + strings.Repeat(" ", gap) + r
	}
	return out
}

// Window returns the part of lines that shows line at in h lines, scrolling as
// little as a reader needs: at stays a third away from the edges where it can.
func Window(lines []string, at, h int) []string {
	if len(lines) <= h {
		return lines
	}
	first := min(max(0, at-h/3), len(lines)-h)
	return lines[first : first+h]
}

// Shorten leaves out lines of plain text past h, and says so by an ellipsis
// behind a whole word of the last one.
func Shorten(lines []string, w, h int) []string {
	if len(lines) <= h {
		return lines
	}
	if h < 1 {
		return nil
	}
	last := lines[h-1]
	for Width(last)+2 > w && strings.Contains(last, " ") {
		last = last[:strings.LastIndex(last, " ")]
	}
	return append(append([]string{}, lines[:h-1]...), Cut(last+" …", w))
}
