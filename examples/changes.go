package examples

import (
	"cmp"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Replica is the replica under which the examples are written.
const Replica = "examples"

// Changes returns the change log that makes the cycles, as if their teams had
// written them: the plan before the start, then week by week what was due, then
// what they learned. All are written by the one replica Replica, its numbers
// rising with time, sealed. Nothing is dated after the beginning of Day (UTC),
// give or take some minutes.
//
// The stories are told in about a dozen changes each, generated cycles in at
// most three.
func Changes(cycles []*cycle.Cycle) []change.Change {
	var sittings []sitting
	for _, c := range cycles {
		sittings = append(sittings, sittingsOf(c)...)
	}
	slices.SortStableFunc(sittings, func(a, b sitting) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.of.ID, b.of.ID))
	})
	w := writer{states: map[string]*change.State{}}
	for _, s := range sittings {
		w.write(s)
	}
	return w.changes
}

// writer is the laptop on which the examples are typed. It holds the states of
// the cycles that are not whole yet.
type writer struct {
	states  map[string]*change.State
	changes []change.Change
	last    change.Stamp
}

func (w *writer) write(s sitting) {
	doc := s.of.ID
	st := w.states[doc]
	if st == nil {
		st = change.NewState(doc)
		w.states[doc] = st
	}
	if s.last {
		delete(w.states, doc)
	}
	ops := st.Build(Replica, nil, cycle.Diff(st.Cycle(), upTo(s.of, s.until)))
	if len(ops) == 0 {
		return
	}
	if ms := s.at.UnixMilli(); ms > w.last.MS {
		w.last = change.Stamp{MS: ms}
	} else {
		w.last.N++
	}
	seq := uint64(len(w.changes) + 1)
	c := change.Change{
		ID: change.MakeID(Replica, seq), Replica: Replica, Seq: seq, Doc: doc, Kind: change.KindCycle,
		School: s.of.Get("school"), Author: s.who, At: w.last, Schema: change.Schema, Ops: ops,
	}
	if err := c.Seal(); err != nil {
		panic(err) // text is always valid UTF-8 here, so it can be written as JSON
	}
	if err := st.Apply(c); err != nil {
		panic(err) // numbers only rise, so no change comes out of order
	}
	w.changes = append(w.changes, c)
}
