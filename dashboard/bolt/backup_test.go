package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// pushed appends changes 1 to n of a replica to the stream of school s.
func pushed(t testing.TB, db *DB, replica string, n int) {
	t.Helper()
	changes := make([]change.Change, n)
	for i := range changes {
		seq := uint64(i + 1)
		changes[i] = change.Change{ID: change.MakeID(replica, seq), Replica: replica, Seq: seq, Doc: "d", Ops: []change.Op{{Do: "set", Field: "title", Value: strings.Repeat("x", 2000)}}}
		if err := changes[i].Seal(); err != nil {
			t.Fatal(err)
		}
	}
	err := db.Update(t.Context(), "s", func(tx dashboard.Tx) error {
		_, err := tx.Append("s", changes)
		return errors.Join(tx.PutSchool(dashboard.School{ID: "s"}), err)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func length(t testing.TB, db *DB) (n uint64) {
	t.Helper()
	err := db.View(t.Context(), func(r dashboard.Reader) (err error) {
		n, err = r.Head("s", wire.ForTeam)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// withStream makes a database with a school and its stream.
func withStream(t testing.TB, n int) *DB {
	t.Helper()
	db := open(t, filepath.Join(t.TempDir(), "dashboard.db"))
	err := db.Update(t.Context(), "s", func(tx dashboard.Tx) error { return tx.PutSchool(dashboard.School{ID: "s"}) })
	if err != nil {
		t.Fatal(err)
	}
	pushed(t, db, "r", n)
	return db
}

func TestBackupWhileServing(t *testing.T) {
	db := withStream(t, 100)
	to := filepath.Join(t.TempDir(), "backup.db")
	wrote, steps := false, 0
	err := db.Backup(t.Context(), to, func(done, total int64) {
		steps++
		if done > total {
			t.Errorf("%d of %d bytes", done, total)
		}
		if !wrote {
			wrote = true
			pushed(t, db, "q", 500)
		}
	})
	if err != nil || steps == 0 {
		t.Fatalf("Backup: %v, told %d times", err, steps)
	}
	if n := length(t, db); n != 600 {
		t.Errorf("the database has %d changes, want 600", n)
	}
	if n := length(t, open(t, to)); n != 100 {
		t.Errorf("the backup has %d changes, want 100", n)
	}
	before, _ := os.ReadFile(to)
	if err := db.Backup(t.Context(), to, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a backup over another one: %v", err)
	}
	if after, _ := os.ReadFile(to); !bytes.Equal(before, after) {
		t.Error("the first backup was altered")
	}
}

func TestBackupStopped(t *testing.T) {
	db := withStream(t, 100)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Backup(ctx, filepath.Join(dir, "backup.db"), func(_, _ int64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Backup: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNoBackupOfDamage(t *testing.T) {
	for name, damage := range map[string]func(stream *bbolt.Bucket) error{
		"content": func(stream *bbolt.Bucket) error {
			changes := stream.Bucket(streamChanges)
			body := bytes.Replace(changes.Get(number(7)), []byte("xxx"), []byte("xyx"), 1)
			return changes.Put(number(7), body)
		},
		"no JSON": func(stream *bbolt.Bucket) error { return stream.Bucket(streamChanges).Put(number(7), []byte("{")) },
		"gap":     func(stream *bbolt.Bucket) error { return stream.Bucket(streamChanges).Delete(number(7)) },
	} {
		db := withStream(t, 10)
		err := db.db.Update(func(tx *bbolt.Tx) error { return damage(tx.Bucket(bucketStreams).Bucket([]byte("s"))) })
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := db.Backup(t.Context(), filepath.Join(dir, "backup.db"), nil); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}

// BenchmarkPushes measures pushes of many schools at once, which share commits.
func BenchmarkPushes(b *testing.B) {
	for _, clients := range []int{1, 50} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			db := withStream(b, 1)
			b.SetParallelism(clients)
			next := make(chan int, b.N)
			for i := range b.N {
				next <- i
			}
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					pushed(b, db, fmt.Sprint("bench", <-next), 5)
				}
			})
		})
	}
}
