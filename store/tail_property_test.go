package store

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// fromLog works out from the log alone what the store should say.
func fromLog(t *rapid.T, s *Store) everything {
	byDoc := map[string][]change.Change{}
	want := everything{states: map[string]string{}, changes: map[change.ID]string{}}
	err := s.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketChanges).ForEach(func(key, record []byte) error {
			c, err := readChange(key, record)
			byDoc[c.Doc] = append(byDoc[c.Doc], c)
			want.changes[c.ID] = c.Hash
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	var rows []Row
	for doc, changes := range byDoc {
		st := change.Fold(doc, changes)
		want.states[doc] = string(canonicalState(st))
		rows = append(rows, rowOf(st))
	}
	slices.SortFunc(rows, newestFirst)
	want.rows = fmt.Sprintf("%+v", rows)
	return want
}

// lookThrough asks in every way that there is, and holds the answers against the
// log.
func lookThrough(t *rapid.T, s *Store) {
	want := fromLog(t, s)
	got, err := readAll(s)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("the store says %v (%v)\nthe log says   %v", got, err, want)
	}
	rows, err := s.Recent(0)
	if err != nil {
		t.Fatal(err)
	}
	followers := map[string][]string{}
	for _, row := range rows {
		if id, err := s.Find(row.ID); id != row.ID {
			t.Fatalf("Find(%s) = %s, %v", row.ID, id, err)
		}
		if again, err := s.Row(row.ID); err != nil || !reflect.DeepEqual(again, row) {
			t.Fatalf("Row(%s) = %+v, %v, Recent has %+v", row.ID, again, err, row)
		}
		followers[row.Previous] = append(followers[row.Previous], row.ID)
	}
	for n := range rows {
		if some, err := s.Recent(n + 1); err != nil || !reflect.DeepEqual(some, rows[:n+1]) {
			t.Fatalf("Recent(%d) = %v, %v, want %v", n+1, some, err, rows[:n+1])
		}
	}
	for _, doc := range tailDocs {
		var ids []string
		rows, err := s.Followers(doc)
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		slices.Sort(followers[doc])
		if err != nil || !slices.Equal(ids, followers[doc]) {
			t.Fatalf("Followers(%s) = %v, %v, want %v", doc, ids, err, followers[doc])
		}
	}
}

var tailDocs = []string{"c1", "c2", "c3"}

// TestTailAndIndexAreTheLog lets two stores save, settle, merge, crash and open
// again in any order. What they show is always what their logs make.
func TestTailAndIndexAreTheLog(t *testing.T) {
	dir := t.TempDir()
	files := 0
	rapid.Check(t, func(rt *rapid.T) {
		opened := func(path string, o Options) *Store {
			o.Now = wall()
			s, err := Open(path, o)
			if err != nil {
				rt.Fatal(err)
			}
			s.db.NoSync = true // the disk is not what is tested
			return s
		}
		closed := func(s *Store) {
			if err := s.Close(); err != nil {
				rt.Fatal(err)
			}
		}
		fresh := func() string {
			files++
			return fmt.Sprintf("%s/%d.db", dir, files)
		}
		stores := []*Store{opened(fresh(), Options{}), opened(fresh(), Options{})}
		defer func() { closed(stores[0]); closed(stores[1]) }()
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			i := rapid.IntRange(0, 1).Draw(rt, "store")
			s := stores[i]
			doc := rapid.SampledFrom(tailDocs).Draw(rt, "doc")
			var err error
			switch do := rapid.IntRange(0, 15).Draw(rt, "do"); do {
			case 0:
				_, _ = s.Undo(doc) // there may be nothing to undo
			case 1:
				_, _ = s.Redo(doc)
			case 2, 3:
				var changes []change.Change
				if changes, err = stores[1-i].Changes(doc); err == nil {
					_, err = s.Merge(rt.Context(), changes, nil)
				}
			case 4:
				err = s.Settle()
			case 5:
				err = s.SetSetting("theme", "dark")
			case 6:
				err = s.RebuildView(nil)
			case 7:
				no := errors.New("no")
				if _, got := s.SaveOps(doc, func(*change.State) ([]change.Op, error) { return nil, no }); !errors.Is(got, no) {
					err = fmt.Errorf("a save that was refused: %w", got)
				}
			case 8, 9: // opened again
				closed(s)
				stores[i] = opened(s.Path(), Options{AtOnce: do == 8})
			case 10, 11: // ended from outside, and looked at before it is opened again
				path := fresh()
				writeFile(t, path, fileBytes(t, s.Path()))
				closed(s)
				look := opened(path, Options{ReadOnly: true})
				lookThrough(rt, look)
				closed(look)
				report, err := Examine(rt.Context(), path, nil)
				if err != nil || !report.Good {
					rt.Fatalf("after a crash: %v, %v", report, err)
				}
				stores[i] = opened(path, Options{})
			case 12:
				_, err = s.Save(doc, nil, cycle.SetField("previous", rapid.SampledFrom([]string{"", "c1", "c2"}).Draw(rt, "previous")))
			default:
				_, err = s.Save(doc, nil, randomEdit(rt), randomEdit(rt))
			}
			if err != nil {
				rt.Fatal(err)
			}
			lookThrough(rt, stores[i])
		}
	})
}
