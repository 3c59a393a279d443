package tui

import (
	"errors"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// twoCycles opens the first of two cycles, in which a save is in hand that has
// not come back and another one waits. It gives the end of the first save.
func twoCycles(t *testing.T) (d *driven, first, second string, save tea.Cmd) {
	t.Helper()
	st := openStore(t, filepath.Join(t.TempDir(), "pdsa.db"))
	for _, id := range []string{"first", "second"} {
		if _, err := st.Create(cycle.Begin(id, "", "Ana Ruiz", cycle.DayOf(tuitest.Now))); err != nil {
			t.Fatal(err)
		}
	}
	d = start(t, st, 80, 24, Options{})
	d.do(ui.OpenCycle{Doc: "first"})
	save = d.session.Edit(cycle.SetField("title", "Late to first period"))
	if cmd := d.session.Edit(cycle.SetField("priority", "On time")); cmd != nil {
		t.Fatal("two saves are in hand at once")
	}
	return d, "first", "second", save
}

// TestOpeningAnotherCycleWaitsForTheSaves has a slow disk: with the session what
// waits in its queue would be gone.
func TestOpeningAnotherCycleWaitsForTheSaves(t *testing.T) {
	d, first, second, save := twoCycles(t)
	d.do(ui.OpenCycle{Doc: second})
	if d.session.Doc() != first {
		t.Error("the other cycle is open before all is saved")
	}
	d.do(save())
	if d.session.Doc() != second || d.hold.on() {
		t.Errorf("%s is open, keys are held: %v", d.session.Doc(), d.hold.on())
	}
	c, err := d.st.Cycle(first)
	if err != nil || c.Get("title") != "Late to first period" || c.Get("priority") != "On time" {
		t.Errorf("kept is %q %q, %v", c.Get("title"), c.Get("priority"), err)
	}
}

func TestACycleThatCannotBeSavedStaysOpen(t *testing.T) {
	d, first, second, _ := twoCycles(t)
	d.do(ui.OpenCycle{Doc: second})
	d.do(session.Done{Doc: first, Err: errors.New("the disk is full")})
	if d.session.Doc() != first || !d.session.Pending() || d.hold.on() {
		t.Errorf("%s is open, unsaved: %v, keys are held: %v", d.session.Doc(), d.session.Pending(), d.hold.on())
	}
	// A second try saves what waited, and opens the other one.
	d.do(ui.OpenCycle{Doc: second})
	c, err := d.st.Cycle(first)
	if err != nil || d.session.Doc() != second || c.Get("priority") != "On time" {
		t.Errorf("%s is open, kept is %q, %v", d.session.Doc(), c.Get("priority"), err)
	}
}
