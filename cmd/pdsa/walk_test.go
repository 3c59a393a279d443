//go:build unix

package main

import (
	"cmp"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// pace is how slowly the walk goes: 1 is the pace of a person in no hurry, 0 is
// without waiting.
var pace = flag.Float64("walk.pace", 0, "the walk-through takes a person's time this many times; 0 waits for nothing")

// TestWalkThrough goes through a cycle as a person does: in the program itself, in
// a terminal, by its keys alone. Three walks are there: a first plan by the guide,
// a whole cycle in two sittings, and the same cycle in the eight sittings that six
// weeks have. Without waiting it shows that they come to their ends, and to the
// documents that the other faces leave. At a pace it measures by the wall clock
// what they take:
//
//	go test -run WalkThrough/weeks -timeout 2h -v ./cmd/pdsa -walk.pace=1
//
// Windows has no pseudo terminal that a test could open; there it is left out.
func TestWalkThrough(t *testing.T) {
	bin := buildBinary(t, t.TempDir(), ".")
	t.Run("guide", func(t *testing.T) { walkThrough(t, bin, "testdata/guide.txt") })

	t.Setenv("PDSA_NOW", evening)
	lines := filepath.Join(t.TempDir(), "lines.db")
	typeLines(t, lines, "../../tui/plain/testdata/whole_cycle.txt")
	whole, next := bothCycles(t, lines)
	sortPoints(whole)
	scripts := []string{"weeks"}
	if *pace > 0 { // without a pace it would be the same walk once more
		scripts = append(scripts, "keys")
	}
	for _, script := range scripts {
		t.Run(script, func(t *testing.T) {
			gotWhole, gotNext := bothCycles(t, walkThrough(t, bin, "testdata/"+script+".txt"))
			sortPoints(gotWhole)
			compareCycles(t, "the cycle", gotWhole, whole)
			compareCycles(t, "the next cycle", gotNext, next)
		})
	}
}

// sortPoints puts the data points into the order of their days: it does not
// matter in which they were written.
func sortPoints(c *cycle.Cycle) {
	slices.SortFunc(c.Lists["points"], func(a, b cycle.Item) int {
		return cmp.Or(strings.Compare(a.Get("date"), b.Get("date")), strings.Compare(a.Get("subgroup"), b.Get("subgroup")),
			strings.Compare(a.Get("value"), b.Get("value")))
	})
}

// walkThrough plays a script on a binary of the program and gives the path of its
// store.
func walkThrough(t *testing.T, bin, script string) string {
	t.Helper()
	dir := t.TempDir()
	w := &walker{t: t, bin: bin, dir: dir, pace: *pace}
	playKeys(t, script, w)
	if w.pace > 0 {
		w.report(t)
	}
	return w.store()
}

// A walker plays a script of keys on the program in a terminal, at a person's
// pace, and keeps what it took.
type walker struct {
	t        *testing.T
	bin, dir string
	pace     float64
	terminal *terminal // nil while the program is not open

	reader reader
	last   string // the key that was pressed last, or empty
	typed  bool   // whether a text was typed last
	at     string // the label of the step that is worked on
	tallies
}

func (w *walker) store() string { return filepath.Join(w.dir, "pdsa.db") }

func (w *walker) step(label string) {
	w.at = label
	if w.terminal != nil {
		day := w.now().day
		w.end()
		w.begin(day, label)
	}
}

// open starts the program in the evening of the day.
func (w *walker) open(_ int, day string) {
	w.begin(day, w.at)
	program := exec.Command(w.bin, "--store", w.store())
	program.Env = append(os.Environ(), "TERM=xterm-256color", "LC_ALL=C.UTF-8", "PDSA_NOW="+day+"T18:00:00Z", "HOME="+w.dir, "XDG_DATA_HOME="+w.dir)
	w.terminal = startTerminal(w.t, 80, 24, program)
	w.look("")
}

func (w *walker) sees(line int, words string) {
	if !w.terminal.waitFor(func(screen string) bool { return strings.Contains(screen, words) }) {
		w.t.Fatalf("line %d: the screen does not show %q:\n%s", line, words, w.terminal.screen())
	}
}

func (w *walker) text(text string) {
	w.wait(&w.now().deciding, aDecision)
	for _, r := range text {
		w.wait(&w.now().typing, aLetter)
		w.terminal.send(strings.ReplaceAll(string(r), "\n", "\r"))
	}
	w.now().words += len(strings.Fields(text))
	w.last, w.typed = "", true
	w.look(text)
}

func (w *walker) key(name string, times int) {
	for range times {
		if name != w.last && !w.typed {
			w.wait(&w.now().deciding, aDecision)
		}
		w.wait(&w.now().pressing, aKey)
		w.terminal.send(sent(name))
		w.now().keys++
		w.last, w.typed = name, false
		w.look("")
	}
}

// settled is how long a screen stands still until it is taken for the answer to
// a key.
const settled = 100 * time.Millisecond

// look reads what is new on the screen, from when it begins to be drawn.
func (w *walker) look(typed string) {
	if w.pace == 0 {
		return
	}
	began := time.Now()
	w.terminal.settle(settled)
	first, again := w.reader.read(w.terminal.screen(), typed)
	w.now().first += first
	w.now().again += again
	w.now().reading += time.Since(began)
	w.wait(&w.now().reading, max(0, time.Duration(first)*firstReading+time.Duration(again)*glance-time.Since(began)))
}

// wait lets a person's time go by, and notes for what.
func (w *walker) wait(what *time.Duration, d time.Duration) {
	if w.pace > 0 {
		*what += d
		time.Sleep(time.Duration(float64(d) * w.pace))
	}
}

// leave checks that the person has quit the program, and that it ended well.
func (w *walker) leave(line int) {
	if err := w.terminal.end(); err != nil {
		w.t.Fatalf("line %d: %v; the screen shows\n%s", line, err, w.terminal.screen())
	}
	w.end()
	w.terminal = nil
}
