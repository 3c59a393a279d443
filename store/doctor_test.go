package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestExamineOfASoundStore(t *testing.T) {
	path := sample(t)
	before := fileBytes(t, path)
	docs := 0
	r, err := Examine(t.Context(), path, func(done, of int) {
		if docs++; done != docs || of != 4 {
			t.Errorf("progress %d of %d", done, of)
		}
	})
	if err != nil || !r.Good || len(r.Findings) != 0 || r.Changes != 12 || r.Docs != 4 || docs != 4 {
		t.Errorf("%+v, %v", r, err)
	}
	if !strings.Contains(r.String(), "is sound: 4 cycles, 12 changes") {
		t.Errorf("says %q", r)
	}
	if !bytes.Equal(before, fileBytes(t, path)) {
		t.Error("Examine altered the file")
	}
}

func TestExamineFinds(t *testing.T) {
	record := func(tx *bbolt.Tx) (*bbolt.Bucket, []byte, []byte) {
		b := tx.Bucket(bucketChanges)
		k, v := b.Cursor().First()
		return b, bytes.Clone(k), bytes.Clone(v)
	}
	cases := []struct {
		name  string
		write func(tx *bbolt.Tx) error
		says  string
		worst Severity
	}{
		{"a record that was altered", func(tx *bbolt.Tx) error {
			b, k, v := record(tx)
			v[len(v)-3] ^= 1
			return b.Put(k, v)
		}, "does not match its hash", Damage},
		{"a record cut short", func(tx *bbolt.Tx) error {
			b, k, v := record(tx)
			return b.Put(k, v[:10])
		}, "cut short", Damage},
		{"a record under another name", func(tx *bbolt.Tx) error {
			b, k, v := record(tx)
			if k[0]++; k[0] > 'z' { // the id is random
				k[0] = '0'
			}
			return b.Put(k, v)
		}, "under another name", Damage},
		{"a record that is gone", func(tx *bbolt.Tx) error {
			b, k, _ := record(tx)
			return b.Delete(k)
		}, "is not there", Damage},
		{"a change that is not listed", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketByDoc)
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}, "not listed under its cycle", Damage},
		{"the last change gone from both", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketChanges)
			k, _ := b.Cursor().Last()
			k = bytes.Clone(k)
			return errors.Join(b.Delete(k), tx.Bucket(bucketByDoc).Delete(docKey("cycle-3", k)))
		}, "was saved on this laptop and is not there", Damage},
		{"no changes", func(tx *bbolt.Tx) error { return tx.DeleteBucket(bucketChanges) }, `lost a part, "changes"`, Damage},
		{"no settings", func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).DeleteBucket(bucketSetting) }, `lost a part, "meta/settings"`, Damage},
		{"a version that never was", func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketMeta).Put(keySchema, number(0))
		}, "version 0, which never was", Damage},
		{"a number that would be given out again", func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketChanges).SetSequence(11)
		}, "number of the last save is wrong", Damage},
		{"an index that is ahead", func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketMeta).Put(keyIndexed, number(13))
		}, "number of the last save is wrong", Damage},
		{"an id that is lost", func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketMeta).Put(keyReplica, []byte("\x01"))
		}, "lost its own id", Damage},
		{"a person that cannot be read", func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketMeta).Bucket(bucketSetting).Put([]byte(settingPerson), []byte("{"))
		}, "name of the person", Note},
		{"a state that is wrong", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketView).Bucket(bucketState)
			return b.Put([]byte("cycle-0"), b.Get([]byte("cycle-1")))
		}, "something else about cycle", Cache},
		{"a row that is wrong", func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketView).Bucket(bucketRows).Put([]byte("cycle-0"), seal(encodeRow(Row{Summary: cycle.Summary{ID: "cycle-0"}})))
		}, "something else about cycle", Cache},
		{"a cycle that is not shown", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketView).Bucket(bucketRecent)
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}, "something else about cycle", Cache},
		{"a cycle that is not there", func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketView).Bucket(bucketRecent).Put(recentKey(1, "ghost"), nil)
		}, "lists 5 cycles and there are 4", Cache},
		{"no view", func(tx *bbolt.Tx) error { return tx.DeleteBucket(bucketView) }, "overview of the cycles is missing", Cache},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := sample(t)
			want := contents(t, path)
			alter(t, path, c.write)
			r := examine(t, path)
			f, found := r.first(c.worst)
			if !found || !strings.Contains(r.String(), c.says) || f.Severity != c.worst || r.Good != (c.worst == Note) {
				t.Fatalf("found %+v", r)
			}
			repaired(t, path, want, r)
		})
	}
}

// repaired checks that Repair brings back all that there was, and how.
func repaired(t *testing.T, path string, want everything, r Report) {
	t.Helper()
	before := fileBytes(t, path)
	out, err := Repair(t.Context(), path, RepairOptions{Now: wall()}, nil)
	if err != nil {
		t.Fatalf("Repair: %v", err)
	}
	_, bad := r.first(Damage)
	switch {
	case r.Good:
		if !out.Nothing || !bytes.Equal(before, fileBytes(t, path)) {
			t.Errorf("a sound store was mended: %+v", out)
		}
		return
	case out.CacheOnly != !bad || (out.Aside != "") != bad:
		t.Errorf("report: %+v", out)
	case bad && !bytes.Equal(before, fileBytes(t, out.Aside)):
		t.Error("the file that was set aside was altered")
	}
	if again := examine(t, path); !again.Good {
		t.Errorf("still not sound: %v", again)
	}
	got := contents(t, path)
	for id, hash := range want.changes {
		if got.changes[id] != hash && !slices.Contains(out.Lost, id) {
			t.Errorf("change %s is neither there nor told as lost: %+v", id, out)
		}
	}
}

func TestExamineSaysWhatItCannotLookAt(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing.db")
	if _, err := Examine(t.Context(), missing, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("no file: %v", err)
	}
	if _, err := Examine(t.Context(), dir, nil); !errors.Is(err, ErrForeign) {
		t.Errorf("a folder: %v", err)
	}
	text := filepath.Join(dir, "text.db")
	writeFile(t, text, []byte(strings.Repeat("Dear parents, ", 1000)))
	newer := sample(t)
	alter(t, newer, func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(keySchema, number(Schema+1)) })
	for path, want := range map[string]error{text: ErrForeign, newer: ErrNewer} {
		before := fileBytes(t, path)
		if _, err := Examine(t.Context(), path, nil); !errors.Is(err, want) {
			t.Errorf("Examine: %v, want %v", err, want)
		}
		if _, err := Repair(t.Context(), path, RepairOptions{}, nil); !errors.Is(err, want) {
			t.Errorf("Repair: %v, want %v", err, want)
		}
		if !bytes.Equal(before, fileBytes(t, path)) {
			t.Error("the file was altered")
		}
	}
	if _, err := Repair(t.Context(), missing, RepairOptions{}, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("Repair of no file: %v", err)
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("a file was made")
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Examine(ctx, sample(t), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestExamineWarnsOfThePlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Dropbox", "pdsa.db")
	open(t, path, Options{}).Close()
	if r := examine(t, path); !r.Good || len(r.Findings) != 1 || !strings.Contains(r.Findings[0].What, "Dropbox") {
		t.Errorf("%+v", r)
	}
}
