package change

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// FoldVersion is raised whenever the fold or the stored form of a State changes,
// so that cached states are made anew.
const FoldVersion = 2

// posField is the field of an item that holds its position.
const posField = "pos"

// A Write is one value that someone wrote.
type Write struct {
	ID     ID     `json:"c"`
	At     Stamp  `json:"t"`
	Author string `json:"a,omitempty"`
	Value  string `json:"v,omitempty"`
}

// newer orders writes by (ms, n, replica, seq), the newest first.
func newer(a, b Write) int {
	if c := b.At.Compare(a.At); c != 0 {
		return c
	}
	ra, sa, _ := a.ID.Split()
	rb, sb, _ := b.ID.Split()
	return cmp.Or(cmp.Compare(rb, ra), cmp.Compare(sb, sa))
}

// register is one field: the writes that no set has replaced, newest first, and
// the ids that were named as replaced before they arrived.
type register struct {
	Live  []Write `json:"l,omitempty"`
	Early []ID    `json:"e,omitempty"`
}

// item is one item of a list. Dead and living items are both kept.
type item struct {
	Fields map[string]*register `json:"f"`
	Dels   []deletion           `json:"d,omitempty"`
	// Answered are the dels that a set has named: someone saw the deletion and
	// wrote all the same.
	Answered []ID `json:"x,omitempty"`
}

type deletion struct {
	Write
	Names []ID `json:"n,omitempty"`
}

// A State is a document as its changes make it, with all that is needed to take
// further ones: the live writes of every field. The zero State is not usable;
// see NewState and Fold.
type State struct {
	Doc     string                      `json:"doc"`
	Kind    Kind                        `json:"kind"`
	Seen    Vector                      `json:"seen"`
	Created Write                       `json:"created"` // the first change, by time; Value is empty
	Updated Write                       `json:"updated"` // the last one
	Fields  map[string]*register        `json:"fields"`
	Lists   map[string]map[string]*item `json:"lists"`
	// Told are the texts of seals that were told, see DoTell.
	Told map[string]string `json:"told,omitempty"`

	kept     map[string]Secret // by seal, those of this laptop
	minGroup int               // of its cycle, see Showing
}

// NewState returns the state of a document without changes.
func NewState(doc string) *State {
	return &State{Doc: doc, Kind: KindCycle, Seen: Vector{}, Fields: map[string]*register{}, Lists: map[string]map[string]*item{}}
}

// Fold returns the state of the document that the changes make. The order of the
// changes, and changes given more than once, make no difference; changes of
// other documents are passed over. The slice is not altered.
func Fold(doc string, changes []Change) *State {
	sorted := make([]*Change, 0, len(changes))
	for i := range changes {
		if changes[i].Doc == doc {
			sorted = append(sorted, &changes[i])
		}
	}
	slices.SortFunc(sorted, func(a, b *Change) int {
		return cmp.Or(cmp.Compare(a.Replica, b.Replica), cmp.Compare(a.Seq, b.Seq))
	})
	s := NewState(doc)
	for i, c := range sorted {
		if i > 0 && c.ID == sorted[i-1].ID {
			continue
		}
		s.apply(c)
	}
	return s
}

// ErrOrder says that a change came before an earlier one of its replica: the
// state has to be folded anew from all changes.
var ErrOrder = errors.New("the change came out of order")

// Apply folds one more change in. A change that is already in makes no
// difference. When it is older than one of its replica that is in, Apply alters
// nothing and returns ErrOrder.
func (s *State) Apply(c Change) error {
	if c.Doc != s.Doc || s.Seen[c.Replica] == c.Seq {
		return nil
	}
	if c.Seq < s.Seen[c.Replica] {
		return ErrOrder
	}
	s.apply(&c)
	return nil
}

func (s *State) apply(c *Change) {
	s.Seen.Add(c.Replica, c.Seq)
	w := Write{ID: c.ID, At: c.At, Author: c.Author}
	s.applyOps(c, w)
	if c.TellsOnly() {
		return // nobody wrote anything
	}
	if s.Created.ID == "" || newer(s.Created, w) < 0 {
		s.Created = w
		s.Kind = cmp.Or(c.Kind, KindCycle)
	}
	if s.Updated.ID == "" || newer(w, s.Updated) < 0 {
		s.Updated = w
	}
}

func (s *State) applyOps(c *Change, w Write) {
	for i := range c.Ops {
		s.applyOp(&c.Ops[i], w)
	}
	// Only now: two ops of one change may write to one field.
	for i := range c.Ops {
		s.forget(&c.Ops[i], c.ID)
	}
}

// forget ends the waiting for a change that was named before it arrived.
func (s *State) forget(op *Op, id ID) {
	if op.List == "" {
		if r := s.Fields[op.Field]; r != nil {
			r.forget(id)
		}
		return
	}
	if it := s.Lists[op.List][op.Item]; it != nil {
		for _, r := range it.Fields {
			r.forget(id)
		}
	}
}

func (s *State) applyOp(op *Op, w Write) {
	w.Value = op.Value
	switch op.Do {
	case DoSet:
		if op.Field == "" || (op.List == "") != (op.Item == "") {
			return
		}
		if op.List == "" {
			at(s.Fields, op.Field).set(w, op.Replaces, s.Seen)
			return
		}
		s.item(op.List, op.Item).set(op.Field, w, op.Replaces, s.Seen)
	case DoAdd:
		if op.List != "" && op.Item != "" {
			s.item(op.List, op.Item).set(posField, w, op.Replaces, s.Seen)
		}
	case DoDel:
		if op.List != "" && op.Item != "" {
			s.item(op.List, op.Item).del(w, op.Replaces)
		}
	case DoTell:
		s.tell(op)
	}
}

