package change

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestBetween(t *testing.T) {
	tests := []struct {
		a, b, want string
		ok         bool
	}{
		{"", "", "V", true},
		{"V", "", "W", true},
		{"", "V", "F", true},
		{"V", "W", "VV", true},
		{"", "1", "0V", true},
		{"", "01", "00V", true},
		{"z", "", "zV", true},
		{"zz", "", "zzV", true},
		{"V", "V1", "V0V", true},
		{"V", "V", "", false},
		{"W", "V", "", false},
		{"V0", "", "", false},
		{"", "V-", "", false},
		{"", "0", "", false},
	}
	for _, tt := range tests {
		if got, ok := Between(tt.a, tt.b); got != tt.want || ok != tt.ok {
			t.Errorf("Between(%q, %q) = %q, %t, want %q, %t", tt.a, tt.b, got, ok, tt.want, tt.ok)
		}
	}
}

// Positions stay strictly between their neighbors wherever and however often
// items go in, and grow slowly at the ends.
func TestBetweenIsStrict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []string
		style := rapid.SampledFrom([]string{"anywhere", "first", "last", "second"}).Draw(t, "where")
		for range rapid.IntRange(1, 120).Draw(t, "items") {
			i := 0
			switch style {
			case "anywhere":
				i = rapid.IntRange(0, len(list)).Draw(t, "at")
			case "last":
				i = len(list)
			case "second":
				i = min(1, len(list))
			}
			left, right := "", ""
			if i > 0 {
				left = list[i-1]
			}
			if i < len(list) {
				right = list[i]
			}
			pos, ok := Between(left, right)
			if !ok || !validPosition(pos) || pos <= left || right != "" && pos >= right {
				t.Fatalf("Between(%q, %q) = %q, %t", left, right, pos, ok)
			}
			list = slices.Insert(list, i, pos)
		}
		if n := len(list[len(list)-1]); style == "last" && n > 2+len(list)/30 {
			t.Fatalf("after %d items at the end a position has %d digits", len(list), n)
		}
	})
}

// Any two positions, also such as no program of ours gave out.
func TestBetweenAny(t *testing.T) {
	position := rapid.StringMatching(`([0-9A-Za-z]{0,4}[1-9A-Za-z])?`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := position.Draw(t, "a"), position.Draw(t, "b")
		pos, ok := Between(a, b)
		if ok != (b == "" || a < b) {
			t.Fatalf("Between(%q, %q) is possible: %t", a, b, ok)
		}
		if ok && (pos <= a || b != "" && pos >= b || !validPosition(pos)) {
			t.Fatalf("Between(%q, %q) = %q", a, b, pos)
		}
	})
}
