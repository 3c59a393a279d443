package main

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

// A typist sits at the keyboard of the app and does what a script says; how one
// is written stands at the top of testdata/keys.txt.
type typist struct {
	t      *testing.T
	path   string // of the store
	window tea.WindowSizeMsg
	st     *store.Store
	app    *tui.App // nil while it is not open
	quit   bool

	step    string         // the label of the step that is worked on
	pressed map[string]int // how many keys beside the text, by step
}

// pressKeys has the script typed in the app on a store. Nothing but keys reaches
// the app. It gives how many of them were pressed beside the text, by step.
func pressKeys(t *testing.T, path, script string, window tea.WindowSizeMsg) map[string]int {
	t.Helper()
	data, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	p := &typist{path: path, window: window, pressed: map[string]int{}}
	// Pauses in typing take no time.
	tuitest.Quick(t, func(t *testing.T) {
		p.t = t
		for i, line := range strings.Split(string(data), "\n") {
			word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\r"), " ")
			if word != "" && word != "#" {
				p.do(i+1, word, rest)
			}
		}
		p.leave(0)
	})
	return p.pressed
}

func (p *typist) do(line int, word, rest string) {
	switch word {
	case "==":
		if !slices.ContainsFunc(cycle.Steps, func(s cycle.Step) bool { return s.Label == rest }) {
			p.t.Fatalf("line %d: there is no step %q", line, rest)
		}
		p.step = rest
	case "opens":
		p.leave(line)
		p.open(line, rest)
	case "sees":
		if !strings.Contains(p.screen(), rest) {
			p.t.Fatalf("line %d: the screen does not show %q:\n%s", line, rest, p.screen())
		}
	case "type":
		p.press(tuitest.Type(strings.ReplaceAll(rest, `\n`, "\n"))...)
	case "keys":
		for name := range strings.FieldsSeq(rest) {
			name, n, _ := strings.Cut(name, "*")
			times, err := strconv.Atoi(cmp.Or(n, "1"))
			if err != nil {
				p.t.Fatalf("line %d: %v", line, err)
			}
			for range times {
				p.press(tuitest.Keys(name)...)
			}
			p.pressed[p.step] += times
		}
	default:
		p.t.Fatalf("line %d: %q is nothing that a typist does", line, word)
	}
}

// open starts the program in the evening of the day.
func (p *typist) open(line int, day string) {
	at, err := time.Parse("2006-01-02 15:04", day+" 18:00")
	if err != nil {
		p.t.Fatalf("line %d: %v", line, err)
	}
	now := func() time.Time { return at }
	if p.st, err = store.Open(p.path, store.Options{Now: now}); err != nil {
		p.t.Fatal(err)
	}
	if p.app, err = tui.New(p.st, tui.Options{Now: now}); err != nil {
		p.t.Fatal(err)
	}
	p.quit = false
	p.press(p.window)
}

// leave checks that the person has quit the app, and puts the store away.
func (p *typist) leave(line int) {
	if p.app == nil {
		return
	}
	if !p.quit {
		p.t.Fatalf("line %d: the app is still open:\n%s", line, p.screen())
	}
	if err := p.st.Close(); err != nil {
		p.t.Fatal(err)
	}
	p.app = nil
}

func (p *typist) press(msgs ...tea.Msg) {
	tuitest.Drive(p, nil, msgs...)
	p.screen() // a terminal draws after what was pressed, and panes go by what was drawn
}

func (p *typist) screen() string { return tuitest.Plain(p.app.View().Content) }

// Update gives the app what the keyboard sends, and what its own commands bring.
func (p *typist) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(tea.QuitMsg); ok {
		p.quit = true
		return nil
	}
	_, cmd := p.app.Update(msg)
	return cmd
}
