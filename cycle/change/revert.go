package change

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Revert returns the edits that take the change back as far as its values still
// stand: a field goes back to what the change replaced, an item that it put in
// goes out, one that it took out comes back as it was. What others wrote since
// stays, and so does an item in which others have written. changes are all of
// the document's. The edits are for Build: their Value says which position an
// item goes back to.
func (s *State) Revert(target Change, changes []Change) []cycle.Edit {
	r := reverter{state: s, target: target, now: s.Cycle(), pos: map[cycle.Path]string{}, written: make(map[ID]*Change, len(changes))}
	for i := range changes {
		r.written[changes[i].ID] = &changes[i]
	}
	for _, op := range target.Ops {
		p := cycle.Path{List: op.List, Item: op.Item}
		if _, there := r.now.Item(p.List, p.Item); there && (op.Do == DoAdd || op.Do == DoSet) && r.putIn(p) && !r.othersWrote(p) {
			r.do(cycle.Remove(p.List, p.Item))
		}
	}
	for _, op := range target.Ops {
		switch {
		case op.Do == DoDel:
			r.bringBack(op)
		case op.Do == DoAdd && !r.putIn(cycle.Path{List: op.List, Item: op.Item}),
			op.Do == DoSet && op.List != "" && op.Field == posField:
			r.moveBack(op)
		case op.Do == DoSet:
			r.setBack(op)
		}
	}
	for _, op := range target.Ops {
		if op.Do == DoSet && op.List != "" {
			r.dropBlank(op)
		}
	}
	return r.edits
}

// reverter follows the edits that take a change back on a copy of the document.
type reverter struct {
	state   *State
	target  Change
	written map[ID]*Change
	now     *cycle.Cycle
	pos     map[cycle.Path]string // of items that went back to their places
	edits   []cycle.Edit
}

func (r *reverter) do(e cycle.Edit) {
	r.edits = append(r.edits, e)
	r.now.Apply(e)
}

// putIn reports whether the item was not there before the change wrote in it:
// the change added it, or brought it back knowing that it was gone.
func (r *reverter) putIn(p cycle.Path) bool {
	it := r.state.Lists[p.List][p.Item]
	if it == nil {
		return false
	}
	var names []ID
	added := false
	for _, op := range r.target.Ops {
		if op.List == p.List && op.Item == p.Item {
			added = added || op.Do == DoAdd
			names = append(names, op.Replaces...)
		}
	}
	if len(names) == 0 {
		return added
	}
	past := map[ID]bool{}
	r.addItemPast(past, p, names)
	known := item{Dels: slices.DeleteFunc(slices.Clone(it.Dels), func(d deletion) bool { return !past[d.ID] })}
	for _, id := range names {
		del := slices.ContainsFunc(known.Dels, func(d deletion) bool { return d.ID == id })
		if !del && !known.named(id) {
			return false // it replaced something that was there
		}
	}
	return len(known.Dels) > 0 && (added || !r.kept(p, known))
}

// kept reports whether something else than the target's words keeps the item from
// being gone by the dels.
func (r *reverter) kept(p cycle.Path, known item) bool {
	for field, reg := range r.state.Lists[p.List][p.Item].Fields {
		p.Field = field
		if slices.ContainsFunc(reg.Live, func(w Write) bool {
			return !known.named(w.ID) && !r.isTargets(p, w) && !(w.Value == "" && r.wroteLater(w.ID))
		}) {
			return true
		}
	}
	return false
}

// wroteLater reports whether the target's replica made the change after it.
func (r *reverter) wroteLater(id ID) bool {
	replica, seq, _ := id.Split()
	return replica == r.target.Replica && seq > r.target.Seq
}

// othersWrote reports whether the item holds something that another replica put
// there: its own adding of the item, or words that the target's replica never
// wrote.
func (r *reverter) othersWrote(p cycle.Path) bool {
	it := r.state.Lists[p.List][p.Item]
	if it == nil {
		return false
	}
	for field, reg := range it.Fields {
		p.Field = field
		for _, w := range reg.Live {
			c := r.written[w.ID]
			if c == nil || c.Replica == r.target.Replica {
				continue
			}
			if field == posField {
				if slices.ContainsFunc(c.Ops, func(op Op) bool { return op.Do == DoAdd && op.List == p.List && op.Item == p.Item }) {
					return true
				}
			} else if w.Value != "" && !r.ownWords(p, w.Value) {
				return true
			}
		}
	}
	return false
}

func (r *reverter) ownWords(p cycle.Path, value string) bool {
	for _, c := range r.written {
		if op, ok := opAt(c, p); ok && op.Value == value && c.Replica == r.target.Replica {
			return true
		}
	}
	return false
}

// bringBack puts an item back where it stood, with all that was written in it. If
// it is there already, because others wrote in it, it only says that it is to
// stay.
func (r *reverter) bringBack(op Op) {
	p := cycle.Path{List: op.List, Item: op.Item}
	if _, there := r.now.Item(p.List, p.Item); there {
		if it := r.state.Lists[p.List][p.Item]; it != nil && slices.Contains(it.unanswered(), r.target.ID) {
			r.keep(p, it)
		}
		return
	}
	values := map[string]string{}
	for _, id := range op.Replaces {
		c := r.written[id]
		if c == nil {
			continue
		}
		for _, o := range c.Ops {
			if o.Do == DoSet && o.List == p.List && o.Item == p.Item && o.Field != posField {
				p.Field = o.Field
				values[o.Field], _ = r.replaced(p, op.Replaces)
			}
		}
	}
	p.Field = posField
	pos, _ := r.replaced(p, op.Replaces)
	if !validPosition(pos) {
		pos = ""
	}
	add := cycle.Add(p.List, p.Item)
	add.Before, add.Value = r.behind(p, pos), cmp.Or(pos, unplaced)
	r.do(add)
	for _, field := range slices.Sorted(maps.Keys(values)) {
		if values[field] != "" {
			r.do(cycle.SetIn(p.List, p.Item, field, values[field]))
		}
	}
	if it, _ := r.now.Item(p.List, p.Item); pos == "" && it.Blank() {
		r.do(cycle.Set(p, "")) // nothing else would say that it is there again
	}
}

