package change

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A Conflict is a place in a document where people wrote apart and nobody has
// chosen yet. It is never an error: the document shows Versions[0] and goes on.
type Conflict struct {
	Path cycle.Path
	// Versions are the values that differ, the newest first; each is the newest
	// write of its value. For a deleted item that was edited meanwhile it holds
	// the newest edit.
	Versions []Write
	// Deleted is set when the conflict is about an item that one person took out
	// while another wrote in it: the deletion. Path then has no field.
	Deleted *Write
}

// Conflicts returns the places where values written apart differ, ordered by
// path.
func (s *State) Conflicts() []Conflict {
	var out []Conflict
	for field, r := range s.Fields {
		if versions := s.versions(r, field); len(versions) > 1 {
			out = append(out, Conflict{Path: cycle.Path{Field: field}, Versions: versions})
		}
	}
	for list, items := range s.Lists {
		for id, it := range items {
			if !it.alive() {
				continue
			}
			p := cycle.Path{List: list, Item: id}
			if del, edit, ok := it.contested(); ok {
				out = append(out, Conflict{Path: p, Versions: []Write{s.read(edit)}, Deleted: &del})
			}
			for field, r := range it.Fields {
				if versions := s.versions(r, field); len(versions) > 1 {
					p.Field = field
					out = append(out, Conflict{Path: p, Versions: versions})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(a.Path.List, b.Path.List), cmp.Compare(a.Path.Item, b.Path.Item), cmp.Compare(a.Path.Field, b.Path.Field))
	})
	return out
}

// ConflictAt returns the conflict at the path, if there is one.
func (s *State) ConflictAt(p cycle.Path) (Conflict, bool) {
	for _, c := range s.Conflicts() {
		if c.Path == p {
			return c, true
		}
	}
	return Conflict{}, false
}

// versions returns the texts that stand in the register and differ, the newest write
// of each. Nobody can tell that one which is not known here differs.
func (s *State) versions(r *register, field string) []Write {
	var out []Write
	for _, w := range r.versions(field) {
		if w = s.read(w); w.Value != cycle.Withheld && !slices.ContainsFunc(out, func(o Write) bool { return o.Value == w.Value }) {
			out = append(out, w)
		}
	}
	return out
}

// versions returns the live values that differ, the newest write of each.
// Positions and members of sets have an agreed outcome and never conflict.
func (r *register) versions(field string) []Write {
	if field == posField || isMember(field) || len(r.Live) < 2 {
		return nil
	}
	var out []Write
	for _, w := range r.Live {
		if !slices.ContainsFunc(out, func(o Write) bool { return o.Value == w.Value }) {
			out = append(out, w)
		}
	}
	return out
}

// contested returns the newest deletion that nobody has answered and the newest
// write that it had not seen; a move only where nothing else was written.
func (it *item) contested() (del, edit Write, ok bool) {
	for _, d := range it.Dels {
		if slices.Contains(it.Answered, d.ID) {
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(it.Fields)) {
			if field == posField {
				continue
			}
			if w, found := it.newestUnseen(field, d.ID); found && (!ok || newer(w, edit) < 0) {
				edit, ok = w, true
			}
		}
		if !ok {
			edit, ok = it.newestUnseen(posField, d.ID)
		}
		return d.Write, edit, ok
	}
	return Write{}, Write{}, false
}

// newestUnseen returns the newest live write of the field that no del had seen
// and that was not made together with the del.
func (it *item) newestUnseen(field string, del ID) (Write, bool) {
	r := it.Fields[field]
	if r == nil {
		return Write{}, false
	}
	i := slices.IndexFunc(r.Live, func(w Write) bool { return w.ID != del && !it.named(w.ID) })
	if i < 0 {
		return Write{}, false
	}
	return r.Live[i], true
}

// Resolve returns the op that ends the conflict with the value: it replaces all
// that was written. Like every write into an item by someone who knows that it
// was taken out, it keeps a contested item. To answer only that use KeepItem, or
// an edit that removes the item.
func (s *State) Resolve(p cycle.Path, value string) []Op {
	b := builder{state: s}
	op := Op{Do: DoSet, List: p.List, Item: p.Item, Field: p.Field, Value: b.written(p, value)}
	op.Replaces = append(b.live(b.register(p)), b.dels(p)...)
	return []Op{op}
}

// KeepItem returns the op by which a contested item stays: it writes one of its
// values again, having seen the deletions.
func (s *State) KeepItem(list, id string) []Op {
	it := s.Lists[list][id]
	if it == nil {
		return nil
	}
	p := cycle.Path{List: list, Item: id, Field: posField}
	value := it.pos()
	if r := it.Fields[posField]; r == nil || len(r.Live) == 0 {
		for _, field := range slices.Sorted(maps.Keys(it.Fields)) {
			if r := it.Fields[field]; len(r.Live) > 0 && len(r.versions(field)) < 2 {
				p.Field, value = field, r.value(field)
				break
			}
		}
	}
	return s.Resolve(p, value)
}
