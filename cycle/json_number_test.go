package cycle

import (
	"encoding/json"
	"testing"
)

// TestNumbersThatAreNone writes what came from elsewhere into fields of numbers:
// the document is JSON all the same.
func TestNumbersThatAreNone(t *testing.T) {
	for _, v := range []string{"true", "null", `"1"`, "1 ", " 1", "[1]", "1\n", "-", "01", "1e5", "-3.5", "NaN", "0x1"} {
		c := New("c")
		c.Apply(Add("points", "p"), SetIn("points", "p", "value", v), SetIn("points", "p", "n", v))
		if _, err := json.Marshal(c.Document()); err != nil {
			t.Errorf("%q: %v", v, err)
		}
	}
}
