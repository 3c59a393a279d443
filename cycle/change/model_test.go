package change

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// world is a school with a few laptops that write in one document and now and
// then exchange what they have, in no particular order.
type world struct {
	now     time.Time
	skewed  bool // some clocks are off by more than MaxSkew
	laptops []*laptop
	saw     map[ID]Vector // what the author of a change had seen, the change itself left out
	had     map[ID]Vector // what their laptop had by then
	made    map[ID]Change
}

type laptop struct {
	name  string
	skew  time.Duration
	clock *Clock
	seq   uint64
	log   []Change // in order of arrival
	state *State   // kept up to date change by change
	read  Vector   // what the person in front of it has looked at

	checked int // how much of the log was in when it was last checked
}

const testDoc = "doc"

func newWorld(t *rapid.T) *world {
	w := &world{
		now:  time.UnixMilli(1_760_000_000_000),
		made: map[ID]Change{}, saw: map[ID]Vector{}, had: map[ID]Vector{},
		skewed: rapid.Float64Range(0, 1).Draw(t, "skewed") > 0.8,
	}
	minutes := 25
	if w.skewed {
		minutes = 300
	}
	names := rapid.Permutation([]string{"ann", "ben", "cat", "dan", "eve"}).Draw(t, "names")
	for _, name := range names[:rapid.IntRange(2, 5).Draw(t, "laptops")] {
		l := &laptop{name: name, state: NewState(testDoc), read: Vector{}}
		l.skew = time.Duration(rapid.IntRange(-minutes, minutes).Draw(t, "skew")) * time.Minute
		l.clock = NewClock(func() time.Time { return w.now.Add(l.skew) }, Stamp{})
		w.laptops = append(w.laptops, l)
	}
	return w
}

func (w *world) laptop(t *rapid.T) *laptop { return rapid.SampledFrom(w.laptops).Draw(t, "laptop") }

// save makes a change of the ops, sends it through JSON as the store does, and
// takes it in. seen nil means all that the laptop has.
func (w *world) save(t *rapid.T, l *laptop, seen Vector, undoes ID, ops []Op) {
	if len(ops) == 0 {
		return
	}
	if seen == nil {
		seen = l.state.Seen
	}
	seen = seen.Clone()
	if l.seq > 0 {
		seen.Add(l.name, l.seq) // one always knows what one has written oneself
	}
	l.seq += uint64(rapid.IntRange(1, 2).Draw(t, "seq")) // other documents take numbers too
	c := Change{
		ID: MakeID(l.name, l.seq), Replica: l.name, Seq: l.seq, Doc: testDoc, Kind: KindCycle,
		Author: strings.ToUpper(l.name), At: l.clock.Next(), Schema: Schema, Undoes: undoes, Ops: ops,
	}
	if err := c.Seal(); err != nil {
		t.Fatalf("seal: %v", err)
	}
	c = throughJSON(t, c)
	w.made[c.ID], w.saw[c.ID], w.had[c.ID] = c, seen, l.state.Seen.Clone()
	w.take(t, l, c)
}

func throughJSON(t *rapid.T, c Change) Change {
	body, err := json.Marshal(c)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	var back Change
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatalf("decode: %v", err)
	}
	if err := back.Verify(); err != nil {
		t.Fatalf("verify %s: %v", body, err)
	}
	return back
}

// take is what a store does with a change from itself or elsewhere.
func (w *world) take(t *rapid.T, l *laptop, c Change) {
	_ = l.clock.Absorb(c.At)
	if slices.ContainsFunc(l.log, func(d Change) bool { return d.ID == c.ID }) {
		before := encodeState(t, l.state)
		if err := l.state.Apply(c); err != nil && err != ErrOrder {
			t.Fatalf("apply: %v", err)
		}
		if after := encodeState(t, l.state); after != before {
			t.Fatalf("a change that came twice altered the state:\n%s\n%s", before, after)
		}
		return
	}
	l.log = append(l.log, c)
	if err := l.state.Apply(c); err != nil {
		t.Fatalf("apply %s to %v: %v", c.ID, l.state.Seen, err)
	}
}

