package remote

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/streamtest"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// lose takes a laptop away for good.
func (w *world) lose(l *laptop) {
	w.t.Helper()
	l.close()
	if err := os.Remove(l.path); err != nil {
		w.t.Fatalf("%v", err)
	}
	w.laptops = slices.DeleteFunc(w.laptops, func(o *laptop) bool { return o == l })
}

// onlyRead lets a team write and share, someone else read it, and then loses the
// team's laptop and what the server had of it. d3 is never shared.
func onlyRead(t *testing.T, role wire.Role, newEpoch bool) (w *world, reads *laptop) {
	t.Helper()
	w = newWorld(t)
	ana := w.team()
	reads = w.laptop(role, 0, "canal")
	ana.save("d0", cycle.SetField("title", "Before the backup"), cycle.SetField("sharing", "district"))
	w.settle()
	backup := w.server.Backup()
	ana.save("d3", cycle.SetField("title", "Secret"))
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.save("d3", cycle.SetField("title", "More"))
	ana.save("d1", cycle.SetField("sharing", "district"))
	for range 7 {
		ana.save("d1", cycle.SetField("strengths", w.value()))
	}
	w.settle()
	w.lose(ana)
	w.server.Restore(backup, newEpoch)
	w.server.Requests()
	return w, reads
}

// TestOnlyReadersHoldIt brings back what those have who only read it.
func TestOnlyReadersHoldIt(t *testing.T) {
	for role, want := range map[wire.Role]int{wire.Coach: 9, wire.District: 9, wire.Reader: 11} {
		t.Run(string(role), func(t *testing.T) {
			w, reads := onlyRead(t, role, true)
			defer w.end()
			w.server.Limit(3, wire.MaxBody)
			if r := reads.mustSync(); !r.Restored || r.Sent != want || r.Left != 0 {
				t.Errorf("Sync = %+v", r)
			}
			if n := len(w.server.Changes("canal")); n != want+1 {
				t.Errorf("the server has %d changes, want %d", n, want+1)
			}
			bo := w.team()
			w.settle()
			if got := shows(t, bo, "d1", "title"); got != "Late" {
				t.Errorf("the team's new laptop shows %q", got)
			}
			reads.mustSync()
			w.server.Requests()
			reads.mustSync()
			if got := w.server.Requests(); len(got) != 1 || got[0].Status != http.StatusNotModified {
				t.Errorf("with nothing new: %v", got)
			}
		})
	}
}

// TestPlainServerTakesNothingBack syncs with a server that does not know of returned
// changes: it is asked once.
func TestPlainServerTakesNothingBack(t *testing.T) {
	w, coach := onlyRead(t, wire.Coach, false)
	defer w.end()
	if r := coach.mustSync(); !r.Restored || r.Sent != 0 {
		t.Errorf("Sync = %+v", r)
	}
	asked := 0
	for _, r := range w.server.Requests() {
		if r.Path == "/v1/meta" {
			asked++
		}
		if r.Method == http.MethodPost {
			t.Errorf("something was sent: %+v", r)
		}
	}
	coach.mustSync()
	if got := w.server.Requests(); asked != 1 || len(got) != 1 || got[0].Status != http.StatusNotModified {
		t.Errorf("asked %d times, then %v", asked, got)
	}
	if got := shows(t, coach, "d1", "title"); got != "Late" {
		t.Errorf("here is %q", got)
	}
}

// TestReaderNoticesRestore: a server that has less than was read came back from a
// backup, also where it does not say so and this person writes nothing.
func TestReaderNoticesRestore(t *testing.T) {
	for _, role := range []wire.Role{wire.Reader, wire.Coach, wire.District} {
		w, reads := onlyRead(t, role, false)
		if r := reads.mustSync(); !r.Restored {
			t.Errorf("%s: %+v", role, r)
		}
		if st, err := reads.store.Stream("canal"); err != nil || st.Restored.IsZero() {
			t.Errorf("%s: %+v, %v", role, st, err)
		}
		w.end()
	}
}

// TestReaderNoticesSilentRestore lets the server grow past what a reader had read of
// it, after an old database was put in its place.
func TestReaderNoticesSilentRestore(t *testing.T) {
	w, reader := onlyRead(t, wire.Reader, false)
	defer w.end()
	bo := w.team()
	for range 20 {
		bo.save("d5", cycle.SetField("title", w.value()))
	}
	bo.mustSync()
	if r := reader.mustSync(); !r.Restored {
		t.Errorf("Sync = %+v", r)
	}
	if got := shows(t, reader, "d5", "title"); got != shows(t, bo, "d5", "title") {
		t.Errorf("the reader has %q", got)
	}
	reader.mustSync()
	w.server.Requests()
	reader.mustSync()
	if got := w.server.Requests(); len(got) != 1 || got[0].Status != http.StatusNotModified {
		t.Errorf("with nothing new: %v", got)
	}
}

