package change

import (
	"cmp"
	"errors"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// An Entry is one line of a document's history: who wrote what, when, and what
// stood there before as far as the writer had seen it.
type Entry struct {
	Change ID
	At     Stamp
	Author string
	Do     string // one of DoAdd, DoSet, DoDel
	Path   cycle.Path
	Value  string
	Before []string // the values replaced
	Undoes ID
}

// History returns what was written in the document, the newest first. Moves are
// left out.
func History(changes []Change) []Entry {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, byTime)
	written := map[cycle.Path]map[ID]string{}
	var out []Entry
	for i := range sorted {
		c := &sorted[i]
		for _, op := range c.Ops {
			p := cycle.Path{List: op.List, Item: op.Item, Field: op.Field}
			if op.Do == DoAdd {
				p.Field = ""
			}
			if op.Do == DoSet && op.Field == posField && op.List != "" || op.Do != DoAdd && op.Do != DoSet && op.Do != DoDel {
				continue
			}
			e := Entry{Change: c.ID, At: c.At, Author: c.Author, Do: op.Do, Path: p, Value: op.Value, Undoes: c.Undoes}
			if op.Do == DoAdd {
				e.Value = ""
			}
			if op.Do == DoSet {
				e.Before = valuesOf(written[p], op.Replaces)
				if written[p] == nil {
					written[p] = map[ID]string{}
				}
				written[p][c.ID] = op.Value
			}
			out = append(out, e)
		}
	}
	slices.Reverse(out)
	return out
}

func byTime(a, b Change) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Replica, b.Replica), cmp.Compare(a.Seq, b.Seq))
}

func valuesOf(written map[ID]string, ids []ID) []string {
	var out []string
	for _, id := range ids {
		if v, ok := written[id]; ok && v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// ErrNothingToUndo says that this laptop has written nothing in the document
// that is not undone already.
var ErrNothingToUndo = errors.New("there is nothing to take back")

// UndoTarget returns the last change of the replica in the document that is
// neither an undo nor undone, so that undo after undo goes further back. The
// error is ErrNothingToUndo.
func UndoTarget(changes []Change, replica string) (Change, error) {
	undone := map[ID]bool{}
	for _, c := range changes {
		if c.Undoes != "" {
			undone[c.Undoes] = true
		}
	}
	var target Change
	for _, c := range changes {
		if c.Replica == replica && c.Undoes == "" && !undone[c.ID] && c.Seq > target.Seq {
			target = c
		}
	}
	if target.Seq == 0 {
		return Change{}, ErrNothingToUndo
	}
	return target, nil
}

// RedoTarget returns the last undo of the replica in the document that can be
// taken back itself: nothing else was written since by the replica, and it was
// not redone. The error is ErrNothingToUndo.
func RedoTarget(changes []Change, replica string) (Change, error) {
	own := make([]Change, 0, len(changes))
	kinds := map[ID]Change{}
	undone := map[ID]bool{}
	for _, c := range changes {
		kinds[c.ID] = c
		if c.Undoes != "" {
			undone[c.Undoes] = true
		}
		if c.Replica == replica {
			own = append(own, c)
		}
	}
	slices.SortFunc(own, func(a, b Change) int { return cmp.Compare(b.Seq, a.Seq) })
	for _, c := range own {
		if c.Undoes == "" {
			break
		}
		if kinds[c.Undoes].Undoes == "" && !undone[c.ID] {
			return c, nil
		}
	}
	return Change{}, ErrNothingToUndo
}

// Revert returns the edits that take the change back as far as its values still
// stand: a field goes back to what the change replaced, an item that it put in
// goes out, one that it took out comes back as it was. What others wrote since
// stays. changes are all of the document's.
func (s *State) Revert(target Change, changes []Change) []cycle.Edit {
	before := Fold(s.Doc, slices.DeleteFunc(slices.Clone(changes), func(c Change) bool {
		return c.ID == target.ID || byTime(c, target) > 0
	}))
	old := before.Cycle()
	var edits []cycle.Edit
	for _, op := range target.Ops {
		p := cycle.Path{List: op.List, Item: op.Item, Field: op.Field}
		_, existed := old.Item(op.List, op.Item)
		switch op.Do {
		case DoAdd:
			if !existed {
				edits = append(edits, cycle.Remove(op.List, op.Item))
			}
		case DoDel:
			edits = append(edits, bringBack(old, op.List, op.Item)...)
		case DoSet:
			if !s.stands(p, target.ID) {
				continue
			}
			if op.List != "" && op.Field == posField {
				if existed {
					edits = append(edits, cycle.Move(op.List, op.Item, follower(old, op.List, op.Item)))
				}
				continue
			}
			value := ""
			if op.List == "" {
				value = old.Values[op.Field]
			} else if it, ok := old.Item(op.List, op.Item); ok {
				value = it.Values[op.Field]
			}
			edits = append(edits, cycle.Set(p, value))
		}
	}
	return edits
}

// stands reports whether the value that the change wrote at the path is live.
func (s *State) stands(p cycle.Path, id ID) bool {
	r := s.Fields[p.Field]
	if p.List != "" {
		it := s.Lists[p.List][p.Item]
		if it == nil {
			return false
		}
		r = it.Fields[p.Field]
	}
	return r != nil && r.index(id) >= 0
}

// bringBack returns the edits that put an item back where it stood.
func bringBack(old *cycle.Cycle, list, id string) []cycle.Edit {
	it, ok := old.Item(list, id)
	if !ok {
		return nil
	}
	add := cycle.Add(list, id)
	add.Before = follower(old, list, id)
	edits := []cycle.Edit{add}
	fields := make([]string, 0, len(it.Values))
	for field := range it.Values {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	for _, field := range fields {
		edits = append(edits, cycle.SetIn(list, id, field, it.Values[field]))
	}
	return edits
}

func follower(c *cycle.Cycle, list, id string) string {
	items := c.Lists[list]
	i := slices.IndexFunc(items, func(it cycle.Item) bool { return it.ID == id })
	if i < 0 || i+1 >= len(items) {
		return ""
	}
	return items[i+1].ID
}
