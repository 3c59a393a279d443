package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/streamtest"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// fatalT is what a world needs of a test, rapid's or the testing package's.
type fatalT interface {
	Helper()
	Fatalf(format string, args ...any)
}

// TestMain puts stores on a memory disk where there is one: thousands of them are
// made, and that a save is on the disk is the business of package store.
func TestMain(m *testing.M) {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() && os.Getenv("TMPDIR") == "" {
		if dir, err := os.MkdirTemp("/dev/shm", "pdsa-remote-*"); err == nil {
			_ = os.Setenv("TMPDIR", dir)
			code := m.Run()
			_ = os.RemoveAll(dir)
			os.Exit(code)
		}
	}
	os.Exit(m.Run())
}

var fallDay = time.Date(2026, time.November, 21, 9, 30, 0, 0, time.UTC)

// A world is a server and the laptops that sync with it.
type world struct {
	t       fatalT
	dir     string
	at      time.Time
	server  *streamtest.Server
	laptops []*laptop
	written int
	between bool // a laptop syncs in the middle of another's sync
	stores  int
}

// A laptop is one person's store and the way to the server.
type laptop struct {
	w      *world
	name   string
	token  string
	path   string
	skew   time.Duration
	store  *store.Store
	wire   *streamtest.Wire
	engine *Engine
}

func newWorld(t fatalT) *world {
	t.Helper()
	dir, err := os.MkdirTemp("", "world-*")
	if err != nil {
		t.Fatalf("%v", err)
	}
	w := &world{t: t, dir: dir, at: fallDay}
	w.server = streamtest.New(func() time.Time { return w.at })
	w.server.AddSchool("canal", "Eastern Canal")
	w.server.AddSchool("hill", "Hill School")
	return w
}

// end closes all stores and takes the files away.
func (w *world) end() {
	for _, l := range w.laptops {
		_ = l.store.Close()
	}
	_ = os.RemoveAll(w.dir)
}

// laptop adds a laptop of a new person, who has joined.
func (w *world) laptop(role wire.Role, skew time.Duration, schools ...string) *laptop {
	w.t.Helper()
	w.stores++
	name := fmt.Sprintf("p%d", w.stores)
	l := &laptop{w: w, name: name, skew: skew, token: w.server.AddPerson(name, name, role, schools...)}
	l.path = filepath.Join(w.dir, name+".db")
	l.open()
	if err := l.store.SetPerson(store.Person{Name: name, School: schools[0]}); err != nil {
		w.t.Fatalf("%v", err)
	}
	if _, err := Join(context.Background(), l.store, l.client(), name, "laptop"); err != nil {
		w.t.Fatalf("Join: %v", err)
	}
	w.laptops = append(w.laptops, l)
	return l
}

// team adds a laptop of a new person of the school Eastern Canal.
func (w *world) team() *laptop { return w.laptop(wire.Team, 0, "canal") }

func (l *laptop) open() {
	l.w.t.Helper()
	s, err := store.Open(l.path, store.Options{Now: func() time.Time {
		l.w.at = l.w.at.Add(time.Second)
		return l.w.at.Add(l.skew)
	}})
	if err != nil {
		l.w.t.Fatalf("Open: %v", err)
	}
	l.store = s
	l.wire = &streamtest.Wire{To: l.w.server}
	l.engine = NewEngine(s, l.client())
}

func (l *laptop) client() *Client {
	l.w.t.Helper()
	c, err := NewClient("https://dashboard.example.org", l.token, Options{
		Transport: l.wire, Tries: 2, Wait: func() backoff.BackOff { return &backoff.ZeroBackOff{} },
		Now: func() time.Time { return l.w.at.Add(l.skew) },
	})
	if err != nil {
		l.w.t.Fatalf("NewClient: %v", err)
	}
	return c
}

func (l *laptop) close() {
	if err := l.store.Close(); err != nil {
		l.w.t.Fatalf("Close: %v", err)
	}
}

// clone copies the laptop's disk to another laptop, as a school does that sets up
// its laptops from an image.
func (w *world) clone(l *laptop) *laptop {
	w.stores++
	c := &laptop{w: w, name: fmt.Sprintf("%s-%d", l.name, w.stores), skew: l.skew, token: l.token}
	c.path = filepath.Join(w.dir, c.name+".db")
	l.close()
	copyFile(w.t, l.path, c.path)
	l.open()
	c.open()
	w.laptops = append(w.laptops, c)
	return c
}

// keep copies the laptop's disk aside, and restore brings the copy back.
func (l *laptop) keep() string {
	l.w.stores++
	to := fmt.Sprintf("%s.kept-%d", l.path, l.w.stores)
	l.close()
	copyFile(l.w.t, l.path, to)
	l.open()
	return to
}

func (l *laptop) restore(kept string) {
	l.close()
	copyFile(l.w.t, kept, l.path)
	l.open()
}

func copyFile(t fatalT, from, to string) {
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatalf("%v", err)
	}
}

// value returns a text that was never written before, to find it again.
func (w *world) value() string {
	w.written++
	return "text " + strconv.Itoa(w.written)
}

func (l *laptop) save(doc string, edits ...cycle.Edit) {
	l.w.t.Helper()
	if _, err := l.store.Save(doc, nil, edits...); err != nil {
		l.w.t.Fatalf("%s: Save: %v", l.name, err)
	}
}

