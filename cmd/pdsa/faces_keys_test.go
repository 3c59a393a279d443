package main

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

// A typist sits at the keyboard of the app, which stands in memory, and does what
// a script of keys says.
type typist struct {
	t      *testing.T
	path   string // of the store
	window tea.WindowSizeMsg
	st     *store.Store
	app    *tui.App // nil while it is not open
	quit   bool

	at      string         // the label of the step that is worked on
	pressed map[string]int // how many keys beside the text, by step
}

// pressKeys has the script typed in the app on a store. Nothing but keys reaches
// the app. It gives how many of them were pressed beside the text, by step.
func pressKeys(t *testing.T, path, script string, window tea.WindowSizeMsg) map[string]int {
	t.Helper()
	p := &typist{path: path, window: window, pressed: map[string]int{}}
	// Pauses in typing take no time.
	tuitest.Quick(t, func(t *testing.T) {
		p.t = t
		playKeys(t, script, p)
	})
	return p.pressed
}

func (p *typist) step(label string) { p.at = label }

func (p *typist) sees(line int, words string) {
	if !strings.Contains(p.screen(), words) {
		p.t.Fatalf("line %d: the screen does not show %q:\n%s", line, words, p.screen())
	}
}

func (p *typist) text(text string) { p.press(tuitest.Type(text)...) }

func (p *typist) key(name string, times int) {
	for range times {
		p.press(tuitest.Keys(name)...)
	}
	p.pressed[p.at] += times
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
