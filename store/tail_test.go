package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

func init() {
	// save saves twice and then waits to be killed.
	children["save"] = func(path string) error {
		s, err := Open(path, Options{})
		if err != nil {
			return err
		}
		_, err = s.Save("cycle-1", nil, cycle.SetField("title", "saved before the kill"))
		if err == nil {
			_, err = s.Save("brand-new", nil, cycle.SetField("title", "Bus riders"), cycle.SetField("previous", "cycle-1"))
		}
		if err != nil {
			return err
		}
		fmt.Println("saved")
		select {}
	}
}

// behind returns how many own changes the index does not hold.
func behind(t testing.TB, s *Store) (n uint64) {
	t.Helper()
	err := s.view(func(tx *bbolt.Tx) error {
		n = tx.Bucket(bucketChanges).Sequence() - numberOf(tx.Bucket(bucketMeta).Get(keyIndexed))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// crashed returns a copy of the store as a power cut would leave it now.
func crashed(t testing.TB, s *Store) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "crashed.db")
	writeFile(t, path, fileBytes(t, s.Path()))
	return path
}

func TestKillBetweenSaveAndSettle(t *testing.T) {
	path := sample(t)
	p := start(t, "save", path)
	if !p.out.Scan() {
		t.Fatal("the child did not save")
	}
	_ = p.Process.Kill()
	_ = p.Wait()
	if r := examine(t, path); !r.Good || len(r.Findings) != 0 || r.Changes != 14 || r.Docs != 5 {
		t.Errorf("Examine: %+v", r)
	}
	look := func(s *Store) {
		t.Helper()
		rows, err := s.Recent(2)
		if err != nil || len(rows) != 2 || rows[0].ID != "brand-new" || rows[1].Title != "saved before the kill" {
			t.Errorf("the list shows %+v, %v", rows, err)
		}
		for want, id := range map[string]string{"saved before": "cycle-1", "bus riders": "brand-new", "brand": "brand-new"} {
			if got, err := s.Find(want); err != nil || got != id {
				t.Errorf("Find(%q) = %q, %v", want, got, err)
			}
		}
		if _, err := s.Find("Hallway greetings 1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("the old title is found: %v", err)
		}
		if rows, err := s.Followers("cycle-1"); err != nil || len(rows) != 1 || rows[0].Title != "Bus riders" {
			t.Errorf("followers %+v, %v", rows, err)
		}
		if ramp, err := s.Ramp("cycle-1"); err != nil || len(ramp) != 2 {
			t.Errorf("ramp of %d, %v", len(ramp), err)
		}
		if changes, err := s.Changes("cycle-1"); err != nil || len(changes) != 4 {
			t.Errorf("%d changes, %v", len(changes), err)
		}
	}
	before := fileBytes(t, path)
	s := open(t, path, Options{ReadOnly: true})
	look(s)
	if err := s.Close(); err != nil || string(before) != string(fileBytes(t, path)) {
		t.Errorf("reading altered the file (%v)", err)
	}
	s = open(t, path, Options{Now: wall()})
	if n := behind(t, s); n != 0 {
		t.Errorf("%d changes are behind after opening to write", n)
	}
	look(s)
	if _, err := s.Undo("cycle-1"); err != nil {
		t.Fatal(err)
	}
	if got := value(t, s, "cycle-1", "title"); got != "Hallway greetings 1" {
		t.Errorf("after undo title = %q", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r := examine(t, path); !r.Good {
		t.Errorf("Examine at the end: %+v", r)
	}
}

func TestOneProcessAfterAnother(t *testing.T) {
	path := storePath(t)
	for n, o := range []Options{{}, {AtOnce: true}, {}, {}} {
		s := open(t, path, o)
		if n > 0 {
			if got, want := value(t, s, "c1", "title"), fmt.Sprint("title ", n-1); got != want {
				t.Errorf("process %d reads %q, want %q", n, got, want)
			}
		}
		set(t, s, "c1", "title", fmt.Sprint("title ", n))
		set(t, s, fmt.Sprint("only ", n), "title", "x")
		if n == 2 {
			path = crashed(t, s)
			continue
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, path, Options{ReadOnly: true})
	if n := behind(t, s); n != 0 {
		t.Errorf("closing left %d changes behind", n)
	}
	if rows, err := s.Recent(0); err != nil || len(rows) != 5 {
		t.Errorf("%d cycles, %v", len(rows), err)
	}
	// Stamps rise over all of them, so the last to write is shown.
	if changes, _ := s.Changes("c1"); !slices.IsSortedFunc(changes, func(a, b change.Change) int { return a.At.Compare(b.At) }) {
		t.Errorf("stamps do not rise: %v", changes)
	}
}

// TestTheClockGoesOnAfterACrash: the stamp of the last save is in the log only.
func TestTheClockGoesOnAfterACrash(t *testing.T) {
	s := open(t, storePath(t), Options{})
	set(t, s, "c1", "title", "a")
	first := set(t, s, "c1", "title", "b").Updated.At
	// The same wall clock once more: it stands before what was saved.
	again := open(t, crashed(t, s), Options{})
	if second := set(t, again, "c1", "title", "c").Updated.At; second.Compare(first) <= 0 {
		t.Errorf("stamp %v after %v", second, first)
	}
}

func TestTailIsBounded(t *testing.T) {
	s := open(t, storePath(t), Options{})
	s.db.NoSync = true
	for n := range 3 * tailLimit {
		set(t, s, fmt.Sprint("c", n%5), "title", fmt.Sprint(n))
		if n := behind(t, s); n >= tailLimit {
			t.Fatalf("%d changes are behind", n)
		}
	}
	if n := behind(t, s); n != 0 {
		t.Errorf("%d changes are behind at a multiple of the limit", n)
	}
}

func TestAtOnceLeavesNothingBehind(t *testing.T) {
	s := open(t, storePath(t), Options{AtOnce: true})
	for n := range 3 {
		set(t, s, "c1", "title", fmt.Sprint(n))
		if n := behind(t, s); n != 0 {
			t.Errorf("%d changes are behind", n)
		}
	}
}

func TestSettleWritesOnlyWhenThereIsSomething(t *testing.T) {
	s := open(t, sample(t), Options{})
	before := fileBytes(t, s.Path())
	if err := s.Settle(); err != nil || string(before) != string(fileBytes(t, s.Path())) {
		t.Errorf("nothing was saved and something was written (%v)", err)
	}
	set(t, s, "cycle-0", "title", "x")
	if behind(t, s) != 1 {
		t.Error("a save wrote the index")
	}
	if err := s.Settle(); err != nil || behind(t, s) != 0 {
		t.Errorf("%d changes are behind, %v", behind(t, s), err)
	}
}

func TestBackupWithATail(t *testing.T) {
	s := open(t, sample(t), Options{})
	set(t, s, "cycle-0", "title", "not settled")
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), to, nil); err != nil {
		t.Fatal(err)
	}
	if got := value(t, open(t, to, Options{ReadOnly: true}), "cycle-0", "title"); got != "not settled" {
		t.Errorf("the copy says %q", got)
	}
}

func TestTailBesideACacheOfAnotherVersion(t *testing.T) {
	s := open(t, sample(t), Options{})
	set(t, s, "cycle-0", "title", "x")
	set(t, s, "new", "title", "y")
	want, err := readAll(s)
	if err != nil {
		t.Fatal(err)
	}
	path := crashed(t, s)
	outdate(t, path)
	reader := open(t, path, Options{ReadOnly: true})
	if got, err := readAll(reader); err != nil || !reader.Stale() || !reflect.DeepEqual(got, want) {
		t.Errorf("read over: %v, %v, want %v", got, err, want)
	}
	if id, err := reader.Find("new"); err != nil || id != "new" {
		t.Errorf("Find = %q, %v", id, err)
	}
	_ = reader.Close()
	if got := contents(t, path); !reflect.DeepEqual(got, want) {
		t.Errorf("made anew: %v, want %v", got, want)
	}
	if r := examine(t, path); !r.Good || len(r.Findings) != 0 {
		t.Errorf("Examine: %+v", r)
	}
}

// A change in the tail that cannot be read must not be passed over: nothing else
// names it.
func TestDamageInTheTail(t *testing.T) {
	s := open(t, sample(t), Options{})
	set(t, s, "cycle-0", "title", "first")
	set(t, s, "cycle-1", "title", "second")
	replica := s.Replica()
	for name, harm := range map[string]func(b *bbolt.Bucket) error{
		"altered": func(b *bbolt.Bucket) error {
			key := changeKey(replica, 13)
			record := slices.Clone(b.Get(key))
			record[len(record)-3] ^= 1
			return b.Put(key, record)
		},
		"gone": func(b *bbolt.Bucket) error { return b.Delete(changeKey(replica, 14)) },
	} {
		t.Run(name, func(t *testing.T) {
			path := crashed(t, s)
			alter(t, path, func(tx *bbolt.Tx) error { return harm(tx.Bucket(bucketChanges)) })
			if r := examine(t, path); r.Good {
				t.Errorf("Examine: %+v", r)
			}
			if hurt, err := Open(path, Options{Now: wall()}); err == nil {
				if _, err = hurt.Save("cycle-0", nil, cycle.SetField("title", "x")); !errors.Is(err, ErrDamaged) {
					t.Errorf("it was written in: %v", err)
				}
				_ = hurt.Close()
			} else if !errors.Is(err, ErrDamaged) {
				t.Errorf("Open: %v, want ErrDamaged", err)
			}
			mend(t, path)
			if r := examine(t, path); !r.Good || r.Changes < 13 {
				t.Errorf("after the repair: %+v", r)
			}
		})
	}
}

// TestReadersWhileTheStoreSettles: whoever reads while others save and settle sees
// what was saved before.
func TestReadersWhileTheStoreSettles(t *testing.T) {
	s := open(t, storePath(t), Options{})
	s.db.NoSync = true
	set(t, s, "c1", "weeks", "0")
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		wg.Go(func() {
			for last := 0; ; {
				select {
				case <-stop:
					return
				default:
				}
				st, err := s.State("c1")
				if err != nil {
					t.Error(err)
					return
				}
				n := 0
				if _, err := fmt.Sscan(st.Cycle().Values["weeks"], &n); err != nil || n < last {
					t.Errorf("%d after %d, %v", n, last, err)
					return
				}
				last = n
				if rows, err := s.Recent(0); err != nil || len(rows) == 0 {
					t.Errorf("%v, %v", rows, err)
					return
				}
			}
		})
	}
	for n := range 200 {
		set(t, s, "c1", "weeks", fmt.Sprint(n+1))
		set(t, s, fmt.Sprint("other", n%7), "title", fmt.Sprint(n))
		if n%9 == 0 {
			if err := s.Settle(); err != nil {
				t.Error(err)
			}
		}
	}
	close(stop)
	wg.Wait()
}

// A store that begins anew under its old id, as from a copy, gets its own changes
// back with their lists: they are no tail.
func TestOwnChangesThatComeBackAreNoTail(t *testing.T) {
	was := open(t, storePath(t), Options{})
	set(t, was, "c1", "title", "a")
	set(t, was, "c1", "title", "b")
	path := storePath(t)
	if err := open(t, path, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	alter(t, path, func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(keyReplica, []byte(was.Replica()))
	})
	s := open(t, path, Options{})
	set(t, was, "c2", "title", "c")
	if _, err := s.Merge(t.Context(), changesOf(t, was), nil); err != nil {
		t.Fatal(err)
	}
	if n := behind(t, s); n != 0 {
		t.Errorf("%d changes are behind", n)
	}
	if st := set(t, s, "c1", "title", "d"); st.Seen[s.Replica()] != 4 {
		t.Errorf("the numbers go on with %d", st.Seen[s.Replica()])
	}
}
