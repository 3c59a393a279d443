package session_test

import (
	"errors"
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

// finish runs a save and all that follow from it.
func finish(s *session.Session, cmd tea.Cmd) {
	for cmd != nil {
		cmd = s.Update(cmd().(session.Done))
	}
}

func open(t *testing.T) (*session.Session, *tuitest.Memory) {
	return tuitest.Session(t, cycle.New("c1"))
}

func TestAnEditShowsAtOnceAndIsSavedInOrder(t *testing.T) {
	s, m := open(t)
	first := s.Edit(cycle.SetField("title", "a"))
	second := s.Edit(cycle.SetField("title", "b"))
	if s.Cycle().Get("title") != "b" || second != nil || !s.Pending() {
		t.Fatalf("title %q, a second save was started: %v", s.Cycle().Get("title"), second != nil)
	}
	finish(s, first)
	st, _ := m.State("c1")
	if st.Cycle().Get("title") != "b" || len(st.Conflicts()) != 0 || len(m.Changes) != 2 || s.Pending() {
		t.Fatalf("kept %q in %d changes, conflicts %v", st.Cycle().Get("title"), len(m.Changes), st.Conflicts())
	}
}

func TestNothingIsWrittenWhenNothingChanged(t *testing.T) {
	s, m := open(t)
	finish(s, s.Edit(cycle.SetField("title", "a")))
	if cmd := s.Edit(cycle.SetField("title", "a")); cmd != nil || len(m.Changes) != 1 {
		t.Fatal("leaving a field without a change wrote one")
	}
}

func TestAFailedSaveStaysAndIsTriedAgain(t *testing.T) {
	s, m := open(t)
	m.Err = errors.New("the disk is full")
	finish(s, s.Edit(cycle.SetField("title", "a")))
	if s.Err() == nil || !s.Pending() || s.Cycle().Get("title") != "a" {
		t.Fatal("the edit was dropped, or the error is not told")
	}
	m.Err = nil
	finish(s, s.Retry())
	if st, _ := m.State("c1"); s.Err() != nil || s.Pending() || st.Cycle().Get("title") != "a" {
		t.Fatal("the second try did not save")
	}
}

func TestFlushSavesWhatIsQueued(t *testing.T) {
	s, m := open(t)
	_ = s.Edit(cycle.SetField("title", "a"))
	_ = s.Edit(cycle.Add("bones", "b1"), cycle.SetIn("bones", "b1", "name", "Families"))
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	st, _ := m.State("c1")
	if st.Cycle().Get("title") != "a" || st.Cycle().Get("bones/b1.name") != "Families" {
		t.Fatalf("kept %v", st.Cycle())
	}
}

func TestUndoAndRedo(t *testing.T) {
	s, _ := open(t)
	finish(s, s.Edit(cycle.SetField("title", "a")))
	finish(s, s.Edit(cycle.SetField("title", "b")))
	finish(s, s.Undo())
	if got := s.Cycle().Get("title"); got != "a" {
		t.Fatalf("after undo %q", got)
	}
	finish(s, s.Redo())
	if got := s.Cycle().Get("title"); got != "b" {
		t.Fatalf("after redo %q", got)
	}
	finish(s, s.Redo())
	if s.Err() != nil || s.Pending() {
		t.Fatal("a redo of nothing blocks the queue")
	}
}

// TestWhatArrivedMeanwhileIsNotWrittenOver puts a change of another laptop into
// the store after the person has read the document and before they save.
func TestWhatArrivedMeanwhileIsNotWrittenOver(t *testing.T) {
	s, m := open(t)
	finish(s, s.Edit(cycle.SetField("title", "a")))
	st, _ := m.State("c1")
	other := change.Change{
		ID: "other-1", Replica: "other", Seq: 1, Doc: "c1", Kind: change.KindCycle, Author: "Sok", At: change.Stamp{MS: tuitest.Now.UnixMilli() + 50},
		Schema: change.Schema, Ops: st.Build("other", nil, []cycle.Edit{cycle.SetField("title", "from Sok")}),
	}
	if err := other.Seal(); err != nil {
		t.Fatal(err)
	}
	m.Changes = append(m.Changes, other)
	finish(s, s.Edit(cycle.SetField("title", "from Ana")))
	c, ok := s.ConflictAt(cycle.Path{Field: "title"})
	if !ok || len(c.Versions) != 2 {
		t.Fatalf("no conflict: %+v", s.Conflicts())
	}
}

// TestScreenAndStoreAgree plays random edits with saves that end late and fail
// now and then: when all is saved, the store holds what the screen shows.
func TestScreenAndStoreAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := tuitest.NewMemory(cycle.New("c1"))
		s, err := session.Open(m, "c1")
		if err != nil {
			t.Fatal(err)
		}
		var running tea.Cmd
		start := func(cmd tea.Cmd) {
			if cmd != nil {
				running = cmd
			}
		}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			id := fmt.Sprint("b", rapid.IntRange(1, 4).Draw(t, "id"))
			switch rapid.IntRange(0, 5).Draw(t, "do") {
			case 0:
				start(s.Edit(cycle.SetField("title", rapid.StringN(0, 4, -1).Draw(t, "title"))))
			case 1:
				start(s.Edit(cycle.Add("bones", id)))
			case 2:
				start(s.Edit(cycle.SetIn("bones", id, "name", rapid.StringN(1, 4, -1).Draw(t, "name"))))
			case 3:
				start(s.Edit(cycle.Remove("bones", id)))
			case 4:
				start(s.Edit(cycle.Move("bones", id, "")))
			case 5:
				m.Err = nil
				if rapid.Bool().Draw(t, "fails") {
					m.Err = errors.New("no")
				}
				if running != nil {
					cmd := running
					running = nil
					start(s.Update(cmd().(session.Done)))
				} else {
					start(s.Retry())
				}
			}
		}
		m.Err = nil
		shown := s.Cycle().Clone()
		if running != nil {
			finish(s, running)
		} else {
			finish(s, s.Retry())
		}
		st, _ := m.State("c1")
		kept := st.Cycle()
		if d := cycle.Diff(kept, shown); len(d) > 0 || s.Pending() {
			t.Fatalf("the screen showed %v\nthe store keeps %v\nbetween them %v", shown, kept, d)
		}
		if d := cycle.Diff(kept, s.Cycle()); len(d) > 0 {
			t.Fatalf("once saved the screen shows %v\nthe store keeps %v", s.Cycle(), kept)
		}
	})
}
