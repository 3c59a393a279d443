package change

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/gowebpki/jcs"
	"pgregory.net/rapid"
)

// TestPlainIsCanonical holds the short way of writing a change to RFC 8785, for
// any text.
func TestPlainIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\u2028", `\u2028`, "<&>", "\b\f\x00\x7f", "é—日本", `"\/`}))
		c := Change{
			ID: "r-1", Replica: "r", Seq: 1, Doc: text.Draw(t, "doc"), Author: text.Draw(t, "author"), School: text.Draw(t, "school"),
			At: Stamp{MS: rapid.Int64Range(0, maxExact).Draw(t, "ms")},
		}
		for range rapid.IntRange(0, 3).Draw(t, "ops") {
			c.Ops = append(c.Ops, Op{Do: "set", Field: text.Draw(t, "field"), Value: text.Draw(t, "value"), Replaces: rapid.SliceOf(rapid.Just(ID("r-2"))).Draw(t, "replaces")})
		}
		body, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		written, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		want, err := jcs.Transform(body)
		if err != nil || !bytes.Equal(written, want) {
			t.Fatalf("wrote %q, RFC 8785 has %q (%v)", written, want, err)
		}
		var back Change
		if err := back.UnmarshalJSON(written); err != nil {
			t.Fatal(err)
		}
		if again, _ := back.MarshalJSON(); !bytes.Equal(again, written) {
			t.Fatalf("wrote %q, after reading %q", written, again)
		}
	})
}
