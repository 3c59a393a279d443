package tui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/examples"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// driven lets the test helpers feed the root model, and remembers that it quit.
type driven struct {
	*App
	quit bool
}

func (d *driven) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(tea.QuitMsg); ok {
		d.quit = true
		return nil
	}
	_, cmd := d.App.Update(msg)
	return cmd
}

func (d *driven) do(msgs ...tea.Msg)   { tuitest.Drive(d, nil, msgs...) }
func (d *driven) keys(names ...string) { d.do(tuitest.Keys(names...)...) }
func (d *driven) types(text string)    { d.do(tuitest.Type(text)...) }
func (d *driven) screen() string       { return tuitest.Plain(d.View().Content) }

func (d *driven) sees(t testing.TB, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(d.screen(), w) {
			t.Fatalf("the screen does not show %q:\n%s", w, d.screen())
		}
	}
}

func openStore(t testing.TB, path string) *store.Store {
	t.Helper()
	st, err := store.Open(path, store.Options{Now: func() time.Time { return tuitest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return st
}

// start opens the app on a store, in a window of w by h.
func start(t testing.TB, st *store.Store, w, h int, o Options) *driven {
	t.Helper()
	o.Now = func() time.Time { return tuitest.Now }
	app, err := New(st, o)
	if err != nil {
		t.Fatal(err)
	}
	app.env.Tick = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	d := &driven{App: app}
	d.do(tea.WindowSizeMsg{Width: w, Height: h})
	return d
}

// demoFile is a store with the examples, made once: tests work on copies.
var demoFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "pdsa-test-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "pdsa.db")
	st, err := store.Open(path, store.Options{Now: func() time.Time { return tuitest.Now }})
	if err != nil {
		return nil, err
	}
	if _, err := st.Merge(context.Background(), examples.Changes(examples.Cycles()), nil); err != nil {
		return nil, err
	}
	if err := st.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func demoStore(t testing.TB) *store.Store {
	t.Helper()
	data, err := demoFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "pdsa.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return openStore(t, path)
}

// TestFirstStartToNextMonth is the story of the program: a person opens it, says
// who they are, starts a cycle, writes in it, quits, and finds it again.
func TestFirstStartToNextMonth(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pdsa.db")
	st := openStore(t, path)
	d := start(t, st, 80, 24, Options{})
	d.sees(t, "Welcome", "Your name")
	d.types("Ana Ruiz")
	d.keys("enter")
	d.types("B.F. Butler")
	d.keys("enter")
	d.sees(t, "Start a cycle", "Look at an example")
	d.keys("enter")
	d.types("Late to first period")
	d.keys("enter")
	d.sees(t, "Late to first period", "PLAN (now)", "Team")
	d.keys("ctrl+n", "ctrl+n")
	for _, text := range []string{"Being on time", "Grade 7 advisers", "take attendance", "after the first lesson has begun"} {
		d.types(text)
		d.keys("tab")
	}
	d.keys("ctrl+p")
	d.sees(t, "Grade 7 advisers take attendance after the")
	d.keys("ctrl+c")
	if !d.quit {
		t.Fatal("ctrl+c did not end the app")
	}
	if err := d.flush(); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	again := start(t, openStore(t, path), 80, 24, Options{})
	again.sees(t, "My cycles", "Late to first period", "Grade 7 advisers take attendance after the first lesson")
	again.keys("enter")
	again.sees(t, "✓ Problem")
}

// TestQuittingKeepsWhatIsBeingTyped types into a field and quits without leaving
// it: in order, and as when the terminal goes away.
func TestQuittingKeepsWhatIsBeingTyped(t *testing.T) {
	for name, leave := range map[string]func(*driven){
		"ctrl+c":          func(d *driven) { d.keys("ctrl+c") },
		"hangup":          func(d *driven) { d.do(ui.Quit{}) },
		"terminal closed": func(*driven) {},
	} {
		st := demoStore(t)
		d := start(t, st, 100, 30, Options{Demo: true})
		d.do(ui.OpenCycle{Doc: "ex-talk-2", Step: "learn", At: cycle.Path{Field: "study.results"}})
		d.types("half a thought")
		leave(d)
		if err := d.flush(); err != nil {
			t.Fatal(err)
		}
		c, err := st.Cycle("ex-talk-2")
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Get("study.results"); got != "half a thought" {
			t.Errorf("%s: kept %q", name, got)
		}
	}
}

// TestQuittingAsksAboutWhatCannotBeRead types words where a number belongs: the
// first ctrl+c says that they would be gone, the second leaves.
func TestQuittingAsksAboutWhatCannotBeRead(t *testing.T) {
	d := start(t, demoStore(t), 100, 30, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-talk-2", Step: "about", At: cycle.Path{Field: "weeks"}})
	d.types(" or so")
	d.keys("ctrl+c")
	d.sees(t, "cannot be read and is not saved", "About: Weeks")
	if d.quitting {
		t.Error("the first ctrl+c leaves")
	}
	d.keys("ctrl+c")
	if !d.quitting {
		t.Error("the second ctrl+c does not leave")
	}

	d = start(t, demoStore(t), 100, 30, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-talk-2", Step: "about", At: cycle.Path{Field: "weeks"}})
	d.types("x")
	d.keys("tab", "shift+tab", "backspace", "tab", "ctrl+c")
	if !d.quitting {
		t.Error("ctrl+c asks although all was mended")
	}

	// A row of numbers that cannot be saved.
	d = start(t, demoStore(t), 100, 30, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-talk-2", Step: "data", At: cycle.Path{Field: "points"}})
	d.keys("enter", "a")
	d.types("many")
	d.keys("ctrl+c")
	d.sees(t, "cannot be read and is not saved", "many")
	if d.quitting {
		t.Error("ctrl+c leaves a row that cannot be read")
	}
}

// What is said about a text that cannot be read goes when it is mended, and does
// not stand over what comes next.
func TestAComplaintGoesWithItsCause(t *testing.T) {
	d := start(t, demoStore(t), 80, 24, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-talk-2", Step: "about", At: cycle.Path{Field: "weeks"}})
	d.types("x")
	d.keys("ctrl+c")
	d.sees(t, "cannot be read and is not saved")
	d.keys("backspace")
	if strings.Contains(d.screen(), "cannot be read") {
		t.Errorf("the complaint stays:\n%s", d.screen())
	}
	d.keys("tab")
	d.do(ui.Notice{Text: "something else", Bad: true})
	d.types("y")
	d.sees(t, "something else")
}

// A terminal without bracketed paste gives what is pasted key by key.
func TestMarksThatReorderTextAreNotTyped(t *testing.T) {
	st := demoStore(t)
	d := start(t, st, 80, 24, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-talk-2", Step: "about", At: cycle.Path{Field: "title"}})
	d.types(" \u202ertl \u200dé")
	if strings.Contains(d.screen(), "\u202e") {
		t.Error("the mark reaches the terminal")
	}
	d.sees(t, "rtl", "é")
}

func TestUndoAnywhere(t *testing.T) {
	st := demoStore(t)
	d := start(t, st, 80, 24, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-talk-2", Step: "about", At: cycle.Path{Field: "title"}})
	d.types(" changed")
	d.keys("tab", "ctrl+z")
	if c, _ := st.Cycle("ex-talk-2"); strings.Contains(c.Get("title"), "changed") {
		t.Errorf("after undo the title is %q", c.Get("title"))
	}
	d.sees(t, "taken back")
	d.keys("ctrl+r")
	if c, _ := st.Cycle("ex-talk-2"); !strings.Contains(c.Get("title"), "changed") {
		t.Errorf("after redo the title is %q", c.Get("title"))
	}
	d.sees(t, "done again")
	d.keys("ctrl+r")
	d.sees(t, "nothing to do again")
}

func TestTheNextCycleOpens(t *testing.T) {
	st := demoStore(t)
	d := start(t, st, 100, 30, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-reading", Step: "next", At: cycle.Path{}})
	d.keys("enter")
	d.do(openNextMsg("ex-reading", cycle.Replan))
	d.sees(t, "Plan", "Problem")
	rows, err := st.Followers("ex-reading")
	if err != nil || len(rows) != 1 {
		t.Fatalf("followers %v, %v", rows, err)
	}
	next, _ := st.Cycle(rows[0].ID)
	if next.Problem() == "" || len(next.Lists["bones"]) != 0 {
		t.Errorf("replan carried problem %q and %d bones", next.Problem(), len(next.Lists["bones"]))
	}
	d.keys("esc", "<")
	d.sees(t, "Reading logs at home")
}

func TestExamplesInsideTheApp(t *testing.T) {
	st := openStore(t, filepath.Join(t.TempDir(), "pdsa.db"))
	if err := st.SetPerson(store.Person{Name: "Ana"}); err != nil {
		t.Fatal(err)
	}
	closed := false
	d := start(t, st, 80, 24, Options{Examples: func(context.Context) (Examples, error) {
		return Examples{Store: demoStore(t), Now: func() time.Time { return tuitest.Now }, Close: func() error { closed = true; return nil }}, nil
	}})
	d.do(welcomeExamples())
	d.sees(t, "Example cycles", "Reading logs at home")
	d.keys("q")
	if !closed || d.guest != nil {
		t.Fatal("the examples are still open")
	}
	d.sees(t, "My cycles", "No cycles yet")
}

func TestASmallWindowSaysSo(t *testing.T) {
	d := start(t, demoStore(t), 50, 12, Options{Demo: true})
	d.sees(t, "a little small")
	tuitest.CheckFit(t, d.View().Content, 50, 12)
}

func TestWithoutUTF8NothingButASCIIIsDrawn(t *testing.T) {
	d := start(t, demoStore(t), 120, 40, Options{Demo: true})
	d.ascii = true
	d.do(ui.OpenCycle{Doc: "ex-talk-2"})
	for range cycle.Steps {
		d.keys("ctrl+n", "enter")
		for _, r := range d.screen() {
			if r >= 0x80 {
				t.Fatalf("%q is drawn:\n%s", r, d.screen())
			}
		}
		tuitest.CheckFit(t, d.View().Content, 120, 40)
	}
}

// TestRandomKeysNeverBreakTheApp plays random keys, texts and sizes over the
// whole app: it never panics, always fits, and always shows how to get help or
// back.
func TestRandomKeysNeverBreakTheApp(t *testing.T) {
	names := []string{
		"enter", "esc", "tab", "shift+tab", "up", "down", "left", "right", "space", "backspace", "delete", "home", "end", "pgup", "pgdown",
		"ctrl+n", "ctrl+p", "ctrl+z", "ctrl+r", "ctrl+b", "f1", "f2", "f3", "shift+up", "shift+down", "shift+left", "shift+right", "ctrl+t",
		"a", "b", "c", "d", "e", "g", "h", "k", "m", "n", "r", "s", "t", "v", "w", "x", "y", "A", "V", "/", "?", "<", ">", "+", ".", "1", "2",
	}
	rapid.Check(t, func(r *rapid.T) {
		d := start(t, demoStore(t), 80, 24, Options{Demo: true})
		for range rapid.IntRange(5, 40).Draw(r, "steps") {
			switch rapid.IntRange(0, 9).Draw(r, "what") {
			case 0:
				size := rapid.SampledFrom([][2]int{{60, 18}, {80, 24}, {100, 26}, {120, 40}, {200, 60}, {40, 10}}).Draw(r, "size")
				d.do(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			case 1:
				d.types(rapid.SampledFrom([]string{"hello", "21", "10/5", "é—ü", "日本語"}).Draw(r, "text"))
			default:
				d.keys(rapid.SampledFrom(names).Draw(r, "key"))
			}
			tuitest.CheckFit(r, d.View().Content, d.w, d.h)
		}
		if err := d.flush(); err != nil {
			r.Fatal(err)
		}
	})
}

func TestScreensAtEverySize(t *testing.T) {
	for _, size := range tuitest.Sizes {
		d := start(t, demoStore(t), size[0], size[1], Options{Demo: true})
		tuitest.CheckFit(t, d.View().Content, size[0], size[1])
		d.do(ui.OpenCycle{Doc: "ex-absence", Step: "about"})
		for range cycle.Steps {
			for _, into := range []string{"", "enter", "esc"} {
				if into != "" {
					d.keys(into)
				}
				tuitest.CheckFit(t, d.View().Content, size[0], size[1])
				if !strings.Contains(d.screen(), "esc") {
					t.Errorf("%s: no way back is shown:\n%s", fmt.Sprint(size), d.screen())
				}
			}
			d.keys("ctrl+n")
		}
	}
}

// TestReviewAndSlides goes from a question of the review into its field and back,
// and through the slides.
func TestReviewAndSlides(t *testing.T) {
	d := start(t, demoStore(t), 100, 30, Options{Demo: true})
	d.keys("enter")
	d.keys("r")
	d.sees(t, "Review", "Strong")
	d.keys("end", "enter")
	d.sees(t, "Meaning to start")
	d.keys("esc", "p")
	d.sees(t, "1 of ")
	d.keys("right")
	d.sees(t, "THE PROBLEM", "2 of ")
	d.keys("esc")
	d.sees(t, "PLAN", "work on it")
}

// TestPaperFromTheLibrary opens the reading of a filled organizer and leaves it.
func TestPaperFromTheLibrary(t *testing.T) {
	d := start(t, demoStore(t), 100, 30, Options{Demo: true})
	d.keys("i")
	d.sees(t, "Word")
	d.keys("esc")
	d.sees(t, "Example cycles")
}
