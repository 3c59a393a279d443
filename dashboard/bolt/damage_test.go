package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

const (
	docsEach = 300
	pageHead = 16 // bytes before the entries of a page
)

// twoSchools is an open database with the documents of schools a and b.
func twoSchools(t *testing.T) *DB {
	t.Helper()
	db := open(t, filepath.Join(t.TempDir(), "dashboard.db"))
	err := db.Update(t.Context(), "", func(tx dashboard.Tx) error {
		for i, school := range []string{"a", "b"} {
			if err := tx.PutSchool(dashboard.School{ID: school}); err != nil {
				return err
			}
			for n := range docsEach {
				if err := tx.PutDoc(docOf(school, n, time.Unix(int64(1000*i+n), 0))); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func docOf(school string, n int, updated time.Time) dashboard.Doc {
	return dashboard.Doc{
		School: school, ID: fmt.Sprintf("doc%03d", n), Row: []byte(strings.Repeat("r", 100)), State: []byte(strings.Repeat("s", 200)),
		Shared: wire.ForDistrict, Fold: 1, Updated: updated,
	}
}

func readSchool(ctx context.Context, d *DB, school string) error {
	return d.View(ctx, func(r dashboard.Reader) error {
		for n := range docsEach {
			if _, err := r.Doc(school, fmt.Sprintf("doc%03d", n)); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeSchool(ctx context.Context, d *DB, school string) error {
	return d.Update(ctx, school, func(tx dashboard.Tx) error {
		for n := range docsEach {
			if err := tx.PutDoc(docOf(school, n, time.Unix(int64(n), 1000))); err != nil {
				return err
			}
		}
		return nil
	})
}

func docsBucket(school string) func(*bbolt.Tx) *bbolt.Bucket {
	return func(tx *bbolt.Tx) *bbolt.Bucket {
		return tx.Bucket(bucketStreams).Bucket([]byte(school)).Bucket(streamDocs)
	}
}

// A leaf is a page of entries in the file.
type leaf struct {
	at      int64
	entries int
}

// leavesOf finds the leaves below the first page of a bucket of more than one page.
func leavesOf(t *testing.T, d *DB, bucket func(*bbolt.Tx) *bbolt.Bucket) (leaves []leaf) {
	t.Helper()
	var root int64
	if err := d.db.View(func(tx *bbolt.Tx) error { root = int64(bucket(tx).Root()); return nil }); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	size := int64(d.db.Info().PageSize)
	order := binary.NativeEndian
	page := file[root*size:]
	for i := range int64(order.Uint16(page[10:])) { // elements of a branch: place, length of the key, page
		at := int64(order.Uint64(page[boltfile.PageHeader+16*i+8:])) * size
		leaves = append(leaves, leaf{at, int(order.Uint16(file[at+10:]))})
	}
	if order.Uint16(page[8:]) != 1 || len(leaves) < 3 {
		t.Fatalf("the bucket has %d leaves, of a page of kind %d", len(leaves), order.Uint16(page[8:]))
	}
	return leaves
}

// putBytes writes into the file behind the back of bbolt, and returns what was there.
func putBytes(t *testing.T, d *DB, at int64, data []byte) (before []byte) {
	t.Helper()
	f, err := os.OpenFile(d.path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	before = make([]byte, len(data))
	_, err = f.ReadAt(before, at)
	if _, w := f.WriteAt(data, at); errors.Join(err, w, f.Close()) != nil {
		t.Fatal(err, w)
	}
	return before
}

// The ways in which a page is damaged.
var damages = map[string]func(page []byte){
	"zeros":        func(page []byte) { clear(page) },
	"another page": func(page []byte) { page[0]++ },
	// What follows the header says where the keys and values of the page are.
	"wild places": func(page []byte) {
		for i := boltfile.PageHeader; i < len(page); i++ {
			page[i] = 0x7f
		}
	},
}

func TestDamageWhileServingIsAnError(t *testing.T) {
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			db := twoSchools(t)
			at := leavesOf(t, db, docsBucket("a"))[1].at
			size := db.db.Info().PageSize
			whole := putBytes(t, db, at, make([]byte, size))
			page := slices.Clone(whole)
			damage(page)
			putBytes(t, db, at, page)

			for _, err := range []error{readSchool(t.Context(), db, "a"), writeSchool(t.Context(), db, "a")} {
				if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "pdsa dashboard restore") || !strings.Contains(err.Error(), db.path) {
					t.Errorf("in what is damaged: %v", err)
				}
			}
			// The rest goes on, also in the same commit.
			var all sync.WaitGroup
			for range 10 {
				all.Go(func() {
					if err := writeSchool(t.Context(), db, "a"); !errors.Is(err, ErrDamaged) {
						t.Errorf("in what is damaged: %v", err)
					}
				})
				all.Go(func() {
					if err := errors.Join(writeSchool(t.Context(), db, "b"), readSchool(t.Context(), db, "b"), db.Ready(t.Context())); err != nil {
						t.Errorf("beside what is damaged: %v", err)
					}
				})
			}
			all.Wait()
			if err := db.Backup(t.Context(), filepath.Join(t.TempDir(), "backup.db"), nil); !errors.Is(err, ErrDamaged) {
				t.Errorf("Backup: %v", err)
			}

			// Nothing of what failed was written.
			putBytes(t, db, at, whole)
			if err := errors.Join(readSchool(t.Context(), db, "a"), writeSchool(t.Context(), db, "a")); err != nil {
				t.Errorf("with the page as it was: %v", err)
			}
			if err := db.Backup(t.Context(), filepath.Join(t.TempDir(), "backup.db"), nil); err != nil {
				t.Errorf("Backup: %v", err)
			}
		})
	}
}

// TestDamageSeenByTheCommit empties a page so far that bbolt joins it with the one
// before when it commits, and that one is damaged.
func TestDamageSeenByTheCommit(t *testing.T) {
	db := twoSchools(t)
	recent := leavesOf(t, db, func(tx *bbolt.Tx) *bbolt.Bucket { return tx.Bucket(bucketRecent) })
	whole := putBytes(t, db, recent[0].at, make([]byte, db.db.Info().PageSize))
	moveSecondLeaf := func() error {
		return db.Update(t.Context(), "b", func(tx dashboard.Tx) error {
			for n := range recent[1].entries - 2 { // the newest are those of b with the highest numbers
				if err := tx.PutDoc(docOf("b", docsEach-1-recent[0].entries-n, time.Unix(-int64(n), 0))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := moveSecondLeaf(); !errors.Is(err, ErrDamaged) {
		t.Fatalf("the commit: %v", err)
	}
	if err := db.Update(t.Context(), "", func(tx dashboard.Tx) error { return tx.SetSetting("name", "District") }); err != nil {
		t.Errorf("the next commit: %v", err)
	}
	putBytes(t, db, recent[0].at, whole)
	if err := moveSecondLeaf(); err != nil {
		t.Errorf("with the page as it was: %v", err)
	}
	if err := db.Backup(t.Context(), filepath.Join(t.TempDir(), "backup.db"), nil); err != nil {
		t.Errorf("Backup: %v", err)
	}
}

// TestFileCutShortWhileServing takes pages away, which shows as a memory fault.
func TestFileCutShortWhileServing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not cut a file that is mapped")
	}
	db := twoSchools(t)
	file, err := os.ReadFile(db.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(db.path, int64(2*db.db.Info().PageSize)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, err := range []error{readSchool(t.Context(), db, "a"), writeSchool(t.Context(), db, "a"), db.Ready(t.Context())} {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%v", err)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if err := os.WriteFile(db.path, file, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestFirstPagesLostWhileServing: bbolt keeps its locks then, and nobody may wait for
// them.
func TestFirstPagesLostWhileServing(t *testing.T) {
	db := twoSchools(t)
	putBytes(t, db, 0, make([]byte, 2*db.db.Info().PageSize))
	for range 2 {
		for _, err := range []error{writeSchool(t.Context(), db, "a"), readSchool(t.Context(), db, "a")} {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%v", err)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

// TestDamageWhenOpened: the list of free pages is read at once.
func TestDamageWhenOpened(t *testing.T) {
	db := twoSchools(t)
	path, size := db.path, int64(db.db.Info().PageSize)
	newest := int64(0)
	if err := db.db.View(func(tx *bbolt.Tx) error { newest = int64(tx.ID() % 2); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	free := int64(binary.NativeEndian.Uint64(file[newest*size+boltfile.PageHeader+32:]))
	clear(file[free*size:][:size])
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), path) {
		t.Errorf("Open: %v", err)
	}
}
