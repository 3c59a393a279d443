package store

import (
	"path/filepath"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestFollowers(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "pdsa.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	first := cycle.New("one")
	first.Apply(cycle.SetField("title", "Late"))
	next := first.NextCycle(cycle.Adapt, "two")
	for _, c := range []*cycle.Cycle{first, next} {
		if _, err := s.Create(c); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := s.Followers("one")
	if err != nil || len(rows) != 1 || rows[0].ID != "two" {
		t.Fatalf("after the first: %v, %v", rows, err)
	}
	if _, err := s.Save("two", nil, cycle.SetField("previous", "")); err != nil {
		t.Fatal(err)
	}
	if rows, err := s.Followers("one"); err != nil || len(rows) != 0 {
		t.Fatalf("after the link was taken off: %v, %v", rows, err)
	}
}
