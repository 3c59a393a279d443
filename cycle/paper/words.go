package paper

import (
	"strings"
	"unicode"
)

// plain brings words to the form in which they are compared: lower case, letters
// and digits only, one space between words, no number in front, no s of the plural
// behind.
func plain(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	})
	if len(words) > 1 && isNumbering(s, words[0]) {
		words = words[1:]
	}
	for i, w := range words {
		w = strings.ReplaceAll(strings.ReplaceAll(w, "'", ""), "’", "")
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-1]
		}
		words[i] = w
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// isNumbering reports whether s begins with a number or a letter of an outline:
// "1.", "2)", "b)", "IV.".
func isNumbering(s, first string) bool {
	rest := strings.TrimLeft(strings.ToLower(s), " \t\n(•-–")
	rest, ok := strings.CutPrefix(rest, first)
	if !ok || rest == "" || rest[0] != '.' && rest[0] != ')' {
		return false
	}
	return len(first) <= 2 && strings.Trim(first, "0123456789") == "" ||
		len(first) == 1 || strings.Trim(first, "ivx") == ""
}

// withoutAsides takes out what stands in brackets, and gives it beside.
func withoutAsides(s string) (rest string, asides []string) {
	var b strings.Builder
	for {
		open := strings.IndexAny(s, "([")
		if open < 0 {
			break
		}
		end := strings.IndexAny(s[open:], ")]")
		if end < 0 {
			break
		}
		b.WriteString(s[:open])
		if inside := s[open+1 : open+end]; len(inside) > 2 {
			asides = append(asides, inside)
		}
		s = s[open+end+1:]
	}
	b.WriteString(s)
	return strings.TrimSpace(b.String()), asides
}

// fillers are what forms put where somebody is to write.
const fillers = "_…. \t\n\u00a0\u2002\u2003-–—|"

// trimFiller takes lines to write on off the ends of an answer.
func trimFiller(s string) string {
	s = strings.TrimSpace(s)
	if strings.Contains(s, "__") {
		s = strings.TrimSpace(strings.Trim(s, "_"))
	}
	if strings.Contains(s, "……") || strings.Contains(s, "....") {
		s = strings.TrimSpace(strings.Trim(s, "….")) + trailingStop(s)
	}
	return s
}

// trailingStop keeps the one period that ends a sentence out of a row of dots.
func trailingStop(s string) string {
	if strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "..") && !strings.HasSuffix(s, "….") {
		return "."
	}
	return ""
}

// isBlank reports whether a text says nothing: it is empty, a line to write on, or
// what a form shows in an empty place.
func isBlank(s string) bool {
	if strings.Trim(s, fillers) == "" {
		return true
	}
	if inside, ok := inBrackets(s); ok {
		p := plain(inside)
		for _, begin := range []string{"type", "insert", "enter", "add", "write", "your", "name", "date", "text", "school", "title"} {
			if (p == begin || strings.HasPrefix(p, begin+" ")) && strings.Count(p, " ") < 8 {
				return true
			}
		}
		s = inside
	}
	return phrases().blanks[plain(s)]
}

// inBrackets gives what stands in the brackets that are around all of s.
func inBrackets(s string) (inside string, ok bool) {
	s = strings.TrimSpace(s)
	for _, pair := range []string{"[]", "<>", "{}"} {
		if len(s) > 2 && s[0] == pair[0] && strings.IndexByte(s, pair[1]) == len(s)-1 {
			return s[1 : len(s)-1], true
		}
	}
	return "", false
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// closeEnough reports whether two plain texts are the same but for slips of the
// keyboard: one in five letters or more, two in ten or more.
func closeEnough(a, b string) bool {
	_, ok := slips(a, b)
	return ok
}

// slips counts the slips of the keyboard between two plain texts. ok is false where
// there are too many for their length.
func slips(a, b string) (n int, ok bool) {
	if a == b {
		return 0, true
	}
	allowed := 0
	switch short := min(len(a), len(b)); {
	case short >= 10:
		allowed = 2
	case short >= 5:
		allowed = 1
	}
	if allowed == 0 || len(a)-len(b) > allowed || len(b)-len(a) > allowed || a[0] != b[0] {
		return 0, false
	}
	n = distance([]rune(a), []rune(b))
	return n, n <= allowed
}

// distance is how many letters have to be changed, put in, taken out or swapped
// with their neighbor to turn a into b (the optimal string alignment distance).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
