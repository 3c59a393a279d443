package change

import (
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// opAt returns the op by which the change writes at the path. Of several the last
// one counts, but the first knows what was there before.
func opAt(c *Change, p cycle.Path) (found Op, ok bool) {
	for _, op := range c.Ops {
		if op.Do == DoAdd {
			op.Do, op.Field = DoSet, posField
		}
		if op.Do == DoSet && (cycle.Path{List: op.List, Item: op.Item, Field: op.Field}) == p {
			op.Replaces = append(slices.Clip(found.Replaces), op.Replaces...)
			found, ok = op, true
		}
	}
	return found, ok
}

// replaced returns what the named writes at the path showed together. A change
// may be named for what it wrote elsewhere: what others of them had replaced at
// this path does not count.
func (r *reverter) replaced(p cycle.Path, names []ID) (value string, ok bool) {
	past := map[ID]bool{}
	for _, id := range names {
		r.addPast(past, p, id)
	}
	var reg register
	for _, id := range names {
		if c := r.written[id]; c != nil && !past[id] {
			if op, wrote := opAt(c, p); wrote {
				reg.Live = append(reg.Live, Write{ID: id, At: c.At, Value: op.Value})
			}
		}
	}
	slices.SortFunc(reg.Live, newer)
	return reg.value(p.Field), len(reg.Live) > 0
}

// addPast adds the changes whose values at the path led to the one of id.
func (r *reverter) addPast(past map[ID]bool, p cycle.Path, id ID) {
	c := r.written[id]
	if c == nil {
		return
	}
	op, _ := opAt(c, p)
	for _, older := range op.Replaces {
		if older != id && !past[older] {
			past[older] = true
			r.addPast(past, p, older)
		}
	}
}

// addItemPast adds the named changes and those that they name in the item, and so
// on: who knew of an answer knew of what it answers.
func (r *reverter) addItemPast(past map[ID]bool, p cycle.Path, names []ID) {
	for _, id := range names {
		c := r.written[id]
		if c == nil || past[id] {
			continue
		}
		past[id] = true
		for _, op := range c.Ops {
			if op.List == p.List && op.Item == p.Item {
				r.addItemPast(past, p, op.Replaces)
			}
		}
	}
}
