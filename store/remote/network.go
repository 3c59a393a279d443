package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// A Network is what other schools share with all schools of the district, as of the
// last Refresh: to read and search without a network. It is a cache in a file beside
// the store; a file that is gone or damaged is made anew.
type Network struct{ db *bbolt.DB }

// A Shared is one cycle of another school.
type Shared struct {
	cycle.Summary
	SchoolID string    `json:"school_id"`
	Version  string    `json:"version"`
	Updated  time.Time `json:"updated"`
	By       string    `json:"by,omitempty"`
}

// NetworkPath returns where the network of the store at path is kept.
func NetworkPath(path string) string { return path + ".network" }

var (
	bucketShared = []byte("shared") // cycle id -> Shared, JSON
	bucketBodies = []byte("bodies") // cycle id -> its version, 0x00, the document as it came
	bucketAbout  = []byte("about")
	keyTag       = []byte("tag")   // of the first page of the list
	keyAsked     = []byte("asked") // when, RFC 3339
)

// Limits of what a server may fill the cache with.
const (
	maxShared     = 20000
	maxSharedBody = 2 << 20
	maxKey        = 200
	maxFetch      = 300 // cycles fetched in one Refresh; the next one goes on
)

// OpenNetwork opens the network of the store at path. A file that cannot be read is
// made anew. Errors: *store.InUseError.
func OpenNetwork(path string) (*Network, error) {
	file := NetworkPath(path)
	db, err := openCache(file)
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, &store.InUseError{Path: file}
	}
	if err != nil {
		if err = os.Remove(file); err == nil {
			db, err = openCache(file)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("the cycles of other schools cannot be kept: %w", err)
	}
	return &Network{db: db}, nil
}

func openCache(file string) (db *bbolt.DB, err error) {
	err = guarded(func() error {
		db, err = bbolt.Open(file, 0o600, &bbolt.Options{Timeout: 250 * time.Millisecond, NoSync: true})
		if err != nil {
			return err
		}
		return db.Update(func(tx *bbolt.Tx) error {
			for _, name := range [][]byte{bucketShared, bucketBodies, bucketAbout} {
				if _, err := tx.CreateBucketIfNotExists(name); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return db, err
}

// guarded turns the fault of reading a damaged file into an error.
func guarded(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the cache of other schools' cycles is damaged (%v). Delete the file ending in .network: it is made anew", cause)
		}
	}()
	return read()
}

// Close ends the use of the cache.
func (n *Network) Close() error { return n.db.Close() }

func (n *Network) view(read func(*bbolt.Tx) error) error {
	return guarded(func() error { return n.db.View(read) })
}

func (n *Network) update(write func(*bbolt.Tx) error) error {
	return guarded(func() error { return n.db.Update(write) })
}

// Refresh asks the dashboard what is shared and fetches what is new, the newest
// first, some hundreds of cycles at a time. changed says whether there was anything;
// more, that there is more to fetch. progress, when not nil, is told how many cycles
// are fetched. When ctx ends, what was fetched stays. Errors: those of Client, of ctx.
func (n *Network) Refresh(ctx context.Context, c *Client, progress func(done, of int)) (changed, more bool, err error) {
	changed, err = n.list(ctx, c)
	if err != nil {
		return false, false, err
	}
	missing, err := n.missing()
	if err != nil {
		return false, false, err
	}
	more = len(missing) > maxFetch
	missing = missing[:min(len(missing), maxFetch)]
	for i, row := range missing {
		if err := n.fetch(ctx, c, row); err != nil {
			return changed, true, err
		}
		if progress != nil {
			progress(i+1, len(missing))
		}
	}
	return changed || len(missing) > 0, more, nil
}

// networkEvery is how often RefreshNetwork asks.
const networkEvery = time.Hour

// RefreshNetwork brings the network of the engine's store up to date, at most once an
// hour. A dashboard that keeps only streams has none, which is no error. Errors: those
// of OpenNetwork and Refresh.
func (e *Engine) RefreshNetwork(ctx context.Context, progress func(done, of int)) error {
	n, err := OpenNetwork(e.store.Path())
	if err != nil {
		return err
	}
	return errors.Join(e.RefreshOpen(ctx, n, progress), n.Close())
}

// RefreshOpen is RefreshNetwork for a network that is open already.
func (e *Engine) RefreshOpen(ctx context.Context, n *Network, progress func(done, of int)) error {
	return n.refreshOnce(ctx, e.client, e.store.Now(), progress)
}

func (n *Network) refreshOnce(ctx context.Context, c *Client, now time.Time, progress func(done, of int)) error {
	var asked time.Time
	if err := n.view(func(tx *bbolt.Tx) error {
		asked, _ = time.Parse(time.RFC3339, string(tx.Bucket(bucketAbout).Get(keyAsked))) // never is long ago
		return nil
	}); err != nil {
		return err
	}
	if age := now.Sub(asked); age >= 0 && age < networkEvery {
		return nil
	}
	_, more, err := n.Refresh(ctx, c, progress)
	if codeOf(err) == wire.CodeNotFound {
		err = nil
	}
	if err != nil || more {
		return err
	}
	return n.update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketAbout).Put(keyAsked, []byte(now.Format(time.RFC3339)))
	})
}

