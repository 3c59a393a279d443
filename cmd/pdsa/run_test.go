package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

func TestExitCodes(t *testing.T) {
	tests := []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("x"), 1},
		{store.ErrNewer, 1},
		{wrongUsef("x"), 2},
		{&cycle.UnknownFieldError{Key: "x"}, 2},
		{store.ErrNotFound, 3},
		{fs.ErrNotExist, 3},
		{store.ErrDamaged, 4},
		{store.ErrForeign, 4},
		{&store.InUseError{}, 5},
		{store.ErrReadOnly, 7},
		{fs.ErrPermission, 7},
		{context.Canceled, 130},
	}
	for _, tt := range tests {
		if got := exitCode(tt.err); got != tt.want {
			t.Errorf("%v gives %d, want %d", tt.err, got, tt.want)
		}
		if tt.err == nil {
			continue
		}
		if got := exitCode(fmt.Errorf("while saving: %w", tt.err)); got != tt.want {
			t.Errorf("%v gives %d when it is wrapped, want %d", tt.err, got, tt.want)
		}
	}
}

// stopped runs a command that is stopped before it begins.
func stopped(t *testing.T, args ...string) (code int, messages string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	dir := t.TempDir()
	var files []*os.File
	for _, name := range []string{"in", "out", "messages"} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		files = append(files, f)
	}
	code = run(ctx, args, files[0], files[1], files[2])
	if _, err := files[2].Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(files[2])
	if err != nil {
		t.Fatal(err)
	}
	return code, string(text)
}

func TestStoppedCommandsLeaveNothingBehind(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pdsa.db")
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
	out := t.TempDir()
	for _, args := range [][]string{
		{"list"},
		{"week"},
		{"export", "--all", "--to", filepath.Join(out, "all.zip")},
		{"backup", filepath.Join(out, "copy.db")},
		{"demo", "--no-open", "--cycles", "5000", "--keep", filepath.Join(dir, "demo")},
	} {
		code, messages := stopped(t, append([]string{"--store", path}, args...)...)
		if code != exitInterrupted || messages != "pdsa: stopped. What was saved before is safe\n" {
			t.Errorf("%v gives %d and says %q", args, code, messages)
		}
	}
	left, err := os.ReadDir(out)
	if err != nil || len(left) > 0 {
		t.Errorf("files are left: %v (%v)", left, err)
	}
}

func TestEditsCountsLetters(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"title", "title", 0}, {"titel", "title", 2}, {"problm.who", "problem.who", 1}, {"", "abc", 3}, {"abc", "", 3}} {
		if got := edits(tt.a, tt.b); got != tt.want {
			t.Errorf("from %q to %q are %d edits, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestFileNamesAreSafe(t *testing.T) {
	for _, tt := range []struct{ title, id, want string }{
		{"Late to first period!", "k3f", "late-to-first-period-k3f"},
		{"../../etc/passwd", "a/../b", "etc-passwd-a____b"},
		{"", "k3f", "k3f"},
		{"Más tarde: ¿por qué?", "id", "más-tarde-por-qué-id"},
	} {
		if got := fileName(tt.title, tt.id); got != tt.want {
			t.Errorf("fileName(%q, %q) = %q, want %q", tt.title, tt.id, got, tt.want)
		}
	}
}
