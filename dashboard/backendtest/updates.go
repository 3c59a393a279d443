package backendtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// Fill writes something of every kind; n makes it differ from other calls.
func Fill(tx dashboard.Tx, n int) error {
	school := fmt.Sprint("school", n)
	replica := fmt.Sprint("replica", n)
	changes := series(replica, 6, "first", "second")
	err := errors.Join(
		tx.SetSetting("epoch", replica), tx.PutSchool(schoolOf(school)),
		tx.PutPerson(dashboard.Person{ID: replica, Name: "Ada", Role: wire.Team, Schools: []string{school}, Created: fall}),
		tx.PutToken(dashboard.Token{Hash: replica, ID: replica, Person: replica, Created: fall}),
		tx.SeenToken(replica, fall.Add(time.Hour)),
		tx.PutInvite(dashboard.Invite{Hash: replica, Person: replica, Created: fall}),
		tx.AddAudit(dashboard.Audit{At: fall, Who: "Ada", What: "filled " + school}),
	)
	_, appendErr := tx.Append(school, changes)
	return errors.Join(
		err, appendErr, tx.Hold(school, wire.ForCoach, series(replica+"-coach", 2, "third")),
		tx.Publish(school, wire.ForCoach, idsOf(changes)), tx.Publish(school, wire.ForDistrict, idsOf(changes[1:2])),
		tx.PutDoc(dashboard.Doc{School: school, ID: "first", Shared: wire.ForCoach, Updated: fall, Row: []byte("row"), State: []byte("state")}),
		tx.PutDoc(dashboard.Doc{School: school, ID: "second", Shared: wire.ForDistrict, Version: 6, Updated: fall.Add(time.Second), By: "Ada", Fold: 3}),
	)
}

var errOnPurpose = errors.New("on purpose")

func testAllOrNothing(t *testing.T, open Opener) {
	b := open(t).Backend
	update(t, b, "school1", func(tx dashboard.Tx) error { return Fill(tx, 1) })
	before, err := dump(b)
	if err != nil {
		t.Fatal(err)
	}
	err = b.Update(background, "school2", func(tx dashboard.Tx) error {
		return errors.Join(Fill(tx, 2), overwrite(tx), errOnPurpose)
	})
	if !errors.Is(err, errOnPurpose) {
		t.Errorf("the error of the update is lost: %v", err)
	}
	sameDump(t, before, b)
	update(t, b, "school2", func(tx dashboard.Tx) error { return Fill(tx, 2) })
	memory := NewMemory()
	update(t, memory, "", func(tx dashboard.Tx) error { return errors.Join(Fill(tx, 1), Fill(tx, 2)) })
	Same(t, memory, b)
}

// overwrite alters what Fill(tx, 1) wrote.
func overwrite(tx dashboard.Tx) error {
	_, err := tx.Append("school1", []change.Change{made("replica1", 7, "first", "x")})
	return errors.Join(
		err, tx.SetSetting("epoch", "other"), tx.Publish("school1", wire.ForCoach, []change.ID{"replica1-7"}),
		tx.PutDoc(dashboard.Doc{School: "school1", ID: "first", Shared: wire.ForTeam, Updated: fall.AddDate(1, 0, 0)}),
	)
}

// testFailedWrite: also what fn does after a write that failed, and without
// saying so, is not kept.
func testFailedWrite(t *testing.T, open Opener) {
	b := open(t).Backend
	update(t, b, "school1", func(tx dashboard.Tx) error { return Fill(tx, 1) })
	before, err := dump(b)
	if err != nil {
		t.Fatal(err)
	}
	for name, fail := range map[string]func(dashboard.Tx) error{
		"taken number":   func(tx dashboard.Tx) error { _, err := tx.Append("school1", series("replica1", 1, "d")); return err },
		"no such school": func(tx dashboard.Tx) error { _, err := tx.Append("no", series("r", 1, "d")); return err },
		"no such change": func(tx dashboard.Tx) error {
			return tx.Publish("school1", wire.ForCoach, []change.ID{"replica1-1", "r-1"})
		},
		"document of nobody": func(tx dashboard.Tx) error { return tx.PutDoc(dashboard.Doc{School: "no", ID: "d"}) },
		"waiting number": func(tx dashboard.Tx) error {
			return tx.Hold("school1", wire.ForCoach, series("replica1-coach", 1, "d"))
		},
		"waiting for no school": func(tx dashboard.Tx) error { return tx.Hold("no", wire.ForCoach, series("r", 1, "d")) },
		"feed of the team":      func(tx dashboard.Tx) error { return tx.Publish("school1", wire.ForTeam, []change.ID{"replica1-1"}) },
	} {
		err := b.Update(background, "school1", func(tx dashboard.Tx) error {
			first := tx.SetSetting("before", name)
			if err := fail(tx); err == nil {
				t.Errorf("%s: no error", name)
			}
			_ = tx.SetSetting("after", name)
			return first
		})
		if err == nil {
			t.Errorf("%s: the update says that all is well", name)
		}
		sameDump(t, before, b)
	}
}

