package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/cycle"
)

// isRefusal reports whether the error is one that a damaged file may give.
func isRefusal(err error) bool {
	return errors.Is(err, ErrDamaged) || errors.Is(err, ErrForeign) || errors.Is(err, ErrNewer)
}

func TestEveryTruncationIsSeen(t *testing.T) {
	data := fileBytes(t, sample(t))
	whole, err := openPages(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	used := int(whole.high) * int(whole.pageSize)
	for n := range used {
		if _, err := openPages(bytes.NewReader(data[:n]), int64(n)); err == nil {
			t.Fatalf("a file of %d bytes passes for whole; %d are needed", n, used)
		}
	}
	if _, err := openPages(bytes.NewReader(data[:used]), int64(used)); err != nil {
		t.Errorf("all that is needed: %v", err)
	}
}

// Whatever becomes of a file: nothing panics, nothing is altered before it is
// understood, and no change goes missing without a word.
func TestDamageIsNeverSilent(t *testing.T) {
	whole := sample(t)
	data, want := fileBytes(t, whole), contents(t, whole)
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n), "pdsa.db")
		broken := damage(t, data)
		if err := errors.Join(os.Mkdir(filepath.Dir(path), 0o700), os.WriteFile(path, broken, 0o600)); err != nil {
			t.Fatal(err)
		}
		got, err := openAndRead(path)
		if err != nil && !isRefusal(err) {
			t.Fatalf("err = %v", err)
		}
		if now, _ := os.ReadFile(path); !bytes.Equal(now, broken) {
			t.Fatal("reading altered the file")
		}
		report, lookErr := Examine(t.Context(), path, nil)
		switch {
		case lookErr != nil && !isRefusal(lookErr):
			t.Fatalf("Examine: %v", lookErr)
		case lookErr == nil && report.Good && (err != nil || !reflect.DeepEqual(got, want)):
			t.Fatalf("Examine finds nothing wrong; reading gives %v, %v", got, err)
		}
		saveSomething(t, path)
		checkRepair(t, path, want, lookErr)
		_ = os.RemoveAll(filepath.Dir(path))
	})
}

// damage draws what may become of a file: bytes that change, a part that is
// zeroed or written over with another part, an end that is missing.
func damage(t *rapid.T, data []byte) []byte {
	broken := bytes.Clone(data)
	place := rapid.IntRange(0, len(data)-1)
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		at := place.Draw(t, "zeros at")
		clear(broken[at:min(len(broken), at+rapid.IntRange(1, 8192).Draw(t, "zeros"))])
	case 1:
		from := place.Draw(t, "from")
		copy(broken[place.Draw(t, "to"):], data[from:min(len(data), from+rapid.IntRange(1, 4096).Draw(t, "length"))])
	case 2:
		broken = broken[:place.Draw(t, "length")]
	case 3: // a whole page in another's place
		size := os.Getpagesize()
		page := rapid.IntRange(0, len(data)/size-1)
		from := page.Draw(t, "from") * size
		copy(broken[page.Draw(t, "to")*size:], data[from:from+size])
	default:
		for range rapid.IntRange(1, 4).Draw(t, "bytes") {
			// The heads of pages and their entries stand at the front.
			at := place.Draw(t, "at")
			if rapid.Bool().Draw(t, "in a head") {
				at = at/os.Getpagesize()*os.Getpagesize() + at%256
			}
			broken[min(at, len(broken)-1)] = rapid.Byte().Draw(t, "byte")
		}
	}
	return broken
}

func openAndRead(path string) (everything, error) {
	s, err := Open(path, Options{Now: wall(), ReadOnly: true})
	if err != nil {
		return everything{}, err
	}
	all, err := readAll(s)
	return all, errors.Join(err, s.Close())
}

