package tabular

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// What is read fast is read as the slow ways read it.
func TestFastWaysAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.StringMatching(`[0-9]{0,9}\.?[0-9]{0,8}`), rapid.StringMatching(`[-0-9.,e]{0,17}`),
		).Draw(t, "number")
		got, ok := plainNumber(s)
		want, err := strconv.ParseFloat(s, 64)
		if ok && (err != nil || got != want) {
			t.Fatalf("%q is read as %v; want %v, %v", s, got, want, err)
		}
		raw := rapid.SliceOfN(rapid.OneOf(rapid.ByteRange(' ', '~'), rapid.ByteRange('A', 'z'), rapid.SampledFrom([]byte{'\t', 0x1f, 0x7f, 0x80, 0xff, 0})), 0, 40).Draw(t, "bytes")
		if isPrintable(raw) != allPrintable(raw) {
			t.Fatalf("%q: printable is %v", raw, isPrintable(raw))
		}
	})
	for _, s := range []string{"", ".", ".5", "5.", "1.2.3", "1234567890123456", "-1", "1e3"} {
		if v, ok := plainNumber(s); ok {
			t.Errorf("%q is read as %v", s, v)
		}
	}
}
