package store

import (
	"fmt"
	"reflect"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// randomEdit draws something that a person may do.
func randomEdit(t *rapid.T) cycle.Edit {
	item := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "item")
	text := rapid.SampledFrom([]string{"", "x", "y", "a longer text, in Español"}).Draw(t, "text")
	switch rapid.IntRange(0, 4).Draw(t, "edit") {
	case 0:
		return cycle.Add("actions", item)
	case 1:
		return cycle.Remove("actions", item)
	case 2:
		return cycle.Move("actions", item, rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "before"))
	case 3:
		return cycle.SetIn("actions", item, "what", text)
	}
	return cycle.SetField(rapid.SampledFrom([]string{"title", "scope"}).Draw(t, "field"), text)
}

// randomHistory lets two stores write, undo and merge.
func randomHistory(t *rapid.T, stores []*Store) {
	for range rapid.IntRange(1, 25).Draw(t, "steps") {
		i := rapid.IntRange(0, 1).Draw(t, "store")
		s, other := stores[i], stores[1-i]
		doc := rapid.SampledFrom([]string{"c1", "c2"}).Draw(t, "doc")
		switch rapid.IntRange(0, 5).Draw(t, "do") {
		case 0:
			_, _ = s.Undo(doc) // there may be nothing to undo
		case 1:
			changes, err := other.Changes(doc)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Merge(t.Context(), changes, nil); err != nil {
				t.Fatal(err)
			}
		default:
			if _, err := s.Save(doc, nil, randomEdit(t), randomEdit(t)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestCachedViewIsTheRebuiltView(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		stores := make([]*Store, 2)
		for i := range stores {
			s, err := Open(fmt.Sprintf("%s/%d-%d.db", dir, n, i), Options{Now: wall()})
			if err != nil {
				rt.Fatal(err)
			}
			s.db.NoSync = true // the disk is not what is tested
			stores[i] = s
		}
		randomHistory(rt, stores)
		for _, s := range stores {
			cached, err := readAll(s)
			if err != nil {
				rt.Fatal(err)
			}
			if err := s.Close(); err != nil {
				rt.Fatal(err)
			}
			report, err := Examine(rt.Context(), s.Path(), nil)
			if err != nil || !report.Good {
				rt.Fatalf("the cache is not what the changes make: %v, %v", report, err)
			}
			s, err = Open(s.Path(), Options{Now: wall()})
			if err != nil {
				rt.Fatal(err)
			}
			s.db.NoSync = true
			if err := s.RebuildView(nil); err != nil {
				rt.Fatal(err)
			}
			rebuilt, err := readAll(s)
			if err != nil || !reflect.DeepEqual(cached, rebuilt) {
				rt.Fatalf("cached %v\nrebuilt %v (%v)", cached, rebuilt, err)
			}
			if err := s.Close(); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

func TestStateCodecKeepsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := randomState(t)
		got, err := decodeState(encodeState(st))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, st) {
			t.Fatalf("got  %s\nwant %s", canonicalState(got), canonicalState(st))
		}
	})
}

// randomState folds ops that need not make sense, so that every part of a state
// is used.
func randomState(t *rapid.T) *change.State {
	short := rapid.SampledFrom([]string{"a", "b", "c"})
	replicas := rapid.SampledFrom([]string{"r1", "r2"})
	anyID := rapid.Custom(func(t *rapid.T) change.ID {
		return change.MakeID(replicas.Draw(t, "by"), rapid.Uint64Range(1, 9).Draw(t, "number"))
	})
	var changes []change.Change
	for n := range rapid.IntRange(1, 12).Draw(t, "changes") {
		replica := replicas.Draw(t, "replica")
		c := change.Change{
			ID: change.MakeID(replica, uint64(n+1)), Replica: replica, Seq: uint64(n + 1), Doc: "d", Kind: change.KindCycle,
			Author: short.Draw(t, "author"), At: change.Stamp{MS: rapid.Int64().Draw(t, "ms"), N: int64(n)},
		}
		for range rapid.IntRange(0, 4).Draw(t, "ops") {
			op := change.Op{
				Do: rapid.SampledFrom([]string{change.DoAdd, change.DoSet, change.DoDel}).Draw(t, "do"), Field: short.Draw(t, "field"),
				Value: rapid.StringN(0, 8, -1).Draw(t, "value"), Replaces: rapid.SliceOfN(anyID, 0, 4).Draw(t, "replaces"),
			}
			if op.Do != change.DoSet || rapid.Bool().Draw(t, "in list") {
				op.List, op.Item = short.Draw(t, "list"), short.Draw(t, "item")
			}
			c.Ops = append(c.Ops, op)
		}
		changes = append(changes, c)
	}
	st := change.Fold("d", changes)
	tidy(reflect.ValueOf(st))
	return st
}

// tidy makes slices without elements nil: the two mean the same.
func tidy(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		tidy(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			tidy(v.Field(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if e := v.MapIndex(key); e.Kind() == reflect.Pointer || e.Kind() == reflect.Map {
				tidy(e)
			}
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero()
		}
		for i := range v.Len() {
			tidy(v.Index(i))
		}
	}
}

func FuzzDecodeState(f *testing.F) {
	st := change.Fold("d", []change.Change{{ID: "r-1", Replica: "r", Seq: 1, Doc: "d", Ops: []change.Op{
		{Do: change.DoSet, Field: "title", Value: "x"}, {Do: change.DoAdd, List: "l", Item: "i", Value: "V"}, {Do: change.DoDel, List: "l", Item: "i", Replaces: []change.ID{"r-1"}},
	}}})
	f.Add(encodeState(st))
	f.Add([]byte{})
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, data []byte) {
		st, err := decodeState(data)
		if err != nil {
			return
		}
		if _, err := decodeState(canonicalState(st)); err != nil {
			t.Errorf("what was decoded cannot be encoded: %v", err)
		}
	})
}

func TestDamagedCacheHealsItself(t *testing.T) {
	path := sample(t)
	want := contents(t, path)
	for _, bucket := range [][]byte{bucketState, bucketRows} {
		for _, bad := range []func(v []byte) []byte{
			func(v []byte) []byte { v[len(v)/2] ^= 1; return v },
			func(v []byte) []byte { return v[:len(v)/2] },
			func([]byte) []byte { return []byte{} },
		} {
			alter(t, path, func(tx *bbolt.Tx) error {
				b := tx.Bucket(bucketView).Bucket(bucket)
				return b.Put([]byte("cycle-1"), bad(append([]byte(nil), b.Get([]byte("cycle-1"))...)))
			})
			if got := contents(t, path); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %v, want %v", bucket, got, want)
			}
		}
	}
	s := open(t, path, Options{})
	set(t, s, "cycle-1", "title", "New")
	if rows, err := s.Recent(0); err != nil || len(rows) != 4 || rows[0].ID != "cycle-1" {
		t.Errorf("after a save: %v, %v", rows, err)
	}
}

