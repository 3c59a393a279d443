package store

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// TestRowRoundTrip draws every field of a row, whatever fields there will be: one
// that the codec forgets comes back as zero.
func TestRowRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Make[Row]().Draw(t, "row")
		for _, m := range []*map[int]int{&want.Open, &want.Planned} {
			if len(*m) == 0 {
				*m = nil
			}
		}
		if len(want.Trend) == 0 {
			want.Trend = nil
		}
		got, ok := decodeRow(encodeRow(want))
		if !ok || !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

func FuzzDecodeRow(f *testing.F) {
	f.Add(encodeRow(Row{Updated: 1, Conflicts: 2}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, ok := decodeRow(data); ok {
			if again, ok := decodeRow(encodeRow(r)); !ok || again.ID != r.ID {
				t.Fatalf("%+v does not come back", r)
			}
		}
	})
}
