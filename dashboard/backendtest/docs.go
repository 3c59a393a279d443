package backendtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

func testDocs(t *testing.T, open Opener) {
	b := open(t).Backend
	addSchool(t, b, "s")
	addSchool(t, b, "other")
	binary := make([]byte, 512)
	for i := range binary {
		binary[i] = byte(i)
	}
	docs := []dashboard.Doc{
		{School: "s", ID: "least"},
		{School: "s", ID: "d", Kind: change.KindPlan, Shared: wire.ForCoach, Version: 1 << 52, Updated: fall, By: "Ada", Fold: 7, Row: binary, State: slices.Repeat(binary, 4096)},
		{School: "other", ID: "d", Kind: change.KindCycle, Shared: "everyone", Updated: time.Date(1815, 12, 10, 0, 0, 0, 999, time.UTC), State: []byte("{}")},
	}
	for _, odd := range oddTexts[1:] {
		docs = append(docs, dashboard.Doc{School: "s", ID: odd, Kind: change.Kind(odd), By: odd, Updated: fall, Row: []byte(odd), State: []byte(odd)})
	}
	for _, d := range docs {
		// First something else, so that nothing of what was there stays.
		update(t, b, d.School, func(tx dashboard.Tx) error {
			return tx.PutDoc(dashboard.Doc{School: d.School, ID: d.ID, Kind: "k", Shared: wire.ForDistrict, Version: 3, Updated: fall.AddDate(2, 0, 0), By: "B", Fold: 1, Row: []byte("old"), State: []byte("old")})
		})
		update(t, b, d.School, func(tx dashboard.Tx) error { return tx.PutDoc(d) })
	}
	view(t, b, func(r dashboard.Reader) error {
		for _, want := range docs {
			got, err := r.Doc(want.School, want.ID)
			if err != nil {
				return fmt.Errorf("document %q: %w", want.ID, err)
			}
			want.Updated = want.Updated.UTC().Truncate(time.Microsecond)
			sameDoc(t, got, want)
		}
		if _, err := r.Doc("other", "least"); !errors.Is(err, dashboard.ErrNotFound) {
			t.Errorf("another school's document: %v", err)
		}
		return nil
	})
	if err := b.Update(background, "s", func(tx dashboard.Tx) error { return tx.PutDoc(dashboard.Doc{School: "s"}) }); err == nil {
		t.Error("a document without an id is taken")
	}
}

func sameDoc(t testing.TB, got, want dashboard.Doc) {
	t.Helper()
	if string(got.Row) != string(want.Row) || string(got.State) != string(want.State) {
		t.Errorf("document %q: row or state came back otherwise", want.ID)
	}
	got.Row, got.State, want.Row, want.State = nil, nil, nil, nil
	equal(t, fmt.Sprintf("document %q", want.ID), got, want)
}

// manyDocs puts in documents of three schools, some at the same moment, and
// returns them in the order of lists.
func manyDocs(t *testing.T, b dashboard.Backend) []dashboard.Doc {
	var docs []dashboard.Doc
	for n := range 450 {
		docs = append(docs, dashboard.Doc{
			School: fmt.Sprint("s", n%3), ID: fmt.Sprintf("doc%03d", (n*7)%450), Shared: readers[n/3%3],
			Version: uint64(n), Updated: fall.Add(time.Duration(n/40) * time.Microsecond).UTC().Truncate(time.Microsecond),
			Row: []byte("row"), State: []byte("state"),
		})
	}
	for i := range 3 {
		school := fmt.Sprint("s", i)
		addSchool(t, b, school)
		update(t, b, school, func(tx dashboard.Tx) error {
			var err error
			for _, d := range docs {
				if d.School == school {
					err = errors.Join(err, tx.PutDoc(d))
				}
			}
			return err
		})
	}
	for i := range docs {
		docs[i].State = nil
	}
	slices.SortFunc(docs, compareDocs)
	return docs
}

func testDocLists(t *testing.T, open Opener) {
	b := open(t).Backend
	docs := manyDocs(t, b)
	for _, reader := range readers {
		for name, schools := range map[string][]string{
			"all": nil, "none": {}, "one": {"s1"}, "two": {"s2", "s0"}, "twice": {"s0", "s0"}, "unknown": {"x", "s1"},
		} {
			var want []dashboard.Doc
			for _, d := range docs {
				if (schools == nil || slices.Contains(schools, d.School)) && d.Shared.Reaches(reader) {
					want = append(want, d)
				}
			}
			for _, stopAt := range []int{0, 1, 130, 1000} {
				got := listed(t, b, schools, reader, stopAt)
				equal(t, fmt.Sprintf("%s for %s, stopped at %d", name, reader, stopAt), got, want[:min(len(want), max(stopAt, 1))])
			}
		}
	}
	// What is put again moves to the top, and stands there once.
	moved := docs[200]
	moved.Updated = moved.Updated.Add(time.Hour)
	update(t, b, moved.School, func(tx dashboard.Tx) error { return tx.PutDoc(moved) })
	want := append([]dashboard.Doc{moved}, slices.Concat(docs[:200], docs[201:])...)
	equal(t, "after a change", listed(t, b, nil, wire.ForTeam, 1000), want)
}

// listed returns what a list holds up to where it is told to stop.
func listed(t testing.TB, b dashboard.Backend, schools []string, reader wire.Audience, stopAt int) (got []dashboard.Doc) {
	t.Helper()
	view(t, b, func(r dashboard.Reader) error {
		stopped := false
		var inner error
		err := r.Docs(schools, reader, func(d dashboard.Doc) bool {
			if stopped {
				t.Error("the list goes on after it was told to stop")
			}
			got = append(got, d)
			if len(got)%100 == 1 {
				// Reading goes on in the middle of a list.
				_, err := r.Doc(d.School, d.ID)
				inner = errors.Join(inner, err)
			}
			stopped = len(got) >= stopAt
			return !stopped
		})
		return errors.Join(err, inner)
	})
	return got
}

func testFindDoc(t *testing.T, open Opener) {
	b := open(t).Backend
	var want []dashboard.Doc
	for _, school := range []string{"b", "a", "c", "d"} {
		addSchool(t, b, school)
		d := dashboard.Doc{School: school, ID: strings.Repeat("d", 1+len(want)/3), Shared: wire.ForTeam, Updated: fall.UTC().Truncate(time.Microsecond), Row: []byte(school), State: []byte("state")}
		update(t, b, school, func(tx dashboard.Tx) error { return tx.PutDoc(d) })
		d.State = nil
		want = append(want, d)
	}
	view(t, b, func(r dashboard.Reader) error {
		got, err := r.FindDoc("d")
		equal(t, "found", got, []dashboard.Doc{want[1], want[0], want[2]})
		none, noneErr := r.FindDoc("ddd")
		equal(t, "found of nothing", none, []dashboard.Doc{})
		empty, emptyErr := r.FindDoc("")
		equal(t, "found without an id", empty, []dashboard.Doc{})
		return errors.Join(err, noneErr, emptyErr)
	})
}
