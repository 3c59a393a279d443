package change

import (
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestClock(t *testing.T) {
	ms := int64(1000)
	c := NewClock(func() time.Time { return time.UnixMilli(ms) }, Stamp{MS: 900, N: 5})
	next := func(want Stamp) {
		t.Helper()
		if got := c.Next(); got != want {
			t.Fatalf("Next() = %v, want %v", got, want)
		}
	}
	hour := MaxSkew.Milliseconds()
	next(Stamp{1000, 0})
	next(Stamp{1000, 1}) // the same millisecond
	ms = 990
	next(Stamp{1000, 2}) // the clock was set back
	ms = 1001
	next(Stamp{1001, 0})
	if err := c.Absorb(Stamp{1500, 7}); err != nil {
		t.Fatal(err)
	}
	next(Stamp{1500, 8})
	if err := c.Absorb(Stamp{1200, 99}); err != nil { // older than what is known
		t.Fatal(err)
	}
	next(Stamp{1500, 9})
	if err := c.Absorb(Stamp{ms + hour + 1, 0}); !errors.Is(err, ErrAhead) {
		t.Fatalf("a stamp an hour and a millisecond ahead: %v", err)
	}
	next(Stamp{1500, 10})
	if err := c.Absorb(Stamp{ms + hour, 0}); err != nil {
		t.Fatalf("a stamp an hour ahead: %v", err)
	}
	next(Stamp{ms + hour, 1})
}

func TestClockGoesOnAfterLast(t *testing.T) {
	c := NewClock(func() time.Time { return time.UnixMilli(10) }, Stamp{MS: 20, N: 3})
	if got := c.Next(); got != (Stamp{20, 4}) {
		t.Errorf("Next() = %v", got)
	}
}

// However wall clocks jump and whatever arrives, stamps rise, sort after all that
// was absorbed and can be written as JSON.
func TestClockRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := int64(5_000_000)
		c := NewClock(func() time.Time { return time.UnixMilli(ms) }, Stamp{})
		last := Stamp{}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			ms += rapid.Int64Range(-100, 100).Draw(t, "jump")
			if rapid.Bool().Draw(t, "absorb") {
				s := Stamp{
					MS: ms + rapid.Int64Range(-2, 2).Draw(t, "hours")*1_900_000,
					N:  rapid.SampledFrom([]int64{0, 1, maxExact - 1, maxExact, math.MaxInt64}).Draw(t, "n"),
				}
				if c.Absorb(s) == nil && s.Compare(last) > 0 {
					last = s
				}
			}
			got := c.Next()
			if got.Compare(last) <= 0 || got.N > maxExact {
				t.Fatalf("%v after %v", got, last)
			}
			last = got
		}
	})
}

func TestStamp(t *testing.T) {
	if a, b := (Stamp{1, 9}), (Stamp{2, 0}); a.Compare(b) >= 0 || b.Compare(a) <= 0 || a.Compare(a) != 0 {
		t.Error("stamps do not sort by milliseconds first")
	}
	if (Stamp{1, 1}).Compare(Stamp{1, 2}) >= 0 {
		t.Error("stamps of one millisecond do not sort by counter")
	}
	if got := (Stamp{MS: 1_760_000_000_000}).Time().UTC().Format(time.RFC3339); got != "2025-10-09T08:53:20Z" {
		t.Errorf("Time() = %s", got)
	}
}

func TestVector(t *testing.T) {
	v := Vector{}
	v.Add("ann", 3)
	v.Add("ann", 2)
	for id, want := range map[ID]bool{"ann-3": true, "ann-1": true, "ann-4": false, "ben-1": false, "ann": false} {
		if v.Covers(id) != want {
			t.Errorf("Covers(%s) = %t", id, !want)
		}
	}
	w := v.Clone()
	w.Add("ben", 1)
	if v.Covers("ben-1") {
		t.Error("Clone shares the map")
	}
	if Vector(nil).Clone() == nil || Vector(nil).Covers("ann-1") {
		t.Error("a nil vector has seen nothing and can be cloned")
	}
}
