package change

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestUndo(t *testing.T) {
	set := func(item, text string) cycle.Edit { return cycle.SetIn("l", item, "text", text) }
	tests := []struct {
		name           string
		before, edits  []cycle.Edit
		shows, changed string // before and after the edits
	}{
		{
			"a field",
			[]cycle.Edit{cycle.SetField("aim", "one")},
			[]cycle.Edit{cycle.SetField("aim", "two")},
			"map[aim:one]", "map[aim:two]",
		},
		{"a first value", nil, []cycle.Edit{cycle.SetField("aim", "one")}, "map[]", "map[aim:one]"},
		{"a value taken out", []cycle.Edit{cycle.SetField("aim", "one")}, []cycle.Edit{cycle.SetField("aim", "")}, "map[aim:one]", "map[]"},
		{"an added item with words", nil, []cycle.Edit{cycle.Add("l", "x"), set("x", "a")}, "map[]", "map[] l/xmap[text:a]"},
		{
			"an item taken out of the middle",
			[]cycle.Edit{cycle.Add("l", "x"), cycle.Add("l", "y"), cycle.Add("l", "z"), set("y", "b")},
			[]cycle.Edit{cycle.Remove("l", "y")},
			"map[] l/xmap[] l/ymap[text:b] l/zmap[]", "map[] l/xmap[] l/zmap[]",
		},
		{
			"several items taken out",
			[]cycle.Edit{cycle.Add("l", "x"), cycle.Add("l", "y"), cycle.Add("l", "z"), set("x", "a"), set("y", "b")},
			[]cycle.Edit{cycle.Remove("l", "x"), cycle.Remove("l", "y")},
			"map[] l/xmap[text:a] l/ymap[text:b] l/zmap[]", "map[] l/zmap[]",
		},
		{
			"a move",
			[]cycle.Edit{cycle.Add("l", "x"), cycle.Add("l", "y"), cycle.Add("l", "z")},
			[]cycle.Edit{cycle.Move("l", "z", "x")},
			"map[] l/xmap[] l/ymap[] l/zmap[]", "map[] l/zmap[] l/xmap[] l/ymap[]",
		},
		{
			"a row with an id of its own", nil,
			[]cycle.Edit{cycle.SetIn("points", "w1", "value", "5")},
			"map[]", "map[] points/w1map[value:5]",
		},
		{
			"a row taken out",
			[]cycle.Edit{cycle.SetIn("points", "w1", "value", "5")},
			[]cycle.Edit{cycle.Remove("points", "w1")},
			"map[] points/w1map[value:5]", "map[]",
		},
		{
			"a row taken out and entered anew",
			[]cycle.Edit{cycle.SetIn("points", "w1", "value", "5"), cycle.SetIn("points", "w1", "note", "sick")},
			[]cycle.Edit{cycle.Remove("points", "w1"), cycle.SetIn("points", "w1", "value", "7")},
			"map[] points/w1map[note:sick value:5]", "map[] points/w1map[value:7]",
		},
		{
			"weeks",
			[]cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "weeks/1", cycle.True)},
			[]cycle.Edit{cycle.SetIn("l", "x", "weeks/1", ""), cycle.SetIn("l", "x", "weeks/3", cycle.True)},
			"map[] l/xmap[weeks/1:true]", "map[] l/xmap[weeks/3:true]",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ann := benches(t, "ann")[0]
			if len(tt.before) > 0 {
				ann.do(tt.before...)
			}
			ann.shows(tt.shows)
			ann.do(tt.edits...)
			ann.shows(tt.changed)
			for range 3 {
				ann.undo()
				ann.shows(tt.shows)
				ann.redo()
				ann.shows(tt.changed)
			}
		})
	}
}

func TestUndoGoesFurtherBack(t *testing.T) {
	ann := benches(t, "ann")[0]
	for _, v := range []string{"one", "two", "three"} {
		ann.do(cycle.SetField("aim", v))
	}
	ann.undo()
	ann.undo()
	ann.shows("map[aim:one]")
	ann.redo()
	ann.shows("map[aim:two]")
	ann.redo()
	ann.shows("map[aim:three]")
	ann.undo()
	ann.undo()
	ann.undo()
	ann.shows("map[]")
	if c, err := UndoTarget(ann.log, "ann"); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("one more undo takes back %s, %v", c.ID, err)
	}
	ann.redo()
	ann.shows("map[aim:one]")
	ann.do(cycle.SetField("aim", "four"))
	if c, err := RedoTarget(ann.log, "ann"); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("redo after a new change does %s again, %v", c.ID, err)
	}
	ann.undo()
	ann.shows("map[aim:one]")
}

