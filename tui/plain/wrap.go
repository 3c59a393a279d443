package plain

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// width is the longest line that is printed, in columns.
const width = 76

// hang stands in front of the second and later lines of an entry.
const hang = "    "

// wrap breaks each line of text between words so that none is wider than limit
// columns; a word that is wider by itself is cut. A line that begins with a
// space is an entry of a list: the lines that continue it are set in.
func wrap(text string, limit int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, wrapLine(line, limit)...)
	}
	return strings.Join(out, "\n")
}

func wrapLine(line string, limit int) []string {
	if ansi.StringWidth(line) <= limit {
		return []string{strings.TrimRight(line, " ")}
	}
	indent := ""
	if strings.HasPrefix(line, " ") {
		indent = hang
	}
	words := strings.Fields(line)
	now := line[:len(line)-len(strings.TrimLeft(line, " "))]
	if len(now) >= limit/2 {
		now = indent
	}
	var out []string
	empty := true
	for _, word := range words {
		if !empty && ansi.StringWidth(now)+1+ansi.StringWidth(word) > limit {
			out = append(out, now)
			now, empty = indent, true
		}
		if !empty {
			now += " "
		}
		pieces := strings.Split(ansi.Hardwrap(word, limit-len(hang), true), "\n")
		if len(pieces) > 1 {
			for _, piece := range pieces[:len(pieces)-1] {
				out = append(out, now+piece)
				now = indent
			}
			word = pieces[len(pieces)-1]
		}
		now, empty = now+word, false
	}
	return append(out, now)
}
