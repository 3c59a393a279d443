// Package typeface holds the letters with which documents are printed where the
// reader's own cannot be counted on: DejaVu Sans Condensed, regular and bold. Its
// license stands in the file LICENSE beside it.
package typeface

import (
	_ "embed"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

// Regular and Bold are the font files (TrueType).
var (
	//go:embed DejaVuSansCondensed.ttf
	Regular []byte
	//go:embed DejaVuSansCondensed-Bold.ttf
	Bold []byte
)

var regular, bold = lazy(&Regular), lazy(&Bold)

// lazy reads a font file at the first use: commands that print nothing should not
// pay for it.
func lazy(file *[]byte) func() (*sfnt.Font, error) {
	return sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(*file) })
}

// Font gives the regular or the bold font. The error says that its file is damaged.
func Font(isBold bool) (*sfnt.Font, error) {
	if isBold {
		return bold()
	}
	return regular()
}

// joined are scripts whose letters change with those beside them, or run from the
// right: setting them one letter after the other, as the forms with a typeface of
// their own do, would make them wrong even where the font has the letters.
var joined = []*unicode.RangeTable{
	unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Khmer, unicode.Thai, unicode.Lao, unicode.Myanmar,
	unicode.Tibetan, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Mongolian,
}

// Has reports whether a character can be printed with these letters.
func Has(r rune) bool {
	if r > 0xffff || unicode.In(r, joined...) {
		return false
	}
	f, err := Font(false)
	if err != nil {
		return false
	}
	i, err := f.GlyphIndex(nil, r)
	return err == nil && i != 0
}
