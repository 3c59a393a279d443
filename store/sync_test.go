package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// joined lets the store join a school as a team.
func joined(t testing.TB, s *Store) {
	t.Helper()
	d := Dashboard{URL: "https://dashboard.example.org", Name: "Canal District", Role: wire.Team, Home: "canal"}
	if err := s.SetJoined(d, "e1", []wire.Access{{School: "canal", Name: "Eastern Canal", Role: wire.Team}}); err != nil {
		t.Fatal(err)
	}
}

// meaning is what a document says and how it came to that, without the ids of changes.
func meaning(t *rapid.T, s *Store, doc string) string {
	st, err := s.State(doc)
	if errors.Is(err, ErrNotFound) {
		return ""
	}
	changes, errC := s.Changes(doc)
	if err != nil || errC != nil {
		t.Fatalf("%v, %v", err, errC)
	}
	history := change.Fold(doc, changes).History(changes)
	for i, e := range history {
		history[i].Change = ""
		if e.Undoes != "" {
			history[i].Undoes = "some"
		}
	}
	var conflicts []string
	for _, c := range st.Conflicts() {
		var values []string
		for _, v := range c.Versions {
			values = append(values, v.Value)
		}
		conflicts = append(conflicts, fmt.Sprint(c.Path, values))
	}
	slices.Sort(conflicts)
	data, err := json.Marshal([]any{st.Cycle(), conflicts, history})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(data)
}

// TestNewReplicaKeepsTheMeaning writes with others and alone, sends some of it, and
// gives the rest new numbers: every document says what it did before, and so does one
// that someone else makes of the changes.
func TestNewReplicaKeepsTheMeaning(t *testing.T) {
	dir, n := memoryDir(t), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		s, err := Open(fmt.Sprintf("%s/%d.db", dir, n), Options{Now: wall()})
		if err != nil {
			t.Fatalf("%v", err)
		}
		defer func() {
			_ = s.Close()
			_ = os.Remove(s.Path())
		}()
		d := Dashboard{Role: wire.Team, Home: "canal"}
		if err := s.SetJoined(d, "e1", []wire.Access{{School: "canal", Role: wire.Team}}); err != nil {
			t.Fatalf("%v", err)
		}
		docs := []string{"d1", "d2"}
		others := uint64(0)
		steps := rapid.IntRange(2, 20).Draw(t, "steps")
		sent := rapid.IntRange(0, steps).Draw(t, "sent")
		for step := range steps {
			if step == sent {
				own := change.Vector{s.Replica(): s.lastSaved(t)}
				if err := s.Acked("canal", own); err != nil {
					t.Fatalf("%v", err)
				}
			}
			doc := rapid.SampledFrom(docs).Draw(t, "doc")
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0, 1:
				_, err = s.Save(doc, nil, cycle.SetField("title", fmt.Sprint("title ", step)))
			case 2:
				_, err = s.Save(doc, nil, cycle.Add("actions", fmt.Sprint("a", step)), cycle.SetIn("actions", fmt.Sprint("a", step), "what", "x"))
			case 3:
				_, err = s.Save(doc, change.Vector{}, cycle.SetField("title", fmt.Sprint("apart ", step)))
			case 4:
				if _, err = s.Undo(doc); errors.Is(err, change.ErrNothingToUndo) || errors.Is(err, ErrNotFound) {
					err = nil
				}
			default:
				others++
				c := change.Change{
					ID: change.MakeID("other", others), Replica: "other", Seq: others, Doc: doc, Kind: change.KindCycle, Author: "Sok", Schema: 1,
					At: change.Stamp{MS: s.Now().UnixMilli()}, Ops: []change.Op{{Do: change.DoSet, Field: "title", Value: fmt.Sprint("other ", step)}},
				}
				if err = c.Seal(); err == nil {
					_, err = s.Merge(t.Context(), []change.Change{c}, nil)
				}
			}
			if err != nil {
				t.Fatalf("%v", err)
			}
		}
		before, was := map[string]string{}, s.Replica()
		for _, doc := range docs {
			before[doc] = meaning(t, s, doc)
		}
		unsent, err := s.Pending("canal")
		if err != nil {
			t.Fatalf("%v", err)
		}
		again, err := s.NewReplica("canal")
		if err != nil || again != unsent || s.Replica() == was {
			t.Fatalf("%d changes of %d got new numbers, %v", again, unsent, err)
		}
		for _, doc := range docs {
			if now := meaning(t, s, doc); now != before[doc] {
				t.Fatalf("%s was\n%s\nand is\n%s", doc, before[doc], now)
			}
			changes, err := s.Changes(doc)
			if err != nil {
				t.Fatalf("%v", err)
			}
			ids := map[change.ID]bool{}
			for _, c := range changes {
				ids[c.ID] = true
			}
			for _, c := range changes {
				if c.Undoes != "" && !ids[c.Undoes] {
					t.Fatalf("%s takes back %s, which is gone", c.ID, c.Undoes)
				}
			}
			if st, err := s.State(doc); err == nil && string(canonicalState(st)) != string(canonicalState(change.Fold(doc, changes))) {
				t.Fatalf("%s is shown otherwise than its changes make it", doc)
			}
		}
		// The numbering goes on.
		if _, err := s.Save("d1", nil, cycle.SetField("title", "after")); err != nil {
			t.Fatalf("%v", err)
		}
		if left, err := s.Pending("canal"); err != nil || left != unsent+1 {
			t.Fatalf("%d to send, %v, want %d", left, err, unsent+1)
		}
	})
}

// memoryDir returns a folder on a memory disk where there is one, for tests that make
// hundreds of stores.
func memoryDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "pdsa-store-*")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// lastSaved returns the number of the last change made here.
func (s *Store) lastSaved(t *rapid.T) uint64 {
	changes, _, err := s.Unsent("canal", 1000, 1<<20)
	if err != nil {
		t.Fatalf("%v", err)
	}
	last := uint64(0)
	for _, c := range changes {
		if c.Replica == s.Replica() {
			last = max(last, c.Seq)
		}
	}
	return last
}

func TestStreamsAreKept(t *testing.T) {
	path := storePath(t)
	s := open(t, path, Options{})
	if _, err := s.Dashboard(); !errors.Is(err, ErrNotJoined) {
		t.Errorf("Dashboard = %v", err)
	}
	if _, err := s.Stream("canal"); !errors.Is(err, ErrNotJoined) {
		t.Errorf("Stream = %v", err)
	}
	if _, _, err := s.Unsent("canal", 1, 1); !errors.Is(err, ErrNotJoined) {
		t.Errorf("Unsent = %v", err)
	}
	joined(t, s)
	set(t, s, "d1", "title", "Late")
	if err := s.Acked("canal", change.Vector{s.Replica(): 1}); err != nil {
		t.Fatal(err)
	}
	if err := s.Note("canal", fallDay, ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, Options{})
	st, err := s.Stream("canal")
	if err != nil || st.Acked[s.Replica()] != 1 || st.Name != "Eastern Canal" || !st.Home || st.Epoch != "e1" || !st.Contact.Equal(fallDay) {
		t.Errorf("Stream = %+v, %v", st, err)
	}
	if n, err := s.Pending("canal"); err != nil || n != 0 {
		t.Errorf("Pending = %d, %v", n, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r := examine(t, path); !r.Good {
		t.Errorf("the doctor finds %v", r)
	}
}
