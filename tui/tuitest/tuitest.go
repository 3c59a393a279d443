// Package tuitest helps to test screens without a terminal and without sleeping:
// it feeds messages to Update, runs the commands that come back at once, and
// compares what View draws with golden files.
package tuitest

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// update is the flag by which golden files are written anew. Another library of
// tests may have made it already.
var update = func() func() bool {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "write the expected files anew")
	}
	return func() bool { return flag.Lookup("update").Value.String() == "true" }
}()

// Update reports whether the test was started with -update: expected files are
// then written and not compared.
func Update() bool { return update() }

// Now is the moment at which all screen tests stand still: a Friday in the third
// week of the example cycle that is under way.
var Now = time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC)

// Env returns an environment without colour, at Now.
func Env() *ui.Env {
	return &ui.Env{
		Theme: ui.NewTheme(true, true), Now: func() time.Time { return Now }, Who: "Ana Ruiz", School: "B.F. Butler Middle School",
		Tick: func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil },
	}
}

// Memory is a session's store in memory. Err, when set, is returned by every
// write.
type Memory struct {
	Author  string
	Changes []change.Change
	Err     error
	clock   *change.Clock
	seq     uint64
	secrets []change.Secret // what stays on this laptop about student groups
}

// NewMemory returns a store that holds the cycle as one change.
func NewMemory(c *cycle.Cycle) *Memory {
	m := &Memory{Author: "Ana Ruiz", clock: change.NewClock(func() time.Time { return Now }, change.Stamp{})}
	if _, err := m.Save(c.ID, nil, cycle.Diff(cycle.New(c.ID), c)...); err != nil {
		panic(err)
	}
	return m
}

// Elsewhere returns the store of another laptop that has the same changes.
func (m *Memory) Elsewhere() *Memory {
	other := *m
	other.Changes, other.secrets = slices.Clone(m.Changes), nil
	return &other
}

// State folds the document.
func (m *Memory) State(doc string) (*change.State, error) { return m.folded(doc), nil }

func (m *Memory) folded(doc string) *change.State {
	return change.Fold(doc, m.Changes).Keeping(m.secrets)
}

// Save writes one change.
func (m *Memory) Save(doc string, seen change.Vector, edits ...cycle.Edit) (*change.State, error) {
	return m.SaveOps(doc, func(s *change.State) ([]change.Op, error) { return s.Build("test", seen, edits), nil })
}

// SaveOps writes one change.
func (m *Memory) SaveOps(doc string, build func(*change.State) ([]change.Op, error)) (*change.State, error) {
	return m.write(doc, "", build)
}

func (m *Memory) write(doc string, undoes change.ID, build func(*change.State) ([]change.Op, error)) (*change.State, error) {
	if m.Err != nil {
		return nil, m.Err
	}
	st := m.folded(doc)
	ops, err := build(st)
	if err != nil || len(ops) == 0 {
		return st, err
	}
	ops, secrets := st.Seal(ops)
	m.secrets = append(m.secrets, secrets...)
	m.seq++
	c := change.Change{
		ID: change.MakeID("test", m.seq), Replica: "test", Seq: m.seq, Doc: doc, Kind: change.KindCycle,
		Author: m.Author, At: m.clock.Next(), Schema: change.Schema, Undoes: undoes, Ops: ops,
	}
	if err := c.Seal(); err != nil {
		return nil, err
	}
	m.Changes = append(m.Changes, c)
	return m.folded(doc), nil
}

// Undo takes the last change back.
func (m *Memory) Undo(doc string) (*change.State, error) { return m.revert(doc, change.UndoTarget) }

// Redo takes the last undo back.
func (m *Memory) Redo(doc string) (*change.State, error) { return m.revert(doc, change.RedoTarget) }

func (m *Memory) revert(doc string, pick func([]change.Change, string) (change.Change, error)) (*change.State, error) {
	target, err := pick(m.Changes, "test")
	if err != nil {
		return nil, err
	}
	return m.write(doc, target.ID, func(s *change.State) ([]change.Op, error) {
		return s.Build("test", nil, s.Revert(target, m.Changes)), nil
	})
}

// Session opens a session on the cycle in a store in memory.
func Session(t testing.TB, c *cycle.Cycle) (*session.Session, *Memory) {
	t.Helper()
	m := NewMemory(c)
	s, err := session.Open(m, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return s, m
}

// Example returns one of the example cycles by the name of its file, without the
// ending.
func Example(t testing.TB, name string) *cycle.Cycle {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root(t), "examples", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	c, err := cycle.ParseDocument(data, func() string { n++; return "item" + strings.Repeat("x", n) })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("the project's root was not found")
		}
		dir = up
	}
}

// Updater is what Drive needs of a screen, a pane or a form.
type Updater interface{ Update(tea.Msg) tea.Cmd }

