package conflicts

import (
	"errors"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// isName reports whether the place is what an item of a list is called, such as the
// text of a cause: two people may have meant two of them.
func (s *Screen) isName() bool {
	f := s.field()
	if s.here.List == "" || f.Kind != cycle.Line || len(cycle.FixedItems(s.here.List)) > 0 {
		return false
	}
	l, _ := cycle.ListByKey(s.here.List)
	for _, other := range l.Fields {
		if other.Kind == cycle.Line && other.Weight > 0 {
			return other.Key == f.Key
		}
	}
	return false
}

// keepEach keeps the first version where it is and makes an item of each other one,
// with all that the item holds besides.
func (s *Screen) keepEach(c change.Conflict) tea.Cmd {
	p, read := s.here, idsOf(c)
	it, _ := s.s.Cycle().Item(p.List, p.Item)
	var edits []cycle.Edit
	for _, v := range c.Versions[1:] {
		id := change.NewID()
		edits = append(edits, cycle.Add(p.List, id))
		for _, key := range slices.Sorted(maps.Keys(it.Values)) {
			value := it.Values[key]
			if key == p.Field {
				value = v.Value
			}
			if value != "" {
				edits = append(edits, cycle.SetIn(p.List, id, key, value))
			}
		}
	}
	first := c.Versions[0].Value
	return s.end(s.s.Ops(func(st *change.State) ([]change.Op, error) {
		if err := onlyRead(st, p, read); err != nil {
			return nil, err
		}
		return append(st.Resolve(p, first), st.Build("", nil, edits)...), nil
	}), "both are in the list. ctrl+z takes that back")
}

func idsOf(c change.Conflict) map[change.ID]bool {
	ids := map[change.ID]bool{}
	for _, v := range c.Versions {
		ids[v.ID] = true
	}
	return ids
}

var errAnother = errors.New("another version came while you looked at these. Nothing was changed: look at it first")

// onlyRead refuses to settle a place in which somebody wrote what this person has not
// read.
func onlyRead(st *change.State, p cycle.Path, read map[change.ID]bool) error {
	for _, c := range st.Conflicts() {
		if c.Path != p {
			continue
		}
		for _, v := range c.Versions {
			if !read[v.ID] {
				return errAnother
			}
		}
	}
	return nil
}
