package backendtest

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// handles returns the back end and, where it can be had more than once, others on
// the same database.
func handles(t *testing.T, db Database) []dashboard.Backend {
	all := []dashboard.Backend{db.Backend}
	for db.Another != nil && len(all) < 3 {
		another, err := db.Another()
		if err != nil {
			t.Fatalf("opening it a second time: %v", err)
		}
		t.Cleanup(func() { _ = another.Close() })
		all = append(all, another)
	}
	return all
}

const (
	writers = 9
	rounds  = 12
)

// together runs work in goroutines, each with one of the handles.
func together(t *testing.T, all []dashboard.Backend, work func(who int, b dashboard.Backend) error) {
	t.Helper()
	var wg sync.WaitGroup
	for who := range writers {
		wg.Go(func() {
			if err := work(who, all[who%len(all)]); err != nil {
				t.Errorf("writer %d: %v", who, err)
			}
		})
	}
	wg.Wait()
}

// testOneSchoolAtOnce: what an update reads of its school still holds when it
// writes.
func testOneSchoolAtOnce(t *testing.T, open Opener) {
	db := open(t)
	all := handles(t, db)
	addSchool(t, db.Backend, "s")
	var mu sync.Mutex
	taken := map[uint64]string{}
	together(t, all, func(who int, b dashboard.Backend) error {
		for range rounds {
			var first, count uint64
			err := b.Update(background, "s", func(tx dashboard.Tx) error {
				before, err := tx.Setting("count")
				if err != nil {
					return err
				}
				count, _ = strconv.ParseUint(before, 10, 64)
				have, err := tx.Have("s")
				if err != nil {
					return err
				}
				seq := have["shared"] + 1
				first, err = tx.Append("s", []change.Change{made("shared", seq, "d", fmt.Sprint(who)), made(fmt.Sprint("own", who), seq, "d", "x")})
				return errors.Join(err, tx.SetSetting("count", fmt.Sprint(count+1)))
			})
			if err != nil {
				return err
			}
			mu.Lock()
			if taken[first] != "" || first != 2*count+1 {
				t.Errorf("update %d begins at %d, which is of %q", count, first, taken[first])
			}
			taken[first] = fmt.Sprint(who)
			mu.Unlock()
		}
		return nil
	})
	view(t, db.Backend, func(r dashboard.Reader) error {
		count, err := r.Setting("count")
		if count != fmt.Sprint(writers*rounds) {
			t.Errorf("%s updates counted, want %d", count, writers*rounds)
		}
		have, haveErr := r.Have("s")
		if have["shared"] != writers*rounds {
			t.Errorf("the last number is %d, want %d", have["shared"], writers*rounds)
		}
		entries, end, wholeErr := whole(r, "s", wire.ForTeam, 50)
		if len(entries) != 2*writers*rounds || end != uint64(len(entries)) {
			t.Errorf("%d entries up to %d, want %d", len(entries), end, 2*writers*rounds)
		}
		return errors.Join(err, haveErr, wholeErr)
	})
}

