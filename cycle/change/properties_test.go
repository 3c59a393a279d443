package change

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// TestLaptops lets laptops write, read, exchange, answer and undo at random, and
// asks after every step whether the promises of the package hold.
func TestLaptops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		t.Repeat(map[string]func(*rapid.T){
			"write":       w.write,
			"write2":      w.write, // as often as the rest together
			"write3":      w.write,
			"deliver":     w.deliver,
			"answer":      w.answer,
			"newer":       w.newerVersion,
			"undo":        func(t *rapid.T) { w.undo(t, UndoTarget) },
			"redo":        func(t *rapid.T) { w.undo(t, RedoTarget) },
			"do and undo": w.writeAndUndo,
			"read": func(t *rapid.T) {
				l := w.laptop(t)
				l.read = l.state.Seen.Clone()
			},
			"wait": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 600_000).Draw(t, "ms")) * time.Millisecond)
			},
			"": func(t *rapid.T) {
				for _, l := range w.laptops {
					if l.checked < len(l.log) { // else it is as it was
						w.check(t, l)
						l.checked = len(l.log)
					}
				}
			},
		})
		w.converge(t)
		for _, l := range w.laptops {
			w.check(t, l)
			sameDocument(t, w.laptops[0].state, l.state)
		}
		w.checkOrder(t)
		w.checkArrival(t)
	})
}

func (w *world) check(t *rapid.T, l *laptop) {
	w.checkReference(t, l)
	w.checkNothingLost(t, l)
	w.checkConflicts(t, l)
	w.checkKept(t, l)
	w.checkCache(t, l)
}

// checkReference: the document and its conflicts are those that the rules, read
// literally, give.
func (w *world) checkReference(t *rapid.T, l *laptop) {
	ref := newReference(testDoc, l.log)
	if diff := differ(ref.cycle(), l.state.Cycle()); diff != "" {
		t.Fatalf("%s: not what the rules say:\n%s", l.name, diff)
	}
	if want, got := fmt.Sprint(printable(ref.conflicts())), fmt.Sprint(printable(l.state.Conflicts())); want != got {
		t.Fatalf("%s: not the conflicts that the rules say:\nwant %s\ngot  %s", l.name, want, got)
	}
}

func printable(ks []Conflict) []string {
	var out []string
	for _, k := range ks {
		line := fmt.Sprint(k.Path, k.Versions)
		if k.Deleted != nil {
			line += fmt.Sprint(" deleted ", *k.Deleted)
		}
		out = append(out, line)
	}
	return out
}

// checkNothingLost: every value written is on the screen, or a version of a
// conflict, or was replaced or deleted by someone who had seen it.
func (w *world) checkNothingLost(t *rapid.T, l *laptop) {
	now := l.state.Cycle()
	for _, c := range l.log {
		for _, op := range c.Ops {
			p, ok := opRegister(op)
			if !ok || p.List != "" && p.Field == posField || w.overtaken(l, c, p) {
				continue
			}
			if op.Value == rawValue(now, p) {
				if _, there := now.Item(p.List, p.Item); there || p.List == "" {
					continue
				}
			}
			k, _ := l.state.ConflictAt(p)
			if slices.ContainsFunc(k.Versions, func(v Write) bool { return v.Value == op.Value }) {
				continue
			}
			if isMember(p.Field) && op.Value == "" && rawValue(now, p) == cycle.True {
				continue // the agreed outcome
			}
			t.Fatalf("%s: %q, written at %s by %s, is nowhere", l.name, op.Value, p, c.ID)
		}
	}
}

// overtaken reports whether somebody who had seen the change wrote at the path,
// or took the item out, naming it.
func (w *world) overtaken(l *laptop, c Change, p cycle.Path) bool {
	for _, later := range l.log {
		if !w.saw[later.ID].Covers(c.ID) {
			continue
		}
		for _, op := range later.Ops {
			names := slices.Contains(op.Replaces, c.ID)
			if at, ok := opRegister(op); ok && at == p && names {
				return true
			}
			if op.Do == DoDel && op.List == p.List && op.Item == p.Item && names {
				return true
			}
		}
	}
	return false
}

