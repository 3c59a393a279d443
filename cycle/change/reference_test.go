package change

import (
	"cmp"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// reference says what a set of changes means in the plainest way: it asks every
// change about every other one, keeps nothing between two questions and knows no
// order of arrival. It is slow, and the measure for State.
type reference struct {
	doc     string
	changes []Change
}

// newReference drops what was given twice.
func newReference(doc string, changes []Change) reference {
	r := reference{doc: doc}
	known := map[ID]bool{}
	for _, c := range changes {
		if c.Doc == doc && !known[c.ID] {
			known[c.ID] = true
			r.changes = append(r.changes, c)
		}
	}
	return r
}

// register is the path that an op writes to.
func opRegister(op Op) (p cycle.Path, ok bool) {
	inList := op.List != "" && op.Item != ""
	switch op.Do {
	case DoAdd:
		return cycle.Path{List: op.List, Item: op.Item, Field: posField}, inList
	case DoSet:
		return cycle.Path{List: op.List, Item: op.Item, Field: op.Field}, op.Field != "" && (inList || op.List == "" && op.Item == "")
	}
	return cycle.Path{}, false
}

// paths returns every register that was ever written to.
func (r reference) paths() []cycle.Path {
	var out []cycle.Path
	for _, c := range r.changes {
		for _, op := range c.Ops {
			if p, ok := opRegister(op); ok && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// live returns the writes at the path that no other change replaces, the
// newest first.
func (r reference) live(p cycle.Path) []Write {
	var out []Write
	for _, c := range r.changes {
		var w *Write
		for _, op := range c.Ops {
			if at, ok := opRegister(op); ok && at == p {
				w = &Write{ID: c.ID, At: c.At, Author: c.Author, Value: op.Value}
			}
		}
		if w != nil && !r.replaced(p, c) {
			out = append(out, *w)
		}
	}
	slices.SortFunc(out, func(a, b Write) int {
		ra, sa, _ := a.ID.Split()
		rb, sb, _ := b.ID.Split()
		return -cmp.Or(cmp.Compare(a.At.MS, b.At.MS), cmp.Compare(a.At.N, b.At.N), cmp.Compare(ra, rb), cmp.Compare(sa, sb))
	})
	return out
}

func (r reference) replaced(p cycle.Path, c Change) bool {
	for _, later := range r.changes {
		for _, op := range later.Ops {
			if at, ok := opRegister(op); !ok || at != p || later.ID == c.ID {
				continue
			}
			if slices.Contains(op.Replaces, c.ID) {
				return true
			}
		}
	}
	return false
}

// dels returns the changes that take the item out.
func (r reference) dels(list, item string) []Change {
	return slices.DeleteFunc(slices.Clone(r.changes), func(c Change) bool {
		return !slices.ContainsFunc(c.Ops, func(op Op) bool { return op.Do == DoDel && op.List == list && op.Item == item })
	})
}

// unnamed returns the live writes in the item that no deletion has seen: the
// newest first, and moves behind the rest.
func (r reference) unnamed(list, item string) []Write {
	paths := slices.DeleteFunc(r.paths(), func(p cycle.Path) bool { return p.List != list || p.Item != item })
	slices.SortFunc(paths, func(a, b cycle.Path) int { return cmp.Compare(a.Field, b.Field) })
	var words, moves []Write
	for _, p := range paths {
		for _, w := range r.live(p) {
			switch {
			case r.named(list, item, w.ID):
			case p.Field == posField:
				moves = append(moves, w)
			default:
				words = append(words, w)
			}
		}
	}
	slices.SortStableFunc(words, newer)
	return append(words, moves...)
}

func (r reference) named(list, item string, id ID) bool {
	for _, d := range r.dels(list, item) {
		for _, op := range d.Ops {
			if op.Do == DoDel && op.List == list && op.Item == item && slices.Contains(op.Replaces, id) {
				return true
			}
		}
	}
	return false
}

// answered reports whether someone wrote into the item having seen the deletion.
func (r reference) answered(list, item string, del ID) bool {
	for _, c := range r.changes {
		for _, op := range c.Ops {
			if p, ok := opRegister(op); ok && p.List == list && p.Item == item && c.ID != del && slices.Contains(op.Replaces, del) {
				return true
			}
		}
	}
	return false
}

func (r reference) value(p cycle.Path) string {
	live := r.live(p)
	if len(live) == 0 {
		return ""
	}
	if isMember(p.Field) {
		for _, w := range live {
			if w.Value == cycle.True {
				return cycle.True
			}
		}
		return ""
	}
	return live[0].Value
}

func (r reference) cycle() *cycle.Cycle {
	c := cycle.New(r.doc)
	type row struct {
		pos string
		cycle.Item
	}
	lists := map[string]map[string]*row{}
	for _, p := range r.paths() {
		v := r.value(p)
		if p.List == "" {
			if v != "" {
				c.Values[p.Field] = v
			}
			continue
		}
		if len(r.unnamed(p.List, p.Item)) == 0 {
			continue
		}
		if lists[p.List] == nil {
			lists[p.List] = map[string]*row{}
		}
		it := lists[p.List][p.Item]
		if it == nil {
			it = &row{Item: cycle.Item{ID: p.Item, Values: map[string]string{}}}
			lists[p.List][p.Item] = it
		}
		if p.Field == posField {
			it.pos = v
		} else if v != "" {
			it.Values[p.Field] = v
		}
	}
	for list, rows := range lists {
		var all []*row
		for _, it := range rows {
			if !validPosition(it.pos) {
				it.pos = ""
			}
			all = append(all, it)
		}
		slices.SortFunc(all, func(a, b *row) int { return cmp.Or(cmp.Compare(a.pos, b.pos), cmp.Compare(a.ID, b.ID)) })
		for _, it := range all {
			c.Lists[list] = append(c.Lists[list], it.Item)
		}
	}
	return c
}

func (r reference) conflicts() []Conflict {
	var out []Conflict
	items := map[cycle.Path]bool{}
	for _, p := range r.paths() {
		if p.List != "" {
			whole := cycle.Path{List: p.List, Item: p.Item}
			unnamed := r.unnamed(p.List, p.Item)
			if len(unnamed) == 0 {
				continue
			}
			if !items[whole] {
				items[whole] = true
				if k, ok := r.contested(whole, unnamed); ok {
					out = append(out, k)
				}
			}
		}
		if p.List != "" && p.Field == posField || isMember(p.Field) {
			continue
		}
		var versions []Write
		for _, w := range r.live(p) {
			if !slices.ContainsFunc(versions, func(v Write) bool { return v.Value == w.Value }) {
				versions = append(versions, w)
			}
		}
		if len(versions) > 1 {
			out = append(out, Conflict{Path: p, Versions: versions})
		}
	}
	slices.SortFunc(out, func(a, b Conflict) int { return cmp.Compare(pathKey(a.Path), pathKey(b.Path)) })
	return out
}

func (r reference) contested(p cycle.Path, unnamed []Write) (Conflict, bool) {
	dels := slices.DeleteFunc(r.dels(p.List, p.Item), func(d Change) bool { return r.answered(p.List, p.Item, d.ID) })
	if len(dels) == 0 {
		return Conflict{}, false
	}
	slices.SortFunc(dels, byTime)
	d := dels[len(dels)-1]
	unnamed = slices.DeleteFunc(unnamed, func(w Write) bool { return w.ID == d.ID })
	if len(unnamed) == 0 {
		return Conflict{}, false
	}
	return Conflict{
		Path:     p,
		Versions: unnamed[:1],
		Deleted:  &Write{ID: d.ID, At: d.At, Author: d.Author},
	}, true
}

func pathKey(p cycle.Path) string { return p.List + "\x00" + p.Item + "\x00" + p.Field }
