package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// asciiFor gives each sign that screens draw a stand-in of one column for
// terminals that cannot show more than ASCII.
var asciiFor = map[rune]string{
	'▸': ">", '▶': ">", '✓': "v", '✗': "-", '·': ".", '●': "*", '○': "o", '◦': "o", '★': "*", '…': ".", '—': "-", '–': "-",
	'“': `"`, '”': `"`, '‘': "'", '’': "'", '→': ">", '←': "<", '↑': "^", '↓': "v", '╌': "-", '┈': ".", '┊': ":", '│': "|",
	'─': "-", '┤': "|", '├': "|", '┼': "+", '┬': "+", '┴': "+", '└': "+", '┘': "+", '┌': "+", '┐': "+", '╭': "/", '╮': "\\",
	'╰': "\\", '╯': "/", '╲': "\\", '╱': "/", '━': "=", '▏': "|", '█': "#", '▁': "_", '▂': "_", '▃': "-", '▄': "-", '▅': "=",
	'▆': "=", '▇': "#", '×': "x", '≤': "<", '≥': ">", '±': "+", '•': "*", '◆': "*", '□': "o", '■': "#", '⇄': "=", 'Δ': "^", '▲': "^", 'ø': "o", '\u00a0': " ",
}

// ASCII replaces every character outside ASCII by a stand-in as wide as itself.
func ASCII(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case asciiFor[r] != "":
			b.WriteString(asciiFor[r])
		default:
			b.WriteString(strings.Repeat("?", ansi.StringWidth(string(r))))
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// UTF8Locale reports whether a terminal with this environment takes UTF-8.
// Windows consoles do; elsewhere the locale says so. Without any locale it is
// assumed, unless the terminal is the bare Linux console or dumb.
func UTF8Locale(getenv func(string) string, windows bool) bool {
	if windows {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	term := getenv("TERM")
	return term != "linux" && term != "dumb"
}
