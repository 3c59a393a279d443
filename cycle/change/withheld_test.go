package change

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A teller is a laptop that keeps its secrets.
type teller struct {
	t     fataler
	name  string
	state *State
	log   []Change
	seq   uint64
	ms    *int64
}

func newTeller(t fataler, name string, ms *int64) *teller {
	return &teller{t: t, name: name, state: NewState(testDoc), ms: ms}
}

func (l *teller) write(ops []Op) {
	if len(ops) == 0 {
		return
	}
	ops, secrets := l.state.Seal(ops)
	l.seq++
	*l.ms += 1000
	c := Change{
		ID: MakeID(l.name, l.seq), Replica: l.name, Seq: l.seq, Doc: testDoc, Kind: KindCycle,
		Author: l.name, At: Stamp{MS: *l.ms}, Schema: Schema, Ops: ops,
	}
	if err := c.Seal(); err != nil {
		l.t.Fatalf("seal: %v", err)
	}
	l.state = l.state.Keeping(secrets)
	l.take(c)
}

func (l *teller) do(edits ...cycle.Edit) {
	l.write(l.state.Build(l.name, nil, edits))
}

func (l *teller) tell() { l.write(l.state.Tell(1 << 60)) }

func (l *teller) take(c Change) {
	if slices.ContainsFunc(l.log, func(d Change) bool { return d.ID == c.ID }) {
		return
	}
	after, err := l.state.With(c)
	if err != nil {
		l.t.Fatalf("take: %v", err)
	}
	l.state, l.log = after, append(l.log, c)
}

func (l *teller) pull(from *teller) {
	for _, c := range from.log {
		l.take(c)
	}
}

// point are the edits of a typed row.
func point(id, group, value, n string) []cycle.Edit {
	var edits []cycle.Edit
	for _, f := range [][2]string{{"measure", "m"}, {"date", "2026-10-05"}, {"value", value}, {"n", n}, {"subgroup", group}, {"note", "note of " + value}} {
		edits = append(edits, cycle.SetIn("points", id, f[0], f[1]))
	}
	return edits
}

// sent is all that leaves a laptop.
func (l *teller) sent() string {
	data, err := json.Marshal(l.log)
	if err != nil {
		l.t.Fatalf("%v", err)
	}
	return string(data)
}

func values(st *State, ids ...string) string {
	c := st.Cycle()
	var out []string
	for _, id := range ids {
		out = append(out, c.Get("points/"+id+".value"))
	}
	return strings.Join(out, " ")
}

func TestSmallGroupsStayOnTheLaptop(t *testing.T) {
	var ms int64
	ann, ben := newTeller(t, "ann", &ms), newTeller(t, "ben", &ms)
	ann.do(point("all", "", "6101", "90")...)
	ann.do(point("large", "C", "6404", "50")...)
	ann.do(point("next", "B", "6303", "12")...)
	ann.do(point("tiny", "A", "6202", "4")...)
	ann.tell()
	ben.pull(ann)
	if got := values(ann.state, "all", "large", "next", "tiny"); got != "6101 6404 6303 6202" {
		t.Errorf("the laptop itself shows %s", got)
	}
	if got := values(ben.state, "all", "large", "next", "tiny"); got != "6101 6404 withheld withheld" {
		t.Errorf("another shows %s", got)
	}
	if got := values(ann.state.Outside(), "all", "large", "next", "tiny"); got != "6101 6404 withheld withheld" {
		t.Errorf("outside it is %s", got)
	}
	for text, leaves := range map[string]bool{"6101": true, "6404": true, "6303": false, "6202": false} {
		if strings.Contains(ann.sent(), text) != leaves {
			t.Errorf("%s leaves the laptop: %v", text, !leaves)
		}
	}
	if private := ann.state.Private(); len(private) != 2 || !private["tiny"] || !private["next"] || len(ben.state.Private()) > 0 {
		t.Errorf("%v are private", private)
	}
	if len(ben.state.Conflicts())+len(ann.state.Conflicts()) > 0 {
		t.Error("there are conflicts")
	}

	// The number of students was mistyped: both may be known now.
	ann.do(cycle.SetIn("points", "tiny", "n", "40"))
	if strings.Contains(ann.sent(), "6202") {
		t.Error("6202 leaves before it is told")
	}
	ann.tell()
	ben.pull(ann)
	if got := values(ben.state, "next", "tiny"); got != "6303 6202" {
		t.Errorf("another shows %s", got)
	}
	if private := ann.state.Private(); len(private) > 0 {
		t.Errorf("%v are private", private)
	}
	if who := ben.state.Updated; who.ID != "ann-6" {
		t.Errorf("telling counts as writing: %+v", who)
	}
}

