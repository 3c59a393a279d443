package typeface_test

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/report/typeface"
)

func TestHas(t *testing.T) {
	for _, r := range "Aa0áãçõñüßİłşžơảΑЖ-–—…·“”‘’•✓✗○●◆◇↓↑→↳−≤≥±×½€□▯" + "ẞəʻ\u0301ỹΩἀЇҐӨԱՖაჰ¡¿§©«»†‡‰′″⁄ⁿ₂₫₹№™Ω⅔⅛⇒⇔∀∈∑√∞∫≈≠⊂⌘①│┼█░▲▼★☆☐☑☒☺♥♪✔✘❤➜ꝏ\ufb01\ufffd" {
		if !typeface.Has(r) {
			t.Errorf("%c (%U) cannot be printed", r, r)
		}
	}
	for _, r := range "ខ學עश😀\u0e01\uffff\ue000ᐃⵣ⠿\U0001d538" {
		if typeface.Has(r) {
			t.Errorf("%c (%U) would be printed wrong", r, r)
		}
	}
}

// TestBothHaveTheSame: what Has says of the regular font holds for the bold one.
func TestBothHaveTheSame(t *testing.T) {
	bold, err := typeface.Font(true)
	if err != nil {
		t.Fatal(err)
	}
	var lacking []rune
	for r := rune(' '); r <= 0xffff; r++ {
		if i, err := bold.GlyphIndex(nil, r); typeface.Has(r) && (err != nil || i == 0) {
			lacking = append(lacking, r)
		}
	}
	if len(lacking) > 0 {
		t.Errorf("not in bold: %q", lacking)
	}
}

func TestFonts(t *testing.T) {
	for _, bold := range []bool{false, true} {
		if _, err := typeface.Font(bold); err != nil {
			t.Error(err)
		}
		if file, err := typeface.File(bold); err != nil || len(file) < 100_000 {
			t.Errorf("a file of %d bytes, %v", len(file), err)
		}
	}
}
