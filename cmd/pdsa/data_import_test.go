package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// A file that is being read when Ctrl+C comes leaves nothing in the cycle.
func TestStoppedImportWritesNothing(t *testing.T) {
	dir := t.TempDir()
	path, file := filepath.Join(dir, "pdsa.db"), filepath.Join(dir, "late.csv")
	s, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save("doc", nil, cycle.SetField("title", "Late")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("Date,Late\n"+strings.Repeat("2026-09-01,31\n", 10_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, messages := stopped(t, "--store", path, "data", "import", "doc", file); code != exitInterrupted {
		t.Errorf("it ends with %d and says %q", code, messages)
	}
	if s, err = store.Open(path, store.Options{}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	st, err := s.State("doc")
	if err != nil || len(st.Cycle().Lists["points"]) > 0 {
		t.Errorf("%d points are there, %v", len(st.Cycle().Lists["points"]), err)
	}
}
