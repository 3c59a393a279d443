package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// large makes a store whose changes fill a branch page and its leaves, and
// returns its bytes with a reader of them.
func large(t *testing.T) ([]byte, *pageFile) {
	t.Helper()
	path := storePath(t)
	s := open(t, path, Options{})
	s.db.NoSync = true
	for n := range 120 {
		set(t, s, fmt.Sprintf("cycle-%03d", n), "title", "Hallway greetings in two languages")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data := fileBytes(t, path)
	f, err := openPages(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return data, f
}

// pagesOf returns the pages in use of a kind on which the text stands.
func pagesOf(t *testing.T, f *pageFile, flags uint16, text []byte) (ids []uint64) {
	t.Helper()
	free, err := f.freePages()
	if err != nil {
		t.Fatal(err)
	}
	spare := map[uint64]bool{}
	for _, id := range free {
		spare[id] = true
	}
	for id := uint64(2); id < f.high; id++ {
		if p, err := f.page(id); err == nil && !spare[id] && p.flags == flags && bytes.Contains(p.data, text) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		t.Fatal("there is no such page")
	}
	return ids
}

func TestPageDamageThatIsSeenAtTheStart(t *testing.T) {
	ne := binary.NativeEndian
	whole, f := large(t)
	branch := pagesOf(t, f, branchFlag, nil)[0]
	leaf := pagesOf(t, f, leafFlag, canonicalStart)[0]
	at := func(data []byte, id uint64) []byte { return data[int64(id)*f.pageSize:] }
	for name, break_ := range map[string]func(data []byte){
		"which is no bucket": func(data []byte) { ne.PutUint32(at(data, f.root)[pageHeader:], 0) },
		"used twice":         func(data []byte) { ne.PutUint64(at(data, branch)[pageHeader+8:], branch) },
		"outside of":         func(data []byte) { ne.PutUint64(at(data, branch)[pageHeader+pageElement+8:], f.high+7) },
		"out of order":       func(data []byte) { copyElement(at(data, branch), 1, 0) },
		"lies outside":       func(data []byte) { ne.PutUint32(at(data, branch)[pageHeader:], 1<<30) },
		"something else":     func(data []byte) { ne.PutUint64(at(data, branch), branch+1) },
		"no known kind":      func(data []byte) { ne.PutUint16(at(data, branch)[8:], 0x77) },
		"runs over":          func(data []byte) { ne.PutUint32(at(data, branch)[12:], 1<<20) },
		"more entries":       func(data []byte) { ne.PutUint16(at(data, branch)[10:], 0xFFFF) },
		"listed as free": func(data []byte) {
			ne.PutUint64(at(data, f.freelist)[pageHeader:], leaf)
			ne.PutUint16(at(data, f.freelist)[10:], 1)
		},
		"longer than":      func(data []byte) { ne.PutUint16(at(data, f.freelist)[10:], 0xFFF0) },
		"free pages is ou": func(data []byte) { ne.PutUint64(at(data, f.freelist)[pageHeader:], f.high) },
	} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			data := bytes.Clone(whole)
			break_(data)
			writeFile(t, path, data)
			if _, err := Open(path, Options{}); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), name) {
				t.Errorf("Open: %v, want %q", err, name)
			}
			if !bytes.Equal(fileBytes(t, path), data) {
				t.Error("the file was altered")
			}
			mendsAll(t, path)
		})
	}
}

func copyElement(page []byte, from, to int) {
	e := func(i int) []byte { return page[pageHeader+i*pageElement:][:pageElement] }
	// Where the key stands counts from the entry.
	pos := binary.NativeEndian.Uint32(e(from)) + uint32(from-to)*pageElement
	copy(e(to)[4:8], e(from)[4:8])
	binary.NativeEndian.PutUint32(e(to), pos)
}

// Leaf pages are not read at the start. bbolt panics on some of these, and on
// others reads outside of its memory.
func TestPageDamageThatIsMetLater(t *testing.T) {
	ne := binary.NativeEndian
	whole, f := large(t)
	leaf := laterLeaf(t, f)
	for name, break_ := range map[string]func(page []byte){
		"another page's number": func(page []byte) { ne.PutUint64(page, leaf+1) },
		"no kind":               func(page []byte) { ne.PutUint16(page[8:], 0) },
		"keys far away":         func(page []byte) { eachElement(page, func(e []byte) { ne.PutUint32(e[4:], 0xFFFFFFF0) }) },
		"long values":           func(page []byte) { eachElement(page, func(e []byte) { ne.PutUint32(e[12:], 0x7FFFFF00) }) },
		"text":                  func(page []byte) { copy(page, bytes.Repeat([]byte("Dear parents, "), 10)) },
	} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			data := bytes.Clone(whole)
			break_(data[int64(leaf)*f.pageSize:][:f.pageSize])
			writeFile(t, path, data)
			s := open(t, path, Options{})
			failed := 0
			for n := range 120 {
				if _, err := s.Changes(fmt.Sprintf("cycle-%03d", n)); err != nil {
					failed++
					if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "pdsa doctor --repair") {
						t.Fatalf("Changes: %v, want ErrDamaged", err)
					}
				}
			}
			if failed == 0 {
				t.Error("nobody noticed")
			}
			if err := s.RebuildView(nil); !errors.Is(err, ErrDamaged) {
				t.Errorf("RebuildView: %v, want ErrDamaged", err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			mendsAll(t, path)
		})
	}
}

// laterLeaf returns a page of changes that is not the first below its branch: of
// the first one the start reads the head.
func laterLeaf(t *testing.T, f *pageFile) uint64 {
	t.Helper()
	leaves := pagesOf(t, f, leafFlag, canonicalStart)
	for _, id := range pagesOf(t, f, branchFlag, nil) {
		if p, err := f.page(id); err == nil {
			if _, child, err := p.branch(1); err == nil && slices.Contains(leaves, child) {
				return child
			}
		}
	}
	t.Fatal("there is no such page")
	return 0
}

func eachElement(page []byte, alter func(e []byte)) {
	for i := range int(binary.NativeEndian.Uint16(page[10:])) {
		alter(page[pageHeader+i*pageElement:][:pageElement])
	}
}

// mendsAll repairs a store of which every change can still be found.
func mendsAll(t *testing.T, path string) {
	t.Helper()
	if r := examine(t, path); r.Good {
		t.Error("Examine finds nothing wrong")
	}
	if out := mend(t, path); out.Salvaged != 120 || len(out.Lost) != 0 || !out.LostKnown || out.Docs != 120 {
		t.Errorf("Repair: %+v", out)
	}
}
