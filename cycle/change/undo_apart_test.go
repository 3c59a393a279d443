package change

import (
	"slices"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// An item was taken out and written in anew by someone who had not looked again
// since. It counts as gone all the same when the new words are taken out too.
func TestUndoOfAddingKnowsAnsweredDeletions(t *testing.T) {
	two := benches(t, "ann", "ben")
	ann, ben := two[0], two[1]
	ben.do(cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a"))
	ann.pull(ben)
	ann.do(cycle.Remove("l", "x"))
	for _, e := range []cycle.Edit{cycle.SetIn("l", "x", "text", "b"), cycle.Remove("l", "x")} {
		ann.ops("", ann.state.Build("ann", Vector{}, []cycle.Edit{e})...)
	}
	ann.shows("map[]")
	ann.do(cycle.Add("l", "x"), cycle.SetIn("l", "x", "owner", "c"))
	ann.shows("map[] l/xmap[owner:c]")
	ann.undo()
	ann.shows("map[]")
	ann.redo()
	ann.shows("map[] l/xmap[owner:c]")
}

// A decision is taken back that was made while the team had written two apart.
// The field shows again what it showed, what others decide meanwhile stays, and
// all of it stands in the history.
func TestUndoOfDecisionMadeInConflict(t *testing.T) {
	decide := func(d string) []cycle.Edit { return []cycle.Edit{cycle.SetField("act.decision", d)} }
	tests := []struct {
		name      string
		meanwhile []cycle.Edit // by ben
		undone    string
		redone    string
	}{
		{"nobody else writes", nil, "map[act.decision:adopt]", "map[act.decision:repeat act.why:b]"},
		{"ben decides again", decide("drop"), "map[act.decision:drop]", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ann, ben := apart(t, nil, decide("adapt"), decide("adopt"))
			if _, ok := ann.state.ConflictAt(cycle.Path{Field: "act.decision"}); !ok {
				t.Fatal("no conflict to decide in")
			}
			ann.do(append(decide("repeat"), cycle.SetField("act.why", "b"))...)
			if tt.meanwhile != nil {
				ben.do(tt.meanwhile...)
			}
			ann.pull(ben)
			ann.undo()
			ann.shows(tt.undone)
			if k := ann.state.Conflicts(); len(k) > 0 {
				t.Errorf("conflicts %v", printable(k))
			}
			for _, d := range []string{"adapt", "adopt", "repeat"} {
				if !slices.ContainsFunc(ann.state.History(ann.log), func(e Entry) bool { return e.Value == d }) {
					t.Errorf("%q is not in the history", d)
				}
			}
			ben.pull(ann)
			sameDocument(t, ann.state, ben.state)
			if tt.redone != "" {
				ann.redo()
				ann.shows(tt.redone)
			}
		})
	}
}

// Of two decisions written apart one is taken back by the one who wrote it: the
// other stands alone.
func TestUndoOfOneVersion(t *testing.T) {
	ann, ben := apart(t, nil,
		[]cycle.Edit{cycle.SetField("act.decision", "adapt"), cycle.SetField("act.why", "a")},
		[]cycle.Edit{cycle.SetField("act.decision", "adopt")})
	ann.undo()
	ann.shows("map[act.decision:adopt]")
	ben.pull(ann)
	ben.shows("map[act.decision:adopt]")
	if k := ben.state.Conflicts(); len(k) > 0 {
		t.Errorf("conflicts %v", printable(k))
	}
}
