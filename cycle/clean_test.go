package cycle

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	tests := []struct {
		name, in      string
		line, several string
	}{
		{"plain", "Ana, Sok & D. Moreau", "Ana, Sok & D. Moreau", "Ana, Sok & D. Moreau"},
		{"scripts", "Phòng học ស្រុក 教室 🙂", "Phòng học ស្រុក 教室 🙂", "Phòng học ស្រុក 教室 🙂"},
		{"line breaks", "a\nb\r\nc\rd\u2028e\u0085f\vg", "a b c d e f g", "a\nb\nc\nd\ne\nf\ng"},
		{"tab", "a\tb", "a b", "a b"},
		{"controls", "a\x00b\x07c\x7fd\u0080e", "abcde", "abcde"},
		{"color", "\x1b[1;31mred\x1b[0m", "red", "red"},
		{"color as C1", "\u009b31mred", "red", "red"},
		{"window title", "a\x1b]0;owned\ab\x1b]0;owned\x1b\\c\u009d0;owned\u009cd", "abcd", "abcd"},
		{"device string", "a\x1bP1$r0m\x1b\\b", "ab", "ab"},
		{"title that never ends", "\x1b]0;all of my notes", "0;all of my notes", "0;all of my notes"},
		{"title cut by a line", "\x1b]0;x\ny\a", "0;x y", "0;x\ny"},
		{"color cut off", "a\x1b[31", "a31", "a31"},
		{"color cut by a letter of another script", "\x1b[31é", "31é", "31é"},
		{"short sequences", "a\x1b7b\x1bcc\x1b(Bd\x1bMe", "abcde", "abcde"},
		{"lowest and highest ends of sequences", "a\x1b[@b\x1b[~c\x1b~d\x1b(0e\x1b(~f", "abcdef", "abcdef"},
		{"title that never ends, and a C1", "\u009d0;notes", "0;notes", "0;notes"},
		{"lone escape", "a\x1b", "a", "a"},
		{"escape before a line break", "a\x1b\nb", "a b", "a\nb"},
		{"escape split by a hidden mark", "a\x1b\u202e[31mb", "a[31mb", "a[31mb"},
		{"direction", "pay \u202eevil\u202c \u2066x\u2069 \u200e\u200f\u061c.", "pay evil x .", "pay evil x ."},
		{"zero width", "a\u200bb\ufeffc", "abc", "abc"},
		{"joiners that join", "می\u200cخواهم 👩\u200d👧", "می\u200cخواهم 👩\u200d👧", "می\u200cخواهم 👩\u200d👧"},
		{"joiners that join nothing", "\u200da \u200cb\u200d\u200d", "a b\u200d", "a b\u200d"},
		{"noncharacters", "a\ufffe\uffff\ufdd0\U0001fffeb", "ab", "ab"},
		{"invalid bytes", "a\xff\x9bb", "a\ufffd\ufffdb", "a\ufffd\ufffdb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in, false); got != tt.line {
				t.Errorf("Clean(%q, false) = %q, want %q", tt.in, got, tt.line)
			}
			if got := Clean(tt.in, true); got != tt.several {
				t.Errorf("Clean(%q, true) = %q, want %q", tt.in, got, tt.several)
			}
		})
	}
}

func TestCleanDropsEveryHiddenRune(t *testing.T) {
	ranges := []struct{ from, to rune }{
		{0x00, 0x08},
		{0x0e, 0x1a},
		{0x1c, 0x1f},
		{0x7f, 0x84},
		{0x86, 0x8f},
		{0x061c, 0x061c},
		{0x200b, 0x200f},
		{0x202a, 0x202e},
		{0x2066, 0x206f},
		{0xfdd0, 0xfdef},
		{0xfeff, 0xfeff},
		{0xfff9, 0xfffb},
		{0xfffe, 0xffff},
		{0x10fffe, 0x10ffff},
	}
	for _, hidden := range ranges {
		for r := hidden.from; r <= hidden.to; r++ {
			if got := Clean("1"+string(r)+"2", true); got != "12" {
				t.Errorf("%U: %q", r, got)
			}
		}
	}
}

// nastyText draws text dense in what Clean has to deal with.
func nastyText() *rapid.Generator[string] {
	pieces := rapid.OneOf(
		rapid.SampledFrom([]string{
			"\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\a", "\u009b", "\u009c", "\u009d", "[", "]", "\\", "31m", ";",
			"\r", "\n", "\t", "\x00", "\u202e", "\u200b", "\u200c", "\u200d", "\ufeff", "\ufffe", "\xff", "\xc2", " ", "a", "م", "👩",
		}),
		rapid.String(),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "pieces"), "")
	})
}