func outdate(t *testing.T, path string) {
	t.Helper()
	alter(t, path, func(tx *bbolt.Tx) error {
		view := tx.Bucket(bucketView)
		state := view.Bucket(bucketState)
		if err := state.Put([]byte("cycle-0"), seal([]byte("of another version"))); err != nil {
			return err
		}
		return view.Put(keyVersion, number(viewVersion()+1))
	})
}

func TestCacheOfAnotherVersionIsMadeAnew(t *testing.T) {
	path := sample(t)
	want := contents(t, path)
	outdate(t, path)
	if r := examine(t, path); !r.Good || len(r.Findings) != 1 {
		t.Errorf("Examine: %+v", r)
	}
	if got := contents(t, path); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if r := examine(t, path); !r.Good || len(r.Findings) != 0 {
		t.Errorf("Examine afterwards: %+v", r)
	}
}

func TestCacheOfAnotherVersionCanBeReadOver(t *testing.T) {
	path := sample(t)
	want := contents(t, path)
	outdate(t, path)
	s := open(t, path, Options{ReadOnly: true})
	got, err := readAll(s)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if rows, err := s.Recent(2); err != nil || len(rows) != 2 || rows[0].ID != "cycle-3" {
		t.Errorf("Recent(2) = %v, %v", rows, err)
	}
	if id, err := s.Find("hallway greetings 2"); err != nil || id != "cycle-2" {
		t.Errorf("Find = %q, %v", id, err)
	}
}
