package change

import (
	"cmp"
	"errors"
	"sync"
	"time"
)

// A Stamp is a reading of the hybrid logical clock: milliseconds since 1970 UTC,
// and a counter for readings within one millisecond.
type Stamp struct {
	MS int64 `json:"ms"`
	N  int64 `json:"n"`
}

// Compare orders stamps in time.
func (s Stamp) Compare(t Stamp) int {
	return cmp.Or(cmp.Compare(s.MS, t.MS), cmp.Compare(s.N, t.N))
}

// Time is the wall time of the stamp, as the laptop that made it saw it.
func (s Stamp) Time() time.Time { return time.UnixMilli(s.MS) }

// MaxSkew is how far ahead of the own clock a stamp may be to be believed.
const MaxSkew = time.Hour

// ErrAhead says that a stamp is more than MaxSkew ahead of this laptop's clock:
// one of the two clocks is wrong. Nothing is refused for it.
var ErrAhead = errors.New("the clock of a laptop looks wrong: a change is dated more than an hour in the future")

// A Clock gives stamps that always rise and that sort after every stamp seen, as
// long as clocks differ by less than MaxSkew. It may be used by several
// goroutines.
type Clock struct {
	now  func() time.Time
	mu   sync.Mutex
	last Stamp
}

// NewClock returns a clock that reads wall time from now and goes on after last,
// the newest stamp that was given out before.
func NewClock(now func() time.Time, last Stamp) *Clock {
	return &Clock{now: now, last: last}
}

// Next gives the next stamp.
func (c *Clock) Next() Stamp {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch ms := c.now().UnixMilli(); {
	case ms > c.last.MS:
		c.last = Stamp{MS: ms}
	case c.last.N < maxExact:
		c.last.N++
	default: // a damaged or hostile stamp was absorbed
		c.last = Stamp{MS: c.last.MS + 1}
	}
	return c.last
}

// Absorb makes later stamps sort after s. A stamp too far ahead is not absorbed:
// the error is ErrAhead.
func (c *Clock) Absorb(s Stamp) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.MS > c.now().Add(MaxSkew).UnixMilli() {
		return ErrAhead
	}
	if s.Compare(c.last) > 0 {
		c.last = s
	}
	return nil
}
