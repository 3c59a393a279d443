package remote

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

func TestCopiedLaptop(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.mustSync()
	twin := w.clone(ana)
	ana.save("d1", cycle.SetField("strengths", "Greetings"))
	twin.save("d1", cycle.SetField("problem.who", "Students"))
	twin.save("d1", cycle.SetField("problem.who", "Advisers"))
	twin.save("d1", cycle.SetField("priority", "Hallways"))
	if _, err := twin.store.Undo("d1"); err != nil {
		t.Fatal(err)
	}
	if r := ana.mustSync(); r.Copied {
		t.Errorf("the first one: %+v", r)
	}
	before := twin.store.Replica()
	r := twin.mustSync()
	if !r.Copied || r.Reissued != 4 || r.Sent != 4 || twin.store.Replica() == before {
		t.Errorf("the twin: %+v, replica %s, was %s", r, twin.store.Replica(), before)
	}
	w.settle()
	w.checkEqual()
	st, err := ana.store.State("d1")
	if err != nil || len(st.Conflicts()) > 0 {
		t.Errorf("conflicts %v, %v", st.Conflicts(), err)
	}
	if got := shows(t, ana, "d1", "problem.who"); got != "Advisers" {
		t.Errorf("who = %q", got)
	}
	status, err := StatusOf(twin.store, nil)
	if err != nil || status.State != LaptopCopied {
		t.Errorf("status %+v, %v", status, err)
	}
	for _, c := range ana.changes() {
		if c.Undoes != "" && ana.changes()[c.Undoes].ID == "" {
			t.Errorf("%s takes back %s, which is nowhere", c.ID, c.Undoes)
		}
	}
	// Both can go on, and so can undo.
	if _, err := twin.store.Undo("d1"); err != nil {
		t.Errorf("Undo: %v", err)
	}
	w.settle()
	if got := shows(t, ana, "d1", "problem.who"); got != "Students" {
		t.Errorf("after undo who = %q", got)
	}
}

// TestIdleTwin finds a copy that has not written anything yet.
func TestIdleTwin(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	twin := w.clone(ana)
	ana.save("d1", cycle.SetField("title", "Later"))
	ana.mustSync()
	if r := twin.mustSync(); !r.Copied || twin.store.Replica() == ana.store.Replica() {
		t.Errorf("the twin: %+v", r)
	}
}

func TestServerRestored(t *testing.T) {
	for _, epoch := range []bool{true, false} {
		w := newWorld(t)
		ana, sok := w.team(), w.team()
		ana.save("d1", cycle.SetField("title", "Late"))
		w.settle()
		backup := w.server.Backup()
		ana.save("d1", cycle.SetField("title", "Later"))
		sok.save("d2", cycle.SetField("title", "Walkers"))
		w.settle()
		w.server.Restore(backup, epoch)
		// Ana's laptop alone brings back what Sok wrote too.
		if r := ana.mustSync(); !r.Restored || r.Sent != 2 {
			t.Errorf("new epoch %v: %+v", epoch, r)
		}
		if n := len(w.server.Changes("canal")); n != 3 {
			t.Errorf("new epoch %v: the server has %d changes, want 3", epoch, n)
		}
		w.settle()
		w.checkEqual()
		w.end()
	}
}

// TestRepairedStore mends a store whose records of the dashboard are gone with it.
func TestRepairedStore(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, sok := w.team(), w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	w.settle()
	ana.save("d1", cycle.SetField("title", "Later"))
	// What Repair does: a new store that takes in all changes and the settings.
	changes, err := ana.store.Changes("d1")
	if err != nil {
		t.Fatal(err)
	}
	joined, err := ana.store.Setting("dashboard")
	if err != nil || joined == "" {
		t.Fatalf("the dashboard is %q, %v", joined, err)
	}
	ana.path += ".mended"
	ana.close()
	ana.open()
	if _, err := ana.store.Merge(t.Context(), changes, nil); err != nil {
		t.Fatal(err)
	}
	if err := ana.store.SetSetting("dashboard", joined); err != nil {
		t.Fatal(err)
	}
	ana.save("d1", cycle.SetField("strengths", "Greetings"))
	if r := ana.mustSync(); r.Sent != 2 {
		t.Errorf("Sync = %+v", r)
	}
	sok.mustSync()
	if got := shows(t, sok, "d1", "title") + shows(t, sok, "d1", "strengths"); got != "LaterGreetings" {
		t.Errorf("Sok sees %q", got)
	}
	w.settle()
	w.checkEqual()
}