// list takes in the list of what is shared. Its first page tells by its tag whether
// anything is new: the newest cycles stand there.
func (n *Network) list(ctx context.Context, c *Client) (changed bool, err error) {
	var tag string
	if err := n.view(func(tx *bbolt.Tx) error {
		tag = string(tx.Bucket(bucketAbout).Get(keyTag))
		return nil
	}); err != nil {
		return false, err
	}
	var all []Shared
	first := ""
	for after, page := "", 0; ; page++ {
		if page > 0 {
			tag = ""
		}
		listing, now, unchanged, err := c.Cycles(ctx, after, tag)
		if err != nil {
			return false, err
		}
		if unchanged {
			return false, nil
		}
		if page == 0 {
			first = now
		}
		for _, row := range listing.Cycles {
			if shared, ok := sharedFrom(row.CycleRow, row.Summary); ok {
				all = append(all, shared)
			}
		}
		if listing.Next == "" || listing.Next == after || len(all) >= maxShared {
			break
		}
		after = listing.Next
	}
	return true, n.replace(all, first)
}

// sharedFrom makes a row safe to show.
func sharedFrom(row wire.CycleRow, summary json.RawMessage) (s Shared, ok bool) {
	if json.Unmarshal(summary, &s.Summary) != nil || row.ID == "" || len(row.ID) > maxKey {
		return s, false
	}
	for _, text := range []*string{&s.Title, &s.School, &s.Network, &s.Team, &s.Problem, &s.Goal, &s.Previous, &s.Decision, &s.Gap, &s.Measure, &s.Direction} {
		*text = cycle.Clean(*text, false)
	}
	s.ID, s.SchoolID, s.Version, s.By = row.ID, row.School, row.Version, cycle.Clean(row.By, false)
	s.Updated, _ = time.Parse(time.RFC3339, row.Updated) // an unknown time is the oldest
	return s, true
}

// replace makes the list what the dashboard says, and drops what is not shared any
// more.
func (n *Network) replace(all []Shared, tag string) error {
	return n.update(func(tx *bbolt.Tx) error {
		rows, bodies := tx.Bucket(bucketShared), tx.Bucket(bucketBodies)
		stay := map[string]bool{}
		for _, s := range all {
			data, err := json.Marshal(s)
			if err != nil {
				return err
			}
			stay[s.ID] = true
			if err := rows.Put([]byte(s.ID), data); err != nil {
				return err
			}
		}
		var gone [][]byte
		if err := rows.ForEach(func(id, _ []byte) error {
			if !stay[string(id)] {
				gone = append(gone, bytes.Clone(id))
			}
			return nil
		}); err != nil {
			return err
		}
		for _, id := range gone {
			if err := errors.Join(rows.Delete(id), bodies.Delete(id)); err != nil {
				return err
			}
		}
		return tx.Bucket(bucketAbout).Put(keyTag, []byte(tag))
	})
}

// missing returns the rows whose document is not here as it is now, the newest first.
func (n *Network) missing() (out []Shared, err error) {
	all, err := n.List()
	if err != nil {
		return nil, err
	}
	err = n.view(func(tx *bbolt.Tx) error {
		for _, s := range all {
			version, _, _ := bytes.Cut(tx.Bucket(bucketBodies).Get([]byte(s.ID)), []byte{0})
			if string(version) != s.stamp() {
				out = append(out, s)
			}
		}
		return nil
	})
	return out, err
}

// stamp names the version of a row's document: versions count within a school.
func (s Shared) stamp() string { return s.SchoolID + " " + s.Version }

func (n *Network) fetch(ctx context.Context, c *Client, s Shared) error {
	doc, err := c.Cycle(ctx, s.ID)
	switch {
	case codeOf(err) == wire.CodeNotFound:
		doc = nil // not shared any more; the next list says so
	case err != nil:
		return err
	case len(doc) > maxSharedBody:
		doc = nil
	}
	return n.update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketBodies).Put([]byte(s.ID), slices.Concat([]byte(s.stamp()), []byte{0}, doc))
	})
}

// List returns what is shared, the newest first.
func (n *Network) List() (all []Shared, err error) {
	err = n.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketShared).ForEach(func(_, data []byte) error {
			var s Shared
			if json.Unmarshal(data, &s) == nil {
				all = append(all, s)
			}
			return nil
		})
	})
	slices.SortStableFunc(all, func(a, b Shared) int { return b.Updated.Compare(a.Updated) })
	return all, err
}

// Cycle returns a shared cycle to read. Its texts are safe to show: reading a
// document cleans them. The error is store.ErrNotFound when it is not here.
func (n *Network) Cycle(id string) (c *cycle.Cycle, err error) {
	err = n.view(func(tx *bbolt.Tx) error {
		_, body, _ := bytes.Cut(tx.Bucket(bucketBodies).Get([]byte(id)), []byte{0})
		if len(body) == 0 {
			return fmt.Errorf("%w: this cycle was not fetched yet. `pdsa sync` does that", store.ErrNotFound)
		}
		if c, err = cycle.ParseDocument(body, change.NewID); err != nil {
			return fmt.Errorf("%w: this cycle cannot be read as the dashboard sent it: %w", store.ErrNotFound, err)
		}
		return nil
	})
	return c, err
}
