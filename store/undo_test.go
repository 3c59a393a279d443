package store

import (
	"context"
	"errors"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// TestUndoGoesPastWhatOthersWroteOver has another laptop replace the last thing
// written here: undo then takes back the thing before it.
func TestUndoGoesPastWhatOthersWroteOver(t *testing.T) {
	s := open(t, storePath(t), Options{})
	if _, err := s.Save("doc", nil, cycle.SetField("strengths", "kind")); err != nil {
		t.Fatal(err)
	}
	st, err := s.Save("doc", nil, cycle.SetField("title", "mine"))
	if err != nil {
		t.Fatal(err)
	}
	other := change.Change{
		ID: "other-1", Replica: "other", Seq: 1, Doc: "doc", Kind: change.KindCycle, At: change.Stamp{MS: st.Updated.At.MS + 1},
		Schema: change.Schema, Ops: st.Build("other", nil, []cycle.Edit{cycle.SetField("title", "theirs")}),
	}
	if err := other.Seal(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(context.Background(), []change.Change{other}, nil); err != nil {
		t.Fatal(err)
	}
	if st, err = s.Undo("doc"); err != nil {
		t.Fatal(err)
	}
	if c := st.Cycle(); c.Get("title") != "theirs" || c.Get("strengths") != "" {
		t.Errorf("after undo title %q, strengths %q", c.Get("title"), c.Get("strengths"))
	}
	if _, err := s.Undo("doc"); !errors.Is(err, change.ErrNothingToUndo) {
		t.Errorf("a second undo: %v", err)
	}
}
