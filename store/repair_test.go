package store

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// backedUp makes a store with a daily copy, and two changes after it.
func backedUp(t *testing.T) (path string, want everything) {
	t.Helper()
	path = sample(t)
	s := open(t, path, Options{})
	if made, err := s.BackupDaily(t.Context()); !made || err != nil {
		t.Fatal(made, err)
	}
	set(t, s, "cycle-0", "title", "after the backup")
	set(t, s, "cycle-9", "title", "a new one after the backup")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path, contents(t, path)
}

func mend(t *testing.T, path string) RepairReport {
	t.Helper()
	out, err := Repair(t.Context(), path, RepairOptions{Now: wall()}, nil)
	if err != nil {
		t.Fatalf("Repair: %v", err)
	}
	return out
}

func TestRepairFromBackupAndFile(t *testing.T) {
	path, want := backedUp(t)
	was := open(t, path, Options{})
	replica := was.Replica()
	_ = was.Close()
	data := fileBytes(t, path)
	clear(data[:2*os.Getpagesize()]) // both first pages: no tree is left
	writeFile(t, path, data)

	out := mend(t, path)
	if out.FromBackup != 12 || out.Salvaged != 2 || len(out.Lost) != 0 || out.LostKnown || out.Docs != 5 || out.CacheOnly || out.Nothing {
		t.Errorf("report: %+v", out)
	}
	if filepath.Base(out.Backup) != "pdsa-2026-11-21.db" {
		t.Errorf("from %q", out.Backup)
	}
	if !strings.HasPrefix(filepath.Base(out.Aside), "pdsa.db.damaged-2026-11-21-0930") || !bytes.Equal(fileBytes(t, out.Aside), data) {
		t.Errorf("set aside as %q", out.Aside)
	}
	got := contents(t, path)
	if got.rows != want.rows || len(got.changes) != len(want.changes) {
		t.Errorf("got %v, want %v", got, want)
	}
	s := open(t, path, Options{})
	if p, _ := s.Person(); p.Name != "Ana" {
		t.Errorf("Person = %v", p)
	}
	if s.Replica() == replica {
		t.Error("the new store gives out the old numbers")
	}
	if !examine(t, out.Backup).Good {
		t.Error("the backup was altered")
	}
}

func TestRepairTakesTheNewestSoundBackup(t *testing.T) {
	path, _ := backedUp(t)
	folder := backupFolder(path)
	bad := filepath.Join(folder, "pdsa-2026-11-25.db")
	data := fileBytes(t, path)
	writeFile(t, bad, data[:len(data)/4])
	writeFile(t, path, nil)

	out := mend(t, path)
	if filepath.Base(out.Backup) != "pdsa-2026-11-21.db" || out.FromBackup != 12 || out.Salvaged != 0 || out.LostKnown {
		t.Errorf("report: %+v", out)
	}
	if got := contents(t, path); len(got.states) != 4 {
		t.Errorf("%d cycles", len(got.states))
	}
}

func TestRepairWithNothingToSave(t *testing.T) {
	path := storePath(t)
	writeFile(t, path, make([]byte, 5000))
	out := mend(t, path)
	if out.Backup != "" || out.FromBackup+out.Salvaged+out.Docs != 0 || out.LostKnown || out.Aside == "" {
		t.Errorf("report: %+v", out)
	}
	if !bytes.Equal(fileBytes(t, out.Aside), make([]byte, 5000)) {
		t.Error("the damaged file was altered")
	}
	set(t, open(t, path, Options{}), "c1", "title", "a new beginning")
}

func TestRepairTellsWhatIsLost(t *testing.T) {
	path := sample(t)
	var gone change.ID
	alter(t, path, func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketChanges)
		k, v := b.Cursor().First()
		k, v = bytes.Clone(k), bytes.Clone(v)
		gone = change.ID(keyName(k))
		v[len(v)-3] ^= 1
		return b.Put(k, v)
	})
	// An older copy of the record may stand in a page that is free now.
	data := fileBytes(t, path)
	for whole := true; whole; {
		whole = false
		scanBytes(data, len(data), func(c change.Change) {
			if c.ID == gone {
				sum, _ := hashOf(c)
				data[bytes.Index(data, sum)] ^= 1
				whole = true
			}
		})
	}
	writeFile(t, path, data)
	out := mend(t, path)
	if !out.LostKnown || len(out.Lost) != 1 || out.Lost[0] != gone || out.Salvaged != 11 {
		t.Errorf("report: %+v, want %s lost", out, gone)
	}
	if got := contents(t, path); len(got.changes) != 11 {
		t.Errorf("%d changes, want 11", len(got.changes))
	}
	if p, err := open(t, path, Options{}).Person(); err != nil || p.Name != "Ana" {
		t.Errorf("Person = %v, %v", p, err)
	}
}

