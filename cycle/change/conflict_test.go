package change

import (
	"slices"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// apart has two laptops start from the same document, write without knowing of
// each other, and exchange everything.
func apart(t *testing.T, start, one, two []cycle.Edit) (ann, ben *bench) {
	t.Helper()
	both := benches(t, "ann", "ben")
	ann, ben = both[0], both[1]
	if len(start) > 0 {
		ann.do(start...)
	}
	ben.pull(ann)
	ann.do(one...)
	ben.do(two...)
	ann.pull(ben)
	ben.pull(ann)
	sameDocument(t, ann.state, ben.state)
	return ann, ben
}

func TestConflicts(t *testing.T) {
	item := []cycle.Edit{cycle.Add("l", "x"), cycle.SetIn("l", "x", "text", "a")}
	edits := func(e ...cycle.Edit) []cycle.Edit { return e }
	tests := []struct {
		name            string
		start, ann, ben []cycle.Edit
		shows           string
		conflict        string // the path, when there is one
		versions        []string
		deleted         string // by whom
	}{
		{
			name: "a field", ann: edits(cycle.SetField("aim", "one")), ben: edits(cycle.SetField("aim", "two")),
			shows: "map[aim:two]", conflict: "aim", versions: []string{"two", "one"},
		},
		{
			name: "a field of an item", start: item, ann: edits(cycle.SetIn("l", "x", "text", "b")), ben: edits(cycle.SetIn("l", "x", "text", "")),
			shows: "map[] l/xmap[]", conflict: "l/x.text", versions: []string{"", "b"},
		},
		{name: "the same value", ann: edits(cycle.SetField("aim", "one")), ben: edits(cycle.SetField("aim", "one")), shows: "map[aim:one]"},
		{name: "two fields", ann: edits(cycle.SetField("aim", "one")), ben: edits(cycle.SetField("who", "two")), shows: "map[aim:one who:two]"},
		{
			name: "weeks", start: append(item, cycle.SetIn("l", "x", "weeks/3", cycle.True)),
			ann: edits(cycle.SetIn("l", "x", "weeks/1", cycle.True), cycle.SetIn("l", "x", "weeks/2", cycle.True)),
			ben: edits(cycle.SetIn("l", "x", "weeks/3", ""), cycle.SetIn("l", "x", "weeks/2", cycle.True)), shows: "map[] l/xmap[text:a weeks/1:true weeks/2:true]",
		},
		{
			name: "moves", start: append(item, cycle.Add("l", "y"), cycle.Add("l", "z")),
			ann: edits(cycle.Move("l", "x", "z")), ben: edits(cycle.Move("l", "x", "")), shows: "map[] l/ymap[] l/zmap[] l/xmap[text:a]",
		},
		{
			name: "a data point entered twice", ann: edits(cycle.SetIn("points", "w3", "value", "5")), ben: edits(cycle.SetIn("points", "w3", "value", "6")),
			shows: "map[] points/w3map[value:6]", conflict: "points/w3.value", versions: []string{"6", "5"},
		},
		{
			name: "written in and taken out", start: item, ann: edits(cycle.SetIn("l", "x", "owner", "b")), ben: edits(cycle.Remove("l", "x")),
			shows: "map[] l/xmap[owner:b text:a]", conflict: "l/x", versions: []string{"b"}, deleted: "BEN",
		},
		{
			name: "moved and taken out", start: append(item, cycle.Add("l", "y")), ann: edits(cycle.Move("l", "x", "")), ben: edits(cycle.Remove("l", "x")),
			shows: "map[] l/ymap[] l/xmap[text:a]", conflict: "l/x", versions: []string{"W"}, deleted: "BEN",
		},
		{name: "taken out twice", start: item, ann: edits(cycle.Remove("l", "x")), ben: edits(cycle.Remove("l", "x")), shows: "map[]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ann, _ := apart(t, tt.start, tt.ann, tt.ben)
			if tt.name == "moved and taken out" {
				tt.versions = []string{ann.state.Lists["l"]["x"].pos()}
			}
			ann.shows(tt.shows)
			got := ann.state.Conflicts()
			if tt.conflict == "" {
				if len(got) > 0 {
					t.Fatalf("conflicts %v", printable(got))
				}
				return
			}
			if len(got) != 1 || got[0].Path.String() != tt.conflict {
				t.Fatalf("conflicts %v", printable(got))
			}
			var versions []string
			for _, v := range got[0].Versions {
				versions = append(versions, v.Value)
			}
			deleted := ""
			if got[0].Deleted != nil {
				deleted = got[0].Deleted.Author
			}
			if !slices.Equal(versions, tt.versions) || deleted != tt.deleted {
				t.Errorf("conflict %v, want %q deleted by %q", printable(got), tt.versions, tt.deleted)
			}
			if _, ok := ann.state.ConflictAt(got[0].Path); !ok {
				t.Error("ConflictAt does not find it")
			}
			if _, ok := ann.state.ConflictAt(cycle.Path{Field: "other"}); ok {
				t.Error("ConflictAt finds another one")
			}
		})
	}
}

