package diagram

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// MostLetters is how much of one text a diagram shows.
const MostLetters = 240

// A text is one line as it is drawn.
type text struct {
	s           string
	bold, small bool
	indent      int
}

// tidy makes words of the team fit for one box: clean, on one line, not too long.
func tidy(s string) string {
	s = strings.Join(strings.Fields(cycle.Clean(s, false)), " ")
	if utf8.RuneCountInString(s) > MostLetters {
		s = strings.TrimSpace(string([]rune(s)[:MostLetters-1])) + "…"
	}
	return s
}

func orUnnamed(s string) string {
	if s = tidy(s); s == "" {
		return "(no name yet)"
	}
	return s
}

// lines breaks a text into lines of at most width pixels and dresses them as
// like does.
func lines(s string, width int, like text) []text {
	var out []text
	for _, l := range wrap(s, float64(width-like.indent), like.bold) {
		like.s = l
		out = append(out, like)
	}
	return out
}

// wrap breaks a text at spaces into lines of at most room pixels. A word that is
// wider than that is broken too.
func wrap(s string, room float64, bold bool) []string {
	var out []string
	at := ""
	for word := range strings.FieldsSeq(s) {
		if at != "" && widthOf(at+" "+word, bold) <= room {
			at += " " + word
			continue
		}
		if at != "" {
			out = append(out, at)
		}
		for widthOf(word, bold) > room {
			head := fitting(word, room, bold)
			out = append(out, word[:head])
			word = word[head:]
		}
		at = word
	}
	if at != "" {
		out = append(out, at)
	}
	return out
}

// fitting gives how many bytes of the word have room: at least one character.
func fitting(word string, room float64, bold bool) int {
	var x float64
	for i, r := range word {
		if x += letter(r, bold); x > room && i > 0 {
			return i
		}
	}
	return len(word)
}

// widthOf is how wide a text is at most, in pixels.
func widthOf(s string, bold bool) float64 {
	var x float64
	for _, r := range s {
		x += letter(r, bold)
	}
	return x
}

// letter is how wide a character is at most, in pixels: the fonts that readers
// have differ, and what is drawn must have room in all of them. Characters are
// told apart by how wide they are in the usual fonts without serifs, in parts of
// the letters' size; those of other scripts and emoji are as wide as they are high.
func letter(r rune, bold bool) float64 {
	em := 0.61
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r > 0x2fff || r >= 0x1100 && r < 0x1200:
		em = 1.1
	case r >= 0x250:
		em = 0.9
	case strings.ContainsRune("il.,;:'|!jI ", r):
		em = 0.32
	case strings.ContainsRune("ftr()[]/-\"", r):
		em = 0.42
	case strings.ContainsRune("mwMW@%…—", r):
		em = 1
	case r >= 'A' && r <= 'Z' || strings.ContainsRune("&#+=<>~", r):
		em = 0.8
	}
	if bold {
		em *= 1.08
	}
	return em * size
}
