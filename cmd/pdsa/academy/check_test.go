package academy

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// hashOf is the hash of all that a state holds.
func hashOf(st *change.State) string {
	data, err := json.Marshal(st)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%x", sha256.Sum256(data))
}

// alike reports whether two states that were made of the changes, in whatever order,
// are the same. Where a change names one that was lost with the only laptop that had
// it, or in whose place another one stands since, a state may go on waiting for that
// one or not: what it shows is compared then.
func alike(a, b *change.State, changes []change.Change) bool {
	return hashOf(a) == hashOf(b) || namesLost(changes) && showing(a) == showing(b)
}

func namesLost(changes []change.Change) bool {
	there := map[change.ID]change.Change{}
	for _, c := range changes {
		there[c.ID] = c
	}
	return slices.ContainsFunc(changes, func(c change.Change) bool {
		return slices.ContainsFunc(c.Ops, func(op change.Op) bool {
			return slices.ContainsFunc(op.Replaces, func(id change.ID) bool { return !wroteAt(there[id], op) })
		})
	})
}

// wroteAt reports whether the change wrote in the place of the op: in the same item, or
// in the same field of the document.
func wroteAt(c change.Change, at change.Op) bool {
	return slices.ContainsFunc(c.Ops, func(op change.Op) bool {
		return op.List == at.List && op.Item == at.Item && (at.List != "" || op.Field == at.Field)
	})
}

