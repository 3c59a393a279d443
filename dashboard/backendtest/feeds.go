package backendtest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// reads checks what a reader gets behind a place, at any limit, and returns the
// place at the end.
func reads(t testing.TB, b dashboard.Backend, reader wire.Audience, after uint64, want ...change.ID) (end uint64) {
	t.Helper()
	view(t, b, func(r dashboard.Reader) error {
		for _, limit := range []int{1, 2, 3, 100} {
			entries, at, err := rest(r, "s", reader, after, limit)
			if err != nil {
				return err
			}
			equal(t, fmt.Sprintf("%s after %d, limit %d", reader, after, limit), changesOf(entries), want)
			for i, e := range entries {
				if e.N <= after || i > 0 && e.N <= entries[i-1].N {
					t.Errorf("%s after %d: the numbers do not rise: %d", reader, after, e.N)
				}
			}
			head, err := r.Head("s", reader)
			if err != nil {
				return err
			}
			if at != head {
				t.Errorf("%s after %d, limit %d: ends at %d, and the head is %d", reader, after, limit, at, head)
			}
			end = at
		}
		return nil
	})
	return end
}

func testFeedPages(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	all := series("r", 12, "secret", "coached", "open")
	appended(t, b, "s", all...)
	shared(t, b, "s", "secret", wire.ForTeam)
	shared(t, b, "s", "coached", wire.ForCoach)
	shared(t, b, "s", "open", wire.ForDistrict)
	for i, c := range all {
		if i%3 > 0 {
			published(t, b, "s", wire.ForCoach, c.ID)
		}
	}
	published(t, b, "s", wire.ForDistrict, "r-6", "r-3", "r-9", "r-12")
	reads(t, b, wire.ForTeam, 0, idsOf(all)...)
	reads(t, b, wire.ForCoach, 0, "r-2", "r-3", "r-5", "r-6", "r-8", "r-9", "r-11", "r-12")
	reads(t, b, wire.ForCoach, 5, "r-9", "r-11", "r-12")
	// In the order of publishing.
	reads(t, b, wire.ForDistrict, 0, "r-6", "r-3", "r-9", "r-12")
	reads(t, b, wire.ForDistrict, 1, "r-3", "r-9", "r-12")
	reads(t, b, wire.ForDistrict, 4)
	view(t, b, func(r dashboard.Reader) error {
		feed, err := r.Feed("s", wire.ForDistrict, 0, 100)
		equal(t, "feed", feed, []change.ID{"r-6", "r-3", "r-9", "r-12"})
		part, partErr := r.Feed("s", wire.ForDistrict, 1, 2)
		equal(t, "part of the feed", part, []change.ID{"r-3", "r-9"})
		none, noneErr := r.Feed("s", wire.ForDistrict, 4, 2)
		equal(t, "end of the feed", none, []change.ID{})
		return errors.Join(err, partErr, noneErr)
	})
}

func testSharing(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	appended(t, b, "s", series("r", 4, "a", "b")...) // a: 1, 3; b: 2, 4
	reads(t, b, wire.ForCoach, 0)
	// What is published but not folded as shared stays hidden.
	published(t, b, "s", wire.ForCoach, "r-1")
	reads(t, b, wire.ForCoach, 0)
	shared(t, b, "s", "a", wire.ForCoach)
	published(t, b, "s", wire.ForCoach, "r-3")
	seen := reads(t, b, wire.ForCoach, 0, "r-1", "r-3")
	reads(t, b, wire.ForDistrict, 0)

	shared(t, b, "s", "b", wire.ForDistrict)
	published(t, b, "s", wire.ForCoach, "r-2", "r-4")
	published(t, b, "s", wire.ForDistrict, "r-2", "r-4")
	reads(t, b, wire.ForCoach, seen, "r-2", "r-4")
	seen = reads(t, b, wire.ForCoach, 0, "r-1", "r-3", "r-2", "r-4")

	// Withdrawn: passed over, and the places of the others stay.
	shared(t, b, "s", "a", wire.ForTeam)
	if at := reads(t, b, wire.ForCoach, 0, "r-2", "r-4"); at != seen {
		t.Errorf("withdrawing moved the end from %d to %d", seen, at)
	}
	shared(t, b, "s", "b", wire.ForCoach)
	reads(t, b, wire.ForCoach, 0, "r-2", "r-4")
	reads(t, b, wire.ForDistrict, 0)
	shared(t, b, "s", "b", wire.ForTeam)
	reads(t, b, wire.ForCoach, 0)

	// Shared again: what came meanwhile reaches who had read to the end.
	appended(t, b, "s", made("r", 5, "a", "meanwhile"))
	shared(t, b, "s", "a", wire.ForDistrict)
	published(t, b, "s", wire.ForCoach, "r-1", "r-3", "r-5")
	published(t, b, "s", wire.ForDistrict, "r-1", "r-3", "r-5")
	reads(t, b, wire.ForCoach, seen, "r-1", "r-3", "r-5")
	reads(t, b, wire.ForCoach, 0, "r-1", "r-3", "r-1", "r-3", "r-5")
	reads(t, b, wire.ForDistrict, 0, "r-1", "r-3", "r-5")
	// An audience that this version does not know is nobody's.
	shared(t, b, "s", "a", "everyone")
	reads(t, b, wire.ForCoach, 0)
}

