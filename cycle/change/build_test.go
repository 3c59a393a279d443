package change

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestBuildOfNothing(t *testing.T) {
	start := []cycle.Edit{
		cycle.SetField("aim", "one"), cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a"), cycle.Add("l", "gone"),
	}
	tests := []struct {
		name  string
		edits []cycle.Edit
	}{
		{"the value that stands", []cycle.Edit{cycle.SetField("aim", "one"), cycle.SetIn("l", "x", "text", "a")}},
		{"emptying what is empty", []cycle.Edit{cycle.SetField("who", ""), cycle.SetIn("l", "x", "owner", "")}},
		{"there and back", []cycle.Edit{cycle.SetField("aim", "two"), cycle.SetField("aim", "one")}},
		{"adding what is there", []cycle.Edit{cycle.Add("l", "x")}},
		{"adding and removing", []cycle.Edit{cycle.Add("l", "y"), cycle.SetIn("l", "y", "text", "b"), cycle.Remove("l", "y")}},
		{"bringing back and removing", []cycle.Edit{cycle.Add("l", "gone"), cycle.Remove("l", "gone")}},
		{"what is not there", []cycle.Edit{cycle.Remove("l", "y"), cycle.Move("l", "y", "x"), cycle.SetIn("l", "y", "text", ""), cycle.Remove("l", "gone")}},
		{"before itself", []cycle.Edit{cycle.Move("l", "x", "x")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ann := benches(t, "ann")[0]
			ann.do(start...)
			ann.do(cycle.Remove("l", "gone"))
			if ops := ann.state.Build("ann", nil, tt.edits); len(ops) > 0 {
				t.Errorf("ops %v", ops)
			}
		})
	}
}

func TestBuildIsOneOpAField(t *testing.T) {
	ann := benches(t, "ann")[0]
	ops := ann.state.Build("ann", nil, []cycle.Edit{cycle.SetField("aim", "one"), cycle.SetField("who", "team"), cycle.SetField("aim", "two")})
	if got := fmt.Sprint(ops); len(ops) != 2 || ops[1].Field != "aim" || ops[1].Value != "two" {
		t.Errorf("ops %s", got)
	}
}

// Neighbors that two laptops put in at the same time have the same position;
// what goes between them still lands there.
func TestBuildMakesRoom(t *testing.T) {
	ann, ben := apart(t, nil, []cycle.Edit{cycle.Add("l", "a"), cycle.Add("l", "c")}, []cycle.Edit{cycle.Add("l", "b"), cycle.Add("l", "d")})
	ann.shows("map[] l/amap[] l/bmap[] l/cmap[] l/dmap[]")
	ann.do(addBefore("x", "b"), addBefore("y", "d"))
	ann.shows("map[] l/amap[] l/xmap[] l/bmap[] l/cmap[] l/ymap[] l/dmap[]")
	ben.pull(ann)
	sameDocument(t, ann.state, ben.state)
	if k := ben.state.Conflicts(); len(k) > 0 {
		t.Errorf("conflicts %v", printable(k))
	}
}

// Entered anew, an item that its author knew to be gone begins empty; one that
// went without their knowing keeps what they had before their eyes.
func TestBuildInDeletedItem(t *testing.T) {
	two := benches(t, "ann", "ben")
	ann, ben := two[0], two[1]
	ann.do(cycle.SetIn("points", "w1", "value", "5"), cycle.SetIn("points", "w1", "note", "sick"))
	ben.pull(ann)
	ben.do(cycle.Remove("points", "w1"))
	read := ann.state.Seen.Clone()
	ann.pull(ben)
	ann.shows("map[]")
	edits := []cycle.Edit{cycle.SetIn("points", "w1", "value", "7")}

	knew := ann.state.Build("ann", nil, edits)
	knewNot := ann.state.Build("ann", read, edits)
	again := Fold(testDoc, append(slices.Clone(ann.log), Change{ID: "ann-2", Replica: "ann", Seq: 2, Doc: testDoc, At: ann.clock.Next(), Ops: knew}))
	if got := describe(again.Cycle()); got != "map[] points/w1map[value:7]" || len(again.Conflicts()) > 0 {
		t.Errorf("known to be gone: %s, conflicts %v", got, printable(again.Conflicts()))
	}
	kept := Fold(testDoc, append(slices.Clone(ann.log), Change{ID: "ann-2", Replica: "ann", Seq: 2, Doc: testDoc, At: ann.clock.Next(), Ops: knewNot}))
	k := kept.Conflicts()
	if got := describe(kept.Cycle()); got != "map[] points/w1map[note:sick value:7]" || len(k) != 1 || k[0].Deleted == nil || k[0].Versions[0].Value != "7" {
		t.Errorf("not known to be gone: %s, conflicts %v", got, printable(k))
	}
}

func TestNewer(t *testing.T) {
	sorted := []Write{
		{ID: "ann-1", At: Stamp{MS: 2}},
		{ID: "ann-2", At: Stamp{MS: 1, N: 1}},
		{ID: "ben-3", At: Stamp{MS: 1}},
		{ID: "ann-10", At: Stamp{MS: 1}}, // numbers, not text
		{ID: "ann-9", At: Stamp{MS: 1}},
	}
	for i, a := range sorted {
		for j, b := range sorted {
			if got := newer(a, b); got < 0 != (i < j) || got > 0 != (i > j) {
				t.Errorf("newer(%s, %s) = %d", a.ID, b.ID, got)
			}
		}
	}
}

func TestFoldPassesOverOtherDocuments(t *testing.T) {
	c := Change{ID: "ann-1", Replica: "ann", Seq: 1, Doc: "other", Ops: []Op{{Do: DoSet, Field: "aim", Value: "x"}}}
	s := Fold(testDoc, []Change{c})
	if err := s.Apply(c); err != nil || len(s.Seen) > 0 || len(s.Cycle().Values) > 0 {
		t.Errorf("%v: %+v", err, s)
	}
}
