package backendtest

import (
	"errors"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// goesTo checks up to which numbers all changes of the replicas are there.
func goesTo(t testing.TB, b dashboard.Backend, when string, want change.Vector) {
	t.Helper()
	view(t, b, func(r dashboard.Reader) error {
		have, err := r.Have("s")
		equal(t, "have "+when, have, want)
		return err
	})
}

// held lets changes of the school s wait.
func held(t testing.TB, b dashboard.Backend, from wire.Audience, changes ...change.Change) {
	t.Helper()
	update(t, b, "s", func(tx dashboard.Tx) error { return tx.Hold("s", from, changes) })
}

// testGaps: returned changes come in any order, and count once those before them are
// there.
func testGaps(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	r := series("r", 9, "d", "e")
	appended(t, b, "s", r[4], r[6])
	goesTo(t, b, "with nothing before", change.Vector{})
	appended(t, b, "s", r[0], r[1])
	goesTo(t, b, "with a gap", change.Vector{"r": 2})
	appended(t, b, "s", r[3])
	goesTo(t, b, "with a smaller gap", change.Vector{"r": 2})
	appended(t, b, "s", r[2])
	goesTo(t, b, "when the gap is filled", change.Vector{"r": 5})
	appended(t, b, "s", r[8], r[5], r[7])
	goesTo(t, b, "when all are there", change.Vector{"r": 9})
	// Of several replicas at once, beside a name that ends alike.
	appended(t, b, "s", made("q", 1, "d", "x"), made("p", 2, "d", "x"), made("p-2", 2, "d", "x"), made("q", 2, "d", "x"))
	goesTo(t, b, "of several", change.Vector{"r": 9, "q": 2})
	appended(t, b, "s", made("p", 1, "d", "x"), made("q", 4, "d", "x"))
	goesTo(t, b, "of several, filled", change.Vector{"r": 9, "q": 2, "p": 2})
	view(t, b, func(rd dashboard.Reader) error {
		entries, _, err := whole(rd, "s", wire.ForTeam, 3)
		equal(t, "stream", changesOf(entries), []change.ID{
			"r-5", "r-7", "r-1", "r-2", "r-4", "r-3", "r-9", "r-6", "r-8", "q-1", "p-2", "p-2-2", "q-2", "p-1", "q-4",
		})
		return err
	})
}

// testWaiting: what waits is numbered and in no stream, until it is put there.
func testWaiting(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	addSchool(t, b, "other")
	c := series("c", 7, "d", "e")
	held(t, b, wire.ForCoach, c[1])
	goesTo(t, b, "with a gap before what waits", change.Vector{})
	held(t, b, wire.ForCoach, c[0])
	held(t, b, wire.ForDistrict, made("o", 1, "e", "x"))
	goesTo(t, b, "with what waits", change.Vector{"c": 2, "o": 1})
	appended(t, b, "s", c[2])
	appended(t, b, "s", c[4])
	held(t, b, wire.ForCoach, c[3])
	goesTo(t, b, "with both in turn", change.Vector{"c": 5, "o": 1})
	if at := reads(t, b, wire.ForTeam, 0, "c-3", "c-5"); at != 2 {
		t.Errorf("the stream ends at %d, want 2", at)
	}
	view(t, b, func(r dashboard.Reader) error {
		all, err := r.WaitsIn("s", nil)
		equal(t, "waiting", all, []dashboard.Waiting{
			{From: wire.ForCoach, Change: c[0]},
			{From: wire.ForCoach, Change: c[1]},
			{From: wire.ForCoach, Change: c[3]},
			{From: wire.ForDistrict, Change: made("o", 1, "e", "x")},
		})
		in, inErr := r.WaitsIn("s", []string{"e", "nothing"})
		equal(t, "waiting in one", idsOf(changesWaiting(in)), []change.ID{"c-2", "c-4", "o-1"})
		none, noneErr := r.WaitsIn("s", []string{})
		elsewhere, elseErr := r.WaitsIn("other", nil)
		equal(t, "waiting elsewhere", append(none, elsewhere...), []dashboard.Waiting{})
		some, someErr := r.Waits("s", []change.ID{"c-2", "c-3", "c-9", "", "c-02", "o-1"})
		equal(t, "by id", some, map[change.ID]dashboard.Waiting{
			"c-2": {From: wire.ForCoach, Change: c[1]}, "o-1": {From: wire.ForDistrict, Change: made("o", 1, "e", "x")},
		})
		records, recErr := r.Records("s", []change.ID{"c-1", "c-3"})
		equal(t, "records", records, map[change.ID]change.Change{"c-3": c[2]})
		docs, docErr := r.DocChanges("s", "d")
		equal(t, "of the document", idsOf(docs), []change.ID{"c-3", "c-5"})
		return errors.Join(err, inErr, noneErr, elseErr, someErr, recErr, docErr)
	})
	for name, hold := range map[string]change.Change{"waits": c[0], "another in its place": made("c", 1, "d", "two"), "in the stream": c[2]} {
		err := b.Update(background, "s", func(tx dashboard.Tx) error { return tx.Hold("s", wire.ForCoach, []change.Change{hold}) })
		if !errors.Is(err, dashboard.ErrTaken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// It waits no more once it is in the stream, it or another one in its place.
	appended(t, b, "s", c[1], made("c", 1, "d", "another"))
	view(t, b, func(r dashboard.Reader) error {
		left, err := r.WaitsIn("s", nil)
		equal(t, "left", idsOf(changesWaiting(left)), []change.ID{"c-4", "o-1"})
		return err
	})
	goesTo(t, b, "in the end", change.Vector{"c": 5, "o": 1})
	reads(t, b, wire.ForTeam, 0, "c-3", "c-5", "c-2", "c-1")
	held(t, b, wire.ForCoach, c[6])
	appended(t, b, "s", c[5])
	goesTo(t, b, "up to what waits behind a gap", change.Vector{"c": 7, "o": 1})
}

func changesWaiting(all []dashboard.Waiting) []change.Change {
	out := make([]change.Change, len(all))
	for i, w := range all {
		out[i] = w.Change
	}
	return out
}