// testHiddenStretch: a reader gets past any number of entries that it may not see.
func testHiddenStretch(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	appended(t, b, "s", made("r", 1, "hidden", "x"), made("r", 2, "open", "x"))
	shared(t, b, "s", "open", wire.ForCoach)
	published(t, b, "s", wire.ForCoach, "r-2")
	many := make([]change.ID, 9_000)
	for i := range many {
		many[i] = "r-1"
	}
	published(t, b, "s", wire.ForCoach, many...)
	reads(t, b, wire.ForCoach, 1)
	published(t, b, "s", wire.ForCoach, "r-2")
	reads(t, b, wire.ForCoach, 0, "r-2", "r-2")
	reads(t, b, wire.ForCoach, 1, "r-2")
}

func testPublish(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	addSchool(t, b, "other")
	appended(t, b, "s", series("r", 2, "a")...)
	appended(t, b, "other", made("elsewhere", 1, "a", "x"))
	shared(t, b, "s", "a", wire.ForCoach)
	for name, id := range map[string]change.ID{"unknown": "r-3", "another school's": "elsewhere-1", "no id": "", "not a number": "r-x"} {
		err := b.Update(background, "s", func(tx dashboard.Tx) error {
			return tx.Publish("s", wire.ForCoach, []change.ID{"r-1", id})
		})
		if !errors.Is(err, dashboard.ErrNotFound) {
			t.Errorf("publishing %s: %v", name, err)
		}
	}
	published(t, b, "s", wire.ForCoach)
	reads(t, b, wire.ForCoach, 0)
	// In one transaction with the changes themselves.
	update(t, b, "s", func(tx dashboard.Tx) error {
		_, err := tx.Append("s", []change.Change{made("r", 3, "a", "x")})
		return errors.Join(err, tx.Publish("s", wire.ForCoach, []change.ID{"r-3", "r-1"}), tx.Publish("s", wire.ForCoach, []change.ID{"r-2"}))
	})
	if at := reads(t, b, wire.ForCoach, 0, "r-3", "r-1", "r-2"); at != 3 {
		t.Errorf("the feed ends at %d, want 3: what failed has left a hole", at)
	}
}

func testNoSuchReaders(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	appended(t, b, "s", series("r", 2, "a")...)
	shared(t, b, "s", "a", wire.ForDistrict)
	for _, nobody := range []wire.Audience{"", "everyone"} {
		view(t, b, func(r dashboard.Reader) error {
			if entries, _, _, err := r.Page("s", nobody, 0, 10); err == nil {
				t.Errorf("%q gets a page: %v", nobody, entries)
			}
			if head, err := r.Head("s", nobody); err == nil {
				t.Errorf("%q gets the head: %d", nobody, head)
			}
			return nil
		})
		err := b.View(background, func(r dashboard.Reader) error {
			return r.Docs(nil, nobody, func(d dashboard.Doc) bool {
				t.Errorf("%q gets %s", nobody, d.ID)
				return true
			})
		})
		if err == nil {
			t.Errorf("%q gets a list of documents", nobody)
		}
		err = b.View(background, func(r dashboard.Reader) error {
			_, err := r.Feed("s", nobody, 0, 10)
			return err
		})
		if err == nil {
			t.Errorf("%q gets a feed", nobody)
		}
	}
}