// deliver brings to one laptop some of what another one has. The changes of each
// replica come in order, but whole replicas may be left behind, so that a change
// can arrive before the ones that it answers.
func (w *world) deliver(t *rapid.T) {
	from, to := w.laptop(t), w.laptop(t)
	for _, l := range w.laptops {
		n := rapid.IntRange(0, 4).Draw(t, "deliver "+l.name)
		var bag []Change
		for _, c := range from.log {
			if c.Replica == l.name && (c.Seq > to.state.Seen[l.name] || n == 4) {
				bag = append(bag, c)
			}
		}
		if n < 3 {
			bag = bag[:min(n, len(bag))]
		}
		for _, c := range bag {
			w.take(t, to, c)
		}
	}
}

// converge brings everything to everyone.
func (w *world) converge(t *rapid.T) {
	for _, to := range w.laptops {
		for _, from := range w.laptops {
			for _, c := range from.log {
				if c.Seq > to.state.Seen[c.Replica] {
					w.take(t, to, c)
				}
			}
		}
	}
}

// write makes one save of one to four edits, by someone who has read everything
// or only what they had last looked at.
func (w *world) write(t *rapid.T) {
	l := w.laptop(t)
	var seen Vector
	if rapid.Bool().Draw(t, "stale") {
		seen = l.read
	}
	want := l.state.Cycle()
	edits := l.edits(t, want)
	removed := slices.ContainsFunc(edits, func(e cycle.Edit) bool { return e.Do == cycle.RemoveItem })
	ops := l.state.Build(l.name, seen, edits)
	w.save(t, l, seen, "", ops)

	got := l.state.Cycle()
	if seen == nil {
		if diff := differ(want, got); diff != "" {
			t.Fatalf("%s read everything and did %v (ops %v)\n%s", l.name, edits, ops, diff)
		}
	} else if !w.skewed && !removed {
		if a, b := ids(want.Lists["actions"]), ids(got.Lists["actions"]); !slices.Equal(a, b) {
			t.Fatalf("%s did %v (ops %v)\nwanted the order %v\nbut it is        %v", l.name, edits, ops, a, b)
		}
	}
}

// answer ends one conflict, by someone who has read everything.
func (w *world) answer(t *rapid.T) {
	l := w.laptop(t)
	open := l.state.Conflicts()
	if len(open) == 0 {
		t.Skip("no conflict")
	}
	k := rapid.SampledFrom(open).Draw(t, "conflict")
	p := k.Path
	var ops []Op
	wantGone := false
	switch {
	case k.Deleted == nil:
		value := rapid.SampledFrom(append(testValues, k.Versions[1].Value)).Draw(t, "resolve to")
		ops = l.state.Resolve(p, value)
	case rapid.Bool().Draw(t, "keep"):
		ops = l.state.KeepItem(p.List, p.Item)
	default:
		wantGone = true
		ops = l.state.Build(l.name, nil, []cycle.Edit{cycle.Remove(p.List, p.Item)})
	}
	before := l.state.Cycle()
	w.save(t, l, nil, "", ops)
	if _, still := l.state.ConflictAt(p); still {
		t.Fatalf("the conflict at %s is there after %v", p, ops)
	}
	if k.Deleted == nil {
		if got := l.state.Cycle(); rawValue(got, p) != ops[0].Value {
			t.Fatalf("resolved %s to %q, it shows %q", p, ops[0].Value, rawValue(got, p))
		}
		return
	}
	after := l.state.Cycle()
	if wantGone {
		before.Apply(cycle.Remove(p.List, p.Item))
	}
	if diff := differ(before, after); diff != "" {
		t.Fatalf("answering the deletion of %s by %v:\n%s", p, ops, diff)
	}
}