// sync syncs and takes an error for a bad connection.
func (l *laptop) sync() (Result, error) {
	l.w.t.Helper()
	r, err := l.engine.Sync(context.Background(), nil)
	if err != nil && !errors.Is(err, ErrUnreachable) && codeOf(err) == "" {
		l.w.t.Fatalf("%s: Sync: %v", l.name, err)
	}
	return r, err
}

// mustSync syncs over a good connection.
func (l *laptop) mustSync() Result {
	l.w.t.Helper()
	next := l.wire.Next
	l.wire.Next = nil
	r, err := l.engine.Sync(context.Background(), nil)
	if err != nil {
		l.w.t.Fatalf("%s: Sync: %v", l.name, err)
	}
	l.wire.Next = next
	return r
}

// settle syncs everyone over good connections until nobody has anything new.
func (w *world) settle() {
	w.t.Helper()
	// Two quiet rounds: in the first one a late request may have reached the server.
	for round, quiet := 0, 0; round < 14; round++ {
		quiet++
		for _, l := range w.laptops {
			if r := l.mustSync(); r.Got+r.Sent > 0 {
				quiet = 0
			}
		}
		if quiet == 2 {
			return
		}
	}
	w.t.Fatalf("the laptops do not come to rest")
}

// texts returns the values that were written in changes.
func texts(changes []change.Change) map[string]bool {
	out := map[string]bool{}
	for _, c := range changes {
		for _, op := range c.Ops {
			out[op.Value] = true
		}
	}
	delete(out, "")
	return out
}

// changes returns all that the laptop holds, by id.
func (l *laptop) changes() map[change.ID]change.Change {
	out := map[change.ID]change.Change{}
	rows, err := l.store.Recent(0)
	if err != nil {
		l.w.t.Fatalf("%s: %v", l.name, err)
	}
	for _, row := range rows {
		changes, err := l.store.Changes(row.ID)
		if err != nil {
			l.w.t.Fatalf("%s: %v", l.name, err)
		}
		for _, c := range changes {
			out[c.ID] = c
		}
	}
	return out
}

// held returns the values that the server or a laptop holds.
func (w *world) held() map[string]bool {
	all := texts(w.server.Changes("canal"))
	for _, l := range w.laptops {
		maps.Copy(all, texts(slices.Collect(maps.Values(l.changes()))))
	}
	return all
}

// checkEqual checks that the laptops and the server hold the same changes and show
// the same, and that what the laptops show is what the changes make.
func (w *world) checkEqual() {
	w.t.Helper()
	want := map[change.ID]change.Change{}
	docs := map[string]bool{}
	stream := w.server.Changes("canal")
	next := change.Vector{}
	for _, c := range stream {
		want[c.ID] = c
		docs[c.Doc] = true
		if next[c.Replica]++; next[c.Replica] != c.Seq {
			w.t.Fatalf("the stream has %s behind number %d", c.ID, next[c.Replica]-1)
		}
	}
	for _, l := range w.laptops {
		got := l.changes()
		for id, c := range want {
			if got[id].Hash != c.Hash {
				w.t.Fatalf("%s lacks %s or has another one", l.name, id)
			}
		}
		for id := range got {
			if want[id].Hash == "" {
				w.t.Fatalf("%s has %s, and the stream has not", l.name, id)
			}
		}
		for doc := range docs {
			st, err := l.store.State(doc)
			if err != nil {
				w.t.Fatalf("%s: %v", l.name, err)
			}
			shows, errA := json.Marshal(st)
			makes, errB := json.Marshal(change.Fold(doc, stream))
			if errA != nil || errB != nil || string(shows) != string(makes) {
				w.t.Fatalf("%s shows in %s\n%s\nand the changes make\n%s", l.name, doc, shows, makes)
			}
		}
	}
}

// edit draws something that a person does.
func (l *laptop) edit(t *rapid.T) {
	doc := rapid.SampledFrom([]string{"d1", "d2", "d3"}).Draw(t, "doc")
	st, err := l.store.State(doc)
	var items []string
	if err == nil {
		for _, it := range st.Cycle().Lists["actions"] {
			items = append(items, it.ID)
		}
	}
	kind := rapid.IntRange(0, 8).Draw(t, "edit")
	if len(items) == 0 && kind >= 4 && kind <= 6 {
		kind = 3
	}
	switch kind {
	case 0, 1, 2:
		l.save(doc, cycle.SetField(rapid.SampledFrom([]string{"title", "strengths"}).Draw(t, "field"), l.w.value()))
	case 3:
		id := change.NewID()
		l.save(doc, cycle.Add("actions", id), cycle.SetIn("actions", id, "what", l.w.value()))
	case 4:
		l.save(doc, cycle.Remove("actions", rapid.SampledFrom(items).Draw(t, "item")))
	case 5, 6:
		l.save(doc, cycle.SetIn("actions", rapid.SampledFrom(items).Draw(t, "item"), "what", l.w.value()))
	case 7:
		if _, err := l.store.Undo(doc); err != nil && !errors.Is(err, change.ErrNothingToUndo) && !errors.Is(err, store.ErrNotFound) {
			t.Fatalf("Undo: %v", err)
		}
	case 8: // by a newer version of the program
		var op change.Op
		if err := json.Unmarshal(fmt.Appendf(nil, `{"do":"paint","color":{"r":1},"value":%q}`, l.w.value()), &op); err != nil {
			t.Fatalf("%v", err)
		}
		if _, err := l.store.SaveOps(doc, func(*change.State) ([]change.Op, error) { return []change.Op{op}, nil }); err != nil {
			t.Fatalf("SaveOps: %v", err)
		}
	}
}
