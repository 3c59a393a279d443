package cycle_test

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestHowMany(t *testing.T) {
	for _, c := range []struct {
		n         int
		one, want string
	}{
		{0, "cycle", "0 cycles"},
		{1, "activity", "1 activity"},
		{2, "activity", "2 activities"},
		{3, "why", "3 whys"},
		{3, "day", "3 days"},
		{2, "piece of evidence", "2 pieces of evidence"},
		{999, "point", "999 points"},
		{1000, "point", "1,000 points"},
		{1234567, "point", "1,234,567 points"},
	} {
		if got := cycle.HowMany(c.n, c.one); got != c.want {
			t.Errorf("%d of %q: %q, want %q", c.n, c.one, got, c.want)
		}
	}
}