// A week that one marks again while another takes it off is marked, whoever was
// later, and nobody is asked.
func TestMarkedWeekWins(t *testing.T) {
	week := func(on string) cycle.Edit { return cycle.SetIn("l", "x", "weeks/3", on) }
	two := benches(t, "ann", "ben")
	ann, ben := two[0], two[1]
	ann.do(cycle.Add("l", "x"), week(cycle.True))
	ben.pull(ann)
	ann.do(week(""))
	ann.do(week(cycle.True))
	ben.do(week(""))
	ann.pull(ben)
	ann.shows("map[] l/xmap[weeks/3:true]")
	if k := ann.state.Conflicts(); len(k) > 0 {
		t.Errorf("conflicts %v", printable(k))
	}
	ann.do(week(""))
	ann.shows("map[] l/xmap[]")
}

func TestResolve(t *testing.T) {
	for _, value := range []string{"one", "two", "both", ""} {
		ann, ben := apart(t, nil, []cycle.Edit{cycle.SetField("aim", "one")}, []cycle.Edit{cycle.SetField("aim", "two")})
		ann.ops("", ann.state.Resolve(cycle.Path{Field: "aim"}, value)...)
		ben.pull(ann)
		if got := ben.state.Cycle().Values["aim"]; got != value || len(ben.state.Conflicts()) > 0 {
			t.Errorf("resolved to %q it shows %q, conflicts %v", value, got, printable(ben.state.Conflicts()))
		}
	}
}

// While one resolves, another writes without knowing: that is a new conflict.
func TestResolveIsWrittenApart(t *testing.T) {
	ann, ben := apart(t, nil, []cycle.Edit{cycle.SetField("aim", "one")}, []cycle.Edit{cycle.SetField("aim", "two")})
	ann.ops("", ann.state.Resolve(cycle.Path{Field: "aim"}, "both")...)
	ben.do(cycle.SetField("aim", "three"))
	ann.pull(ben)
	if k, ok := ann.state.ConflictAt(cycle.Path{Field: "aim"}); !ok || len(k.Versions) != 2 || k.Versions[0].Value != "three" {
		t.Errorf("conflicts %v", printable(ann.state.Conflicts()))
	}
}

func TestContestedItemIsAnswered(t *testing.T) {
	x := cycle.Path{List: "l", Item: "x"}
	tests := []struct {
		name   string
		start  []cycle.Edit
		answer func(*State) []Op
		shows  string
	}{
		{
			name: "kept", start: []cycle.Edit{cycle.Add("l", "x")},
			answer: func(s *State) []Op { return s.KeepItem("l", "x") }, shows: "map[] l/xmap[owner:b]",
		},
		{
			name: "kept without a place", start: []cycle.Edit{cycle.SetIn("l", "x", "text", "a")},
			answer: func(s *State) []Op { return s.KeepItem("l", "x") }, shows: "map[] l/xmap[owner:b text:a]",
		},
		{
			name: "taken out after all", start: []cycle.Edit{cycle.Add("l", "x")},
			answer: func(s *State) []Op { return s.Build("ann", nil, []cycle.Edit{cycle.Remove("l", "x")}) }, shows: "map[]",
		},
		{
			name: "written in after reading of it", start: []cycle.Edit{cycle.Add("l", "x")},
			answer: func(s *State) []Op { return s.Build("ann", nil, []cycle.Edit{cycle.SetIn("l", "x", "text", "c")}) },
			shows:  "map[] l/xmap[owner:b text:c]",
		},
		{
			name: "written again", start: []cycle.Edit{cycle.Add("l", "x")},
			answer: func(s *State) []Op { return s.Build("ann", nil, []cycle.Edit{cycle.SetIn("l", "x", "owner", "b")}) },
			shows:  "map[] l/xmap[owner:b]",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ann, ben := apart(t, tt.start, []cycle.Edit{cycle.SetIn("l", "x", "owner", "b")}, []cycle.Edit{cycle.Remove("l", "x")})
			if k, ok := ann.state.ConflictAt(x); !ok || k.Deleted == nil {
				t.Fatal("nobody is asked")
			}
			// Whoever has not read of the deletion gives no answer to it.
			unread := ann.state.Build("ann", Vector{"ann": 2}, []cycle.Edit{cycle.SetIn("l", "x", "text", "unread")})
			if slices.Contains(unread[0].Replaces, "ben-1") {
				t.Errorf("%v answers what was not read", unread)
			}
			ann.ops("", tt.answer(ann.state)...)
			ann.shows(tt.shows)
			ben.pull(ann)
			if k := ben.state.Conflicts(); len(k) > 0 {
				t.Errorf("conflicts %v", printable(k))
			}
		})
	}
	if ops := NewState(testDoc).KeepItem("l", "x"); ops != nil {
		t.Errorf("keeps %v of nothing", ops)
	}
}

// Two ops of one change on one field are one write, also for those who hear of
// what replaced it first.
func TestReplacedBeforeItArrived(t *testing.T) {
	first := Change{ID: "ben-1", Replica: "ben", Seq: 1, Doc: testDoc, At: Stamp{MS: 9}, Ops: []Op{
		{Do: DoAdd, List: "l", Item: "x", Value: "V"}, {Do: DoSet, List: "l", Item: "x", Field: posField, Value: "W"},
	}}
	answer := Change{ID: "ann-1", Replica: "ann", Seq: 1, Doc: testDoc, At: Stamp{MS: 1}, Ops: []Op{
		{Do: DoSet, List: "l", Item: "x", Field: posField, Value: "A", Replaces: []ID{"ben-1"}},
	}}
	for _, changes := range [][]Change{{first, answer}, {answer, first}} {
		s := applyAll(t, changes)
		if pos := s.Lists["l"]["x"].pos(); pos != "A" {
			t.Errorf("%s first: the item stands at %q", changes[0].ID, pos)
		}
	}
}
