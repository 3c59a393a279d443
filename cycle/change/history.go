package change

import (
	"cmp"
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
// left out. changes are all of the document's, of which s is the state.
func (s *State) History(changes []Change) []Entry {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, byTime)
	written := map[cycle.Path]map[ID]string{}
	for i := range sorted {
		for _, op := range sorted[i].Ops {
			p := cycle.Path{List: op.List, Item: op.Item, Field: op.Field}
			if op.Do != DoSet {
				continue
			}
			if written[p] == nil {
				written[p] = map[ID]string{}
			}
			written[p][sorted[i].ID] = s.text(op.Value)
		}
	}
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
			e := Entry{Change: c.ID, At: c.At, Author: c.Author, Do: op.Do, Path: p, Value: s.text(op.Value), Undoes: c.Undoes}
			if op.Do == DoAdd {
				e.Value = ""
			}
			if op.Do == DoSet {
				e.Before = valuesOf(written[p], op.Replaces)
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
