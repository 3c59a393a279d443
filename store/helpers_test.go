package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// asChild names the variable that makes this test binary do a child's work
// instead of running tests; see children.
const asChild = "PDSA_STORE_CHILD"

// children are the programs that a test runs as a process of its own. Their
// argument is the path of a store.
var children = map[string]func(path string) error{}

func TestMain(m *testing.M) {
	if child := children[os.Getenv(asChild)]; child != nil {
		if err := child(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

var fallDay = time.Date(2026, time.November, 21, 9, 30, 0, 0, time.Local)

// A wall is a clock that moves on by a second at every reading.
func wall() func() time.Time {
	at := fallDay
	return func() time.Time {
		at = at.Add(time.Second)
		return at
	}
}

func storePath(t testing.TB) string { return filepath.Join(t.TempDir(), "pdsa.db") }

// open opens a store that is closed at the end of the test, if it is not before.
func open(t testing.TB, path string, o Options) *Store {
	t.Helper()
	if o.Now == nil {
		o.Now = wall()
	}
	s, err := Open(path, o)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func set(t testing.TB, s *Store, doc, field, value string) *change.State {
	t.Helper()
	st, err := s.Save(doc, nil, cycle.SetField(field, value))
	if err != nil {
		t.Fatalf("Save: %v", err)
	}
	return st
}

func value(t testing.TB, s *Store, doc, field string) string {
	t.Helper()
	c, err := s.Cycle(doc)
	if err != nil {
		t.Fatalf("Cycle(%s): %v", doc, err)
	}
	return c.Values[field]
}

// sample makes a store of a few cycles and closes it.
func sample(t testing.TB) string {
	t.Helper()
	path := storePath(t)
	s := open(t, path, Options{})
	if err := s.SetPerson(Person{Name: "Ana", School: "Eastern Canal"}); err != nil {
		t.Fatal(err)
	}
	for n := range 4 {
		doc := fmt.Sprintf("cycle-%d", n)
		set(t, s, doc, "title", fmt.Sprintf("Hallway greetings %d", n))
		set(t, s, doc, "strengths", "Students greet each other by name, in two languages, every morning.")
		if _, err := s.Save(doc, nil, cycle.Add("actions", "a"), cycle.SetIn("actions", "a", "what", "Greet at the door")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// everything is what a store says, to compare.
type everything struct {
	states  map[string]string
	changes map[change.ID]string
	rows    string
}

func readAll(s *Store) (everything, error) {
	all := everything{states: map[string]string{}, changes: map[change.ID]string{}}
	rows, err := s.Recent(0)
	if err != nil {
		return all, err
	}
	all.rows = fmt.Sprintf("%+v", rows)
	for _, row := range rows {
		st, err := s.State(row.ID)
		if err != nil {
			return all, err
		}
		all.states[row.ID] = string(canonicalState(st))
		changes, err := s.Changes(row.ID)
		if err != nil {
			return all, err
		}
		for _, c := range changes {
			all.changes[c.ID] = c.Hash
		}
	}
	return all, nil
}

func contents(t testing.TB, path string) everything {
	t.Helper()
	s := open(t, path, Options{MustExist: true})
	defer func() { _ = s.Close() }()
	all, err := readAll(s)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func examine(t testing.TB, path string) Report {
	t.Helper()
	r, err := Examine(t.Context(), path, nil)
	if err != nil {
		t.Fatalf("Examine: %v", err)
	}
	return r
}

// alter writes in the file behind the store's back.
func alter(t testing.TB, path string, write func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(write); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func fileBytes(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeFile(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
