package academy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

// A laptop is one person's store and the way to the server.
type laptop struct {
	w       *world
	name    string
	role    wire.Role
	school  string // its home; empty for a coach
	schools []string
	token   string
	path    string
	skew    time.Duration
	store   *store.Store
	next    func() fault // nil: all goes well
	engine  *remote.Engine
}

func (l *laptop) open() {
	l.w.t.Helper()
	s, err := store.Open(l.path, store.Options{Now: l.now})
	if err != nil {
		l.w.t.Fatalf("Open: %v", err)
	}
	l.store = s
	l.reach()
}

func (l *laptop) now() time.Time { return l.w.at.Add(l.skew) }

// reach makes the way to the server anew.
func (l *laptop) reach() { l.engine = remote.NewEngine(l.store, l.client()) }

func (l *laptop) client() *remote.Client {
	l.w.t.Helper()
	c, err := remote.NewClient("https://dashboard.example.org", l.token, remote.Options{
		Transport: &line{laptop: l}, Tries: 2, Wait: func() backoff.BackOff { return &backoff.ZeroBackOff{} }, Now: l.now,
	})
	if err != nil {
		l.w.t.Fatalf("NewClient: %v", err)
	}
	return c
}

func (l *laptop) close() {
	l.w.t.Helper()
	if err := l.store.Close(); err != nil {
		l.w.t.Fatalf("Close: %v", err)
	}
}

// clone copies the laptop's disk to another laptop, as a school does that sets up
// its laptops from an image.
func (w *world) clone(l *laptop) *laptop {
	w.t.Helper()
	w.stores++
	c := *l
	c.name = fmt.Sprintf("%s-%d", l.name, w.stores)
	c.path = filepath.Join(w.dir, c.name+".db")
	l.close()
	copyFile(w.t, l.path, c.path)
	l.open()
	c.open()
	w.laptops = append(w.laptops, &c)
	return &c
}

// keep copies the laptop's disk aside, and restore brings the copy back.
func (l *laptop) keep() string {
	l.w.t.Helper()
	l.w.stores++
	to := fmt.Sprintf("%s.kept-%d", l.path, l.w.stores)
	l.close()
	copyFile(l.w.t, l.path, to)
	l.open()
	return to
}

func (l *laptop) restore(kept string) {
	l.w.t.Helper()
	l.close()
	copyFile(l.w.t, kept, l.path)
	l.open()
}

func copyFile(t fatalT, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatalf("%v", err)
	}
}

// GoString is how a laptop stands in the story of a failed history.
func (l *laptop) GoString() string { return l.name }

func (l *laptop) save(doc string, edits ...cycle.Edit) {
	l.w.t.Helper()
	if _, err := l.store.Save(doc, nil, edits...); err != nil {
		l.w.t.Fatalf("%s: Save: %v", l.name, err)
	}
}

// codeOf returns the dashboard's code in an error; empty when it is another one.
func codeOf(err error) wire.Code {
	var refused *wire.Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}

// sync syncs and takes an error for a bad connection.
func (l *laptop) sync() {
	l.w.t.Helper()
	_, err := l.engine.Sync(context.Background(), nil)
	if err != nil && !errors.Is(err, remote.ErrUnreachable) && !errors.Is(err, change.ErrCorrupt) && codeOf(err) == "" {
		l.w.t.Fatalf("%s: Sync: %v", l.name, err)
	}
}

// wellSync syncs over a good connection.
func (l *laptop) wellSync() (remote.Result, error) {
	next := l.next
	l.next = nil
	defer func() { l.next = next }()
	return l.engine.Sync(context.Background(), nil)
}

func (l *laptop) mustSync() remote.Result {
	l.w.t.Helper()
	r, err := l.wellSync()
	if err != nil {
		l.w.t.Fatalf("%s: Sync: %v", l.name, err)
	}
	return r
}

// changes returns all that the laptop holds, by id.
func (l *laptop) changes() map[change.ID]change.Change {
	l.w.t.Helper()
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
