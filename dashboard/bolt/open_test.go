package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

func TestOnlyForThisUser(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other rights")
	}
	dir := filepath.Join(t.TempDir(), "new", "folder")
	path := filepath.Join(dir, "dashboard.db")
	open(t, path)
	for _, tc := range []struct {
		path string
		want os.FileMode
	}{{path, 0o600}, {dir, 0o700}, {filepath.Dir(dir), 0o700}, {path + ".pid", 0o600}} {
		info, err := os.Stat(tc.path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != tc.want {
			t.Errorf("%s has rights %o, want %o", tc.path, got, tc.want)
		}
	}
}

func TestInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dashboard.db")
	db := open(t, path)
	_, err := Open(path)
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("opening a file that is open: %v", err)
	}
	for _, want := range []string{path, fmt.Sprint("process ", os.Getpid()), "Stop that one first"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, path)
}

// sample makes a database with some pages and closes it.
func sample(t *testing.T) (path string) {
	path = filepath.Join(t.TempDir(), "dashboard.db")
	db := open(t, path)
	err := db.Update(t.Context(), "", func(tx dashboard.Tx) error {
		return errors.Join(tx.PutSchool(dashboard.School{ID: "s"}), tx.SetSetting("epoch", strings.Repeat("e", 30_000)))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// alter writes in the meta bucket of a closed database.
func alter(t *testing.T, path string, write func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(write), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestRefusedAndLeftUntouched(t *testing.T) {
	for _, tc := range []struct {
		name string
		make func(path string) error
		want error
	}{
		{"empty", func(path string) error { return os.Truncate(path, 0) }, ErrDamaged},
		{"text", func(path string) error { return os.WriteFile(path, []byte("hello"), 0o600) }, ErrForeign},
		{"long text", func(path string) error { return os.WriteFile(path, []byte(strings.Repeat("hello", 40_000)), 0o600) }, ErrForeign},
		{"cut short", func(path string) error { return os.Truncate(path, 3*4096) }, ErrDamaged},
		{"first pages lost", func(path string) error { return overwrite(path, 0, 4096) }, ErrDamaged},
		{"newer", func(path string) error {
			alter(t, path, func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(keySchema, number(Schema+1)) })
			return nil
		}, ErrNewer},
		{"a laptop's store", func(path string) error {
			alter(t, path, func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Delete(keyKind) })
			return nil
		}, ErrForeign},
		{"of no version", func(path string) error {
			alter(t, path, func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Delete(keySchema) })
			return nil
		}, ErrDamaged},
		{"a part lost", func(path string) error {
			alter(t, path, func(tx *bbolt.Tx) error { return tx.DeleteBucket(bucketPeople) })
			return nil
		}, ErrDamaged},
		{"a folder", func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }, ErrForeign},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := sample(t)
			if err := tc.make(path); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(path)
			db, err := Open(path)
			if !errors.Is(err, tc.want) || !strings.Contains(fmt.Sprint(err), path) {
				t.Errorf("Open: %v, want %v with the path", err, tc.want)
			}
			if db != nil {
				_ = db.Close()
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was altered")
			}
			if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// overwrite puts zeros at the beginning of the first two meta pages.
func overwrite(path string, places ...int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	for _, at := range places {
		// Behind the magic number, which says whose file it is.
		if _, err := f.WriteAt(make([]byte, 40), at+boltfile.PageHeader+4); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

// TestOneMetaLost: bbolt goes on with the other one, and so does the look.
func TestOneMetaLost(t *testing.T) {
	for _, at := range []int64{0, 4096} {
		path := sample(t)
		if err := overwrite(path, at); err != nil {
			t.Fatal(err)
		}
		db, err := Open(path)
		if err != nil {
			t.Errorf("without the meta page at %d: %v", at, err)
			continue
		}
		_ = db.Close()
	}
}

func FuzzLook(f *testing.F) {
	path := filepath.Join(f.TempDir(), "dashboard.db")
	if err := create(path); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole[:200])
	f.Add(whole)
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := look(path); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrForeign) {
			t.Errorf("look: %v", err)
		}
	})
}