func (s *State) item(list, id string) *item {
	items := s.Lists[list]
	if items == nil {
		items = map[string]*item{}
		s.Lists[list] = items
	}
	it := items[id]
	if it == nil {
		it = &item{Fields: map[string]*register{}}
		items[id] = it
	}
	return it
}

func at(fields map[string]*register, key string) *register {
	r := fields[key]
	if r == nil {
		r = &register{}
		fields[key] = r
	}
	return r
}

func (it *item) set(field string, w Write, replaces []ID, seen Vector) {
	at(it.Fields, field).set(w, replaces, seen)
	for _, d := range it.Dels {
		if d.ID != w.ID && slices.Contains(replaces, d.ID) {
			it.answer(d.ID)
		}
	}
}

func (it *item) del(w Write, names []ID) {
	it.Dels = append(it.Dels, deletion{w, names})
	slices.SortStableFunc(it.Dels, func(a, b deletion) int { return newer(a.Write, b.Write) })
	for _, r := range it.Fields {
		if r.early(w.ID) {
			it.answer(w.ID)
		}
	}
}

// unanswered returns the dels that no write has named.
func (it *item) unanswered() []ID {
	var ids []ID
	for _, d := range it.Dels {
		if _, answered := slices.BinarySearch(it.Answered, d.ID); !answered {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

func (it *item) answer(del ID) {
	if i, found := slices.BinarySearch(it.Answered, del); !found {
		it.Answered = slices.Insert(it.Answered, i, del)
	}
}

// set makes w live and ends what it replaces. Of two sets of one field in one
// change the later one counts.
func (r *register) set(w Write, replaces []ID, seen Vector) {
	for _, id := range replaces {
		if id == w.ID {
			continue
		}
		if i := r.index(id); i >= 0 {
			r.Live = slices.Delete(r.Live, i, i+1)
		} else if i, found := slices.BinarySearch(r.Early, id); !found && !seen.Covers(id) {
			r.Early = slices.Insert(r.Early, i, id)
		}
	}
	if i := r.index(w.ID); i >= 0 {
		r.Live[i] = w
		return
	}
	if r.early(w.ID) {
		return
	}
	i, _ := slices.BinarySearchFunc(r.Live, w, newer)
	r.Live = slices.Insert(r.Live, i, w)
}

// early reports whether the change was named before it arrived.
func (r *register) early(id ID) bool {
	_, found := slices.BinarySearch(r.Early, id)
	return found
}

func (r *register) forget(id ID) {
	if i, found := slices.BinarySearch(r.Early, id); found {
		r.Early = slices.Delete(r.Early, i, i+1)
	}
}

func (r *register) index(id ID) int {
	return slices.IndexFunc(r.Live, func(w Write) bool { return w.ID == id })
}

// value is what the register shows: the newest live value, or for a member of a
// set whether any live value holds.
func (r *register) value(field string) string {
	if len(r.Live) == 0 {
		return ""
	}
	if isMember(field) {
		if slices.ContainsFunc(r.Live, func(w Write) bool { return w.Value == cycle.True }) {
			return cycle.True
		}
		return ""
	}
	return r.Live[0].Value
}

func isMember(field string) bool { return strings.Contains(field, cycle.SetMark) }

// alive reports whether the item is there: whether it holds a live write that no
// del has named.
func (it *item) alive() bool {
	for _, r := range it.Fields {
		for _, w := range r.Live {
			if !it.named(w.ID) {
				return true
			}
		}
	}
	return false
}

func (it *item) named(id ID) bool {
	return slices.ContainsFunc(it.Dels, func(d deletion) bool { return slices.Contains(d.Names, id) })
}

func (it *item) pos() string {
	if r := it.Fields[posField]; r != nil {
		if pos := r.value(posField); validPosition(pos) {
			return pos
		}
	}
	return ""
}

// Cycle returns the document as a person sees it. Items stand by position; those
// without one (they have fixed places of their own) come first, by id.
func (s *State) Cycle() *cycle.Cycle {
	c := cycle.New(s.Doc)
	c.MinGroup = s.minGroup
	for field, r := range s.Fields {
		if v := s.shown(r, field); v != "" {
			c.Values[field] = v
		}
	}
	for list, items := range s.Lists {
		for _, id := range s.order(list) {
			values := make(map[string]string, len(items[id].Fields))
			for field, r := range items[id].Fields {
				if field == posField {
					continue
				}
				if v := s.shown(r, field); v != "" {
					values[field] = v
				}
			}
			c.Lists[list] = append(c.Lists[list], cycle.Item{ID: id, Values: values})
		}
	}
	return c
}

// order returns the ids of the living items of a list by (pos, id).
func (s *State) order(list string) []string {
	type placed struct{ pos, id string }
	var all []placed
	for id, it := range s.Lists[list] {
		if it.alive() {
			all = append(all, placed{it.pos(), id})
		}
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Or(cmp.Compare(a.pos, b.pos), cmp.Compare(a.id, b.id)) })
	ids := make([]string, len(all))
	for i, p := range all {
		ids[i] = p.id
	}
	return ids
}
