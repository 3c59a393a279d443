package boltfile_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/boltfile"
)

// database makes a bbolt file of a few hundred entries and returns its bytes.
func database(t testing.TB) (path string, data []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "x.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket([]byte("b"))
		for i := 0; i < 500 && err == nil; i++ {
			err = b.Put([]byte(strconv.Itoa(i)), bytes.Repeat([]byte("x"), 100))
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if data, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, data
}

func TestReadMeta(t *testing.T) {
	_, whole := database(t)
	size := os.Getpagesize()
	good, err := boltfile.ReadMeta(bytes.NewReader(whole), int64(len(whole)))
	if err != nil || int(good.PageSize) != size || good.High < 5 {
		t.Fatalf("reads %+v, %v", good, err)
	}
	used := int(good.High) * size
	for _, tc := range []struct {
		name string
		data func([]byte) []byte
		want error
	}{
		{"nothing", func([]byte) []byte { return nil }, boltfile.ErrEmpty},
		{"cut by a byte", func(d []byte) []byte { return d[:used-1] }, boltfile.ErrShort},
		{"cut in the first page", func(d []byte) []byte { return d[:40] }, boltfile.ErrNoBolt},
		{"all zero", func(d []byte) []byte { return make([]byte, len(d)) }, boltfile.ErrNoMeta},
		{"words", func([]byte) []byte { return bytes.Repeat([]byte("words "), 5000) }, boltfile.ErrNoBolt},
		{"the first page lost", func(d []byte) []byte { clear(d[:size]); return d }, boltfile.ErrOneMeta},
		{"the second page lost", func(d []byte) []byte { clear(d[size : 2*size]); return d }, boltfile.ErrOneMeta},
		{"both pages lost", func(d []byte) []byte { d[boltfile.PageHeader+8] ^= 1; d[size+boltfile.PageHeader+8] ^= 1; return d }, boltfile.ErrNoMeta},
	} {
		t.Run(tc.name, func(t *testing.T) {
			data := tc.data(bytes.Clone(whole))
			m, err := boltfile.ReadMeta(bytes.NewReader(data), int64(len(data)))
			if !errors.Is(err, tc.want) {
				t.Errorf("the error is %v, want %v", err, tc.want)
			}
			if (errors.Is(err, boltfile.ErrOneMeta) || errors.Is(err, boltfile.ErrShort)) && int(m.PageSize) != size {
				t.Errorf("it gives %+v", m)
			}
		})
	}
}

func FuzzReadMeta(f *testing.F) {
	_, whole := database(f)
	size := os.Getpagesize()
	f.Add(whole[:3*size])
	f.Add(whole[:100])
	f.Add([]byte("no database"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := boltfile.ReadMeta(bytes.NewReader(data), int64(len(data)))
		if err == nil && m.High*uint64(m.PageSize) > uint64(len(data)) {
			t.Errorf("a file of %d bytes has %d pages of %d", len(data), m.High, m.PageSize)
		}
	})
}

func TestPublishWritesOverNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	make := func(words string) string {
		t.Helper()
		temp, err := boltfile.Temp(path)
		if err == nil {
			err = os.WriteFile(temp, []byte(words), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return temp
	}
	if err := boltfile.Publish(make("first"), path); err != nil {
		t.Fatal(err)
	}
	second := make("second")
	if err := boltfile.Publish(second, path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the second is published: %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "first" {
		t.Errorf("it holds %q", data)
	}
	if data, _ := os.ReadFile(second); string(data) != "second" {
		t.Errorf("the second holds %q", data)
	}
}

func TestCopy(t *testing.T) {
	path, _ := database(t)
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	to, err := boltfile.Temp(filepath.Join(t.TempDir(), "copy.db"))
	if err != nil {
		t.Fatal(err)
	}
	var last, total int64
	copyIt := func(ctx context.Context, told func(done, of int64)) error {
		return db.View(func(tx *bbolt.Tx) error { return boltfile.Copy(ctx, tx, to, told) })
	}
	if err := copyIt(t.Context(), func(done, of int64) { last, total = done, of }); err != nil || last != total || total == 0 {
		t.Errorf("%d of %d bytes, %v", last, total, err)
	}
	copied, err := bbolt.Open(to, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = copied.Close() }()
	_ = copied.View(func(tx *bbolt.Tx) error {
		if n := tx.Bucket([]byte("b")).Stats().KeyN; n != 500 {
			t.Errorf("the copy holds %d entries", n)
		}
		return nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	err = copyIt(ctx, func(int64, int64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
}

func TestDuplicate(t *testing.T) {
	path, data := database(t)
	to := path + ".2"
	if err := boltfile.Duplicate(path, to); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(to); !bytes.Equal(got, data) {
		t.Error("the copy holds something else")
	}
	if err := boltfile.Duplicate(path, to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("it is written over: %v", err)
	}
}

func TestHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	if pid := boltfile.Holder(path); pid != 0 {
		t.Errorf("nobody holds it, and it says %d", pid)
	}
	boltfile.Note(path)
	if pid := boltfile.Holder(path); pid != os.Getpid() {
		t.Errorf("it says %d", pid)
	}
	ended := exec.Command(os.Args[0], "-test.run=^$")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{strconv.Itoa(ended.Process.Pid), "words", "-1"} {
		if err := os.WriteFile(path+".pid", []byte(left), 0o600); err != nil {
			t.Fatal(err)
		}
		if pid := boltfile.Holder(path); pid != 0 {
			t.Errorf("%q was left behind, and it says %d", left, pid)
		}
	}
	boltfile.Forget(path)
	if _, err := os.Stat(path + ".pid"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the number is still there: %v", err)
	}
}