// TestOnlyTheTextItselfCanBeTold: what a seal stands for is fixed, whoever tells what.
func TestOnlyTheTextItselfCanBeTold(t *testing.T) {
	var ms int64
	ann := newTeller(t, "ann", &ms)
	ann.do(point("p", "A", "62", "")...)
	seal := ann.log[0].Ops
	for _, op := range seal {
		if !IsSeal(op.Value) {
			continue
		}
		ann.write([]Op{{Do: DoTell, Field: op.Value, Item: "salt", Value: "99"}, {Do: DoTell, Field: op.Value, Value: "99"}})
	}
	if got := values(ann.state, "p") + values(ann.state.Outside(), "p"); got != "62withheld" {
		t.Errorf("shows %s", got)
	}
	ann.tell()
	if got := values(ann.state.Outside(), "p"); got != "withheld" {
		t.Errorf("a group that does not say how many it is is told: %s", got)
	}
}

func TestIsSeal(t *testing.T) {
	for value, want := range map[string]bool{newSecret("62").Seal: true, "": false, "\x1f": false, "\x1fshort": false, "62": false, "\x1f" + strings.Repeat("U", 26): false} {
		if IsSeal(value) != want {
			t.Errorf("%q is a seal: %v", value, !want)
		}
	}
}

func TestADayIsToldWhenItIsQuiet(t *testing.T) {
	var ms int64
	ann := newTeller(t, "ann", &ms)
	ann.do(point("p", "A", "62", "30")...)
	if ops := ann.state.Tell(ms - 1); len(ops) > 0 {
		t.Errorf("tells %v", ops)
	}
	if ops := ann.state.Tell(ms); len(ops) != 3 {
		t.Errorf("tells %v", ops)
	}
}

// TestUndoPassesOverTelling: what is taken back is what was typed.
func TestUndoPassesOverTelling(t *testing.T) {
	var ms int64
	ann := newTeller(t, "ann", &ms)
	ann.do(point("p", "A", "62", "30")...)
	ann.tell()
	ann.do(cycle.SetIn("points", "p", "value", "63"))
	ann.tell()
	undo := func() {
		target, err := UndoTarget(ann.log, "ann")
		if err != nil {
			t.Fatal(err)
		}
		ops := ann.state.Build("ann", nil, ann.state.Revert(target, ann.log))
		ann.write(ops)
		ann.log[len(ann.log)-1].Undoes = target.ID
	}
	undo()
	if got := values(ann.state, "p"); got != "62" {
		t.Errorf("after undo it shows %s", got)
	}
	undo()
	if got := values(ann.state, "p"); got != "" {
		t.Errorf("after undo it shows %s", got)
	}
}

func TestTheHistoryOfAGroup(t *testing.T) {
	var ms int64
	ann := newTeller(t, "ann", &ms)
	ann.do(point("p", "A", "62", "5")...)
	ann.do(cycle.SetIn("points", "p", "value", "63"))
	for st, want := range map[*State]string{ann.state: "63 [62]", ann.state.Outside(): "withheld [withheld]"} {
		if e := st.History(ann.log)[0]; fmt.Sprint(e.Value, " ", e.Before) != want {
			t.Errorf("the history says %s %v, want %s", e.Value, e.Before, want)
		}
	}
}

