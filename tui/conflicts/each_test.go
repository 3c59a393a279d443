package conflicts_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/conflicts"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

// TestKeepBothInAList keeps what two people called one cause as two causes on the same
// bone.
func TestKeepBothInAList(t *testing.T) {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("bones", "b", "name", "Routines"), cycle.SetIn("causes", "x", "bone", "b"), cycle.SetIn("causes", "x", "text", "bell"))
	s, m := tuitest.Session(t, c)
	at := cycle.Path{List: "causes", Item: "x", Field: "text"}
	tuitest.Apart(t, s, m, at, "the bell rings late", "the bus comes late")
	screen := conflicts.New(tuitest.Env(), s, at)
	before := len(m.Changes)
	tuitest.Drive(screen, s, tuitest.Keys("b")...)
	var texts []string
	for _, it := range s.Cycle().Lists["causes"] {
		texts = append(texts, it.Values["bone"]+" "+it.Values["text"])
	}
	slices.Sort(texts)
	if got := strings.Join(texts, ", "); got != "b the bell rings late, b the bus comes late" || len(s.Conflicts()) > 0 {
		t.Errorf("the causes are %s, conflicts %v", got, s.Conflicts())
	}
	if len(m.Changes) != before+1 {
		t.Error("keeping both should be one change")
	}
	// What is not the name of an item cannot be there twice.
	s, m = tuitest.Session(t, cycle.New("c"))
	tuitest.Apart(t, s, m, cycle.Path{Field: "title"}, "one", "two")
	tuitest.Drive(conflicts.New(tuitest.Env(), s, cycle.Path{Field: "title"}), s, tuitest.Keys("b")...)
	if len(s.Conflicts()) != 1 {
		t.Error("b settled a title")
	}
}

// TestAnotherVersionIsLookedAtFirst has a third version arrive in the store that the
// screen does not show yet: choosing one of two does not write over it.
func TestAnotherVersionIsLookedAtFirst(t *testing.T) {
	at := cycle.Path{Field: "title"}
	s, m := tuitest.Session(t, cycle.New("c"))
	tuitest.Apart(t, s, m, at, "one", "two")
	screen := conflicts.New(tuitest.Env(), s, at)
	third := change.Change{
		ID: change.MakeID("third", 1), Replica: "third", Seq: 1, Doc: s.Doc(), Kind: change.KindCycle, Author: "Kim", Schema: change.Schema,
		At: change.Stamp{MS: tuitest.Now.UnixMilli()}, Ops: []change.Op{{Do: change.DoSet, Field: "title", Value: "three"}},
	}
	if err := third.Seal(); err != nil {
		t.Fatal(err)
	}
	m.Changes = append(m.Changes, third)
	tuitest.Drive(screen, s, tuitest.Keys("1")...)
	st, err := m.State(s.Doc())
	if err != nil {
		t.Fatal(err)
	}
	if c := st.Conflicts(); len(c) != 1 || len(c[0].Versions) != 3 {
		t.Fatalf("left is %v", c)
	}
	s.Refresh(st)
	tuitest.Drive(screen, s, tuitest.Keys("3")...)
	if len(s.Conflicts()) > 0 {
		t.Error("three versions cannot be settled")
	}
}
