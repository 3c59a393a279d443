package change

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// bench is a laptop for table tests: it saves edits as a store would.
type bench struct {
	t     testing.TB
	name  string
	seq   uint64
	clock *Clock
	log   []Change
	state *State
}

// benches returns laptops whose clocks go a second forward with every save.
func benches(t testing.TB, names ...string) []*bench {
	now := time.UnixMilli(1_760_000_000_000)
	var out []*bench
	for _, name := range names {
		out = append(out, &bench{t: t, name: name, state: NewState(testDoc), clock: NewClock(func() time.Time {
			now = now.Add(time.Second)
			return now
		}, Stamp{})})
	}
	return out
}

func (b *bench) do(edits ...cycle.Edit) Change {
	b.t.Helper()
	return b.ops("", b.state.Build(b.name, nil, edits)...)
}

func (b *bench) ops(undoes ID, ops ...Op) Change {
	b.t.Helper()
	b.seq++
	c := Change{
		ID: MakeID(b.name, b.seq), Replica: b.name, Seq: b.seq, Doc: testDoc, Kind: KindCycle,
		Author: strings.ToUpper(b.name), At: b.clock.Next(), Undoes: undoes, Ops: ops,
	}
	b.log = append(b.log, c)
	if err := b.state.Apply(c); err != nil {
		b.t.Fatal(err)
	}
	return c
}

// pull takes all that the other laptop has.
func (b *bench) pull(from *bench) {
	b.t.Helper()
	for _, c := range from.log {
		if c.Seq <= b.state.Seen[c.Replica] {
			continue
		}
		_ = b.clock.Absorb(c.At)
		b.log = append(b.log, c)
		if err := b.state.Apply(c); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *bench) revert(pick func([]Change, string) (Change, error)) {
	b.t.Helper()
	target, err := pick(b.log, b.name)
	if err != nil {
		b.t.Fatal(err)
	}
	b.ops(target.ID, b.state.Build(b.name, nil, b.state.Revert(target, b.log))...)
}

func (b *bench) undo() { b.t.Helper(); b.revert(UndoTarget) }
func (b *bench) redo() { b.t.Helper(); b.revert(RedoTarget) }

func (b *bench) shows(want string) {
	b.t.Helper()
	if got := describe(b.state.Cycle()); got != want {
		b.t.Errorf("%s shows\n%s\nwant\n%s", b.name, got, want)
	}
}

func addBefore(item, before string) cycle.Edit {
	e := cycle.Add("l", item)
	e.Before = before
	return e
}

func TestHistory(t *testing.T) {
	two := benches(t, "ann", "ben")
	ann, ben := two[0], two[1]
	ann.do(cycle.SetField("aim", "one"), cycle.Add("l", "x"))
	ben.pull(ann)
	ben.do(cycle.SetField("aim", "two"), cycle.Move("l", "x", ""))
	ann.do(cycle.SetField("aim", "three"))
	ann.pull(ben)
	ann.ops("", ann.state.Resolve(cycle.Path{Field: "aim"}, "four")...)
	ann.do(cycle.Remove("l", "x"))
	ann.undo()

	var got []string
	history := Fold("", ann.log).History(ann.log)
	for _, e := range history {
		got = append(got, fmt.Sprintf("%s %s %s %q %q %s", e.Author, e.Do, e.Path, e.Value, e.Before, e.Undoes))
	}
	want := []string{
		`ANN add l/x "" [] ann-4`,
		`ANN del l/x "" [] `,
		`ANN set aim "four" ["three" "two"] `,
		`ANN set aim "three" ["one"] `,
		`BEN set aim "two" ["one"] `,
		`ANN add l/x "" [] `,
		`ANN set aim "one" [] `,
	}
	if !slices.Equal(got, want) {
		t.Errorf("history\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if history[0].Change != "ann-5" || history[0].At != ann.log[len(ann.log)-1].At {
		t.Errorf("the newest entry is of %s at %v", history[0].Change, history[0].At)
	}
}

// A value that was replaced shows as such even if its author's clock is ahead.
func TestHistoryOfWrongClocks(t *testing.T) {
	changes := []Change{
		{ID: "ann-1", Replica: "ann", Seq: 1, Doc: testDoc, At: Stamp{MS: 99}, Ops: []Op{{Do: DoSet, Field: "aim", Value: "old"}}},
		{ID: "ben-1", Replica: "ben", Seq: 1, Doc: testDoc, At: Stamp{MS: 1}, Ops: []Op{{Do: DoSet, Field: "aim", Value: "new", Replaces: []ID{"ann-1"}}}},
	}
	history := Fold("", changes).History(changes)
	if history[0].Value != "old" || !slices.Equal(history[1].Before, []string{"old"}) {
		t.Errorf("history %+v", history)
	}
}
