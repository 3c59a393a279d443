package cycle

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is the most bytes of UTF-8 that one field takes.
const MaxText = 64 << 10

// CheckText reports why s cannot be kept in a field: it is longer than MaxText
// bytes, or it is not valid UTF-8. It gives nil for any other text.
func CheckText(s string) error {
	if len(s) > MaxText {
		return fmt.Errorf("this text is %s bytes long and a field holds %s; type a shorter text or split it in two",
			Thousands(len(s)), Thousands(MaxText))
	}
	if !utf8.ValidString(s) {
		return errors.New("this text has bytes that stand for no letter; save its file as UTF-8 or type the text again")
	}
	return nil
}

// Clean makes text from elsewhere safe to keep and to print on a terminal. The
// result is valid UTF-8 (each byte that is not becomes U+FFFD) and holds no
// control characters, no escape sequences, no marks that reorder or hide text
// and no noncharacters. A tab becomes a space. Line breaks of every kind become
// "\n" where multiline is set and a space where it is not. Joiners (U+200C,
// U+200D) stay right behind a letter, mark or symbol, where scripts and emoji
// need them.
//
// Clean(Clean(s)) is Clean(s), and the result has no more runes than s.
// Normalization, length and space at the ends stay as they are.
func Clean(s string, multiline bool) string {
	var b strings.Builder
	b.Grow(len(s))
	last := rune(-1)
	keep := func(r rune) {
		b.WriteRune(r)
		last = r
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r' && strings.HasPrefix(s[i+size:], "\n"):
			// The "\n" that follows is the line break.
		case isLineBreak(r):
			if multiline {
				keep('\n')
			} else {
				keep(' ')
			}
		case r == '\t':
			keep(' ')
		case r == '\x1b' || unicode.Is(c1, r):
			size = escapeLen(s[i:])
		case r == '\u200c' || r == '\u200d':
			if unicode.In(last, unicode.L, unicode.M, unicode.S) {
				keep(r)
			}
		case unicode.IsControl(r) || isHidden(r) || isNoncharacter(r):
		default:
			keep(r)
		}
		i += size
	}
	return b.String()
}

// c1 are the control characters that stand for ESC and one ASCII character.
var c1 = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x80, Hi: 0x9f, Stride: 1}}, LatinOffset: 1}

// isLineBreak reports whether r starts a new line: LF, VT, FF, CR, NEL and the
// line and paragraph separators.
func isLineBreak(r rune) bool {
	return r >= '\n' && r <= '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// isHidden reports whether r is invisible and can only mislead: direction
// marks, overrides and isolates, the zero-width space, deprecated format
// characters, the byte order mark and annotation marks.
func isHidden(r rune) bool {
	switch {
	case r == '\u061c', r == '\u200b', r == '\u200e', r == '\u200f', r == '\ufeff',
		r >= '\u202a' && r <= '\u202e',
		r >= '\u2066' && r <= '\u206f',
		r >= '\ufff9' && r <= '\ufffb':
		return true
	}
	return false
}

func isNoncharacter(r rune) bool {
	return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe
}

// escapeLen gives the bytes of the escape sequence (ECMA-48) at the start of s,
// which begins with ESC or a C1 character. Where the sequence is cut off it
// gives only the characters that introduce it: what follows is harmless without
// them, and a terminal's rule would swallow the rest of somebody's text.
func escapeLen(s string) int {
	r, intro := utf8.DecodeRuneInString(s)
	if r == '\x1b' {
		rest := s[intro:]
		if rest == "" || rest[0] < 0x20 || rest[0] > 0x7e {
			return intro
		}
		if rest[0] < 0x40 || rest[0] > 0x5f {
			middle := spanOf(rest, 0x20, 0x2f)
			if middle < len(rest) && rest[middle] >= 0x30 && rest[middle] <= 0x7e {
				return intro + middle + 1
			}
			return intro
		}
		r, intro = rune(rest[0])+0x40, intro+1
	}
	body := s[intro:]
	switch r {
	case '\u009b': // control sequence
		n := spanOf(body, 0x30, 0x3f)
		n += spanOf(body[n:], 0x20, 0x2f)
		if n < len(body) && body[n] >= 0x40 && body[n] <= 0x7e {
			return intro + n + 1
		}
	case '\u0090', '\u0098', '\u009d', '\u009e', '\u009f': // control strings
		n := strings.IndexFunc(body, unicode.IsControl)
		if n < 0 {
			return intro
		}
		for _, end := range []string{"\a", "\x1b\\", "\u009c"} {
			if strings.HasPrefix(body[n:], end) {
				return intro + n + len(end)
			}
		}
	}
	return intro
}

// spanOf gives the length of the longest start of s whose bytes are in lo..hi.
func spanOf(s string, lo, hi byte) int {
	n := 0
	for n < len(s) && s[n] >= lo && s[n] <= hi {
		n++
	}
	return n
}

// foldTyped brings what a person typed to the ASCII that the parsers of dates,
// numbers and weeks read: digits of every script and full-width characters
// become ASCII, every dash and the minus sign "-", every space " ". Spaces at
// the ends and doubled ones go.
func foldTyped(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～': // the full-width copies of ASCII
			return r - '！' + '!'
		case unicode.IsDigit(r):
			return '0' + digitValue(r)
		case unicode.Is(unicode.Pd, r), r == '−':
			return '-'
		case r == '\u200c', r == '\u200d', r == '\u2060':
			return -1
		}
		return r
	}, Clean(s, false))
	return strings.Join(strings.Fields(s), " ")
}

// digitValue gives 0 to 9 for a decimal digit of any script. Unicode lays the
// digits of each script out in order, zero first.
func digitValue(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

// quoteTyped gives s in quotes for an error, made safe and cut to a length that
// fits on one line.
func quoteTyped(s string) string {
	const most = 40
	runes := []rune(strings.TrimSpace(Clean(s, false)))
	if len(runes) > most {
		runes = append(runes[:most-1], '…')
	}
	return `"` + string(runes) + `"`
}

func isDigits(s string) bool {
	return s != "" && spanOf(s, '0', '9') == len(s)
}