// testNothingMissed: a reader that goes by its cursor while others write has, in
// the end, all entries in order, of the stream and of a feed.
func testNothingMissed(t *testing.T, open Opener) {
	db := open(t)
	all := handles(t, db)
	addSchool(t, db.Backend, "s")
	shared(t, db.Backend, "s", "d", wire.ForCoach)
	done := make(chan struct{})
	var following sync.WaitGroup
	followed := make([]*follower, 0, 4)
	for i, reader := range []wire.Audience{wire.ForTeam, wire.ForCoach, wire.ForTeam, wire.ForCoach} {
		f := &follower{b: all[i%len(all)], reader: reader}
		followed = append(followed, f)
		following.Go(func() { f.follow(t, done) })
	}
	together(t, all, func(who int, b dashboard.Backend) error {
		for round := range rounds {
			err := b.Update(background, "s", func(tx dashboard.Tx) error {
				c := made(fmt.Sprint("r", who), uint64(round+1), "d", "x")
				_, err := tx.Append("s", []change.Change{c})
				return errors.Join(err, tx.Publish("s", wire.ForCoach, []change.ID{c.ID}))
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	close(done)
	following.Wait()
	for _, f := range followed {
		f.catchUp(t)
		view(t, db.Backend, func(r dashboard.Reader) error {
			want, _, err := whole(r, "s", f.reader, 1000)
			if len(want) != writers*rounds {
				t.Errorf("%d entries for %s, want %d", len(want), f.reader, writers*rounds)
			}
			equal(t, fmt.Sprintf("what a reader as %s followed", f.reader), changesOf(f.entries), changesOf(want))
			return err
		})
	}
}

// A follower reads a stream as a laptop does: from its cursor on, again and again.
type follower struct {
	b       dashboard.Backend
	reader  wire.Audience
	after   uint64
	entries []dashboard.Entry
}

func (f *follower) follow(t *testing.T, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
			f.catchUp(t)
		}
	}
}

func (f *follower) catchUp(t *testing.T) {
	err := f.b.View(background, func(r dashboard.Reader) error {
		entries, end, err := rest(r, "s", f.reader, f.after, 7)
		f.entries, f.after = append(f.entries, entries...), end
		return err
	})
	if err != nil {
		t.Errorf("following: %v", err)
	}
}

// testSchoolsSideBySide: updates of several schools that write the same people,
// and in other orders, all come through.
func testSchoolsSideBySide(t *testing.T, open Opener) {
	db := open(t)
	all := handles(t, db)
	for who := range writers {
		addSchool(t, db.Backend, fmt.Sprint("s", who))
	}
	together(t, all, func(who int, b dashboard.Backend) error {
		school := fmt.Sprint("s", who)
		for round := range rounds {
			err := b.Update(background, school, func(tx dashboard.Tx) error {
				_, err := tx.Append(school, []change.Change{made("r", uint64(round+1), "d", "x")})
				// Some write the same two people, and the other way round.
				for i := range 2 {
					if round == 0 && who < 4 {
						id := fmt.Sprint("p", (who+i)%2)
						err = errors.Join(err, tx.PutPerson(dashboard.Person{ID: id, Name: school, Created: fall}))
					}
				}
				return errors.Join(err, tx.AddAudit(dashboard.Audit{At: fall, Who: school}))
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	view(t, db.Backend, func(r dashboard.Reader) error {
		var err error
		for who := range writers {
			head, headErr := r.Head(fmt.Sprint("s", who), wire.ForTeam)
			if head != rounds {
				t.Errorf("school %d has %d changes, want %d", who, head, rounds)
			}
			err = errors.Join(err, headErr)
		}
		audits, auditErr := r.Audits(0, 1000)
		if len(audits) != writers*rounds {
			t.Errorf("%d lines in the audit log, want %d", len(audits), writers*rounds)
		}
		return errors.Join(err, auditErr)
	})
}

var errUsed = errors.New("used")

// testOneUse: updates that name no school do not overtake each other either.
func testOneUse(t *testing.T, open Opener) {
	db := open(t)
	all := handles(t, db)
	const codes = 8
	update(t, db.Backend, "", func(tx dashboard.Tx) error {
		var err error
		for i := range codes {
			err = errors.Join(err, tx.PutInvite(dashboard.Invite{Hash: fmt.Sprint(i), Created: fall}))
		}
		return err
	})
	var mu sync.Mutex
	uses := map[string]int{}
	together(t, all, func(who int, b dashboard.Backend) error {
		for i := range codes {
			code := fmt.Sprint(i)
			err := b.Update(background, "", func(tx dashboard.Tx) error {
				invite, err := tx.Invite(code)
				if err != nil {
					return err
				}
				if !invite.Used.IsZero() {
					return errUsed
				}
				invite.Used = fall
				return tx.PutInvite(invite)
			})
			switch {
			case err == nil:
				mu.Lock()
				uses[code]++
				mu.Unlock()
			case !errors.Is(err, errUsed):
				return err
			}
		}
		return nil
	})
	for code, n := range uses {
		if n != 1 {
			t.Errorf("code %s was used %d times", code, n)
		}
	}
	if len(uses) != codes {
		t.Errorf("%d codes were used, want %d", len(uses), codes)
	}
}

// testFailuresBeside: updates that fail, whatever way, take no others with them
// that run at the same time.
func testFailuresBeside(t *testing.T, open Opener) {
	db := open(t)
	all := handles(t, db)
	addSchool(t, db.Backend, "s")
	together(t, all, func(who int, b dashboard.Backend) error {
		for round := range rounds {
			err := b.Update(background, "s", func(tx dashboard.Tx) error {
				c := made(fmt.Sprint("r", who), uint64(round+1), "d", "x")
				if who%3 == 1 {
					_, _ = tx.Append("no", []change.Change{c})
				}
				_, err := tx.Append("s", []change.Change{c})
				if who%3 == 2 {
					err = errors.Join(err, errOnPurpose)
				}
				return err
			})
			if (err != nil) != (who%3 > 0) {
				return fmt.Errorf("round %d: %w", round, err)
			}
		}
		return nil
	})
	view(t, db.Backend, func(r dashboard.Reader) error {
		have, err := r.Have("s")
		equal(t, "have", have, change.Vector{"r0": rounds, "r3": rounds, "r6": rounds})
		head, headErr := r.Head("s", wire.ForTeam)
		if head != 3*rounds {
			t.Errorf("the stream ends at %d, want %d", head, 3*rounds)
		}
		return errors.Join(err, headErr)
	})
}
