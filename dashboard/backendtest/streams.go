package backendtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

func testNumbers(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	addSchool(t, b, "other")
	next := map[string]uint64{"s": 1, "other": 1}
	seq := uint64(0)
	for i, n := range []int{1, 0, 3, 1, 500, 2} {
		for school := range next {
			var changes []change.Change
			for range n {
				seq++
				changes = append(changes, made("r", seq, "d", fmt.Sprint(seq)))
			}
			if first := appended(t, b, school, changes...); first != next[school] {
				t.Errorf("push %d of %s begins at %d, want %d", i, school, first, next[school])
			}
			next[school] += uint64(n)
			// What fails leaves no hole.
			_ = b.Update(background, school, func(tx dashboard.Tx) error {
				_, err := tx.Append(school, []change.Change{made("failing", 1, "d", "x")})
				return errors.Join(err, errOnPurpose)
			})
		}
	}
	view(t, b, func(r dashboard.Reader) error {
		for school, end := range next {
			entries, at, err := whole(r, school, wire.ForTeam, 500)
			if err != nil {
				return err
			}
			if head, err := r.Head(school, wire.ForTeam); head != end-1 || at != head || err != nil {
				t.Errorf("%s: head %d, end %d, want %d (%v)", school, head, at, end-1, err)
			}
			for i, e := range entries {
				if e.N != uint64(i+1) {
					t.Fatalf("%s: entry %d has number %d", school, i+1, e.N)
				}
			}
		}
		return nil
	})
}

