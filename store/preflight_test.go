package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"go.etcd.io/bbolt"
)

func TestOpenRefusesAndLeavesTheFileAlone(t *testing.T) {
	whole := fileBytes(t, sample(t))
	cases := []struct {
		name string
		make func(path string) []byte
		want error
		says string
	}{
		{"empty", func(string) []byte { return nil }, ErrDamaged, "is empty"},
		{"cut short", func(string) []byte { return whole[:5*os.Getpagesize()] }, ErrDamaged, "was cut short"},
		{"cut within the first page", func(string) []byte { return whole[:100] }, ErrDamaged, "was cut short"},
		{"only zeros", func(string) []byte { return make([]byte, len(whole)) }, ErrDamaged, "first pages"},
		{"no first pages", func(string) []byte {
			b := bytes.Clone(whole)
			copy(b[20:], "xxxx")
			copy(b[os.Getpagesize()+20:], "xxxx")
			return b
		}, ErrDamaged, "first pages"},
		{"one first page", func(string) []byte {
			b := bytes.Clone(whole)
			b[50] ^= 1
			return b
		}, ErrDamaged, "last save"},
		{"other first page", func(string) []byte {
			b := bytes.Clone(whole)
			b[os.Getpagesize()+50] ^= 1
			return b
		}, ErrDamaged, "last save"},
		{"a text", func(string) []byte { return []byte(strings.Repeat("Dear parents, ", 1000)) }, ErrForeign, "another kind"},
		{"another program's", func(path string) []byte {
			alter(t, path, func(tx *bbolt.Tx) error {
				b, err := tx.CreateBucket([]byte("meta"))
				return errors.Join(err, b.Put([]byte("k"), []byte("v")))
			})
			return fileBytes(t, path)
		}, ErrForeign, "another kind"},
		{"newer", func(path string) []byte {
			writeFile(t, path, whole)
			alter(t, path, func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(keySchema, number(Schema+1)) })
			return fileBytes(t, path)
		}, ErrNewer, "Get the new version"},
		{"newer, with pages that mean something else", func(path string) []byte {
			writeFile(t, path, whole)
			alter(t, path, func(tx *bbolt.Tx) error {
				return errors.Join(tx.Bucket(bucketMeta).Put(keySchema, number(Schema+1)), tx.DeleteBucket(bucketView), tx.DeleteBucket(bucketChanges))
			})
			return fileBytes(t, path)
		}, ErrNewer, "Get the new version"},
		{"without changes", func(path string) []byte {
			writeFile(t, path, whole)
			alter(t, path, func(tx *bbolt.Tx) error { return tx.DeleteBucket(bucketChanges) })
			return fileBytes(t, path)
		}, ErrDamaged, "has lost a part"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := storePath(t)
			before := c.make(path)
			writeFile(t, path, before)
			for _, o := range []Options{{}, {ReadOnly: true}} {
				s, err := Open(path, o)
				if err == nil {
					t.Fatalf("opened: %v", s.Close())
				}
				if !errors.Is(err, c.want) {
					t.Errorf("err = %v, want %v", err, c.want)
				}
				for _, part := range []string{c.says, path, "left untouched"} {
					if !strings.Contains(err.Error(), part) {
						t.Errorf("%q does not say %q", err, part)
					}
				}
			}
			if !bytes.Equal(fileBytes(t, path), before) {
				t.Error("the file was altered")
			}
			if left, _ := filepath.Glob(path + "?*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestOpenOfNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder", "pdsa.db")
	for _, o := range []Options{{MustExist: true}, {ReadOnly: true}} {
		if _, err := Open(path, o); !errors.Is(err, ErrNotFound) {
			t.Errorf("Open(%+v) = %v, want ErrNotFound", o, err)
		}
	}
	if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was made")
	}
	s := open(t, path, Options{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("in the folder: %v, %v", entries, err)
	}
	if _, err := Open(filepath.Dir(path), Options{}); !errors.Is(err, ErrForeign) {
		t.Errorf("a folder: %v, want ErrForeign", err)
	}
}

func TestAStoreMadeByAnotherMeanwhileIsKept(t *testing.T) {
	path := sample(t)
	before := fileBytes(t, path)
	if err := create(path, 0); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fileBytes(t, path), before) {
		t.Error("create wrote over a store")
	}
}

func TestPanicInACommitDoesNotBlock(t *testing.T) {
	path := sample(t)
	s := open(t, path, Options{})
	err := s.update(func(tx *bbolt.Tx) error {
		tx.OnCommit(func() { panic("in the middle") })
		return nil
	})
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("update: %v, want ErrDamaged", err)
	}
	if err := s.SetSetting("a", "b"); !errors.Is(err, ErrDamaged) {
		t.Errorf("SetSetting: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if got := contents(t, path); len(got.states) != 4 {
		t.Errorf("%d cycles after opening again", len(got.states))
	}
}

func TestWhatCountsAsWriteProtected(t *testing.T) {
	for err, want := range map[error]bool{
		&fs.PathError{Op: "open", Err: fs.ErrPermission}:  true,
		&fs.PathError{Op: "open", Err: readOnlyErrors[0]}: true,
		&fs.PathError{Op: "open", Err: syscall.ENOENT}:    false,
		errors.New("something else"):                      false,
	} {
		if got := isWriteProtected(err); got != want {
			t.Errorf("isWriteProtected(%v) = %v", err, got)
		}
	}
}

func TestWriteErrorSaysWhatToDo(t *testing.T) {
	for _, err := range []error{
		&fs.PathError{Op: "write", Err: fullErrors[0]},
		errors.New("file resize error: truncate x: " + fullErrors[0].Error()), // as bbolt says it
	} {
		if got := writeError(err); !errors.Is(got, ErrFull) || !strings.Contains(got.Error(), "Free some space") {
			t.Errorf("writeError(%v) = %v", err, got)
		}
	}
	if got := writeError(&fs.PathError{Op: "write", Err: readOnlyErrors[0]}); !errors.Is(got, ErrReadOnly) {
		t.Errorf("read-only disk: %v", got)
	}
	if writeError(nil) != nil {
		t.Error("no error became one")
	}
	other := errors.New("other")
	if writeError(other) != other {
		t.Error("another error was altered")
	}
}
