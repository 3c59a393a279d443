package tuitest

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/session"
)

// Apart has two laptops write a value at the path without knowing of each other,
// and the session learn of both.
func Apart(t testing.TB, s *session.Session, m *Memory, p cycle.Path, ours, theirs string) {
	t.Helper()
	st, err := m.State(s.Doc())
	if err != nil {
		t.Fatal(err)
	}
	seen := st.Seen.Clone()
	other := change.Change{
		ID: change.MakeID("other", 1), Replica: "other", Seq: 1, Doc: s.Doc(), Kind: change.KindCycle, Author: "Sok Chan",
		At: change.Stamp{MS: Now.UnixMilli()}, Schema: change.Schema, Ops: st.Build("other", seen, []cycle.Edit{cycle.Set(p, theirs)}),
	}
	if err := other.Seal(); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Save(s.Doc(), seen, cycle.Set(p, ours)); err != nil {
		t.Fatal(err)
	}
	m.Changes = append(m.Changes, other)
	if st, err = m.State(s.Doc()); err != nil {
		t.Fatal(err)
	}
	s.Refresh(st)
}
