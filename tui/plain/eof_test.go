package plain

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

// A stretch is the part of a script from one menu of the cycle to the next.
type stretch struct {
	first, end int    // lines of the script
	base       []byte // the store's file where it begins; nil where there is none yet
	saved      uint64 // how many changes are in it
}

// The input may end at any line of a whole session: Run then comes back without
// an error, everything that was said to be saved is in the store, and nothing
// else. A session that ends in a later stretch of the script goes on where an
// earlier one stopped, as a person would on the next day.
func TestEndOfInputAnywhere(t *testing.T) {
	lines := script(t, "whole_cycle.txt")
	all, stretches := follow(t, lines)
	for i, part := range stretches {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			for end := part.first; end <= part.end; end++ {
				endAfter(t, part, end, lines[part.first:end], all)
			}
		})
	}
}

// endAfter runs a session of the typed lines, which end at the line with the
// number end of the script.
func endAfter(t *testing.T, part stretch, end int, typed, all []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pdsa.db")
	if part.base != nil {
		if err := os.WriteFile(path, part.base, 0o600); err != nil {
			t.Fatal(err)
		}
		typed = append([]string{"1", "1"}, typed...)
	}
	st := openStoreAt(t, path)
	screen := talk(t, st, typed...)
	if !strings.HasSuffix(screen, "\nGoodbye. Everything you answered is saved.\n") {
		t.Fatalf("line %d: the end is not said: %q", end, tail(screen))
	}
	checkAcknowledged(t, st, end, screen, part.saved)
	checkBeginning(t, end, written(t, st), all)
}

// follow runs the whole script and gives all that it writes and its stretches.
// At every prompt what was said to be saved must be in the store already.
func follow(t *testing.T, lines []string) (all []string, stretches []stretch) {
	t.Helper()
	st := openStore(t)
	now := stretch{}
	var screen bytes.Buffer
	in := &typist{lines: lines, transcript: &screen}
	in.prompt = func(left int, seen string) {
		at := len(lines) - left
		checkAcknowledged(t, st, at, seen, 0)
		if strings.HasSuffix(oneLine(tail(seen)), "or ? to hear what they do. >") {
			now.end = at
			stretches = append(stretches, now)
			now = stretch{first: at, saved: lastChange(t, st)}
			now.base, _ = os.ReadFile(st.Path()) // nothing is written while a prompt waits
		}
	}
	if err := Run(context.Background(), st, in, &screen, clock); err != nil {
		t.Fatal(err)
	}
	now.end = len(lines)
	return written(t, st), append(stretches, now)
}

// lastChange gives the number of the last change that the store has made.
func lastChange(t *testing.T, st *store.Store) (last uint64) {
	t.Helper()
	rows, err := st.Recent(0)
	if err != nil {
		t.Error(err)
	}
	for _, row := range rows {
		state, err := st.State(row.ID)
		if err != nil {
			t.Error(err)
			return 0
		}
		last = max(last, state.Seen[st.Replica()])
	}
	return last
}

// checkAcknowledged compares how often the screen says that something was saved
// with what the store has written since it had the number of changes.
func checkAcknowledged(t *testing.T, st *store.Store, line int, screen string, before uint64) {
	t.Helper()
	said := before
	for text := range strings.Lines(screen) {
		if strings.HasPrefix(text, "Saved.") || strings.HasPrefix(text, "Saved, ") || text == "The next cycle is made and saved.\n" {
			said++
		}
	}
	if own := lastChange(t, st); said != own {
		t.Errorf("line %d: %d answers were said to be saved, and %d are", line, said, own)
	}
}

// written gives what was written in the first cycle, the oldest first, without
// ids.
func written(t *testing.T, st *store.Store) []string {
	t.Helper()
	cycles := byTitle(t, st, "Late to first period")
	if len(cycles) == 0 {
		return nil
	}
	changes, err := st.Changes(cycles[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range slices.Backward(change.Fold("", changes).History(changes)) {
		value := e.Value
		if f, ok := e.Path.Row(); ok && f.Kind == cycle.Ref {
			value = "an item"
		}
		out = append(out, strings.Join([]string{e.Do, e.Path.List, e.Path.Field, value}, "|"))
	}
	return out
}

// checkBeginning reports where got is not the beginning of all; the last of got
// may be a text that was broken off.
func checkBeginning(t *testing.T, line int, got, all []string) {
	t.Helper()
	for i := range got {
		if i >= len(all) || got[i] != all[i] && (i+1 < len(got) || !strings.HasPrefix(all[i], got[i])) {
			t.Fatalf("line %d: write %d is %q, which is not in the whole session", line, i, got[i])
		}
	}
}

// A text that is being typed when the input ends is kept as far as it got, and
// so is a last line without a line break.
func TestEndOfInputInText(t *testing.T) {
	st := openStore(t)
	talk(t, st, "Ana", "Butler", "2", "Late", ".", "7", "Late arrivals will fall,", "because")
	if got, want := byTitle(t, st, "Late")[0].Get("prediction"), "Late arrivals will fall,\nbecause"; got != want {
		t.Errorf("the prediction is %q, want %q", got, want)
	}
	in := strings.NewReader("1\n1\n3\n\nGrade 7 advisers")
	var screen bytes.Buffer
	if err := Run(context.Background(), st, in, &screen, clock); err != nil {
		t.Fatal(err)
	}
	if got := byTitle(t, st, "Late")[0].Get("problem.who"); got != "Grade 7 advisers" {
		t.Errorf("the last line is kept as %q", got)
	}
}

// Ctrl+c ends the session although the input does not: what was typed is kept.
func TestInterrupt(t *testing.T) {
	st := openStore(t)
	ctx, interrupt := context.WithCancel(context.Background())
	release := make(chan struct{})
	defer close(release)
	var screen bytes.Buffer
	in := &typist{lines: []string{"Ana", "Butler", "2", "Late", ".", "7", "Fewer, because"}, transcript: &screen}
	in.prompt = func(left int, _ string) {
		if left == 0 {
			interrupt()
			<-release
		}
	}
	if err := Run(ctx, st, in, &screen, clock); err != nil {
		t.Fatal(err)
	}
	if got := byTitle(t, st, "Late")[0].Get("prediction"); got != "Fewer, because" {
		t.Errorf("the prediction is %q", got)
	}
}
