package paper

import (
	"strings"
	"unicode/utf8"
)

// Boxes and other marks by which people choose.
const (
	emptyBoxes  = "☐□◻❏❑▢○"
	tickedBoxes = "☒☑▣■◼✓✔✗✘●⊠🗹🗷"
)

// yes reports whether a cell says yes by a mark or a word.
func yes(s string) bool {
	s = strings.TrimSpace(s)
	if s != "" && strings.Trim(s, tickedBoxes+" ") == "" {
		return true
	}
	switch strings.ToLower(strings.Trim(s, ". !")) {
	case "x", "yes", "y", "true", "*", "•":
		return true
	}
	return false
}

// no reports whether a cell says no, or has an empty box.
func no(s string) bool {
	s = strings.TrimSpace(s)
	if strings.Trim(s, emptyBoxes+" ") == "" {
		return true
	}
	switch strings.ToLower(strings.Trim(s, ". !")) {
	case "no", "n", "false", "-", "–":
		return true
	}
	return false
}

// cutBox takes the box off the start of a line.
func cutBox(s string) (rest string, isTicked, found bool) {
	s = strings.TrimSpace(s)
	switch r, size := utf8.DecodeRuneInString(s); {
	case size == 0 || r == utf8.RuneError:
	case strings.ContainsRune(tickedBoxes, r):
		return strings.TrimSpace(s[size:]), true, true
	case strings.ContainsRune(emptyBoxes, r):
		return strings.TrimSpace(s[size:]), false, true
	}
	for _, mark := range []string{"[x]", "[X]", "(x)", "(X)"} {
		if rest, ok := strings.CutPrefix(s, mark); ok {
			return strings.TrimSpace(rest), true, true
		}
	}
	for _, mark := range []string{"[ ]", "[]", "( )", "()"} {
		if rest, ok := strings.CutPrefix(s, mark); ok {
			return strings.TrimSpace(rest), false, true
		}
	}
	return s, false, false
}

// ticked gives the words behind the ticked boxes of a line with several, and those
// behind empty ones. A line without boxes is as good as ticked.
func ticked(s string) (chosen string, others []string) {
	if !strings.ContainsAny(s, emptyBoxes+tickedBoxes) {
		rest, isTicked, found := cutBox(s)
		if found && !isTicked {
			return "", []string{rest}
		}
		return rest, nil
	}
	var out []string
	take, start := true, 0 // words before the first box count
	flush := func(end int) {
		words := strings.TrimSpace(s[start:end])
		switch {
		case words == "":
		case take:
			out = append(out, words)
		default:
			others = append(others, words)
		}
	}
	for i, r := range s {
		isTicked, isEmpty := strings.ContainsRune(tickedBoxes, r), strings.ContainsRune(emptyBoxes, r)
		if !isTicked && !isEmpty {
			continue
		}
		flush(i)
		take, start = isTicked, i+len(string(r))
	}
	flush(len(s))
	return strings.Join(out, " "), others
}
