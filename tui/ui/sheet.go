package ui

import "strings"

// Heading is how a pane begins: what it is called and, where the pane is high
// enough, a quiet sentence below.
func Heading(t *Theme, label, line string, w, h int) []string {
	lines := []string{t.Strong.Render(Cut(label, w))}
	if said := Styled(t.Dim, line, w); line != "" && (h >= 24 || h >= 16 && len(said) == 1) {
		lines = append(lines, said...)
	}
	if h >= 12 {
		lines = append(lines, "")
	}
	return lines
}

// Above puts body over foot in h lines, an empty line between them; the body is
// scrolled so that its line at is in sight. FootRoom says how long the foot may
// be: what is longer is cut.
func Above(body []string, at int, foot []string, h int) []string {
	foot = foot[:min(len(foot), FootRoom(len(body), h))]
	if len(foot) == 0 {
		return Window(body, at, h)
	}
	shown := Window(body, at, h-1-len(foot))
	return append(append(shown[:len(shown):len(shown)], ""), foot...)
}

// FootRoom is how many lines a foot may have under a body of n lines in h lines:
// what the body leaves free, and at least a third.
func FootRoom(n, h int) int { return max(0, h-1-min(n, h*2/3)) }

// Blocks puts as many of the blocks as fit whole into h lines, in order. Of the
// first as much is shown as fits.
func Blocks(h int, blocks ...[]string) []string {
	var lines []string
	for i, b := range blocks {
		if i == 0 {
			b = b[:min(len(b), max(0, h))]
		}
		if len(lines)+len(b) > h {
			break
		}
		lines = append(lines, b...)
	}
	return lines
}

// ShortenStyled is Shorten for lines that carry styles: it may cut inside a word.
func ShortenStyled(lines []string, w, h int) []string {
	if len(lines) <= h || h < 1 {
		return lines[:min(len(lines), max(0, h))]
	}
	out := append([]string{}, lines[:h]...)
	out[h-1] = Cut(out[h-1]+" …", w)
	return out
}

// Lead is the first sentence of a help text.
func Lead(help string) string {
	for i, r := range help {
		if (r == '.' || r == '?' || r == '!') && i+1 < len(help) && help[i+1] == ' ' {
			return help[:i+1]
		}
	}
	return help
}

// Indent puts n blanks in front of each line.
func Indent(lines []string, n int) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		if line != "" {
			out[i] = strings.Repeat(" ", n) + line
		}
	}
	return out
}
