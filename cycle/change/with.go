package change

import (
	"maps"
	"slices"
)

// With returns the state with one more change folded in. s stays as it is, so
// that others may go on reading it; the two share all that the change does not
// write to. Otherwise it is as Apply.
func (s *State) With(c Change) (*State, error) {
	next := s.copyFor(&c)
	if err := next.Apply(c); err != nil {
		return nil, err
	}
	return next, nil
}

// copyFor copies the parts of the state that the change's ops write to.
func (s *State) copyFor(c *Change) *State {
	next := *s
	next.Seen, next.Fields, next.Lists = s.Seen.Clone(), maps.Clone(s.Fields), maps.Clone(s.Lists)
	type place struct{ list, item string }
	lists, items, told := map[string]bool{}, map[place]bool{}, false
	for i := range c.Ops {
		op := &c.Ops[i]
		if op.Do == DoTell && !told {
			told, next.Told = true, maps.Clone(s.Told)
		}
		if op.List == "" {
			if r := s.Fields[op.Field]; r != nil {
				next.Fields[op.Field] = r.clone()
			}
			continue
		}
		if !lists[op.List] {
			lists[op.List] = true
			if of := s.Lists[op.List]; of != nil {
				next.Lists[op.List] = maps.Clone(of)
			}
		}
		it, at := s.Lists[op.List][op.Item], place{op.List, op.Item}
		if it != nil && !items[at] {
			items[at] = true
			next.Lists[op.List][op.Item] = it.clone()
		}
	}
	return &next
}

func (r *register) clone() *register {
	return &register{Live: slices.Clone(r.Live), Early: slices.Clone(r.Early)}
}

func (it *item) clone() *item {
	fields := make(map[string]*register, len(it.Fields))
	for field, r := range it.Fields {
		fields[field] = r.clone()
	}
	return &item{Fields: fields, Dels: slices.Clone(it.Dels), Answered: slices.Clone(it.Answered)}
}
