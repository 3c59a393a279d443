package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// exported makes a store of two cycles, one of them with a day in it, and gives
// the path of the store and that of a file beside it.
func exported(t *testing.T, name string) (path, file string) {
	t.Helper()
	dir := t.TempDir()
	path = filepath.Join(dir, "pdsa.db")
	s, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for doc, start := range map[string]string{"first": "2026-10-05", "second": ""} {
		if _, err := s.Save(doc, nil, cycle.SetField("title", "The "+doc+" / one"), cycle.SetField("start", start)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path, filepath.Join(dir, name)
}

func TestZipOfAllCycles(t *testing.T) {
	for as, want := range map[string]string{
		"": "the-first-one-first.json the-first-one-first.md the-first-one-first.html the-first-one-first.docx the-first-one-first.pdf " +
			"the-second-one-second.json the-second-one-second.md the-second-one-second.html the-second-one-second.docx the-second-one-second.pdf " +
			"all-cycles.xlsx all-cycles.ics",
		"ics": "the-first-one-first.ics",
	} {
		path, file := exported(t, "all.zip")
		args := []string{"--store", path, "export", "--all", "--to", file}
		if as != "" {
			args = append(args, "--as", as)
		}
		if code := run(t.Context(), args, os.Stdin, os.Stdout, os.Stderr); code != exitDone {
			t.Fatalf("it ends with %d", code)
		}
		z, err := zip.OpenReader(file)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = z.Close() }()
		got := map[string]bool{}
		for _, f := range z.File {
			got[f.Name] = true
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if data, err := io.ReadAll(r); err != nil || len(data) == 0 {
				t.Errorf("%s is empty (%v)", f.Name, err)
			}
		}
		names := strings.Fields(want)
		for _, name := range names {
			if !got[name] {
				t.Errorf("%s is not in the zip file", name)
			}
		}
		if len(got) != len(names) {
			t.Errorf("the zip file has %v", got)
		}
	}
}

// An export that is stopped leaves no file.
func TestStoppedExportLeavesNothing(t *testing.T) {
	for _, name := range []string{"all.zip", "all.docx", "all.pdf", "all.html"} {
		path, file := exported(t, name)
		if code, messages := stopped(t, "--store", path, "export", "--all", "--to", file); code != exitInterrupted {
			t.Errorf("%s: it ends with %d and says %q", name, code, messages)
		}
		left, err := os.ReadDir(filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range left {
			if !strings.HasPrefix(f.Name(), "pdsa.db") {
				t.Errorf("%s is left", f.Name())
			}
		}
	}
}
