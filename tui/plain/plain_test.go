package plain

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

// clock stands still: a Tuesday, four days after the last week of the cycle that
// the script fills.
func clock() time.Time {
	return time.Date(2026, time.November, 17, 10, 0, 0, 0, time.FixedZone("EST", -5*60*60))
}

// ticking is a clock that moves on by a millisecond whenever it is read, so that
// of two cycles one was written in last.
func ticking() func() time.Time {
	var reads atomic.Int64
	return func() time.Time { return clock().Add(time.Duration(reads.Add(1)) * time.Millisecond) }
}

func openStore(t *testing.T) *store.Store {
	t.Helper()
	return openStoreAt(t, filepath.Join(t.TempDir(), "pdsa.db"))
}

func openStoreAt(t *testing.T, path string) *store.Store {
	t.Helper()
	st, err := store.Open(path, store.Options{Now: ticking()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// A typist types one line at each Read and shows it in the transcript, as a
// terminal does.
type typist struct {
	lines      []string
	transcript *bytes.Buffer
	pending    []byte
	// prompt, when not nil, is called before each line is typed, with the lines
	// that are left and all that stands on the screen.
	prompt func(left int, screen string)
}

func (in *typist) Read(p []byte) (int, error) {
	if len(in.pending) == 0 {
		if in.prompt != nil {
			in.prompt(len(in.lines), in.transcript.String())
		}
		if len(in.lines) == 0 {
			return 0, io.EOF
		}
		in.pending = []byte(in.lines[0] + "\n")
		in.lines = in.lines[1:]
		in.transcript.Write(in.pending)
	}
	n := copy(p, in.pending)
	in.pending = in.pending[n:]
	return n, nil
}

// talk runs a session in which the lines are typed and gives all that stands on
// the screen at its end.
func talk(t *testing.T, st *store.Store, lines ...string) string {
	t.Helper()
	screen, err := tryTalk(st, lines...)
	if err != nil {
		t.Fatalf("Run: %v\n%s", err, tail(screen))
	}
	return screen
}

func tryTalk(st *store.Store, lines ...string) (screen string, err error) {
	var out bytes.Buffer
	err = Run(context.Background(), st, &typist{lines: lines, transcript: &out}, &out, clock)
	return out.String(), err
}

func tail(s string) string { return s[max(0, len(s)-2000):] }

// script reads the lines of a script; those that begin with # are remarks.
func script(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return lines
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			t.Fatalf("%s differs at line %d:\n got: %q\nwant: %q\nrun with -update if this is meant", name, i+1, gotLines[i], wantLines[i])
		}
	}
	t.Fatalf("%s has %d lines, want %d; run with -update if this is meant", name, len(gotLines), len(wantLines))
}

// byTitle gives the cycles with the title, the first one first.
func byTitle(t *testing.T, st *store.Store, title string) []*cycle.Cycle {
	t.Helper()
	rows, err := st.Recent(0)
	if err != nil {
		t.Fatal(err)
	}
	var out []*cycle.Cycle
	for _, row := range rows {
		if row.Title != title {
			continue
		}
		c, err := st.Cycle(row.ID)
		if err != nil {
			t.Fatal(err)
		}
		if c.Get("previous") == "" {
			out = append([]*cycle.Cycle{c}, out...)
		} else {
			out = append(out, c)
		}
	}
	return out
}
