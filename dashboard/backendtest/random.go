package backendtest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// testRandom runs random transactions against the back end and against one in
// memory: both give the same errors and hold the same afterwards.
func testRandom(t *testing.T, open Opener) {
	db := open(t)
	b := db.Backend
	rapid.Check(t, func(rt *rapid.T) {
		if db.Empty == nil {
			_ = b.Close()
			db = open(t)
			b = db.Backend
		} else if err := db.Empty(); err != nil {
			rt.Fatal(err)
		}
		memory := NewMemory()
		for range rapid.IntRange(1, 8).Draw(rt, "transactions") {
			steps := rapid.SliceOfN(rapid.Custom(drawStep), 0, 8).Draw(rt, "steps")
			abandoned := rapid.IntRange(0, 5).Draw(rt, "abandoned") == 0
			run := func(tx dashboard.Tx) error {
				for _, s := range steps {
					if err := s.do(tx); err != nil {
						return err
					}
				}
				if abandoned {
					return errOnPurpose
				}
				return nil
			}
			school := rapid.SampledFrom([]string{"", "a", "b"}).Draw(rt, "school")
			got, want := b.Update(background, school, run), memory.Update(background, school, run)
			if (got == nil) != (want == nil) || !sameKind(got, want) {
				rt.Fatalf("%v: %v, want %v", steps, got, want)
			}
			if db.Reopen != nil && rapid.IntRange(0, 7).Draw(rt, "reopened") == 0 {
				var err error
				if b, err = db.Reopen(); err != nil {
					rt.Fatalf("opening it again: %v", err)
				}
			}
		}
		want, err := dump(memory)
		if err != nil {
			rt.Fatal(err)
		}
		got, err := dump(b)
		if err != nil {
			rt.Fatal(err)
		}
		if got != want {
			rt.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// sameKind reports whether two errors are alike to errors.Is.
func sameKind(a, b error) bool {
	for _, kind := range []error{dashboard.ErrNotFound, dashboard.ErrTaken, dashboard.ErrTooLong, errOnPurpose} {
		if errors.Is(a, kind) != errors.Is(b, kind) {
			return false
		}
	}
	return true
}

// A step is one call of a transaction, with all that it takes.
type step struct {
	name string
	do   func(dashboard.Tx) error
}

func (s step) String() string { return s.name }

// drawStep draws from a small world, so that steps meet.
func drawStep(t *rapid.T) step {
	school := rapid.SampledFrom([]string{"a", "a", "a", "b", "c"}).Draw(t, "school")
	doc := rapid.SampledFrom([]string{"d", "e", "e\x00", "f"}).Draw(t, "doc")
	name := rapid.SampledFrom(oddTexts).Draw(t, "name")
	id := rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "id")
	at := fall.Add(time.Duration(rapid.Int64Range(-1e6, 1e6).Draw(t, "at")) * 1111)
	reader := rapid.SampledFrom([]wire.Audience{wire.ForCoach, wire.ForCoach, wire.ForDistrict, wire.ForTeam}).Draw(t, "reader")
	changes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) change.Change {
		return made(rapid.SampledFrom([]string{"r", "q", "q-1"}).Draw(t, "replica"), rapid.Uint64Range(1, 12).Draw(t, "seq"), doc, name)
	}), 0, 3).Draw(t, "changes")
	return rapid.SampledFrom([]step{
		{"school " + school, func(tx dashboard.Tx) error {
			return tx.PutSchool(dashboard.School{ID: school, Name: name, Created: at})
		}},
		{"append " + text(idsOf(changes)) + " to " + school, func(tx dashboard.Tx) error {
			_, err := tx.Append(school, changes)
			return err
		}},
		{"hold " + text(idsOf(changes)) + " from " + string(reader), func(tx dashboard.Tx) error {
			return tx.Hold(school, reader, changes)
		}},
		{"append again " + text(idsOf(changes)) + " to " + school, func(tx dashboard.Tx) error {
			return appendNew(tx, school, changes)
		}},
		{"publish to " + string(reader), func(tx dashboard.Tx) error { return publishAll(tx, school, reader, doc) }},
		{"publish " + text(idsOf(changes)) + " to " + string(reader), func(tx dashboard.Tx) error {
			return tx.Publish(school, reader, idsOf(changes))
		}},
		{fmt.Sprintf("share %s of %s with %s", doc, school, reader), func(tx dashboard.Tx) error {
			return tx.PutDoc(dashboard.Doc{School: school, ID: doc, Shared: reader, Updated: at, By: name, Row: []byte(name), State: []byte(id)})
		}},
		{"setting", func(tx dashboard.Tx) error { return tx.SetSetting(id, name) }},
		{"person", func(tx dashboard.Tx) error {
			return tx.PutPerson(dashboard.Person{ID: id, Name: name, Schools: []string{school}, Created: at})
		}},
		{"token", func(tx dashboard.Tx) error {
			return tx.PutToken(dashboard.Token{Hash: id, Device: name, Created: at.Truncate(time.Hour), LastSeen: at})
		}},
		{"seen", func(tx dashboard.Tx) error { return tx.SeenToken(id, at) }},
		{"invite", func(tx dashboard.Tx) error {
			return tx.PutInvite(dashboard.Invite{Hash: id, By: name, Created: at.Truncate(time.Hour)})
		}},
		{"audit", func(tx dashboard.Tx) error { return tx.AddAudit(dashboard.Audit{At: at, Who: name, What: id}) }},
	}).Draw(t, "step")
}

// appendNew puts in those changes that the stream does not have, each once.
func appendNew(tx dashboard.Tx, school string, changes []change.Change) error {
	for _, c := range changes {
		there, err := tx.Records(school, []change.ID{c.ID})
		if err != nil {
			return err
		}
		if len(there) > 0 {
			continue
		}
		if _, err := tx.Append(school, []change.Change{c}); err != nil {
			return err
		}
	}
	return nil
}

// publishAll publishes what a document has until now, as when it becomes shared.
func publishAll(tx dashboard.Tx, school string, reader wire.Audience, doc string) error {
	changes, err := tx.DocChanges(school, doc)
	if err != nil {
		return err
	}
	return tx.Publish(school, reader, idsOf(changes))
}