// TestCommentWaits lets a coach comment on a cycle that the restored server does not
// know of: nothing is held up, and it arrives with the cycle.
func TestCommentWaits(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, coach := w.team(), w.laptop(wire.Coach, 0, "canal")
	backup := w.server.Backup()
	ana.save("d1", cycle.SetField("title", "Late"), cycle.SetField("sharing", "coach"))
	w.settle()
	coach.save("d1", comment("c1", "Who counts?")...)
	w.server.Restore(backup, false) // nothing is taken back
	if r := coach.mustSync(); r.Sent != 1 || r.Left != 0 || len(r.Refused) > 0 {
		t.Errorf("Sync = %+v", r)
	}
	if n := len(w.server.Changes("canal")); n != 0 {
		t.Errorf("the stream has %d changes", n)
	}
	w.settle()
	w.checkEqual()
	if c, err := ana.store.Cycle("d1"); err != nil || len(c.Lists["comments"]) != 1 {
		t.Errorf("the team has %+v, %v", c, err)
	}
}

// TestNotTakenIsOfferedAgain keeps what the server does not believe, as of a cycle of
// which this laptop does not have the change that shares it, and offers it again once
// the stream brings something.
func TestNotTakenIsOfferedAgain(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, coach := w.team(), w.laptop(wire.Coach, 0, "canal")
	backup := w.server.Backup()
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.save("d1", cycle.SetField("sharing", "coach"))
	ana.mustSync()
	w.server.Limit(1, wire.MaxBody)
	asked := 0
	coach.wire.Next = func() streamtest.Fault {
		if asked++; asked > 1 {
			return streamtest.CutOff
		}
		return 0
	}
	if r, err := coach.sync(); err == nil || r.Got != 1 {
		t.Fatalf("Sync = %+v, %v", r, err)
	}
	coach.wire.Next = nil
	lost := change.Change{
		ID: "gone-4", Replica: "gone", Seq: 4, Doc: "d1", Kind: change.KindCycle, Author: "Sok", Schema: 1,
		At: change.Stamp{MS: w.at.UnixMilli()}, Ops: []change.Op{{Do: change.DoSet, Field: "strengths", Value: "Greetings"}},
	}
	if err := lost.Seal(); err != nil {
		t.Fatal(err)
	}
	if _, err := coach.store.Merge(t.Context(), []change.Change{lost}, nil); err != nil {
		t.Fatal(err)
	}
	w.server.Restore(backup, true)
	if r := coach.mustSync(); r.Sent != 0 || len(w.server.Changes("canal")) != 0 {
		t.Errorf("Sync = %+v", r)
	}
	w.server.Requests()
	coach.mustSync()
	if got := w.server.Requests(); len(got) != 1 {
		t.Errorf("offered without need: %v", got)
	}
	ana.mustSync()
	if r := coach.mustSync(); r.Sent != 1 {
		t.Errorf("Sync = %+v", r)
	}
	ana.mustSync()
	if got := shows(t, ana, "d1", "strengths"); got != "Greetings" {
		t.Errorf("the team has %q", got)
	}
	if st, err := coach.store.Stream("canal"); err != nil || st.Return != store.ReturnNothing {
		t.Errorf("left to return: %q, %v", st.Return, err)
	}
}

// TestForkedReturn returns what has another in its place under numbers of its own.
func TestForkedReturn(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, coach := w.team(), w.laptop(wire.Coach, 0, "canal")
	ana.save("d1", cycle.SetField("title", "Late"), cycle.SetField("sharing", "coach"))
	w.settle()
	backup, kept := w.server.Backup(), ana.keep()
	for n := range 3 {
		ana.save("d1", cycle.SetField([]string{"title", "strengths", "priority"}[n], fmt.Sprint("first ", n)))
	}
	w.settle()
	ana.restore(kept)
	w.server.Restore(backup, true)
	ana.save("d2", cycle.SetField("title", "second")) // in a cycle that the coach does not see
	ana.mustSync()
	if r := coach.mustSync(); r.Reissued != 1 || r.Sent == 0 {
		t.Errorf("Sync = %+v", r)
	}
	w.settle()
	for n, field := range []string{"title", "strengths", "priority"} {
		for _, l := range w.laptops {
			if got := shows(t, l, "d1", field); got != fmt.Sprint("first ", n) {
				t.Errorf("%s shows %q in %s", l.name, got, field)
			}
		}
	}
	if got := shows(t, ana, "d2", "title"); got != "second" {
		t.Errorf("d2 shows %q", got)
	}
}
