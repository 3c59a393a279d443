package pdf

import (
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"

	"github.com/cqi-pdsa/pdsa/cycle/report/typeface"
)

// stand is what a character that cannot be printed becomes.
const stand = '▯'

// A span is words in one dress.
type span struct {
	text string
	bold bool
}

// letters knows how wide characters are.
type letters struct {
	widths [2]map[rune]float64 // regular and bold, in parts of the letters' size
	has    map[rune]bool
	ask    func(r rune, bold bool) float64
}

func newLetters(f *fpdf.Fpdf) letters {
	return letters{
		widths: [2]map[rune]float64{{}, {}}, has: map[rune]bool{},
		ask: func(r rune, bold bool) float64 {
			style := ""
			if bold {
				style = "B"
			}
			f.SetFont(family, style, 10)
			return float64(f.GetStringSymbolWidth(string(r))) / 1000
		},
	}
}

func (l *letters) letter(r rune, bold bool) float64 {
	known := l.widths[0]
	if bold {
		known = l.widths[1]
	}
	w, ok := known[r]
	if !ok {
		w = l.ask(r, bold)
		known[r] = w
	}
	return w
}

// width is how wide a text is, in points.
func (l *letters) width(s string, bold bool, size float64) float64 {
	sum := 0.0
	for _, r := range s {
		sum += l.letter(r, bold)
	}
	return sum * size
}

// tidy composes letters with their marks, and puts a sign in the place of each
// character that cannot be printed, and notes it.
func (p *printer) tidy(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		has, known := p.letters.has[r]
		if !known {
			has = typeface.Has(r)
			p.letters.has[r] = has
		}
		switch {
		case has:
			return r
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
			return -1 // joins or dresses the character before it, which is noted itself
		case unicode.IsSpace(r):
			return ' '
		}
		p.missing[r] = true
		return stand
	}, norm.NFC.String(s))
}

// wrap breaks spans into lines of at most room points. Line breaks in them stay.
// A word that is wider than the room is broken.
func (l *letters) wrap(spans []span, room, size float64) [][]span {
	b := breaker{letters: l, room: room, size: size}
	for _, s := range spans {
		for i, paragraph := range strings.Split(s.text, "\n") {
			if i > 0 {
				b.end()
			}
			b.paragraph(paragraph, s.bold)
		}
	}
	b.end()
	return b.lines
}

// A breaker fills lines with words.
type breaker struct {
	*letters
	room, size float64
	lines      [][]span
	line       []span
	at         float64 // how far the line is filled
	gap        bool    // whether a space waits to be written
}

func (b *breaker) end() {
	if len(b.line) > 0 {
		b.lines = append(b.lines, b.line)
	}
	b.line, b.at, b.gap = nil, 0, false
}

func (b *breaker) paragraph(s string, bold bool) {
	for i, word := range strings.Split(s, " ") {
		if i > 0 {
			b.gap = b.at > 0
		}
		if word != "" {
			b.word(word, bold)
		}
	}
}

func (b *breaker) word(word string, bold bool) {
	space, width := 0.0, b.width(word, bold, b.size)
	if b.gap {
		space = b.width(" ", bold, b.size)
	}
	if b.at > 0 && b.at+space+width > b.room {
		b.end()
		space = 0
	}
	if space > 0 {
		b.put(" ", bold, space)
	}
	b.gap = false
	for width > b.room-b.at {
		head, headWidth := b.fitting(word, bold)
		b.put(word[:head], bold, headWidth)
		b.end()
		word = word[head:]
		width = b.width(word, bold, b.size)
	}
	b.put(word, bold, width)
}

// fitting gives how many bytes of the word the line has room for, at least one
// character, and their width.
func (b *breaker) fitting(word string, bold bool) (head int, width float64) {
	for i, r := range word {
		w := b.letter(r, bold) * b.size
		if i > 0 && b.at+width+w > b.room {
			return i, width
		}
		width += w
	}
	return len(word), width
}

func (b *breaker) put(s string, bold bool, width float64) {
	if s == "" {
		return
	}
	if last := len(b.line) - 1; last >= 0 && b.line[last].bold == bold {
		b.line[last].text += s
	} else {
		b.line = append(b.line, span{s, bold})
	}
	b.at += width
}
