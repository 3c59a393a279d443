package plain

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/paper/papertest"
	"github.com/cqi-pdsa/pdsa/store"
)

// organizer writes a filled organizer, and gives its path.
func organizer(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "our organizer.docx")
	file := papertest.File{Body: papertest.Style("Title", "Late to first period") +
		papertest.Bold("Problem of practice") +
		papertest.Table(papertest.Row("Who", "Does", "What"), papertest.Row("Advisers", "take attendance", "too late")) +
		papertest.Bold("Parking lot:") + papertest.P("Ask about the buses.") +
		papertest.Bold("Baseline") + papertest.P("many")}
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTakePaper(t *testing.T) {
	st := openStore(t)
	path := organizer(t)
	old := filepath.Join(filepath.Dir(path), "old.doc")
	if err := os.WriteFile(old, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), 0o600); err != nil {
		t.Fatal(err)
	}
	screen := talk(t, st, "Ana Ruiz", "Butler", "7", "none.docx", old, ".",
		"paper", "'"+path+"'", "maybe", "no",
		"7", strings.ReplaceAll(path, " ", `\ `), "yes", "w", "q")
	all := byTitle(t, st, "Late to first period")
	if len(all) != 1 {
		t.Fatalf("%d cycles were made, want 1\n%s", len(all), tail(screen))
	}
	c := all[0]
	if c.Get("problem.does") != "take attendance" || c.Get("school") != "Butler" || !strings.Contains(c.Get("diary/week-0.text"), "Ask about the buses.") {
		t.Errorf("%v", c.Values)
	}
	wantOnScreen(t, screen, "Which organizer did your team fill in?", "Not read. There is no file", "Not read. This is an old Word file",
		"answers found a place", "Left over: kept in the diary, under week 0: Parking lot: Ask about the buses.", "Baseline: many",
		"Problem: Who: Advisers Does: take attendance What: too late", "Make a new cycle of this? Type yes or no.", "Nothing was written.",
		"Saved. Made from our organizer.docx. Read it through; the rest is in the diary, week 0. Late to first period. Phase: Plan")
	if n := strings.Count(screen, "Saved. "); n != 1 {
		t.Errorf("it says %d times that something was saved", n)
	}
}

// TestPaperIsNotMadeUnasked ends the input, or quits, at every line of the way.
func TestPaperIsNotMadeUnasked(t *testing.T) {
	way := []string{"Ana Ruiz", "Butler", "7", organizer(t), "yes"}
	for end := range way {
		for _, last := range [][]string{nil, {"."}} {
			st := openStore(t)
			screen := talk(t, st, append(way[:end:end], last...)...)
			if made := byTitle(t, st, "Late to first period"); len(made) != 0 {
				t.Errorf("a cycle is made after %q", way[:end])
			}
			if !strings.HasSuffix(screen, "Goodbye. Everything you answered is saved.\n") {
				t.Errorf("after %q the end is not said: %s", way[:end], tail(screen))
			}
		}
	}
}

func TestPaperIntoAStoreThatCannotBeWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pdsa.db")
	st := openStoreAt(t, path)
	talk(t, st, begin("q")...)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	readOnly, err := store.Open(path, store.Options{Now: clock, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = readOnly.Close() }()
	wantOnScreen(t, talk(t, readOnly, "7", "q"), "This store can only be read, so no cycle can be made here.")
}

// A cycle that cannot be written is said so at once, and again at the end.
func TestPaperThatIsNotSaved(t *testing.T) {
	st := openStore(t)
	var screen bytes.Buffer
	in := &typist{lines: []string{"Ana", "Butler", "7", organizer(t), "yes"}, transcript: &screen}
	in.prompt = func(left int, _ string) {
		if left == 1 {
			if err := st.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	err := Run(context.Background(), st, in, &screen, clock)
	if err == nil || !strings.Contains(err.Error(), "the last answer was not saved") {
		t.Errorf("Run: %v", err)
	}
	wantOnScreen(t, screen.String(), "No cycle was made.", "The document is as it was.")
}
