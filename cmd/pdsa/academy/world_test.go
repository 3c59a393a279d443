package academy

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

// fatalT is what a world needs of a test, rapid's or the testing package's.
type fatalT interface {
	Helper()
	Fatalf(format string, args ...any)
}

var fallDay = time.Date(2026, time.November, 21, 9, 30, 0, 0, time.UTC)

// A world is a dashboard with two schools and the laptops that sync with it.
type world struct {
	t       fatalT
	dir     string
	at      time.Time
	host    *host
	admin   string // the secret of the first admin
	canal   string // the ids of the schools
	hill    string
	laptops []*laptop
	written int
	stores  int
	between bool // a laptop syncs in the middle of another's sync

	restored bool // the server went back to a backup at least once
}

func newWorld(t fatalT, tb testing.TB, kind int) *world {
	t.Helper()
	dir, err := os.MkdirTemp("", "world-*")
	if err != nil {
		t.Fatalf("%v", err)
	}
	w := &world{t: t, dir: dir, at: fallDay}
	w.host = newHost(t, databases[kind].make(tb, dir), func() time.Time { return w.at })
	if w.admin, err = w.host.dash.Init(context.Background(), "Canal District", "Dana Cole"); err != nil {
		t.Fatalf("Init: %v", err)
	}
	w.canal, w.hill = w.addSchool("Eastern Canal"), w.addSchool("Hill School")
	return w
}

// end closes everything and takes the files away.
func (w *world) end() {
	for _, l := range w.laptops {
		_ = l.store.Close()
	}
	_ = w.host.back.Close()
	_ = os.RemoveAll(w.dir)
}

// district returns the admin as a caller.
func (w *world) district() dashboard.Caller {
	w.t.Helper()
	who, err := w.host.dash.SignIn(context.Background(), w.admin)
	if err != nil {
		w.t.Fatalf("SignIn: %v", err)
	}
	return who
}

func (w *world) addSchool(name string) string {
	w.t.Helper()
	s, err := w.host.dash.AddSchool(context.Background(), w.district(), name, "")
	if err != nil {
		w.t.Fatalf("AddSchool: %v", err)
	}
	return s.ID
}

// laptop adds a laptop of a new person, who has joined.
func (w *world) laptop(role wire.Role, skew time.Duration, schools ...string) *laptop {
	w.t.Helper()
	w.stores++
	l := &laptop{w: w, name: fmt.Sprintf("p%d", w.stores), role: role, skew: skew}
	if role == wire.Team {
		l.school = schools[0]
	}
	l.schools = schools
	l.path = filepath.Join(w.dir, l.name+".db")
	l.open()
	if err := l.store.SetPerson(store.Person{Name: l.name, School: "school"}); err != nil {
		w.t.Fatalf("%v", err)
	}
	l.join()
	w.laptops = append(w.laptops, l)
	return l
}

// join lets the laptop's person in.
func (l *laptop) join() {
	l.w.t.Helper()
	who := dashboard.Invitation{Schools: l.schools, Role: l.role, Name: l.name}
	code, err := l.w.host.dash.Invite(context.Background(), l.w.district(), who)
	if err != nil {
		l.w.t.Fatalf("Invite: %v", err)
	}
	next := l.next
	l.next = nil
	if _, err := remote.Join(context.Background(), l.store, l.client(), code, "laptop"); err != nil {
		l.w.t.Fatalf("Join: %v", err)
	}
	l.next = next
	if l.token, err = remote.LoadToken(l.path); err != nil {
		l.w.t.Fatalf("%v", err)
	}
	l.reach()
}

// joinAgain lets those in again whom a server that came back from a backup does not
// know any more.
func (w *world) joinAgain() {
	w.t.Helper()
	for _, l := range w.laptops {
		if _, err := w.host.dash.SignIn(context.Background(), l.token); err != nil {
			l.join()
		}
	}
}

func (w *world) team() *laptop { return w.laptop(wire.Team, 0, w.canal) }

// value returns a text that was never written before, to find it again.
func (w *world) value(kind string) string {
	w.written++
	return kind + " " + strconv.Itoa(w.written)
}

// settle syncs everyone over good connections until nobody has anything new.
func (w *world) settle() {
	w.t.Helper()
	// Two quiet rounds: in the first one a late request may have reached the server.
	for round, quiet := 0, 0; round < 16; round++ {
		quiet++
		for _, l := range w.laptops {
			r, err := l.wellSync()
			if err != nil {
				w.t.Fatalf("%s: Sync: %v", l.name, err)
			}
			if r.Got+r.Sent > 0 {
				quiet = 0
			}
			if len(r.Refused) > 0 {
				w.t.Fatalf("%s: refused in %v", l.name, r.Refused)
			}
		}
		if quiet == 2 {
			return
		}
	}
	w.t.Fatalf("the laptops do not come to rest")
}

// addTexts adds the values that were written in a change.
func addTexts(out map[string]bool, c change.Change) {
	for _, op := range c.Ops {
		out[op.Value] = true
	}
}

// held returns the values that must not be lost: all that a laptop or the server
// holds.
func (w *world) held() map[string]bool {
	w.t.Helper()
	all := map[string]bool{}
	maps.Copy(all, w.onServer())
	for _, l := range w.laptops {
		for _, c := range l.changes() {
			addTexts(all, c)
		}
	}
	return unique(all)
}

// unique leaves out the values that are not written only once.
func unique(values map[string]bool) map[string]bool {
	maps.DeleteFunc(values, func(v string, _ bool) bool { return !strings.Contains(v, " ") })
	return values
}

func (w *world) onServer() map[string]bool {
	w.t.Helper()
	all := map[string]bool{}
	for _, school := range []string{w.canal, w.hill} {
		for _, c := range append(w.host.changes(school), w.host.waiting(school)...) {
			addTexts(all, c)
		}
	}
	return all
}