// checkConflicts: people only conflict who could not know of each other.
func (w *world) checkConflicts(t *rapid.T, l *laptop) {
	for _, c := range l.log {
		for _, op := range c.Ops {
			for _, id := range op.Replaces {
				if !w.saw[c.ID].Covers(id) {
					t.Fatalf("%s replaces %s, which its author had not seen", c.ID, id)
				}
			}
		}
	}
	for _, c := range l.log {
		for replica, seq := range w.had[c.ID] {
			if seq > l.state.Seen[replica] {
				return // not all is here yet that led to what is here
			}
		}
	}
	for _, k := range l.state.Conflicts() {
		sides := slices.Clone(k.Versions)
		if k.Deleted != nil {
			if madeRoom(w.made[sides[0].ID], k.Path) {
				continue
			}
			sides = append(sides, *k.Deleted)
		}
		for i, a := range sides {
			for _, b := range sides[i+1:] {
				ra, _, _ := a.ID.Split()
				rb, _, _ := b.ID.Split()
				if ra == rb {
					t.Fatalf("%s: at %s %s conflicts with itself: %s and %s", l.name, k.Path, ra, a.ID, b.ID)
				}
				if w.saw[a.ID].Covers(b.ID) || w.saw[b.ID].Covers(a.ID) {
					t.Fatalf("%s: at %s %s and %s conflict although the later author had read the other\n%v saw %v\n%v saw %v",
						l.name, k.Path, a.ID, b.ID, w.made[a.ID].Ops, w.saw[a.ID], w.made[b.ID].Ops, w.saw[b.ID])
				}
			}
		}
	}
}

// madeRoom reports whether the change only moved the item on to make room for
// another one, which is nobody's word on whether it is to stay.
func madeRoom(c Change, p cycle.Path) bool {
	for i, op := range c.Ops {
		if op.List == p.List && op.Item == p.Item {
			return i > 0 && op.Do == DoSet && op.Field == posField
		}
	}
	return false
}

// checkKept: an item stays as long as something in it was not seen by those who
// took it out, and says so until someone has answered.
func (w *world) checkKept(t *rapid.T, l *laptop) {
	now := l.state.Cycle()
	for _, c := range l.log {
		for _, op := range c.Ops {
			p, ok := opRegister(op)
			if !ok || p.List == "" || w.overtaken(l, c, p) {
				continue
			}
			if _, there := now.Item(p.List, p.Item); !there {
				t.Fatalf("%s: %s wrote %q at %s, which nobody had seen who took the item out, and it is gone", l.name, c.ID, op.Value, p)
			}
			for _, d := range l.log {
				dels := slices.ContainsFunc(d.Ops, func(o Op) bool { return o.Do == DoDel && o.List == p.List && o.Item == p.Item })
				if !dels || newReference(testDoc, l.log).answered(p.List, p.Item, d.ID) {
					continue
				}
				if k, ok := l.state.ConflictAt(cycle.Path{List: p.List, Item: p.Item}); !ok || k.Deleted == nil {
					t.Fatalf("%s: nobody is told that %s took %s out while %s wrote in it", l.name, d.ID, p, c.ID)
				}
			}
		}
	}
}

// checkCache: a state kept change by change and sent through JSON is the one
// that a fold of all changes gives.
func (w *world) checkCache(t *rapid.T, l *laptop) {
	kept := encodeState(t, l.state)
	if folded := encodeState(t, Fold(testDoc, l.log)); kept != folded {
		t.Fatalf("%s: kept and folded states differ:\nkept   %s\nfolded %s", l.name, kept, folded)
	}
	back := NewState(testDoc)
	if err := json.Unmarshal([]byte(kept), back); err != nil {
		t.Fatalf("decode: %v", err)
	}
	if again := encodeState(t, back); again != kept {
		t.Fatalf("the state does not survive JSON:\n%s\n%s", kept, again)
	}
	l.state = back // from here on the laptop works with what it stored
}

// checkOrder: what answers something is dated after it, when clocks are off by
// less than MaxSkew.
func (w *world) checkOrder(t *rapid.T) {
	last := map[string]Stamp{}
	sorted := slices.Clone(w.laptops[0].log)
	slices.SortFunc(sorted, func(a, b Change) int { return cmp.Or(cmp.Compare(a.Replica, b.Replica), cmp.Compare(a.Seq, b.Seq)) })
	for _, c := range sorted {
		if c.At.Compare(last[c.Replica]) <= 0 {
			t.Fatalf("%s is not dated after the change before it", c.ID)
		}
		last[c.Replica] = c.At
		for _, op := range c.Ops {
			for _, id := range op.Replaces {
				if !w.skewed && c.At.Compare(w.made[id].At) <= 0 {
					t.Fatalf("%s at %v answers %s at %v", c.ID, c.At, id, w.made[id].At)
				}
			}
		}
	}
}