// TestRepairedBeforeTheFirstSync sends what a store has that was mended before it ever
// joined: all of it was written under an id that it no longer has.
func TestRepairedBeforeTheFirstSync(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	old, ana := w.team(), w.team()
	old.save("d1", cycle.SetField("title", "Late"))
	changes, err := old.store.Changes("d1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ana.store.Merge(t.Context(), changes, nil); err != nil {
		t.Fatal(err)
	}
	w.at = w.at.Add(checkEvery)
	if r := ana.mustSync(); r.Sent != 0 {
		t.Errorf("what a file brought was sent for the laptop that wrote it: %+v", r)
	}
	if err := ana.store.Leave(); err != nil {
		t.Fatal(err)
	}
	if _, err := Join(t.Context(), ana.store, ana.client(), w.server.Invite(ana.token), "laptop"); err != nil {
		t.Fatal(err)
	}
	if r := ana.mustSync(); r.Sent != 1 {
		t.Errorf("Sync = %+v", r)
	}
}

// TestSilentRestore brings an old server back without a word, and lets another laptop
// fill it up past the cursor of this one: the gap before its next change gives it away.
func TestSilentRestore(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	ana.save("d1", cycle.SetField("title", "one"))
	ana.mustSync()
	backup := w.server.Backup()
	ana.save("d1", cycle.SetField("title", "two"))
	ana.mustSync()
	ana.mustSync()
	w.server.Restore(backup, false)
	sok := w.team()
	for n := range 3 {
		sok.save("d2", cycle.SetField("title", fmt.Sprint(n)))
	}
	sok.mustSync()
	ana.save("d1", cycle.SetField("title", "three"))
	if r := ana.mustSync(); !r.Restored || r.Sent != 2 || r.Got != 3 {
		t.Errorf("Sync = %+v", r)
	}
	w.settle()
	w.checkEqual()
}

// TestSavesDuringSync writes and reads while syncs go on and numbers are exchanged.
func TestSavesDuringSync(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.mustSync()
	twin := w.clone(ana)
	ana.save("d1", cycle.SetField("title", "Later"))
	ana.mustSync()
	now := fallDay.Add(time.Hour)
	twin.close()
	s, err := store.Open(twin.path, store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	twin.store, twin.engine = s, NewEngine(s, twin.client())
	done := make(chan error)
	go func() {
		var err error
		for n := range 40 {
			if _, e := s.Save("d2", nil, cycle.SetField("title", fmt.Sprint(n))); e != nil {
				err = e
			}
			if c, e := s.Cycle("d2"); e != nil || c.Values["title"] != fmt.Sprint(n) {
				err = errors.Join(e, fmt.Errorf("after saving %d it reads %v", n, c))
			}
		}
		done <- err
	}()
	for range 20 {
		if _, err := twin.engine.Sync(t.Context(), nil); err != nil {
			t.Error(err)
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	w.settle()
	w.checkEqual()
}

// TestStrayCopy carries a change on a stick from a twin that is then lost; the stream
// has another change under its number. A team writes it again for the one who did, a
// reader can only keep it aside.
func TestStrayCopy(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, sok, reader := w.team(), w.team(), w.laptop(wire.Reader, 0, "canal")
	ana.save("d1", cycle.SetField("title", "Late"))
	w.settle()
	twin := w.clone(ana)
	w.laptops = w.laptops[:len(w.laptops)-1]
	twin.save("d1", cycle.SetField("priority", "Hallways"))
	carry(t, twin, sok, "d1")
	carry(t, twin, reader, "d1")
	twin.close()
	ana.save("d1", cycle.SetField("strengths", "Greetings"))
	ana.mustSync()
	if r := sok.mustSync(); r.Reissued != 1 || r.Sent != 1 || r.Copied {
		t.Errorf("Sync = %+v", r)
	}
	w.settle()
	w.checkEqual()
	if got := shows(t, ana, "d1", "priority"); got != "Hallways" {
		t.Errorf("priority = %q", got)
	}
}
