package change

import (
	"maps"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Build turns what a person did into ops on the document. seen says which
// changes that person had before their eyes; what arrived since is not written
// over but becomes a conflict. own is the replica that writes: it never
// conflicts with itself. A nil seen means that everything in the state was seen.
//
// Edits that change nothing give no op.
func (s *State) Build(own string, seen Vector, edits []cycle.Edit) []Op {
	b := builder{state: s, own: own, seen: seen, now: cycle.New(s.Doc), pos: map[cycle.Path]string{}, shown: map[cycle.Path]string{}}
	for _, e := range edits {
		b.edit(e)
	}
	return b.ops
}

// builder follows the edits on a copy of the lists that they are about, so that a
// later edit sees what an earlier one did.
type builder struct {
	state *State
	own   string
	seen  Vector
	now   *cycle.Cycle          // items of the lists met so far: their ids, in order
	pos   map[cycle.Path]string // positions given out in this change
	shown map[cycle.Path]string // values written in this change
	ops   []Op
}

func (b *builder) edit(e cycle.Edit) {
	p := e.Path
	b.meet(p.List)
	switch e.Do {
	case cycle.SetValue:
		if p.List != "" && !b.has(p) {
			if e.Value == "" && p.Field != posField {
				return
			}
			// It goes to the end on every laptop, as on the screen of the author.
			b.edit(cycle.Edit{Do: cycle.AddItem, Path: cycle.Path{List: p.List, Item: p.Item}})
		}
		b.set(p, e.Value)
	case cycle.AddItem:
		if b.has(p) {
			return
		}
		b.now.Apply(e)
		b.empty(p)
		b.place(e, DoAdd)
	case cycle.MoveItem:
		if !b.has(p) || e.Before == p.Item {
			return
		}
		b.now.Apply(e)
		b.place(e, DoSet)
	case cycle.RemoveItem:
		if !b.has(p) {
			return
		}
		b.now.Apply(e)
		b.dropItem(p)
		if live := b.liveIn(p); len(live) > 0 {
			b.ops = append(b.ops, Op{Do: DoDel, List: p.List, Item: p.Item, Replaces: live})
		}
	}
}

// meet takes a list into b.now. A save is mostly about one field or one list of a
// document that has dozens of each.
func (b *builder) meet(list string) {
	if _, met := b.now.Lists[list]; met || list == "" {
		return
	}
	items := []cycle.Item{}
	for _, id := range b.state.order(list) {
		items = append(items, cycle.Item{ID: id})
	}
	b.now.Lists[list] = items
}

// empty makes sure that an item that comes back begins empty, as a new one does:
// a del leaves its values in place, for those who wrote in it meanwhile. An
// author who did not know that the item was gone still had its values before
// their eyes; those stay.
func (b *builder) empty(p cycle.Path) {
	it := b.state.Lists[p.List][p.Item]
	if it == nil {
		return
	}
	b.dropItem(p)
	if !it.alive() && !b.knewGone(it) {
		return
	}
	for _, field := range slices.Sorted(maps.Keys(it.Fields)) {
		if field != posField && slices.ContainsFunc(it.Fields[field].Live, func(w Write) bool { return w.Value != "" && b.saw(w.ID) }) {
			p.Field = field
			b.set(p, "")
		}
	}
}

// knewGone reports whether the item was gone in what the author had seen.
func (b *builder) knewGone(it *item) bool {
	seen := item{Dels: slices.DeleteFunc(slices.Clone(it.Dels), func(d deletion) bool { return !b.saw(d.ID) })}
	for _, r := range it.Fields {
		if slices.ContainsFunc(r.Live, func(w Write) bool { return b.saw(w.ID) && !seen.named(w.ID) }) {
			return false
		}
	}
	return len(seen.Dels) > 0
}

// dropItem takes back all that this change did to the item.
func (b *builder) dropItem(p cycle.Path) {
	b.drop(func(op Op) bool { return op.List == p.List && op.Item == p.Item })
	delete(b.pos, cycle.Path{List: p.List, Item: p.Item})
}

// drop takes back ops of this change that a later edit overtakes.
func (b *builder) drop(overtaken func(Op) bool) {
	b.ops = slices.DeleteFunc(b.ops, overtaken)
	maps.DeleteFunc(b.shown, func(p cycle.Path, _ string) bool {
		return overtaken(Op{Do: DoSet, List: p.List, Item: p.Item, Field: p.Field})
	})
}

func (b *builder) has(p cycle.Path) bool {
	_, ok := b.now.Item(p.List, p.Item)
	return ok
}

// set writes the value unless it stands there already, alone.
func (b *builder) set(p cycle.Path, value string) {
	r := b.register(p)
	if written, again := b.shown[p]; again {
		if written == value {
			return
		}
		b.drop(func(op Op) bool {
			return op.Do == DoSet && op.List == p.List && op.Item == p.Item && op.Field == p.Field
		})
	}
	if b.settled(p, r, value) {
		return
	}
	b.shown[p] = value
	replaces := append(b.live(r), b.dels(p)...)
	b.ops = append(b.ops, Op{Do: DoSet, List: p.List, Item: p.Item, Field: p.Field, Value: b.written(p, value), Replaces: replaces})
}

// written returns the value in the form in which it stands at the path already: as a
// seal, where one stands there for this text.
func (b *builder) written(p cycle.Path, value string) string {
	if r := b.register(p); r != nil && !IsSeal(value) {
		for _, w := range r.Live {
			if IsSeal(w.Value) && b.state.text(w.Value) == value {
				return w.Value
			}
		}
	}
	return value
}

// settled reports whether a write of the value would change nothing.
func (b *builder) settled(p cycle.Path, r *register, value string) bool {
	if p.List != "" && (value != "" || p.Field == posField) {
		if it := b.state.Lists[p.List][p.Item]; it == nil || !it.alive() {
			return false
		}
	}
	if r == nil || len(r.Live) == 0 {
		return value == ""
	}
	if len(b.dels(p)) > 0 {
		return false // writing it again says that the item is to stay
	}
	value = b.state.text(value)
	return !slices.ContainsFunc(r.Live, func(w Write) bool { return b.state.text(w.Value) != value })
}

func (b *builder) register(p cycle.Path) *register {
	if p.List == "" {
		return b.state.Fields[p.Field]
	}
	if it := b.state.Lists[p.List][p.Item]; it != nil {
		return it.Fields[p.Field]
	}
	return nil
}

// live returns the ids of the register's live writes that the author had seen.
func (b *builder) live(r *register) []ID {
	if r == nil {
		return nil
	}
	var ids []ID
	for _, w := range r.Live {
		if b.saw(w.ID) {
			ids = append(ids, w.ID)
		}
	}
	return ids
}

func (b *builder) saw(id ID) bool {
	replica, _, _ := id.Split()
	return b.seen == nil || replica == b.own || b.seen.Covers(id)
}

// liveIn returns the ids of all live writes in the item that the author had
// seen, in order and each once; none when the item is gone already.
func (b *builder) liveIn(p cycle.Path) []ID {
	it := b.state.Lists[p.List][p.Item]
	if it == nil || !it.alive() {
		return nil
	}
	var ids []ID
	for _, r := range it.Fields {
		ids = append(ids, b.live(r)...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// dels returns the ids of the deletions that a write into the item answers: all
// that the author had seen. Whoever writes into an item knowing that someone took
// it out wants it there.
func (b *builder) dels(p cycle.Path) []ID {
	it := b.state.Lists[p.List][p.Item]
	if p.List == "" || it == nil {
		return nil
	}
	return slices.DeleteFunc(it.unanswered(), func(id ID) bool { return !b.saw(id) })
}

// place gives the item the position of the place at which it stands in b.now.
// Where two laptops have given neighbours the same position, the ones behind are
// moved on to make room. An edit that puts an item back names its old position.
func (b *builder) place(e cycle.Edit, do string) {
	p := e.Path
	if e.Value == unplaced {
		b.unplace(p)
		return
	}
	if e.Value != "" && validPosition(e.Value) {
		b.setPosition(p, e.Value, b.answering(p, do))
		return
	}
	items := b.now.Lists[p.List]
	i := slices.IndexFunc(items, func(it cycle.Item) bool { return it.ID == p.Item })
	left := ""
	if i > 0 {
		left = b.position(p.List, items[i-1].ID)
	}
	for ; i < len(items); i++ {
		at := cycle.Path{List: p.List, Item: items[i].ID}
		right := ""
		for _, it := range items[i+1:] {
			if right = b.position(p.List, it.ID); right > left {
				break
			}
			right = ""
		}
		pos, _ := Between(left, right)
		op := Op{Do: DoSet}
		if at.Item == p.Item {
			op = b.answering(p, do)
		}
		b.setPosition(at, pos, op)
		if i+1 == len(items) || b.position(p.List, items[i+1].ID) > pos {
			return
		}
		left = pos
	}
}

// unplace leaves the item without a position, and writes so only where one stands.
func (b *builder) unplace(p cycle.Path) {
	p.Field = posField
	if r := b.register(p); r != nil && r.value(posField) != "" {
		p.Field = ""
		b.setPosition(p, "", b.answering(p, DoSet))
	}
}

// answering begins the op that places an item: unlike one that only makes room,
// it answers deletions of the item.
func (b *builder) answering(p cycle.Path, do string) Op { return Op{Do: do, Replaces: b.dels(p)} }

func (b *builder) setPosition(p cycle.Path, pos string, op Op) {
	b.pos[p] = pos
	op.List, op.Item, op.Value = p.List, p.Item, pos
	p.Field = posField
	if op.Do == DoSet {
		op.Field = posField
	}
	op.Replaces = append(b.live(b.register(p)), op.Replaces...)
	b.ops = append(b.ops, op)
}

func (b *builder) position(list, id string) string {
	if pos, ok := b.pos[cycle.Path{List: list, Item: id}]; ok {
		return pos
	}
	if it := b.state.Lists[list][id]; it != nil {
		return it.pos()
	}
	return ""
}