func testEndedContext(t *testing.T, open Opener) {
	b := open(t).Backend
	ended, cancel := context.WithCancel(background)
	cancel()
	if err := b.Update(ended, "", func(tx dashboard.Tx) error { return tx.SetSetting("a", "b") }); !errors.Is(err, context.Canceled) {
		t.Errorf("Update: %v", err)
	}
	if err := b.View(ended, func(dashboard.Reader) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("View: %v", err)
	}
	if err := b.Ready(ended); err == nil {
		t.Error("Ready without time to ask")
	}
	Same(t, NewMemory(), b)
}

func testReadsOwnWrites(t *testing.T, open Opener) {
	b := open(t).Backend
	update(t, b, "school1", func(tx dashboard.Tx) error {
		if err := Fill(tx, 1); err != nil {
			return err
		}
		memory := NewMemory()
		update(t, memory, "", func(tx dashboard.Tx) error { return Fill(tx, 1) })
		Same(t, memory, picture{tx})
		return nil
	})
}

func testOnePicture(t *testing.T, open Opener) {
	b := open(t).Backend
	update(t, b, "school1", func(tx dashboard.Tx) error { return Fill(tx, 1) })
	before, err := dump(b)
	if err != nil {
		t.Fatal(err)
	}
	view(t, b, func(r dashboard.Reader) error {
		if _, err := r.Setting("epoch"); err != nil {
			return err
		}
		// Much is written meanwhile, so that the file has to grow.
		update(t, b, "school1", func(tx dashboard.Tx) error {
			big := []byte(strings.Repeat("x", 4<<20))
			return errors.Join(overwrite(tx), tx.PutDoc(dashboard.Doc{School: "school1", ID: "big", Updated: fall, State: big}))
		})
		sameDump(t, before, picture{r})
		return nil
	})
	after, err := dump(b)
	if after == before || err != nil {
		t.Errorf("the next view does not see what was written (%v)", err)
	}
}

// A picture reads in a transaction that is under way.
type picture struct{ r dashboard.Reader }

func (p picture) Name() string                { return "the transaction" }
func (p picture) Ready(context.Context) error { return nil }
func (p picture) Close() error                { return nil }
func (p picture) Update(context.Context, string, func(dashboard.Tx) error) error {
	return errors.New("not in here")
}
func (p picture) View(_ context.Context, fn func(dashboard.Reader) error) error { return fn(p.r) }

func testLasts(t *testing.T, open Opener) {
	db := open(t)
	if db.Reopen == nil {
		t.Skip("nothing lasts in this back end")
	}
	memory := NewMemory()
	b := db.Backend
	for n := range 4 {
		add := func(tx dashboard.Tx) error { return Fill(tx, n) }
		update(t, b, fmt.Sprint("school", n), add)
		update(t, memory, "", add)
		var err error
		if b, err = db.Reopen(); err != nil {
			t.Fatalf("opening it again: %v", err)
		}
		Same(t, memory, b)
	}
	more := func(tx dashboard.Tx) error { return overwrite(tx) }
	update(t, b, "school1", more)
	update(t, memory, "school1", more)
	Same(t, memory, b)
}

func testMoved(t *testing.T, open Opener) {
	db := open(t)
	b := db.Backend
	update(t, b, "school1", func(tx dashboard.Tx) error { return Fill(tx, 1) })
	update(t, b, "", func(tx dashboard.Tx) error { return tx.SetSetting(dashboard.SettingMoved, "the new place") })
	for _, school := range []string{"", "school1"} {
		err := b.Update(background, school, func(tx dashboard.Tx) error { return tx.SetSetting("a", "b") })
		if !errors.Is(err, dashboard.ErrMoved) || !strings.Contains(err.Error(), "the new place") {
			t.Errorf("writing in a database that moved: %v", err)
		}
	}
	if db.Reopen == nil {
		return
	}
	if _, err := db.Reopen(); !errors.Is(err, dashboard.ErrMoved) || !strings.Contains(err.Error(), "the new place") {
		t.Errorf("opening a database that moved: %v", err)
	}
}
