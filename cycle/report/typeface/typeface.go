// Package typeface holds the letters with which documents are printed where the
// reader's own cannot be counted on: DejaVu Sans Condensed, regular and bold. Its
// license stands in the file LICENSE beside it.
//
// The files hold what our documents can print: Latin, Greek, Cyrillic, Armenian and
// Georgian letters, punctuation, and signs (currency, arrows, mathematics, boxes,
// check marks, stars). Left out are scripts that need more than one letter after the
// other, and hints for screens, which neither PDF nor our pictures use. The letters
// themselves are as in version 2.37, to the point. LICENSE tells how the files were
// made of it.
package typeface

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

var (
	//go:embed DejaVuSansCondensed.ttf.gz
	packedRegular []byte
	//go:embed DejaVuSansCondensed-Bold.ttf.gz
	packedBold []byte
)

// The fonts are unpacked and read at their first use: commands that print nothing
// should not pay for them.
var (
	regularFile, boldFile = unpacked(&packedRegular), unpacked(&packedBold)
	regularFont, boldFont = parsed(regularFile), parsed(boldFile)
)

func unpacked(file *[]byte) func() ([]byte, error) {
	return sync.OnceValues(func() ([]byte, error) {
		r, err := gzip.NewReader(bytes.NewReader(*file))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	})
}

func parsed(file func() ([]byte, error)) func() (*sfnt.Font, error) {
	return sync.OnceValues(func() (*sfnt.Font, error) {
		b, err := file()
		if err != nil {
			return nil, err
		}
		return sfnt.Parse(b)
	})
}

// File gives the regular or the bold font as a TrueType file, which is not to be
// altered. The error says that it is damaged.
func File(isBold bool) ([]byte, error) {
	if isBold {
		return boldFile()
	}
	return regularFile()
}

// Font gives the regular or the bold font. The error says that its file is damaged.
func Font(isBold bool) (*sfnt.Font, error) {
	if isBold {
		return boldFont()
	}
	return regularFont()
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