func testTaken(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	addSchool(t, b, "other")
	there := made("r", 1, "d", "one")
	appended(t, b, "s", there)
	for name, push := range map[string][]change.Change{
		"the same again":      {there},
		"another in place":    {made("r", 1, "d", "two")},
		"after a good one":    {made("r", 2, "d", "two"), there},
		"twice in one push":   {made("q", 1, "d", "one"), made("q", 1, "d", "one")},
		"taken in this order": {made("q", 2, "d", "one"), made("q", 1, "d", "one"), made("q", 2, "e", "one")},
	} {
		err := b.Update(background, "s", func(tx dashboard.Tx) error {
			_, err := tx.Append("s", push)
			return err
		})
		if !errors.Is(err, dashboard.ErrTaken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	wrong := made("r", 3, "d", "x")
	wrong.Seq = 4
	if err := b.Update(background, "s", func(tx dashboard.Tx) error { _, err := tx.Append("s", []change.Change{wrong}); return err }); err == nil {
		t.Error("a change whose id is not its replica and number is taken")
	}
	// A school of its own, a replica that reads like another's end of name.
	appended(t, b, "other", there)
	appended(t, b, "s", made("r", 2, "d", "x"), made("r-1", 1, "d", "x"), made("\x00", 1, "d", "x"), made("r\x00", 1, "d", "x"))
	view(t, b, func(r dashboard.Reader) error {
		have, err := r.Have("s")
		equal(t, "have", have, change.Vector{"r": 2, "r-1": 1, "\x00": 1, "r\x00": 1})
		entries, _, wholeErr := whole(r, "s", wire.ForTeam, 2)
		equal(t, "stream", changesOf(entries), []change.ID{"r-1", "r-2", "r-1-1", "\x00-1", "r\x00-1"})
		return errors.Join(err, wholeErr)
	})
}

func testLongNames(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	fits, tooLong := strings.Repeat("\u00e9", dashboard.MaxName/2), strings.Repeat("x", dashboard.MaxName+1)
	appended(t, b, "s", made(fits, 1, fits, "x"))
	shared(t, b, "s", fits, wire.ForDistrict)
	published(t, b, "s", wire.ForDistrict, change.MakeID(fits, 1))
	for name, write := range map[string]func(dashboard.Tx) error{
		"replica":  func(tx dashboard.Tx) error { _, err := tx.Append("s", series(tooLong, 1, "d")); return err },
		"document": func(tx dashboard.Tx) error { _, err := tx.Append("s", series("r", 1, tooLong)); return err },
		"folded":   func(tx dashboard.Tx) error { return tx.PutDoc(dashboard.Doc{School: "s", ID: tooLong, Updated: fall}) },
	} {
		if err := b.Update(background, "s", write); !errors.Is(err, dashboard.ErrTooLong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	view(t, b, func(r dashboard.Reader) error {
		_, err := r.Doc("s", fits)
		changes, changesErr := r.DocChanges("s", fits)
		found, findErr := r.FindDoc(fits)
		if len(changes) != 1 || len(found) != 1 {
			t.Errorf("%d changes and %d documents of a long name, want one each", len(changes), len(found))
		}
		return errors.Join(err, changesErr, findErr)
	})
}

func testRecords(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	all := append(series("r", 7, "d", "e"), series("q", 3, "d")...)
	appended(t, b, "s", all...)
	view(t, b, func(r dashboard.Reader) error {
		have, err := r.Have("s")
		equal(t, "have", have, change.Vector{"r": 7, "q": 3})
		got, recErr := r.Records("s", []change.ID{"r-2", "q-3", "q-4", "r-0", "r", "", "r-02", "r-2", "nobody-1"})
		equal(t, "records", got, map[change.ID]change.Change{"r-2": all[1], "q-3": all[9]})
		none, noneErr := r.Records("s", nil)
		equal(t, "none", none, map[change.ID]change.Change{})
		unknown, unknownErr := r.Records("no", []change.ID{"r-2"})
		equal(t, "of no school", unknown, map[change.ID]change.Change{})
		return errors.Join(err, recErr, noneErr, unknownErr)
	})
}

func testDocChanges(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	addSchool(t, b, "other")
	// Names that begin alike, also where a number would follow in a key.
	docs := []string{"d", "dd", "d\x00", "d\x00\x00\x00\x00\x00\x00\x00\x00", "d\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01", "\xc2\xbf", "e"}
	all := series("r", 70, docs...)
	appended(t, b, "s", all[:30]...)
	appended(t, b, "s", all[30:]...)
	appended(t, b, "other", made("r", 1, "d", "elsewhere"))
	view(t, b, func(r dashboard.Reader) error {
		for i, doc := range docs {
			var want []change.Change
			for j := i; j < len(all); j += len(docs) {
				want = append(want, all[j])
			}
			got, err := r.DocChanges("s", doc)
			if err != nil {
				return err
			}
			equal(t, fmt.Sprintf("changes of %q", doc), got, want)
		}
		none, err := r.DocChanges("s", "nothing")
		if len(none) > 0 {
			t.Errorf("changes of no document: %v", none)
		}
		return err
	})
}

// testExactBytes: what a newer version wrote, and any text at all, comes back with
// the very bytes that its hash covers.
func testExactBytes(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	changes := []change.Change{ofNewerVersion(t), made("big", 1, "d", strings.Repeat("\u00e9\x00\u4e2d", 30_000))}
	for i, odd := range oddTexts {
		c := made("r", uint64(i+1), "doc"+odd, odd)
		c.Author, c.School, c.Kind = odd, odd, change.Kind(odd)
		c.Ops = append(c.Ops, change.Op{Do: odd, List: odd, Item: odd, Field: odd, Value: odd, Replaces: []change.ID{change.ID(odd)}})
		changes = append(changes, sealed(c))
	}
	appended(t, b, "s", changes...)
	published(t, b, "s", wire.ForCoach, idsOf(changes)...)
	for _, c := range changes {
		shared(t, b, "s", c.Doc, wire.ForCoach)
	}
	view(t, b, func(r dashboard.Reader) error {
		for _, reader := range []wire.Audience{wire.ForTeam, wire.ForCoach} {
			entries, _, err := whole(r, "s", reader, 3)
			if err != nil {
				return err
			}
			if len(entries) != len(changes) {
				t.Fatalf("%d entries for %s, want %d", len(entries), reader, len(changes))
			}
			for i, e := range entries {
				exact(t, e.Change, changes[i])
			}
		}
		records, err := r.Records("s", idsOf(changes))
		for _, c := range changes {
			exact(t, records[c.ID], c)
			of, docErr := r.DocChanges("s", c.Doc)
			if !slices.ContainsFunc(of, func(got change.Change) bool { return got.Hash == c.Hash }) {
				t.Errorf("the changes of document %q lack %s", c.Doc, c.ID)
			}
			err = errors.Join(err, docErr)
		}
		return err
	})
}

// ofNewerVersion returns a change with members and ops that this version does not
// know.
func ofNewerVersion(t testing.TB) change.Change {
	var c change.Change
	err := c.UnmarshalJSON([]byte(`{"id":"new-1","replica":"new","seq":1,"doc":"d","kind":"poster","at":{"ms":1,"n":2},"schema":9,` +
		`"mood":{"b":[1,2.5,null,"\u0000"],"a":""},"ops":[{"do":"paint","color":"\u20ac","list":"","value":7},{"do":"set","field":"title","value":"x","why":["y"]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return sealed(c)
}

func exact(t testing.TB, got, want change.Change) {
	t.Helper()
	g, gotErr := got.MarshalJSON()
	w, wantErr := want.MarshalJSON()
	if err := errors.Join(gotErr, wantErr); err != nil {
		t.Fatal(err)
	}
	if string(g) != string(w) || got.Hash != want.Hash {
		t.Errorf("change %s came back as\n%s, went in as\n%s", want.ID, clipped(string(g)), clipped(string(w)))
	}
	if err := got.Verify(); err != nil {
		t.Errorf("change %s: %v", want.ID, err)
	}
}

func testStreamPages(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	addSchool(t, b, "other")
	all := series("r", 23, "d", "e", "f")
	appended(t, b, "s", all[:9]...)
	appended(t, b, "other", series("r", 30, "x")...)
	appended(t, b, "s", all[9:]...)
	view(t, b, func(r dashboard.Reader) error {
		for after := range len(all) + 3 {
			for _, limit := range []int{-1, 0, 1, 2, 7, 22, 23, 24, 1000} {
				page, next, more, err := r.Page("s", wire.ForTeam, uint64(after), limit)
				if err != nil {
					return err
				}
				from := min(after, len(all))
				to := min(len(all), from+max(limit, 1))
				equal(t, fmt.Sprintf("page after %d, limit %d", after, limit), changesOf(page), idsOf(all[from:to]))
				if wantNext := uint64(max(after, to)); next != wantNext || more != (to < len(all)) {
					t.Errorf("page after %d, limit %d: next %d, want %d; more %v", after, limit, next, wantNext, more)
				}
				for i, e := range page {
					if e.N != uint64(from+i+1) {
						t.Errorf("page after %d, limit %d: entry %d has number %d", after, limit, i, e.N)
					}
				}
			}
		}
		return nil
	})
}