// checkArrival: order of arrival and repetition make no difference.
func (w *world) checkArrival(t *rapid.T) {
	all := w.laptops[0].log
	if len(all) == 0 {
		return
	}
	shuffled := rapid.Permutation(append(slices.Clone(all), all[:len(all)/2]...)).Draw(t, "arrival")
	sameDocument(t, w.laptops[0].state, Fold(testDoc, shuffled))
	sameDocument(t, w.laptops[0].state, applyAll(t, shuffled))
}

// applyAll takes changes in one by one and folds anew when one is out of order,
// as a store does.
func applyAll(t fataler, changes []Change) *State {
	s := NewState(testDoc)
	for i, c := range changes {
		switch err := s.Apply(c); err {
		case nil:
		case ErrOrder:
			s = Fold(testDoc, changes[:i+1])
		default:
			t.Fatalf("apply: %v", err)
		}
	}
	return s
}

func sameDocument(t fataler, a, b *State) {
	if diff := differ(a.Cycle(), b.Cycle()); diff != "" {
		t.Fatalf("two documents of the same changes:\n%s", diff)
	}
	if x, y := a.Conflicts(), b.Conflicts(); !reflect.DeepEqual(x, y) {
		t.Fatalf("two lists of conflicts of the same changes:\n%v\n%v", printable(x), printable(y))
	}
	if x, y := encodeState(t, a), encodeState(t, b); x != y {
		t.Fatalf("two states of the same changes:\n%s\n%s", x, y)
	}
}

// TestAnyChanges folds changes that no well-behaved program would write: several
// ops on one field, deletions beside writes, names of what does not exist. They
// too mean the same to everyone.
func TestAnyChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		changes := rapid.SliceOfNDistinct(rapid.Custom(drawChange), 1, 12, func(c Change) ID { return c.ID }).Draw(t, "changes")
		folded := Fold(testDoc, changes)
		ref := newReference(testDoc, changes)
		if diff := differ(ref.cycle(), folded.Cycle()); diff != "" {
			t.Fatalf("not what the rules say:\n%s", diff)
		}
		arrived := applyAll(t, rapid.Permutation(changes).Draw(t, "arrival"))
		if diff := differ(folded.Cycle(), arrived.Cycle()); diff != "" {
			t.Fatalf("the order of arrival shows:\n%s", diff)
		}
		if a, b := printable(folded.Conflicts()), printable(arrived.Conflicts()); !slices.Equal(a, b) {
			t.Fatalf("the order of arrival shows in the conflicts:\n%v\n%v", a, b)
		}
		if folded.Kind != arrived.Kind || folded.Created != arrived.Created || folded.Updated != arrived.Updated {
			t.Fatal("the order of arrival shows in kind, first or last change")
		}
	})
}

func drawChange(t *rapid.T) Change {
	replica := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "replica")
	seq := rapid.Uint64Range(1, 5).Draw(t, "seq")
	c := Change{
		ID: MakeID(replica, seq), Replica: replica, Seq: seq, Doc: testDoc, Author: replica,
		Kind: rapid.SampledFrom([]Kind{"", KindCycle, KindPlan}).Draw(t, "kind"),
		At:   Stamp{MS: rapid.Int64Range(1, 4).Draw(t, "ms"), N: rapid.Int64Range(0, 1).Draw(t, "n")},
	}
	for range rapid.IntRange(1, 4).Draw(t, "ops") {
		op := Op{
			Do:    rapid.SampledFrom([]string{DoAdd, DoSet, DoSet, DoDel, "other"}).Draw(t, "do"),
			List:  rapid.SampledFrom([]string{"", "l"}).Draw(t, "list"),
			Item:  rapid.SampledFrom([]string{"", "i", "i", "j"}).Draw(t, "item"),
			Field: rapid.SampledFrom([]string{"", "f", "f", posField, "w/1"}).Draw(t, "field"),
			Value: rapid.SampledFrom([]string{"", "V", "0", cycle.True}).Draw(t, "value"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "replaces") {
			op.Replaces = append(op.Replaces, MakeID(
				rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "of"), rapid.Uint64Range(1, 5).Draw(t, "number")))
		}
		c.Ops = append(c.Ops, op)
	}
	return c
}
