package store

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

func changesOf(t *testing.T, s *Store) (all []change.Change) {
	t.Helper()
	rows, err := s.Recent(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		changes, err := s.Changes(row.ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, changes...)
	}
	return all
}

func TestMergeMakesStoresEqual(t *testing.T) {
	a, b := open(t, storePath(t), Options{}), open(t, storePath(t), Options{})
	set(t, a, "c1", "title", "Bus riders")
	set(t, b, "c2", "title", "Walkers")
	set(t, b, "c1", "title", "Bus riders late")

	got, err := a.Merge(t.Context(), changesOf(t, b), nil)
	if err != nil || got.New != 2 || got.Known != 0 || len(got.Docs) != 2 || got.ClockAhead {
		t.Fatalf("Merge = %+v, %v", got, err)
	}
	got, err = b.Merge(t.Context(), changesOf(t, a), nil)
	if err != nil || got.New != 1 || got.Known != 2 {
		t.Fatalf("Merge back = %+v, %v", got, err)
	}
	x, errX := readAll(a)
	y, errY := readAll(b)
	if errX != nil || errY != nil || x.rows != y.rows || fmt.Sprint(x.states) != fmt.Sprint(y.states) {
		t.Errorf("the stores differ: %v / %v (%v, %v)", x.rows, y.rows, errX, errY)
	}
	if row, _ := a.Row("c1"); row.Conflicts != 1 {
		t.Errorf("conflicts = %d, want 1", row.Conflicts)
	}
	// A reply sorts after what it answers.
	st := set(t, a, "c2", "title", "Walkers, answered")
	if replica, _, _ := st.Updated.ID.Split(); replica != a.Replica() {
		t.Errorf("the newest write is %s", st.Updated.ID)
	}
}

func TestMergeRefuses(t *testing.T) {
	a, b := open(t, storePath(t), Options{}), open(t, storePath(t), Options{})
	set(t, a, "c1", "title", "Bus riders")
	set(t, b, "c2", "title", "Walkers")
	good := changesOf(t, b)[0]

	bad := good
	bad.Author = "someone else"
	if _, err := a.Merge(t.Context(), []change.Change{bad}, nil); !errors.Is(err, change.ErrCorrupt) {
		t.Errorf("wrong hash: %v, want ErrCorrupt", err)
	}
	if _, err := a.Merge(t.Context(), []change.Change{good}, nil); err != nil {
		t.Fatal(err)
	}
	fork := bad
	if err := fork.Seal(); err != nil {
		t.Fatal(err)
	}
	other := change.Change{ID: "zz-1", Replica: "zz", Seq: 1, Doc: "c0", Kind: change.KindCycle, Ops: []change.Op{{Do: change.DoSet, Field: "title", Value: "x"}}}
	if err := other.Seal(); err != nil {
		t.Fatal(err)
	}
	got, err := a.Merge(t.Context(), []change.Change{other, fork}, nil)
	if err == nil || got.New != 0 || len(got.Docs) != 0 {
		t.Errorf("same number, other content: %+v, %v", got, err)
	}
	if _, err := a.State("c0"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a part of the refused batch was taken in: %v", err)
	}
	if v := value(t, a, "c2", "title"); v != "Walkers" {
		t.Errorf("title = %q", v)
	}
}

func TestMergeOfOwnChangesKeepsTheNumbering(t *testing.T) {
	path := sample(t)
	old := open(t, path, Options{})
	own := changesOf(t, old)
	copyPath := storePath(t)
	if err := open(t, copyPath, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	alter(t, copyPath, func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(keyReplica, []byte(old.Replica())) })
	copied := open(t, copyPath, Options{})
	if _, err := copied.Merge(t.Context(), own, nil); err != nil {
		t.Fatal(err)
	}
	if err := copied.Close(); err != nil {
		t.Fatal(err)
	}
	if r := examine(t, copyPath); !r.Good {
		t.Errorf("after the merge: %v", r)
	}
	copied = open(t, copyPath, Options{})
	set(t, copied, "cycle-0", "title", "after")
	if got := lastSeq(t, copied); got != uint64(len(own)+1) {
		t.Errorf("the next number is %d, want %d", got, len(own)+1)
	}
}

func TestMergeStopsAndGoesOn(t *testing.T) {
	b := open(t, storePath(t), Options{})
	for n := range mergeBatch + 1 {
		c := cycle.New(fmt.Sprintf("c%03d", n))
		c.Values["title"] = "x"
		if _, err := b.Create(c); err != nil {
			t.Fatal(err)
		}
	}
	all := changesOf(t, b)
	a := open(t, storePath(t), Options{})
	ctx, stop := context.WithCancel(t.Context())
	got, err := a.Merge(ctx, all, func(int, int) { stop() })
	if !errors.Is(err, context.Canceled) || got.New != mergeBatch {
		t.Fatalf("stopped: %d, %v", got.New, err)
	}
	got, err = a.Merge(t.Context(), all, nil)
	if err != nil || got.New != 1 || got.Known != mergeBatch {
		t.Errorf("gone on: %+v, %v", got, err)
	}
}

func TestMergeSaysThatAClockIsWrong(t *testing.T) {
	a := open(t, storePath(t), Options{})
	c := change.Change{ID: "zz-1", Replica: "zz", Seq: 1, Doc: "c0", Kind: change.KindCycle, At: change.Stamp{MS: fallDay.AddDate(1, 0, 0).UnixMilli()}, Ops: []change.Op{{Do: change.DoSet, Field: "title", Value: "x"}}}
	if err := c.Seal(); err != nil {
		t.Fatal(err)
	}
	if got, err := a.Merge(t.Context(), []change.Change{c}, nil); err != nil || !got.ClockAhead || got.New != 1 {
		t.Errorf("Merge = %+v, %v", got, err)
	}
}