// showing is all that a state shows.
func showing(st *change.State) string {
	data, err := json.Marshal([]any{st.Kind, st.Seen, st.Created, st.Updated, st.Cycle(), st.Conflicts()})
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// byDoc divides a stream into its documents, and checks that no change is there twice
// and that no number is missing but for those that wait. After the server came back
// from a backup some may be gone with the only laptop that had them.
func (w *world) byDoc(school string) map[string][]change.Change {
	w.t.Helper()
	docs := map[string][]change.Change{}
	there, last := map[change.ID]bool{}, change.Vector{}
	for _, c := range w.host.waiting(school) {
		there[c.ID] = true
		last.Add(c.Replica, c.Seq)
	}
	for _, c := range w.host.changes(school) {
		docs[c.Doc] = append(docs[c.Doc], c)
		if there[c.ID] {
			w.t.Fatalf("%s has %s twice", school, c.ID)
		}
		there[c.ID] = true
		last.Add(c.Replica, c.Seq)
		if err := c.Verify(); err != nil {
			w.t.Fatalf("the stream has a damaged change: %v", err)
		}
	}
	for replica, seq := range last {
		for n := uint64(1); n < seq && !w.restored; n++ {
			if id := change.MakeID(replica, n); !there[id] {
				w.t.Fatalf("%s lacks %s, and has those behind it", school, id)
			}
		}
	}
	return docs
}

// checkEqual checks that the laptops of each school and the server hold the same
// changes and show the same, and that what they show is what the changes make.
func (w *world) checkEqual() {
	w.t.Helper()
	for _, school := range []string{w.canal, w.hill} {
		docs := w.byDoc(school)
		for doc, changes := range docs {
			w.checkServer(school, doc, changes)
		}
		for _, l := range w.laptops {
			switch {
			case l.role == wire.Coach || l.role == wire.District:
				l.checkOutside(school, docs)
			case l.school == school:
				l.checkTeam(docs)
			}
		}
	}
}

// checkServer checks the document that the server keeps folded.
func (w *world) checkServer(school, doc string, changes []change.Change) {
	w.t.Helper()
	var kept dashboard.Doc
	err := w.host.back.View(context.Background(), func(r dashboard.Reader) (err error) {
		kept, err = r.Doc(school, doc)
		return err
	})
	if err != nil {
		w.t.Fatalf("the server keeps nothing of %s: %v", doc, err)
	}
	st := change.NewState(doc)
	if err := json.Unmarshal(kept.State, st); err != nil {
		w.t.Fatalf("%s: %v", doc, err)
	}
	made := change.Fold(doc, changes)
	if !alike(st, made, changes) {
		w.t.Fatalf("the server shows in %s\n%s\nand the changes make %s", doc, kept.State, made.Cycle().Values)
	}
	if want := wire.SharedWith(made); kept.Shared != want {
		w.t.Fatalf("%s is shared with %q, want %q", doc, kept.Shared, want)
	}
}

// checkTeam checks the laptop of a team against its school's stream.
func (l *laptop) checkTeam(docs map[string][]change.Change) {
	l.w.t.Helper()
	left := l.changes()
	for doc, changes := range docs {
		l.checkDoc(doc, changes)
		for _, c := range changes {
			if left[c.ID].Hash != c.Hash {
				l.w.t.Fatalf("%s lacks %s or has another one", l.name, c.ID)
			}
			delete(left, c.ID)
		}
	}
	for id := range left {
		l.w.t.Fatalf("%s has %s, and the stream has not", l.name, id)
	}
}

// checkOutside checks that a coach or the district has all of what is shared, and
// nothing of what never was.
func (l *laptop) checkOutside(school string, docs map[string][]change.Change) {
	l.w.t.Helper()
	for doc, changes := range docs {
		switch {
		case strings.HasSuffix(doc, secret):
			if got, err := l.store.Changes(doc); err == nil && len(got) > 0 {
				l.w.t.Fatalf("%s has %d changes of %s, which was never shared", l.name, len(got), doc)
			}
		case wire.SharedWith(change.Fold(doc, changes)).Reaches(l.role.Audience()):
			l.checkNothingMore(doc, changes)
			l.checkDoc(doc, changes)
		}
	}
	if n, err := l.store.Pending(school); err != nil || n > 0 {
		l.w.t.Fatalf("%s has %d changes to send: %v", l.name, n, err)
	}
}

// checkNothingMore checks that the laptop has no changes of a document that the stream
// has not.
func (l *laptop) checkNothingMore(doc string, stream []change.Change) {
	l.w.t.Helper()
	got, err := l.store.Changes(doc)
	if err != nil {
		l.w.t.Fatalf("%s: %s: %v", l.name, doc, err)
	}
	for _, c := range got {
		if !slices.ContainsFunc(stream, func(o change.Change) bool { return o.ID == c.ID }) {
			l.w.t.Fatalf("%s has %s, and the stream has not", l.name, c.ID)
		}
	}
}

// checkDoc checks what the laptop shows of a document, and that it is the same when
// made anew.
func (l *laptop) checkDoc(doc string, changes []change.Change) {
	l.w.t.Helper()
	st, err := l.store.State(doc)
	if err != nil {
		l.w.t.Fatalf("%s: %s: %v", l.name, doc, err)
	}
	if want := change.Fold(doc, changes); !alike(st, want, changes) {
		shows, _ := json.Marshal(st)
		makes, _ := json.Marshal(want)
		l.w.t.Fatalf("%s shows in %s\n%s\nand the changes make\n%s", l.name, doc, shows, makes)
	}
}

// checkViews checks that the rows of the laptops' lists are the same when made anew.
func (w *world) checkViews() {
	w.t.Helper()
	for _, l := range w.laptops {
		before, errA := l.store.Recent(0)
		errB := l.store.RebuildView(nil)
		after, errC := l.store.Recent(0)
		a, errD := json.Marshal(before)
		b, errE := json.Marshal(after)
		for _, err := range []error{errA, errB, errC, errD, errE} {
			if err != nil {
				w.t.Fatalf("%s: %v", l.name, err)
			}
		}
		if string(a) != string(b) {
			w.t.Fatalf("%s lists\n%s\nand after making it anew\n%s", l.name, a, b)
		}
	}
}

// checkOrder checks that any order and any repetition of a stream make the same.
func (w *world) checkOrder(t *rapid.T) {
	for doc, changes := range w.byDoc(w.canal) {
		want := change.Fold(doc, changes)
		mixed := rapid.Permutation(append(slices.Clone(changes), changes...)).Draw(t, "order")
		if got := change.Fold(doc, mixed); hashOf(got) != hashOf(want) {
			t.Fatalf("%s shows something else when its changes come in the order %v", doc, mixed)
		}
		// One by one, as they come in pages: each replica's in order.
		st, waiting := change.NewState(doc), mixed
		for len(waiting) > 0 {
			var later []change.Change
			for _, c := range waiting {
				if st.Seen.Covers(c.ID) {
					continue
				}
				if ready(st, changes, c) {
					if err := st.Apply(c); err != nil {
						t.Fatalf("%s: %v", c.ID, err)
					}
					continue
				}
				later = append(later, c)
			}
			waiting = later
		}
		if !alike(st, want, changes) {
			t.Fatalf("%s shows something else when its changes come one by one in the order %v", doc, mixed)
		}
	}
}

// ready reports whether the document's earlier changes of the same replica are in.
func ready(st *change.State, all []change.Change, c change.Change) bool {
	return !slices.ContainsFunc(all, func(o change.Change) bool {
		return o.Replica == c.Replica && o.Seq < c.Seq && !st.Seen.Covers(o.ID)
	})
}

// checkVisible checks that every value is shown, is one side of a conflict, or was
// named by who replaced it or took it out; an item that somebody wrote in whom no
// deletion had seen is there.
func (w *world) checkVisible() {
	w.t.Helper()
	for _, school := range []string{w.canal, w.hill} {
		for doc, changes := range w.byDoc(school) {
			st := change.Fold(doc, changes)
			shown := st.Cycle()
			conflicts := st.Conflicts()
			for _, c := range changes {
				for i, op := range c.Ops {
					p := cycle.Path{List: op.List, Item: op.Item, Field: op.Field}
					if op.Do != change.DoSet && op.Do != change.DoAdd || named(changes, c, i) {
						continue
					}
					if !visible(shown, conflicts, p, op) {
						w.t.Fatalf("%q of %s at %v in %s is not to be seen, and nobody replaced it", op.Value, c.ID, p, doc)
					}
				}
			}
		}
	}
}

// named reports whether what an op wrote is named by another one.
func named(changes []change.Change, by change.Change, i int) bool {
	op := by.Ops[i]
	for _, c := range changes {
		for j, o := range c.Ops {
			if o.List != op.List || o.Item != op.Item {
				continue
			}
			same := o.Do == change.DoDel || fieldOf(o) == fieldOf(op)
			if same && (slices.Contains(o.Replaces, by.ID) && c.ID != by.ID || c.ID == by.ID && j > i) {
				return true
			}
		}
	}
	return false
}

func fieldOf(op change.Op) string {
	if op.Do == change.DoAdd {
		return "pos"
	}
	return op.Field
}

func visible(shown *cycle.Cycle, conflicts []change.Conflict, p cycle.Path, op change.Op) bool {
	values := shown.Values
	if p.List != "" {
		item, there := shown.Item(p.List, p.Item)
		if !there || fieldOf(op) == "pos" {
			return there
		}
		values = item.Values
	}
	if values[p.Field] == op.Value {
		return true
	}
	return slices.ContainsFunc(conflicts, func(c change.Conflict) bool {
		return c.Path == p && slices.ContainsFunc(c.Versions, func(v change.Write) bool { return v.Value == op.Value })
	})
}
