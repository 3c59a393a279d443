package main

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

// A typist sits at the keyboard of the app and does what a script says; how one
// is written stands at the top of testdata/keys.txt.
type typist struct {
	t    *testing.T
	path string // of the store
	st   *store.Store
	app  *tui.App
	quit bool
	day  time.Time

	parts []part
}

// A part is what the script does under one heading.
type part struct {
	name  string
	keys  int // pressed beside the text
	typed int // letters of the text
}

// pressKeys opens the app on a store and has the script typed. Nothing but keys
// reaches the app.
func pressKeys(t *testing.T, path, script string) []part {
	t.Helper()
	data, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	p := &typist{t: t, path: path}
	// Pauses in typing take no time.
	tuitest.Quick(t, func(t *testing.T) {
		p.t = t
		for i, line := range strings.Split(string(data), "\n") {
			if word, rest, _ := strings.Cut(line, " "); word != "" && word != "#" {
				p.do(i+1, word, rest)
			}
		}
		p.leave(0)
	})
	return p.parts
}

func (p *typist) do(line int, word, rest string) {
	switch word {
	case "==":
		p.parts = append(p.parts, part{name: rest})
	case "opens":
		p.leave(line)
		p.open(line, rest)
	case "sees":
		if !strings.Contains(p.screen(), rest) {
			p.t.Fatalf("line %d: the screen does not show %q:\n%s", line, rest, p.screen())
		}
	case "type":
		text := strings.ReplaceAll(rest, `\n`, "\n")
		p.part().typed += len([]rune(text))
		p.press(tuitest.Type(text))
	case "keys":
		for name := range strings.FieldsSeq(rest) {
			times := 1
			if key, n, many := strings.Cut(name, "*"); many {
				name = key
				times, _ = strconv.Atoi(n)
			}
			p.part().keys += times
			p.press(tuitest.Keys(slices.Repeat([]string{name}, times)...))
		}
	default:
		p.t.Fatalf("line %d: %q is nothing that a typist does", line, word)
	}
}

func (p *typist) part() *part { return &p.parts[len(p.parts)-1] }

// open starts the program in the evening of the day, in the usual window.
func (p *typist) open(line int, day string) {
	at, err := time.Parse("2006-01-02 15:04", day+" 18:00")
	if err != nil {
		p.t.Fatalf("line %d: %v", line, err)
	}
	p.day = at
	now := func() time.Time { return p.day }
	if p.st, err = store.Open(p.path, store.Options{Now: now}); err != nil {
		p.t.Fatal(err)
	}
	if p.app, err = tui.New(p.st, tui.Options{Now: now}); err != nil {
		p.t.Fatal(err)
	}
	p.quit = false
	p.press([]tea.Msg{tea.WindowSizeMsg{Width: 80, Height: 24}})
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

func (p *typist) press(msgs []tea.Msg) {
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