func TestRepairOfTheCacheInPlace(t *testing.T) {
	path, want := backedUp(t)
	s := open(t, path, Options{})
	replica := s.Replica()
	_ = s.Close()
	alter(t, path, func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketView).Bucket(bucketRecent).Put(recentKey(1, "ghost"), nil)
	})
	steps := 0
	out, err := Repair(t.Context(), path, RepairOptions{Now: wall()}, func(int, int) { steps++ })
	if err != nil || !out.CacheOnly || out.Aside != "" || out.Docs != 5 || !out.LostKnown || steps == 0 {
		t.Errorf("report: %+v, %v", out, err)
	}
	if got := contents(t, path); got.rows != want.rows {
		t.Errorf("got %v, want %v", got.rows, want.rows)
	}
	s = open(t, path, Options{})
	if s.Replica() != replica {
		t.Error("the store got a new id")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out := mend(t, path); !out.Nothing {
		t.Errorf("a second time: %+v", out)
	}
}

func TestRepairDoesNotWriteOverWhatWasSetAside(t *testing.T) {
	path := storePath(t)
	now := RepairOptions{Now: func() time.Time { return fallDay }}
	writeFile(t, path, []byte{})
	first, err := Repair(t.Context(), path, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, []byte{0})
	second, err := Repair(t.Context(), path, now, nil)
	if err != nil || second.Aside == first.Aside || len(fileBytes(t, first.Aside)) != 0 || len(fileBytes(t, second.Aside)) != 1 {
		t.Errorf("%q, then %q, %v", first.Aside, second.Aside, err)
	}
}

func TestAFileThatIsSetAsideKeepsItsPlaceToo(t *testing.T) {
	path := storePath(t)
	writeFile(t, path, []byte("damaged"))
	aside, err := setAside(path, fallDay)
	if err != nil || string(fileBytes(t, aside)) != "damaged" || string(fileBytes(t, path)) != "damaged" {
		t.Errorf("%q, %v: an empty place would be taken for a first start", aside, err)
	}
}

// A save that failed may leave its change in the file, and the next save has the
// same number.
func TestSalvageTellsASavedChangeFromOneThatFailed(t *testing.T) {
	path := sample(t)
	s := open(t, path, Options{})
	st, err := s.State("cycle-0")
	if err != nil {
		t.Fatal(err)
	}
	c := change.Change{
		ID: change.MakeID(s.Replica(), 13), Replica: s.Replica(), Seq: 13, Doc: "cycle-0", Kind: change.KindCycle,
		At: change.Stamp{MS: fallDay.UnixMilli()}, Ops: st.Build(s.Replica(), nil, []cycle.Edit{cycle.SetField("title", "failed")}),
	}
	if err := c.Seal(); err != nil {
		t.Fatal(err)
	}
	set(t, s, "cycle-0", "title", "saved")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// The leftover stands behind the end of the pages in use.
	sum, _ := hashOf(c)
	c.Hash = ""
	body, _ := c.MarshalJSON()
	data := append(fileBytes(t, path), append(sum, body...)...)
	for _, broken := range []func([]byte){
		func(data []byte) { data[os.Getpagesize()+50] ^= 1; data[50] ^= 1 }, // no tree
		func(data []byte) { data[50] ^= 1 },                                 // the tree of one of the last saves
	} {
		broke := bytes.Clone(data)
		broken(broke)
		writeFile(t, path, broke)
		mend(t, path)
		if got := value(t, open(t, path, Options{ReadOnly: true}), "cycle-0", "title"); got != "saved" {
			t.Errorf("title = %q", got)
		}
	}
}