// checkCleaned fails where the promises of Clean do not hold for s.
func checkCleaned(t rapid.TB, s string, multiline bool) {
	got := Clean(s, multiline)
	if !utf8.ValidString(got) {
		t.Fatalf("Clean(%q) = %q is not valid UTF-8", s, got)
	}
	if again := Clean(got, multiline); again != got {
		t.Fatalf("Clean(%q) = %q, but cleaned again it is %q", s, got, again)
	}
	if n, most := utf8.RuneCountInString(got), utf8.RuneCountInString(s); n > most {
		t.Fatalf("Clean(%q) has %d runes, more than %d", s, n, most)
	}
	for _, r := range got {
		lineBreak := multiline && r == '\n'
		if unicode.IsControl(r) && !lineBreak || isHidden(r) || isNoncharacter(r) || r == '\u2028' || r == '\u2029' {
			t.Fatalf("Clean(%q, %v) = %q holds %U", s, multiline, got, r)
		}
	}
}

func TestCleanKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkCleaned(t, nastyText().Draw(t, "text"), rapid.Bool().Draw(t, "multiline"))
	})
}

func TestCleanKeepsOrdinaryText(t *testing.T) {
	ordinary := rapid.StringOf(rapid.RuneFrom(nil, unicode.L, unicode.N, unicode.P, unicode.S))
	rapid.Check(t, func(t *rapid.T) {
		if s := ordinary.Draw(t, "text"); Clean(s, false) != s {
			t.Fatalf("Clean(%q) = %q", s, Clean(s, false))
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "plain", "\x1b[31mred\x1b[0m", "\x1b]0;t\a", "\x1b]0;\x1b]", "\u202ea\u200d", "a\r\nb", "\xff\x9b1m"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, multiline bool) { checkCleaned(t, s, multiline) })
}

func TestCheckText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"just fits", strings.Repeat("é", MaxText/2), ""},
		{"too long", strings.Repeat("a", 70_000), "70,000 bytes long and a field holds 65,536"},
		{"one byte too long", strings.Repeat("é", MaxText/2) + "a", "65,537"},
		{"not UTF-8", "caf\xe9", "save its file as UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkError(t, CheckText(tt.in), tt.want) })
	}
}

// checkError fails unless err holds want, or is nil where want is "".
func checkError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Fatalf("unexpected error: %v", err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Fatalf("error is %v, want one with %q", err, want)
	}
	if err != nil {
		checkOneLine(t, err.Error())
	}
}

// checkOneLine fails where a message cannot go on one line of a terminal.
func checkOneLine(t rapid.TB, s string) {
	if Clean(s, false) != s {
		t.Fatalf("message %q is not clean", s)
	}
	if n := utf8.RuneCountInString(s); n > 250 {
		t.Fatalf("message %q has %d runes", s, n)
	}
}

func TestFoldTyped(t *testing.T) {
	tests := []struct{ in, want string }{
		{"１２，５％", "12,5%"},
		{" 1\u00a0234\u202f5 ", "1 234 5"},
		{"！～", "!~"},
		{"−5", "-5"},
		{"1–3", "1-3"},
		{"២០២៦", "2026"},
		{"٣", "3"},
		{"a\u200d1", "a1"},
		{"𝟘𝟙𝟡𝟬", "0190"},
		{"\x1b[1m7\x1b[0m", "7"},
	}
	for _, tt := range tests {
		if got := foldTyped(tt.in); got != tt.want {
			t.Errorf("foldTyped(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestQuoteTypedCutsLongText(t *testing.T) {
	fits := strings.Repeat("é", 40)
	if got := quoteTyped(fits); got != `"`+fits+`"` {
		t.Errorf("40 runes: %s", got)
	}
	if got, want := quoteTyped(fits+"é"), `"`+strings.Repeat("é", 39)+`…"`; got != want {
		t.Errorf("41 runes: %s, want %s", got, want)
	}
}

func TestDigitValueFollowsUnicode(t *testing.T) {
	for _, r := range unicode.Nd.R16 {
		if r.Stride != 1 || (r.Hi-r.Lo+1)%10 != 0 {
			t.Errorf("digits %U-%U are not whole sets of ten", r.Lo, r.Hi)
		}
	}
	for _, r := range unicode.Nd.R32 {
		if r.Stride != 1 || (r.Hi-r.Lo+1)%10 != 0 {
			t.Errorf("digits %U-%U are not whole sets of ten", r.Lo, r.Hi)
		}
	}
}
