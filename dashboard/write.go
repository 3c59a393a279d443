package dashboard

import (
	"context"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// Write writes in a cycle from the page: build gets the cycle's state and returns
// what to write, and may be called more than once. It returns the state with it.
// Nothing is written when build returns no ops or an error, which Write then
// returns. Errors of its own: CodeNotFound, CodeForbid.
func (d *Dashboard) Write(ctx context.Context, who Caller, doc string, build func(*change.State) ([]change.Op, error)) (st *change.State, err error) {
	var school string
	err = d.back.View(ctx, func(r Reader) error {
		found, err := findFor(r, who, doc)
		school = found.School
		return err
	})
	if err == nil && !who.stands(school) {
		err = refusal(wire.CodeForbid, "you may read this cycle of another school but not write in it")
	}
	if err != nil {
		return nil, outward(err)
	}
	err = d.back.Update(ctx, school, func(tx Tx) error {
		st, err = d.write(tx, who, school, doc, build)
		return err
	})
	if err != nil {
		return nil, outward(err)
	}
	return st, nil
}

func (d *Dashboard) write(tx Tx, who Caller, school, id string, build func(*change.State) ([]change.Op, error)) (*change.State, error) {
	doc, err := tx.Doc(school, id)
	if err == nil && !who.visible(doc) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	st, err := stateOf(tx, doc, nil)
	if err != nil {
		return nil, err
	}
	ops, err := build(st)
	if err != nil || len(ops) == 0 {
		return st, err
	}
	c, err := d.issue(tx, who, school, st, ops)
	if err != nil {
		return nil, err
	}
	if !who.Person.Role.MayWrite(c) {
		return nil, refusal(wire.CodeForbid, "you may comment and answer in this cycle, and not write its other parts")
	}
	if err := checkChanges([]change.Change{c}); err != nil {
		return nil, err
	}
	if err := d.take(tx, who, school, []change.Change{c}); err != nil {
		return nil, err
	}
	return st.With(c)
}

// issue makes the server's next change in the school's stream. Its replica has
// the epoch in its name: after the database came back from a backup, laptops hold
// changes with numbers that the server would give out a second time.
func (d *Dashboard) issue(r Reader, who Caller, school string, st *change.State, ops []change.Op) (change.Change, error) {
	epoch, err := epochIn(r)
	if err != nil {
		return change.Change{}, err
	}
	have, err := r.Have(school)
	if err != nil {
		return change.Change{}, err
	}
	replica := "web-" + school + "-" + epoch
	seq := have[replica] + 1
	clock := change.NewClock(d.now, change.Stamp{})
	// A stamp from a clock that runs far ahead is not followed.
	_ = clock.Absorb(st.Updated.At)
	c := change.Change{
		ID: change.MakeID(replica, seq), Replica: replica, Seq: seq, Doc: st.Doc, Kind: st.Kind, School: school,
		Author: who.Person.Name, At: clock.Next(), Schema: change.Schema, Ops: ops,
	}
	return c, c.Seal()
}