// saveSomething writes on a copy of the file. It may be refused.
func saveSomething(t *rapid.T, path string) {
	copied := path + ".copy"
	if err := boltfile.Duplicate(path, copied); err != nil {
		t.Fatal(err)
	}
	s, err := Open(copied, Options{Now: wall()})
	if err != nil {
		if !isRefusal(err) {
			t.Fatalf("Open: %v", err)
		}
		return
	}
	s.db.NoSync = true
	for _, doc := range []string{"cycle-0", "cycle-3", "new"} {
		if _, err := s.Save(doc, nil, cycle.SetField("title", "later")); err != nil && !isRefusal(err) {
			t.Fatalf("Save: %v", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
}

func checkRepair(t *rapid.T, path string, want everything, lookErr error) {
	out, err := Repair(t.Context(), path, RepairOptions{Now: wall()}, nil)
	if err != nil {
		if lookErr == nil || !isRefusal(err) {
			t.Fatalf("Repair: %v (Examine: %v)", err, lookErr)
		}
		return
	}
	if report, err := Examine(t.Context(), path, nil); err != nil || !report.Good {
		t.Fatalf("after the repair: %v, %v", report, err)
	}
	got, err := openAndRead(path)
	if err != nil {
		t.Fatal(err)
	}
	for id, hash := range want.changes {
		if got.changes[id] != hash && out.LostKnown && !slices.Contains(out.Lost, id) {
			t.Fatalf("change %s is gone and nobody says so: %+v", id, out)
		}
	}
}

func TestWrongLastNumber(t *testing.T) {
	path := sample(t)
	want := contents(t, path)
	inLog := func(tx *bbolt.Tx, n uint64) error { return tx.Bucket(bucketChanges).SetSequence(n) }
	inIndex := func(tx *bbolt.Tx, n uint64) error { return tx.Bucket(bucketMeta).Put(keyIndexed, number(n)) }
	cases := []struct {
		note    func(tx *bbolt.Tx, n uint64) error
		noted   uint64
		refused bool
	}{{inLog, 3, false}, {inLog, 0, false}, {inIndex, 3, false}, {inIndex, 0, false}, {inIndex, 99, true}, {inIndex, 12, false}, {inLog, 99, true}}
	for _, c := range cases {
		noted, refused := c.noted, c.refused
		alter(t, path, func(tx *bbolt.Tx) error { return c.note(tx, noted) })
		s := open(t, path, Options{})
		_, err := s.Save(fmt.Sprint("new", noted), nil, cycle.SetField("title", "later"))
		if errors.Is(err, ErrDamaged) != refused || !refused && err != nil {
			t.Errorf("noted %d: %v", noted, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		got := contents(t, path)
		for id, hash := range want.changes {
			if got.changes[id] != hash {
				t.Errorf("noted %d: change %s was written over", noted, id)
			}
		}
		want = got
	}
}

func FuzzScanBytes(f *testing.F) {
	data := fileBytes(f, sample(f))
	f.Add(data[:8192])
	f.Add([]byte(`{"at":{"ms":1}} {"at":{"\"`))
	f.Add(bytes.Repeat(canonicalStart, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := newContent()
		if err := c.scan(t.Context(), bytes.NewReader(data), int64(len(data))); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzWalk(f *testing.F) {
	f.Add(fileBytes(f, sample(f)))
	f.Fuzz(func(t *testing.T, data []byte) {
		pages, _ := openPages(bytes.NewReader(data), int64(len(data)))
		if pages == nil {
			return
		}
		c := newContent()
		if err := c.walk(t.Context(), pages, func(error) {}); err != nil {
			t.Fatal(err)
		}
		_, _ = identify(pages)
	})
}

func TestScanFindsRecordsAcrossSteps(t *testing.T) {
	path := sample(t)
	s := open(t, path, Options{ReadOnly: true})
	changes, err := s.Changes("cycle-0")
	if err != nil {
		t.Fatal(err)
	}
	for _, shift := range []int{-200, -40, -1, 0, 1, 31, 32, 33} {
		at := scanStep + shift
		data := make([]byte, at+4096)
		sum, _ := hashOf(changes[0])
		c := changes[0]
		c.Hash = ""
		body, _ := c.MarshalJSON()
		copy(data[at-len(sum):], append(sum, body...))
		got := newContent()
		if err := got.scan(t.Context(), bytes.NewReader(data), int64(len(data))); err != nil || len(got.records) != 1 {
			t.Errorf("at %d: %d records, %v", at, len(got.records), err)
		}
	}
}
