package plain

import (
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// A desk is one cycle that is open: what its reader has seen of it, and the one
// way in which answers get into it.
type desk struct {
	*session
	state  *change.State
	cycle  *cycle.Cycle
	follow string // the next cycle, once it is made and to be opened
	// replica is the one under which this laptop writes in the cycle.
	replica string
}

// open lays the cycle on the desk. Errors as for store.Store.State.
func (s *session) open(id string) (*desk, error) {
	d := &desk{session: s}
	st, err := s.store.State(id)
	if err != nil {
		return nil, err
	}
	d.read(st)
	if d.replica, err = s.store.ReplicaIn(id); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *desk) read(st *change.State) { d.state, d.cycle = st, st.Cycle() }

// save writes one answer and says so, with the note on how it was read. The
// error says why it was not saved; what stood there before still does.
func (d *desk) save(note string, edits ...cycle.Edit) error {
	return d.saved(note, func() (*change.State, error) {
		return d.store.Save(d.cycle.ID, d.state.Seen, edits...)
	})
}

// saved runs one write of the store and says how it went.
func (d *desk) saved(note string, write func() (*change.State, error)) error {
	before := d.state.Seen[d.replica]
	st, err := write()
	if d.failed = err; err != nil {
		return err
	}
	d.read(st)
	switch {
	case st.Seen[d.replica] == before:
		d.say("It was so already.")
	case note == "":
		d.say("Saved.")
	default:
		d.say("Saved, " + sentence(note))
	}
	return nil
}

// write checks what was typed for the path and saves it. An item that is not
// there yet is made with its first answer. The error says what is wrong with the
// answer, or why it was not saved.
func (d *desk) write(p cycle.Path, typed string) error {
	edits, note, err := d.cycle.Write(p, typed, d.today())
	if err != nil {
		return err
	}
	if !writesAnything(edits) {
		if _, there := d.cycle.Item(p.List, p.Item); p.List != "" && !there {
			edits = nil // an empty answer is no reason to make an item
		}
		return d.save(note, edits...)
	}
	return d.save(note, append(d.birth(p), edits...)...)
}

func writesAnything(edits []cycle.Edit) bool {
	return slices.ContainsFunc(edits, func(e cycle.Edit) bool { return e.Value != "" })
}

// birth gives the edits that an item needs before the first answer in it is
// written; none for fields of the cycle and items that are whole already.
func (d *desk) birth(p cycle.Path) []cycle.Edit {
	if p.List == "" {
		return nil
	}
	it, there := d.cycle.Item(p.List, p.Item)
	for _, fixed := range cycle.FixedItems(p.List) {
		if fixed.ID != p.Item {
			continue
		}
		if it.Get(fixed.Field) == "" {
			return []cycle.Edit{cycle.SetIn(p.List, p.Item, fixed.Field, fixed.Value)}
		}
		return nil
	}
	if there {
		return nil
	}
	edits := []cycle.Edit{cycle.Add(p.List, p.Item)}
	if p.List == "comments" {
		if who, err := d.store.Person(); err == nil && who.Name != "" {
			edits = append(edits, cycle.SetIn(p.List, p.Item, "author", who.Name))
		}
	}
	return edits
}

// askAt puts the question of the field at the path; see ask.put.
func (d *desk) askAt(p cycle.Path, f cycle.Field) (answered bool, err error) {
	now := d.cycle.At(p)
	q := question{
		list: p.List, field: f, choices: d.choices(p.List, f), now: now, shown: d.words(p.List, f, now),
		keep: func(typed string) error { return d.write(p, typed) },
	}
	if f.Kind == cycle.Ref && len(q.choices) == 0 {
		l, _ := cycle.ListByKey(f.Ref)
		d.sayf("%s: there is no %s to choose yet, so this stays empty for now.", f.Label, l.One)
		return true, nil
	}
	return d.put(q)
}