// undo takes back the laptop's last change and redo the last undo; neither may
// touch what others have written.
func (w *world) undo(t *rapid.T, pick func([]Change, string) (Change, error)) {
	l := w.laptop(t)
	target, err := pick(l.log, l.name)
	if err != nil {
		t.Skip(err)
	}
	others := w.texts(l, true)
	ops := l.state.Build(l.name, nil, l.state.Revert(target, l.log))
	w.save(t, l, nil, target.ID, ops)
	now := w.texts(l, false)
	for p, texts := range others {
		for _, text := range texts {
			if !slices.Contains(now[p], text) {
				t.Fatalf("%s took back %s %v by %v and lost %q at %s, which somebody else wrote", l.name, target.ID, target.Ops, ops, text, p)
			}
		}
	}
}

// texts returns the live values in living items; with foreign only those that
// nobody but other laptops ever wrote there.
func (w *world) texts(l *laptop, foreign bool) map[cycle.Path][]string {
	own := map[cycle.Path][]string{}
	for _, c := range l.log {
		for _, op := range c.Ops {
			if p, ok := opRegister(op); ok && c.Replica == l.name {
				own[p] = append(own[p], op.Value)
			}
		}
	}
	out := map[cycle.Path][]string{}
	ref := newReference(testDoc, l.log)
	for _, p := range ref.paths() {
		if p.Field == posField || p.List != "" && len(ref.unnamed(p.List, p.Item)) == 0 {
			continue
		}
		for _, v := range ref.live(p) {
			if v.Value != "" && !(foreign && slices.Contains(own[p], v.Value)) {
				out[p] = append(out[p], v.Value)
			}
		}
	}
	return out
}

// writeAndUndo saves some edits and takes them back at once: nothing has
// happened.
func (w *world) writeAndUndo(t *rapid.T) {
	l := w.laptop(t)
	before := l.state.Cycle()
	edits := l.edits(t, l.state.Cycle())
	ops := l.state.Build(l.name, nil, edits)
	if len(ops) == 0 {
		return
	}
	w.save(t, l, nil, "", ops)
	target := l.log[len(l.log)-1]
	if got, err := UndoTarget(l.log, l.name); err != nil || got.ID != target.ID {
		t.Fatalf("%s would undo %s (%v) after %s", l.name, got.ID, err, target.ID)
	}
	done := l.state.Cycle()
	undo := l.state.Build(l.name, nil, l.state.Revert(target, l.log))
	w.save(t, l, nil, target.ID, undo)
	if diff := differ(before, l.state.Cycle()); diff != "" {
		t.Fatalf("%s did %v (ops %v) and took it back by %v\n%s", l.name, edits, ops, undo, diff)
	}
	if len(undo) == 0 {
		return
	}
	target = l.log[len(l.log)-1]
	if got, err := RedoTarget(l.log, l.name); err != nil || got.ID != target.ID {
		t.Fatalf("%s would redo %s (%v) after %s", l.name, got.ID, err, target.ID)
	}
	redo := l.state.Build(l.name, nil, l.state.Revert(target, l.log))
	w.save(t, l, nil, target.ID, redo)
	if diff := differ(done, l.state.Cycle()); diff != "" {
		t.Fatalf("%s did %v (ops %v), took it back by %v and did it again by %v\n%s", l.name, edits, ops, undo, redo, diff)
	}
}

// newerVersion writes a change as a later version of the program might.
func (w *world) newerVersion(t *rapid.T) {
	l := w.laptop(t)
	body := rapid.SampledFrom([]string{
		`{"do":"comment","on":"aim","text":"<b>why & how?</b>","value":"v"}`,
		`{"do":"set","field":"aim","value":{"rich":[1,2.50,1e3]}}`,
		`{"do":"set","field":"aim","item":7}`,
		`{"act":"none"}`,
		`{"Do":"set","Field":"aim","Value":"not a field of ours"}`,
		`{"do":"merge","replaces":[],"value":""}`,
		`{}`,
	}).Draw(t, "op")
	var op Op
	if err := json.Unmarshal([]byte(body), &op); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	before := l.state.Cycle()
	w.save(t, l, nil, "", []Op{op})
	if diff := differ(before, l.state.Cycle()); diff != "" {
		t.Fatalf("the op %s, which this version does not know, changed the document:\n%s", body, diff)
	}
}