// keep answers the deletion of an item by writing what is there anyway.
func (r *reverter) keep(p cycle.Path, it *item) {
	if it.pos() != "" {
		items := r.now.Lists[p.List]
		i := slices.IndexFunc(items, func(it cycle.Item) bool { return it.ID == p.Item })
		before := ""
		if i+1 < len(items) {
			before = items[i+1].ID
		}
		r.do(cycle.Move(p.List, p.Item, before))
		return
	}
	for _, field := range slices.Sorted(maps.Keys(it.Fields)) {
		if len(it.Fields[field].versions(field)) < 2 {
			r.do(cycle.SetIn(p.List, p.Item, field, it.Fields[field].value(field)))
			return
		}
	}
}

// behind returns the item in front of which one with the position belongs, and
// notes the position.
func (r *reverter) behind(p cycle.Path, pos string) string {
	p.Field = ""
	r.pos[p] = pos
	for _, other := range r.now.Lists[p.List] {
		at, ok := r.pos[cycle.Path{List: p.List, Item: other.ID}]
		if it := r.state.Lists[p.List][other.ID]; !ok && it != nil {
			at = it.pos()
		}
		if other.ID != p.Item && cmp.Or(cmp.Compare(at, pos), cmp.Compare(other.ID, p.Item)) > 0 {
			return other.ID
		}
	}
	return ""
}

func (r *reverter) moveBack(op Op) {
	p := cycle.Path{List: op.List, Item: op.Item, Field: posField}
	_, there := r.now.Item(p.List, p.Item)
	stands, others := r.live(p)
	if !there || !stands || len(others) > 0 {
		return
	}
	old, _ := r.replaced(p, op.Replaces)
	move := cycle.Move(p.List, p.Item, r.behind(p, old))
	if move.Value = old; old == "" { // it had not been placed by hand
		r.now.Apply(move)
		move = cycle.Set(p, "")
	}
	r.do(move)
}

func (r *reverter) setBack(op Op) {
	p := cycle.Path{List: op.List, Item: op.Item, Field: op.Field}
	stands, others := r.live(p)
	if _, there := r.now.Item(p.List, p.Item); !stands || p.List != "" && !there {
		return
	}
	value, _ := r.replaced(p, op.Replaces)
	if len(others) > 0 {
		// Written by others at the same time. Where they differ among
		// themselves it is not for undo to choose.
		value = others[0].Value
		if slices.ContainsFunc(others, func(w Write) bool { return w.Value != value }) {
			return
		}
	}
	r.do(cycle.Set(p, value))
}

// dropBlank takes out a row of no place of its own that began with the change:
// nothing was there to replace, and nobody but this replica has written in it.
func (r *reverter) dropBlank(op Op) {
	it, there := r.now.Item(op.List, op.Item)
	kept := r.state.Lists[op.List][op.Item]
	if !there || kept == nil || !it.Blank() || slices.ContainsFunc(r.target.Ops, func(o Op) bool {
		return o.List == op.List && o.Item == op.Item && len(o.Replaces) > 0
	}) {
		return
	}
	for _, reg := range kept.Fields {
		for _, w := range reg.Live {
			if w.ID != r.target.ID && !r.wroteLater(w.ID) {
				return
			}
		}
	}
	if kept.pos() == "" {
		r.do(cycle.Remove(op.List, op.Item))
	}
}

// live reports whether the target's value at the path is live, and which others
// are.
func (r *reverter) live(p cycle.Path) (stands bool, others []Write) {
	b := builder{state: r.state}
	reg := b.register(p)
	if reg == nil {
		return false, nil
	}
	for _, w := range reg.Live {
		if r.isTargets(p, w) {
			stands = true
		} else {
			others = append(others, w)
		}
	}
	return stands, others
}

// isTargets reports whether the write at the path is the target's own, or its
// value put back when what had replaced it was undone.
func (r *reverter) isTargets(p cycle.Path, w Write) bool {
	if w.ID == r.target.ID {
		return true
	}
	own, ok := opAt(&r.target, p)
	return ok && own.Value == w.Value && r.putBack(p, w.ID, map[ID]bool{})
}

// putBack follows undos back to the target. tried are the changes that did not
// lead there.
func (r *reverter) putBack(p cycle.Path, id ID, tried map[ID]bool) bool {
	c := r.written[id]
	if c == nil || c.Replica != r.target.Replica || tried[id] {
		return false
	}
	tried[id] = true
	undone := r.written[c.Undoes]
	if undone == nil {
		return false
	}
	op, _ := opAt(undone, p)
	names := slices.Clone(op.Replaces)
	for _, op := range undone.Ops {
		if op.Do == DoDel && op.List == p.List && op.Item == p.Item {
			names = append(names, op.Replaces...)
		}
	}
	return slices.ContainsFunc(names, func(name ID) bool {
		return name == r.target.ID || r.putBack(p, name, tried)
	})
}