// Drive gives the messages to u one after the other and runs every command that
// comes back, at once; what a command returns is given to s (ends of saves) and
// to u. It returns the messages that were not for the session, in order. Ticks
// are not waited for.
func Drive(u Updater, s *session.Session, msgs ...tea.Msg) []tea.Msg {
	var seen []tea.Msg
	for _, msg := range msgs {
		seen = append(seen, Drain(u, s, u.Update(msg))...)
	}
	return seen
}

// Drain runs a command and all that follow from it; see Drive.
func Drain(u Updater, s *session.Session, cmd tea.Cmd) []tea.Msg {
	var seen []tea.Msg
	queue := []tea.Cmd{cmd}
	for len(queue) > 0 {
		cmd, queue = queue[0], queue[1:]
		msg := run(cmd)
		if msg == nil {
			continue
		}
		if done, ok := msg.(session.Done); ok && s != nil {
			queue = append(queue, s.Update(done))
			continue
		}
		if cmds, ok := batch(msg); ok {
			queue = append(queue, cmds...)
			continue
		}
		seen = append(seen, msg)
		if u != nil {
			queue = append(queue, u.Update(msg))
		}
	}
	return seen
}

// MakeCycle carries out the one request among the messages to make a cycle, as the
// root does, and returns where that would open it.
func MakeCycle(t testing.TB, msgs []tea.Msg) ui.OpenCycle {
	t.Helper()
	i := slices.IndexFunc(msgs, func(m tea.Msg) bool { _, ok := m.(ui.MakeCycle); return ok })
	if i < 0 {
		t.Fatalf("no cycle is to be made: %v", msgs)
	}
	to, err := msgs[i].(ui.MakeCycle).Make()
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// run runs a command; one that waits (a tick) is given up at once.
func run(cmd tea.Cmd) tea.Msg {
	if cmd == nil {
		return nil
	}
	out := make(chan tea.Msg, 1)
	go func() { out <- cmd() }()
	select {
	case msg := <-out:
		return msg
	case <-time.After(200 * time.Millisecond):
		return nil
	}
}

func batch(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || !v.Type().ConvertibleTo(reflect.TypeFor[[]tea.Cmd]()) {
		return nil, false
	}
	cmds, ok := v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd)
	return cmds, ok
}

var named = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "tab": {Code: tea.KeyTab}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"esc": {Code: tea.KeyEscape}, "space": {Code: tea.KeySpace, Text: " "}, "backspace": {Code: tea.KeyBackspace},
	"delete": {Code: tea.KeyDelete}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
	"shift+up": {Code: tea.KeyUp, Mod: tea.ModShift}, "shift+down": {Code: tea.KeyDown, Mod: tea.ModShift},
	"shift+left": {Code: tea.KeyLeft, Mod: tea.ModShift}, "shift+right": {Code: tea.KeyRight, Mod: tea.ModShift},
	"f1": {Code: tea.KeyF1}, "f2": {Code: tea.KeyF2}, "f3": {Code: tea.KeyF3}, "f4": {Code: tea.KeyF4}, "f5": {Code: tea.KeyF5},
}

// Keys turns names ("enter", "ctrl+n", "a") into key presses.
func Keys(names ...string) []tea.Msg {
	out := make([]tea.Msg, len(names))
	for i, name := range names {
		if k, ok := named[name]; ok {
			out[i] = k
			continue
		}
		if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
			out[i] = tea.KeyPressMsg{Code: []rune(rest)[0], Mod: tea.ModCtrl}
			continue
		}
		out[i] = tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
	}
	return out
}

// Type turns a text into key presses, one a character.
func Type(text string) []tea.Msg {
	var out []tea.Msg
	for _, r := range text {
		switch r {
		case '\n':
			out = append(out, named["enter"])
		case ' ':
			out = append(out, named["space"])
		default:
			out = append(out, tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return out
}

// Plain is a view without its styles, and without blanks at the ends of lines.
func Plain(view string) string {
	lines := strings.Split(ansi.Strip(view), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

// Sizes are the windows in which every screen is looked at.
var Sizes = [][2]int{{60, 18}, {80, 24}, {100, 30}, {120, 40}, {200, 60}}

// CheckFit fails when a view is not h lines, or has a line wider than w.
func CheckFit(t Reporter, view string, w, h int) {
	t.Helper()
	lines := strings.Split(view, "\n")
	if len(lines) != h {
		t.Errorf("%dx%d: %d lines instead of %d", w, h, len(lines), h)
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got > w {
			t.Errorf("%dx%d: line %d is %d wide: %s", w, h, i+1, got, ansi.Strip(line))
		}
	}
}

// Golden compares a view with testdata/NAME.golden; with -update it writes it.
func Golden(t testing.TB, name, view string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := Plain(view) + "\n"
	if update() {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("%s differs:\n%s", path, got)
	}
}