// TestWhatIsWrittenApartAboutAGroup: two laptops count the same group. While neither
// knows what the other has, each shows its own; when it is told, a difference is seen.
func TestWhatIsWrittenApartAboutAGroup(t *testing.T) {
	for _, tc := range []struct {
		name, other string
		conflicts   int
	}{{"the same", "62", 0}, {"another", "70", 1}} {
		t.Run(tc.name, func(t *testing.T) {
			var ms int64
			ann, ben := newTeller(t, "ann", &ms), newTeller(t, "ben", &ms)
			edits := func(value string) []cycle.Edit {
				return slices.DeleteFunc(point("p", "A", value, "30"), func(e cycle.Edit) bool { return e.Path.Field == "note" })
			}
			ann.do(edits("62")...)
			ben.do(edits(tc.other)...)
			ann.pull(ben)
			ben.pull(ann)
			if got := values(ann.state, "p") + " " + values(ben.state, "p"); got != "62 "+tc.other {
				t.Errorf("they show %s", got)
			}
			if len(ann.state.Conflicts())+len(ben.state.Conflicts()) > 0 {
				t.Error("they differ in what nobody knows")
			}
			ann.tell()
			ben.tell()
			ann.pull(ben)
			ben.pull(ann)
			if a, b := ann.state.Conflicts(), ben.state.Conflicts(); len(a) != tc.conflicts || len(b) != tc.conflicts {
				t.Errorf("conflicts %v, %v", a, b)
			}
			if tc.conflicts > 0 {
				ann.write(ann.state.Resolve(cycle.Path{List: "points", Item: "p", Field: "value"}, "70"))
				ben.pull(ann) // the one that was chosen is known everywhere already
				if got := values(ben.state, "p"); got != "70" || len(ben.state.Conflicts()) > 0 {
					t.Errorf("it is resolved with %s", got)
				}
			}
		})
	}
}

// TestAPointBecomesOneOfAGroup seals what stands in it.
func TestAPointBecomesOneOfAGroup(t *testing.T) {
	var ms int64
	ann := newTeller(t, "ann", &ms)
	ann.do(point("p", "", "62", "5")...)
	ann.do(cycle.SetIn("points", "p", "subgroup", "A"))
	if got := values(ann.state, "p") + " " + values(ann.state.Outside(), "p"); got != "62 withheld" {
		t.Errorf("shows %s", got)
	}
}

// TestNothingSmallIsTold has a few laptops type, correct, take out and tell in any
// order. Whatever was told, when it was told, was of a group that is large enough in
// the eyes of that laptop, and everyone reads the same outside.
func TestNothingSmallIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ms int64
		laptops := []*teller{newTeller(t, "ann", &ms), newTeller(t, "ben", &ms)}
		ids := []string{"all", "p1", "p2", "p3"}
		sizes := map[string][]string{} // of a text, the sizes that its point had while it stood there
		typed := 0
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			l := rapid.SampledFrom(laptops).Draw(t, "laptop")
			id := rapid.SampledFrom(ids).Draw(t, "id")
			group := strings.TrimPrefix(id, "all")
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0, 1, 2:
				typed++
				n := rapid.SampledFrom([]string{"", "3", "9", "10", "40"}).Draw(t, "n")
				l.do(point(id, group, fmt.Sprint(70000+typed), n)...)
			case 3:
				if _, there := l.state.Cycle().Item("points", id); there {
					l.do(cycle.SetIn("points", id, "n", rapid.SampledFrom([]string{"", "4", "25"}).Draw(t, "n")))
				}
			case 4:
				l.do(cycle.Remove("points", id))
			case 5:
				withheld := l.state.Cycle().WithheldPoints()
				for _, it := range l.state.Cycle().Lists["points"] {
					if v := it.Values["value"]; v != "" && v != cycle.Withheld {
						sizes[v] = append(sizes[v], fmt.Sprint(withheld[it.ID]))
					}
				}
				l.tell()
			default:
				l.pull(laptops[rapid.IntRange(0, 1).Draw(t, "from")])
			}
			for _, l := range laptops {
				c := l.state.Cycle()
				for _, it := range c.Lists["points"] {
					v := it.Values["value"]
					if it.Values["subgroup"] == "" || v == "" || v == cycle.Withheld {
						continue
					}
					if strings.Contains(l.sent(), `"`+v+`"`) && !slices.Contains(sizes[v], "false") {
						t.Fatalf("%s of %s left %s, and its group was never known to be large", v, it.ID, l.name)
					}
				}
			}
		}
		for range 2 {
			laptops[0].pull(laptops[1])
			laptops[1].pull(laptops[0])
		}
		if a, b := laptops[0].state.Outside(), laptops[1].state.Outside(); !maps.Equal(a.Told, b.Told) || describe(a.Cycle()) != describe(b.Cycle()) {
			t.Fatalf("outside they read\n%s\n%s", describe(a.Cycle()), describe(b.Cycle()))
		}
		for _, l := range laptops {
			again := Fold(testDoc, l.log)
			if describe(again.Cycle()) != describe(l.state.Outside().Cycle()) || again.Updated != l.state.Updated {
				t.Fatalf("folded anew it reads\n%s\nand was\n%s", describe(again.Cycle()), describe(l.state.Outside().Cycle()))
			}
		}
	})
}