func TestUndoTargetIsOwn(t *testing.T) {
	two := benches(t, "ann", "ben")
	ann, ben := two[0], two[1]
	ann.do(cycle.SetField("aim", "one"))
	ben.pull(ann)
	if c, err := UndoTarget(ben.log, "ben"); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("ben takes back %s, %v", c.ID, err)
	}
	if c, err := RedoTarget(ben.log, "ben"); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("ben does %s again, %v", c.ID, err)
	}
	ben.do(cycle.SetField("who", "team"))
	ann.pull(ben)
	if c, err := UndoTarget(ann.log, "ann"); err != nil || c.ID != "ann-1" {
		t.Errorf("ann takes back %s, %v", c.ID, err)
	}
	// Records that undo each other in a circle come from nobody we know.
	circle := []Change{{ID: "ann-1", Replica: "ann", Seq: 1, Undoes: "ann-2"}, {ID: "ann-2", Replica: "ann", Seq: 2, Undoes: "ann-1"}}
	if c, err := UndoTarget(circle, "ann"); err == nil {
		t.Errorf("takes back %s of a circle", c.ID)
	}
}

// What others wrote is not ours to take back.
func TestUndoAmongOthers(t *testing.T) {
	tests := []struct {
		name  string
		ann   []cycle.Edit // read by ben, who then does
		ben   []cycle.Edit
		apart []cycle.Edit // meanwhile by ann
		shows string       // after ann has read it and taken back her last change
	}{
		{
			name: "a field written over since", ann: []cycle.Edit{cycle.SetField("aim", "one")},
			ben: []cycle.Edit{cycle.SetField("aim", "two")}, shows: "map[aim:two]",
		},
		{
			name: "a field written at the same time", ann: []cycle.Edit{cycle.SetField("who", "team")},
			ben: []cycle.Edit{cycle.SetField("aim", "two")}, apart: []cycle.Edit{cycle.SetField("aim", "one")}, shows: "map[aim:two who:team]",
		},
		{
			name: "an added item in which ben wrote", ann: []cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a")},
			ben: []cycle.Edit{cycle.SetIn("l", "x", "owner", "b")}, shows: "map[] l/xmap[owner:b]",
		},
		{
			name: "an added item in which ben wrote over all", ann: []cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a")},
			ben: []cycle.Edit{cycle.SetIn("l", "x", "text", "b")}, shows: "map[] l/xmap[text:b]",
		},
		{
			name: "an added item of which ben marked a week", ann: []cycle.Edit{cycle.Add("l", "x")},
			ben: []cycle.Edit{cycle.SetIn("l", "x", "weeks/2", cycle.True)}, shows: "map[] l/xmap[weeks/2:true]",
		},
		{
			name: "an added item that ben moved", ann: []cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a")},
			ben: []cycle.Edit{cycle.Add("l", "y"), cycle.Move("l", "x", "")}, shows: "map[] l/ymap[]",
		},
		{
			name: "an item that both added", ben: []cycle.Edit{cycle.Add("l", "x")},
			apart: []cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a")}, shows: "map[] l/xmap[]",
		},
		{
			name: "a deletion while ben wrote", ann: []cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a")},
			ben: []cycle.Edit{cycle.SetIn("l", "x", "text", "b")}, apart: []cycle.Edit{cycle.Remove("l", "x")}, shows: "map[] l/xmap[text:b]",
		},
		{
			name: "a value of an item that ben took out", ann: []cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a")},
			ben: []cycle.Edit{cycle.Remove("l", "x")}, shows: "map[]",
		},
		{
			name: "a move of an item that ben moved elsewhere", ann: []cycle.Edit{cycle.Add("l", "x"), cycle.Add("l", "y"), cycle.Add("l", "z")},
			apart: []cycle.Edit{cycle.Move("l", "x", "")}, ben: []cycle.Edit{cycle.Move("l", "x", "z")},
			shows: "map[] l/ymap[] l/xmap[] l/zmap[]",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			two := benches(t, "ann", "ben")
			ann, ben := two[0], two[1]
			if len(tt.ann) > 0 {
				ann.do(tt.ann...)
			}
			ben.pull(ann)
			if len(tt.apart) > 0 {
				ann.do(tt.apart...)
			}
			ben.do(tt.ben...)
			ann.pull(ben)
			ann.undo()
			ann.shows(tt.shows)
			if k := ann.state.Conflicts(); len(k) > 0 {
				t.Errorf("conflicts %v", printable(k))
			}
		})
	}
}

