package main

import (
	"context"
	"errors"
	"fmt"
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
	var text strings.Builder
	text.WriteString("Date,Late\n")
	for i := range 3000 {
		fmt.Fprintf(&text, "%s,31\n", cycle.Day{Year: 2018, Month: 9, Day: 1}.AddDays(i))
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, messages := stopped(t, "--store", path, "data", "import", "doc", file); code != exitInterrupted {
		t.Errorf("it ends with %d and says %q", code, messages)
	}
	if _, err := (&watched{ctx: canceled(), in: strings.NewReader("x")}).Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("the reading goes on: %v", err)
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

func canceled() context.Context {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	return ctx
}
