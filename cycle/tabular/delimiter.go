package tabular

import (
	"bufio"
	"bytes"
	"strings"
)

// delimiters are those that are guessed, in the order of preference.
var delimiters = []byte{',', '\t', ';', '|'}

var delimiterNames = map[byte]string{',': "comma", '\t': "tab", ';': "semicolon", '|': "bar"}

// ParseDelimiter reads a delimiter as typed: the sign itself or its name.
func ParseDelimiter(s string) (byte, bool) {
	for sign, name := range delimiterNames {
		if s == string(rune(sign)) || strings.EqualFold(s, name) {
			return sign, true
		}
	}
	return '\t', s == `\t`
}

// guessDelimiter chooses the delimiter by which the first lines fall into the
// most even columns. whole says that head is the whole text.
func guessDelimiter(head []byte, end byte, whole bool) byte {
	const lines = 30
	best, most := delimiters[0], 0
	for _, comma := range delimiters {
		s := &scanner{in: bufio.NewReader(bytes.NewReader(head)), comma: comma, end: end}
		var widths []int
		for len(widths) < lines {
			_, cells, err := s.next()
			if err != nil {
				break
			}
			widths = append(widths, len(cells))
		}
		if !whole && len(widths) > 1 && len(widths) < lines {
			widths = widths[:len(widths)-1] // it may be cut
		}
		if n := evenness(widths); n > most {
			best, most = comma, n
		}
	}
	return best
}

// evenness counts the lines that have the commonest number of cells, of those
// with more than one.
func evenness(widths []int) int {
	counts := map[int]int{}
	most := 0
	for _, w := range widths {
		if w > 1 {
			counts[w]++
			most = max(most, counts[w])
		}
	}
	return most
}

// lineEnd tells by the start of a text how its lines end.
func lineEnd(head []byte) byte {
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		return '\r'
	}
	return '\n'
}
