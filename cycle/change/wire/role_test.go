package wire

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

func TestSharedWithTheSmallerGroup(t *testing.T) {
	set := func(replica, value string, replaces ...change.ID) change.Change {
		return change.Change{
			ID: change.MakeID(replica, 1), Replica: replica, Seq: 1, Doc: "d",
			Ops: []change.Op{{Do: change.DoSet, Field: "sharing", Value: value, Replaces: replaces}},
		}
	}
	for _, tc := range []struct {
		name    string
		changes []change.Change
		want    Audience
	}{
		{"never chosen", nil, ForTeam},
		{"chosen", []change.Change{set("a", "district")}, ForDistrict},
		{"emptied", []change.Change{set("a", "district"), set("b", "", "a-1")}, ForTeam},
		{"apart", []change.Change{set("a", "district"), set("b", "coach")}, ForCoach},
		{"apart, one withdrew", []change.Change{set("a", "district"), set("b", "")}, ForTeam},
		{"of a newer version", []change.Change{set("a", "everyone")}, ForTeam},
	} {
		if got := SharedWith(change.Fold("d", tc.changes)); got != tc.want {
			t.Errorf("%s: shared with %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestReaches(t *testing.T) {
	groups := []Audience{ForTeam, ForCoach, ForDistrict}
	for i, shared := range groups {
		for j, reader := range groups {
			if got, want := shared.Reaches(reader), j <= i; got != want {
				t.Errorf("shared with %s, read as %s: %v", shared, reader, got)
			}
		}
	}
	if Audience("everyone").Reaches(ForCoach) {
		t.Error("an audience that is not known reaches the coach")
	}
}

func TestMayWrite(t *testing.T) {
	comment := change.Change{Ops: []change.Op{{Do: change.DoAdd, List: "comments", Item: "x"}, {Do: change.DoSet, List: "requests", Item: "y", Field: "answer"}}}
	goal := change.Change{Ops: append(comment.Ops[:1:1], change.Op{Do: change.DoSet, Field: "point_b.what"})}
	unknown := change.Change{Ops: []change.Op{{Do: "paint"}}}
	for role, want := range map[Role][3]bool{
		Team: {true, true, true}, Reader: {}, Coach: {true}, District: {true}, "king": {},
	} {
		got := [3]bool{role.MayWrite(comment), role.MayWrite(goal), role.MayWrite(unknown)}
		if got != want {
			t.Errorf("%s: may write comment, goal, unknown %v, want %v", role, got, want)
		}
	}
}
