package tui

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	gosync "sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/cenkalti/backoff/v5"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/streamtest"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

// A district is a dashboard with two schools, and the laptops that join it.
type district struct {
	t       testing.TB
	dash    *dashboard.Dashboard
	admin   dashboard.Caller
	serves  http.Handler
	schools map[string]string // ids by name

	mu gosync.Mutex
	at time.Time
}

func (d *district) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at
}

func (d *district) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = d.at.Add(by)
}

func newDistrict(t testing.TB) *district {
	t.Helper()
	d := &district{t: t, at: tuitest.Now, schools: map[string]string{}}
	back, err := bolt.Open(filepath.Join(t.TempDir(), "dashboard.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = back.Close() })
	quiet := slog.New(slog.DiscardHandler)
	d.dash = dashboard.New(back, dashboard.Options{Now: d.now, Log: quiet})
	secret, err := d.dash.Init(t.Context(), "Canal District", "Chris")
	if err != nil {
		t.Fatal(err)
	}
	if d.admin, err = d.dash.SignIn(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Eastern Canal", "Hill School"} {
		school, err := d.dash.AddSchool(t.Context(), d.admin, name, "")
		if err != nil {
			t.Fatal(err)
		}
		d.schools[name] = school.ID
	}
	d.serves = api.New(d.dash, api.Options{Log: quiet})
	return d
}

func (d *district) code(name string, role wire.Role, school string) string {
	d.t.Helper()
	i := dashboard.Invitation{Name: name, Role: role, School: d.schools[school]}
	code, err := d.dash.Invite(d.t.Context(), d.admin, i)
	if err != nil {
		d.t.Fatal(err)
	}
	return code
}

// A laptop runs the app as Bubble Tea does: every command in a goroutine of its own,
// and the messages one after the other. Ticks come when a test says so.
type laptop struct {
	t     testing.TB
	d     *district
	app   *App
	st    *store.Store
	link  *streamtest.Wire
	msgs  chan delivery
	open  int // commands that have not answered
	ticks []pendingTick
	over  bool
}

type delivery struct {
	msg  tea.Msg
	last bool // whether the command has answered with it
}

type pendingTick struct {
	after time.Duration
	msg   tea.Msg
}

func (d *district) laptop(name, school string) *laptop {
	d.t.Helper()
	l := &laptop{t: d.t, d: d, msgs: make(chan delivery, 1000), link: &streamtest.Wire{To: d.serves}}
	st, err := store.Open(filepath.Join(d.t.TempDir(), name+".db"), store.Options{Now: d.now})
	if err != nil {
		d.t.Fatal(err)
	}
	l.st = st
	if err := st.SetPerson(store.Person{Name: name, School: school}); err != nil {
		d.t.Fatal(err)
	}
	l.start(80, 24)
	d.t.Cleanup(func() { _ = l.app.flush(); _ = st.Close() })
	return l
}

// start opens the app anew.
func (l *laptop) start(w, h int) {
	l.t.Helper()
	app, err := New(l.st, Options{Now: l.d.now, Remote: remote.Options{
		Transport: l.link, Wait: func() backoff.BackOff { return &backoff.ZeroBackOff{} },
	}})
	if err != nil {
		l.t.Fatal(err)
	}
	app.env.Tick = func(after time.Duration, then func(time.Time) tea.Msg) tea.Cmd {
		l.ticks = append(l.ticks, pendingTick{after, then(time.Time{})})
		return nil
	}
	l.app = app
	l.exec(app.Init())
	l.give(tea.WindowSizeMsg{Width: w, Height: h})
	l.settle()
}

func (l *laptop) give(msg tea.Msg) {
	if _, over := msg.(tea.QuitMsg); over {
		l.over = true
		return
	}
	_, cmd := l.app.Update(msg)
	l.exec(cmd)
}

func (l *laptop) exec(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	l.open++
	go func() {
		l.deliver(cmd())
		l.msgs <- delivery{last: true}
	}()
}

// deliver passes a command's message on; batches side by side, sequences in order.
func (l *laptop) deliver(msg tea.Msg) {
	if msg == nil {
		return
	}
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || !v.Type().ConvertibleTo(reflect.TypeFor[[]tea.Cmd]()) {
		l.msgs <- delivery{msg: msg}
		return
	}
	cmds := v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd)
	if _, batch := msg.(tea.BatchMsg); !batch {
		for _, cmd := range cmds {
			if cmd != nil {
				l.deliver(cmd())
			}
		}
		return
	}
	var all gosync.WaitGroup
	for _, cmd := range cmds {
		if cmd != nil {
			all.Go(func() { l.deliver(cmd()) })
		}
	}
	all.Wait()
}

func (l *laptop) next() {
	got := <-l.msgs
	if got.last {
		l.open--
		return
	}
	l.give(got.msg)
}

// settle runs the app until nothing is under way.
func (l *laptop) settle() {
	for l.open > 0 {
		l.next()
	}
}

// patience lets the keys go that wait for a command.
func (l *laptop) patience() {
	for i, tick := range slices.Backward(l.ticks) {
		if _, ok := tick.msg.(overdue); ok {
			l.ticks = slices.Delete(l.ticks, i, i+1)
			l.give(tick.msg)
		}
	}
}

// until runs the app until the screen shows the words, whatever is under way.
func (l *laptop) until(words string) {
	l.t.Helper()
	for l.patience(); !strings.Contains(l.screen(), words); l.patience() {
		if l.open == 0 {
			l.t.Fatalf("the screen never shows %q:\n%s", words, l.screen())
		}
		l.next()
	}
}

func (l *laptop) keys(names ...string) {
	for _, msg := range tuitest.Keys(names...) {
		l.give(msg)
		l.settle()
	}
}

func (l *laptop) types(text string) {
	for _, msg := range tuitest.Type(text) {
		l.give(msg)
		l.settle()
	}
}

// comes lets a tick come: the newest whose message is of the kind, such as "due".
func (l *laptop) comes(kind string) {
	l.t.Helper()
	for i, tick := range slices.Backward(l.ticks) {
		if strings.HasSuffix(fmt.Sprintf("%T", tick.msg), "."+kind) {
			l.ticks = slices.Delete(l.ticks, i, i+1)
			l.give(tick.msg)
			l.settle()
			return
		}
	}
	l.t.Fatalf("no %s is to come", kind)
}

func (l *laptop) screen() string { return tuitest.Plain(l.app.View().Content) }

func (l *laptop) sees(words ...string) {
	l.t.Helper()
	// Sentences may be broken into lines.
	flat := strings.Join(strings.Fields(l.screen()), " ")
	for _, w := range words {
		if !strings.Contains(l.screen(), w) && !strings.Contains(flat, w) {
			l.t.Fatalf("the screen does not show %q:\n%s", w, l.screen())
		}
	}
}

func (l *laptop) seesNot(words string) {
	l.t.Helper()
	if strings.Contains(l.screen(), words) {
		l.t.Fatalf("the screen shows %q:\n%s", words, l.screen())
	}
}

// join joins as a person does, by keys, and comes back to the library.
func (l *laptop) join(code string) {
	l.t.Helper()
	l.keys("s", "enter")
	l.types("dashboard.example.org")
	l.keys("enter")
	l.sees("Canal District")
	l.types(strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	l.keys("enter")
	l.sees("All is sent", "Canal District")
	l.keys("esc")
}

// inStep syncs now.
func (l *laptop) inStep() {
	l.t.Helper()
	l.comes("due")
}

// cycle makes a cycle with a title, as n does.
func (l *laptop) begins(title string) string {
	l.t.Helper()
	l.keys("n")
	l.types(title)
	l.keys("enter")
	l.keys("esc", "esc")
	rows, err := l.st.Recent(1)
	if err != nil || len(rows) != 1 {
		l.t.Fatalf("%v, %v", rows, err)
	}
	return rows[0].ID
}

func (l *laptop) shows(doc string) string {
	l.t.Helper()
	st, err := l.st.State(doc)
	if err != nil {
		l.t.Fatal(err)
	}
	data, err := json.Marshal(st)
	if err != nil {
		l.t.Fatal(err)
	}
	return string(data)
}

func (l *laptop) value(doc, field string) string {
	l.t.Helper()
	c, err := l.st.Cycle(doc)
	if err != nil {
		l.t.Fatal(err)
	}
	return c.Values[field]
}

// toField opens the cycle in hand and goes to a field that text is typed in.
func (l *laptop) toField(step, label string) {
	l.t.Helper()
	l.keys("enter", "home")
	for range len(cycle.Steps) {
		if strings.Contains(l.screen(), "▸ ◦ "+step) || strings.Contains(l.screen(), "▸ · "+step) || strings.Contains(l.screen(), "▸ ✓ "+step) {
			break
		}
		l.keys("down")
	}
	l.keys("enter")
	for range 10 {
		if strings.Contains(l.screen(), "▸ "+label) {
			return
		}
		l.keys("tab")
	}
	l.t.Fatalf("no field %s:\n%s", label, l.screen())
}

// down is a server that nobody reaches.
func down() streamtest.Fault { return streamtest.CutOff }
