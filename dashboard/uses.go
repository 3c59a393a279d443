package dashboard

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

const (
	seenEvery = time.Minute     // how often the use of a token is noted at most
	noteTime  = 5 * time.Second // how long a request waits for the note
)

// uses are the uses of tokens that are not in the database yet. At the beginning of a
// meeting hundreds of laptops come within a second, each with a use to note, and one
// note after the other would hold all of them up. So one request notes what has come
// together until then, and those that come meanwhile leave theirs for the next one.
type uses struct {
	mu      sync.Mutex
	waiting map[string]time.Time // by the token's hash
	noting  map[string]time.Time // nil while nobody writes
}

// add leaves a use to be noted. It returns those that the caller is to note, and nil
// when another one is at it.
func (u *uses) add(hash string, at time.Time) map[string]time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, underway := u.noting[hash]; underway {
		return nil
	}
	if u.waiting == nil {
		u.waiting = map[string]time.Time{}
	}
	u.waiting[hash] = at
	if u.noting != nil {
		return nil
	}
	u.noting, u.waiting = u.waiting, nil
	return u.noting
}

// done lets the next one note.
func (u *uses) done() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.noting = nil
}

// noteUse notes the use of a token, at most once a minute. That it could not be noted
// is no reason to refuse what was asked for.
func (d *Dashboard) noteUse(ctx context.Context, t Token) {
	now := d.now()
	if now.Sub(t.LastSeen) < seenEvery {
		return
	}
	seen := d.uses.add(t.Hash, now)
	if seen == nil {
		return
	}
	defer d.uses.done()
	ctx, cancel := context.WithTimeout(ctx, noteTime)
	defer cancel()
	err := d.back.Update(ctx, "", func(tx Tx) error {
		for _, hash := range slices.Sorted(maps.Keys(seen)) {
			if err := tx.SeenToken(hash, seen[hash]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.log.Warn("the use of tokens could not be noted", "tokens", len(seen), "error", err)
	}
}
