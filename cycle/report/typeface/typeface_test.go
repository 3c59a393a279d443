package typeface_test

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/report/typeface"
)

func TestHas(t *testing.T) {
	for _, r := range "Aa0áãçõñüßİłşžơảΑЖ-–—…·“”‘’•✓✗○●◆◇↓↑→↳−≤≥±×½€□▯" {
		if !typeface.Has(r) {
			t.Errorf("%c cannot be printed", r)
		}
	}
	for _, r := range "ខ學عש😀\u0e01\uffff\ue000" {
		if typeface.Has(r) {
			t.Errorf("%c (%U) would be printed wrong", r, r)
		}
	}
}

func TestFonts(t *testing.T) {
	for _, bold := range []bool{false, true} {
		if _, err := typeface.Font(bold); err != nil {
			t.Error(err)
		}
	}
}