// Three wrote apart; taking one of them back does not choose between the others.
func TestUndoLeavesOthersConflict(t *testing.T) {
	three := benches(t, "ann", "ben", "cat")
	for i, v := range []string{"one", "two", "three"} {
		three[i].do(cycle.SetField("aim", v))
	}
	ann := three[0]
	ann.pull(three[1])
	ann.pull(three[2])
	if edits := ann.state.Revert(ann.log[0], ann.log); len(edits) > 0 {
		t.Errorf("edits %v", edits)
	}
}

// Undo after undo goes back through every document that there was, and redo
// after redo forward again.
func TestUndoAllTheWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		ann, ben := w.laptops[0], w.laptops[1]
		w.save(t, ben, nil, "", ben.state.Build(ben.name, nil, ben.edits(t, ben.state.Cycle())))
		for _, c := range ben.log {
			w.take(t, ann, c)
		}
		docs := []*cycle.Cycle{ann.state.Cycle()}
		for range rapid.IntRange(1, 6).Draw(t, "saves") {
			ops := ann.state.Build(ann.name, nil, ann.edits(t, ann.state.Cycle()))
			if len(ops) > 0 {
				w.save(t, ann, nil, "", ops)
				docs = append(docs, ann.state.Cycle())
			}
		}
		step := func(what string, pick func([]Change, string) (Change, error), want *cycle.Cycle) {
			target, err := pick(ann.log, ann.name)
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			ops := ann.state.Build(ann.name, nil, ann.state.Revert(target, ann.log))
			if len(ops) == 0 {
				t.Fatalf("%s of %s %v does nothing to %s", what, target.ID, target.Ops, describe(ann.state.Cycle()))
			}
			w.save(t, ann, nil, target.ID, ops)
			if diff := differ(want, ann.state.Cycle()); diff != "" {
				t.Fatalf("%s of %s %v by %v\n%s", what, target.ID, target.Ops, ops, diff)
			}
		}
		at := len(docs) - 1
		for range 3 {
			down := rapid.IntRange(0, at).Draw(t, "back to")
			for ; at > down; at-- {
				step("undo", UndoTarget, docs[at-1])
			}
			up := rapid.IntRange(at, len(docs)-1).Draw(t, "forward to")
			for ; at < up; at++ {
				step("redo", RedoTarget, docs[at+1])
			}
		}
	})
}

// Taking back what was written into an item that someone had taken out leaves the
// item to the words that kept it.
func TestUndoInContestedItem(t *testing.T) {
	ann, _ := apart(t,
		[]cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a")},
		[]cycle.Edit{cycle.SetIn("l", "x", "owner", "o")},
		[]cycle.Edit{cycle.Remove("l", "x")})
	ann.do(cycle.SetIn("l", "x", "text", "b"))
	ann.shows("map[] l/xmap[owner:o text:b]")
	ann.undo()
	ann.shows("map[] l/xmap[owner:o text:a]")

	ann, _ = apart(t, []cycle.Edit{cycle.Add("l", "x")}, []cycle.Edit{cycle.SetIn("l", "x", "owner", "o")}, []cycle.Edit{cycle.Remove("l", "x")})
	ann.do(cycle.SetIn("l", "x", "owner", "p"))
	ann.undo()
	ann.shows("map[] l/xmap[owner:o]")
}

// A change that is named for one value does not bring back another one of it that
// was replaced long before.
func TestUndoBringsBackTheLatest(t *testing.T) {
	ann := benches(t, "ann")[0]
	week := func(on string) cycle.Edit { return cycle.SetIn("l", "x", "weeks/3", on) }
	ann.do(cycle.Add("l", "x"), week(cycle.True))
	ann.do(week(""))
	ann.do(cycle.Remove("l", "x"))
	ann.undo()
	ann.shows("map[] l/xmap[]")
}

// An item without a position (another program wrote it, or its adding has not
// arrived) stands in front, and does so again when moves are taken back.
func TestUndoMoveOfUnplaced(t *testing.T) {
	ann := benches(t, "ann")[0]
	ann.ops("", Op{Do: DoSet, List: "l", Item: "x", Field: "text", Value: "a"})
	ann.do(cycle.Add("l", "c"), addBefore("b", "c"), addBefore("a", "b"))
	ann.shows("map[] l/xmap[text:a] l/amap[] l/bmap[] l/cmap[]")
	ann.do(cycle.Move("l", "x", ""), cycle.Move("l", "b", ""), cycle.Move("l", "a", ""), cycle.Move("l", "c", ""))
	ann.shows("map[] l/xmap[text:a] l/bmap[] l/amap[] l/cmap[]")
	ann.undo()
	ann.shows("map[] l/xmap[text:a] l/amap[] l/bmap[] l/cmap[]")
	ann.redo()
	ann.shows("map[] l/xmap[text:a] l/bmap[] l/amap[] l/cmap[]")
}
