package store

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// elsewhere returns a change that somebody wrote elsewhere.
func elsewhere(t fatalT, replica string, seq uint64, doc, field, value string) change.Change {
	t.Helper()
	c := change.Change{
		ID: change.MakeID(replica, seq), Replica: replica, Seq: seq, Doc: doc, Kind: change.KindCycle, Author: "Sok", Schema: 1,
		At: change.Stamp{MS: fallDay.UnixMilli() + int64(seq)}, Ops: []change.Op{{Do: change.DoSet, Field: field, Value: value}},
	}
	if err := c.Seal(); err != nil {
		t.Fatalf("%v", err)
	}
	return c
}

type fatalT interface {
	Helper()
	Fatalf(format string, args ...any)
}

// follows lets the store follow the school's stream in a role.
func follows(t fatalT, s *Store, role wire.Role) {
	t.Helper()
	d := Dashboard{Role: role}
	if role == wire.Team {
		d.Home = "canal"
	}
	if err := s.SetJoined(d, "e1", []wire.Access{{School: "canal", Name: "Eastern Canal", Role: role}}); err != nil {
		t.Fatalf("%v", err)
	}
}

// takes absorbs a page that ends at next.
func takes(t fatalT, s *Store, epoch string, next int, changes ...change.Change) Absorbed {
	t.Helper()
	out, err := s.Absorb("canal", wire.Page{Epoch: epoch, Changes: changes, Next: wire.Cursor(next)})
	if err != nil {
		t.Fatalf("Absorb: %v", err)
	}
	return out
}

// TestAckedHasNoGaps takes in a stream in which changes stand before earlier ones of
// their replica, as returned ones do: as sent counts what it has without a gap.
func TestAckedHasNoGaps(t *testing.T) {
	dir, n := memoryDir(t), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		s, err := Open(fmt.Sprintf("%s/%d.db", dir, n), Options{Now: wall()})
		if err != nil {
			t.Fatalf("%v", err)
		}
		defer func() { _ = s.Close() }()
		follows(t, s, rapid.SampledFrom([]wire.Role{wire.Team, wire.Reader}).Draw(t, "role"))
		var all []change.Change
		for _, replica := range []string{"a", "b", "a\x01"} {
			for seq := range uint64(4) {
				all = append(all, elsewhere(t, replica, seq+1, "d", "title", fmt.Sprint(replica, seq)))
			}
		}
		all = rapid.Permutation(all).Draw(t, "stream")
		there := map[change.ID]bool{}
		for i, c := range all {
			if rapid.IntRange(0, 5).Draw(t, "sent") == 0 {
				// Sent from here: the server has all up to it.
				if err := s.Acked("canal", change.Vector{c.Replica: c.Seq}); err != nil {
					t.Fatalf("%v", err)
				}
				for seq := uint64(1); seq <= c.Seq; seq++ {
					there[change.MakeID(c.Replica, seq)] = true
				}
			}
			takes(t, s, "e1", i+1, c)
			there[c.ID] = true
			st, err := s.Stream("canal")
			if err != nil {
				t.Fatalf("%v", err)
			}
			for _, replica := range []string{"a", "b", "a\x01"} {
				want := uint64(0)
				for there[change.MakeID(replica, want+1)] {
					want++
				}
				if got := st.Acked[replica]; got != want {
					t.Fatalf("of %q the stream counts as having %d, want %d", replica, got, want)
				}
			}
		}
	})
}

// TestToReturn says what a laptop gives back: what it read of the school's cycles and
// the stream does not show, those that share a document first.
func TestToReturn(t *testing.T) {
	s := open(t, storePath(t), Options{})
	follows(t, s, wire.Coach)
	set(t, s, "mine", "title", "My own")
	page := []change.Change{
		elsewhere(t, "a", 2, "d1", "title", "Late"), elsewhere(t, "a", 4, "d1", "sharing", "coach"), elsewhere(t, "a", 5, "d1", "strengths", "Greetings"),
		elsewhere(t, "b", 3, "d2", "sharing", "coach"), elsewhere(t, "b", 4, "d2", "title", "Walkers"),
	}
	takes(t, s, "e1", 5, page...)
	if _, err := s.Save("d1", nil, cycle.Add("comments", "c1"), cycle.SetIn("comments", "c1", "text", "Who counts?")); err != nil {
		t.Fatal(err)
	}
	if err := s.Reset("canal", "e2"); err != nil {
		t.Fatal(err)
	}
	if st, err := s.Stream("canal"); err != nil || st.Return != ReturnDue {
		t.Errorf("after a restore: %+v, %v", st, err)
	}
	back := func(after string, limit int) (ids []change.ID, next string) {
		t.Helper()
		changes, next, err := s.ToReturn("canal", after, limit, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			ids = append(ids, c.ID)
		}
		return ids, next
	}
	want := func(got []change.ID, ids ...change.ID) {
		t.Helper()
		if !slices.Equal(got, ids) {
			t.Errorf("to return are %v, want %v", got, ids)
		}
	}
	got, next := back("", 4)
	want(got, "a-4", "a-2", "a-5")
	got, next = back(next, 4)
	want(got, "b-3", "b-4")
	if got, next = back(next, 4); next != "" {
		t.Errorf("behind the last document there is %v", got)
	}
	got, _ = back("", 5)
	want(got, "a-4", "a-2", "a-5", "b-3", "b-4")
	// What the stream shows, and what was taken back, is not to be returned; what
	// shares a document goes along with what does so anew.
	takes(t, s, "e2", 2, page[1], page[3])
	got, _ = back("", 9)
	want(got, "a-2", "a-5", "b-4")
	if err := s.TakenBack("canal", []change.ID{"a-5", "b-4"}); err != nil {
		t.Fatal(err)
	}
	got, _ = back("", 9)
	want(got, "a-2")
	if _, err := s.Merge(t.Context(), []change.Change{elsewhere(t, "a", 9, "d1", "sharing", "district")}, nil); err != nil {
		t.Fatal(err)
	}
	got, _ = back("", 9)
	want(got, "a-4", "a-9", "a-2")
	// Another restore begins anew.
	if err := s.Reset("canal", "e3"); err != nil {
		t.Fatal(err)
	}
	got, _ = back("", 9)
	want(got, "a-4", "a-9", "a-2", "a-5", "b-3", "b-4")
}

// TestTeamReturnsWhatHasNoNumber: a team sends by number what it can, and gives back
// what stands behind a gap.
func TestTeamReturnsWhatHasNoNumber(t *testing.T) {
	s := open(t, storePath(t), Options{})
	follows(t, s, wire.Team)
	set(t, s, "d1", "title", "Late")
	takes(t, s, "e1", 5, elsewhere(t, "a", 3, "d1", "priority", "x"), elsewhere(t, "b", 1, "d1", "strengths", "x"), elsewhere(t, "a", 1, "d2", "title", "x"))
	if err := s.Reset("canal", "e2"); err != nil {
		t.Fatal(err)
	}
	unsent, _, err := s.Unsent("canal", 9, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	sent := change.Vector{}
	for _, c := range unsent {
		sent.Add(c.Replica, c.Seq)
	}
	if len(unsent) != 3 || sent["a"] != 1 || sent["b"] != 1 || sent[s.Replica()] != 1 {
		t.Errorf("sent are %v", sent)
	}
	if err := s.Acked("canal", sent); err != nil {
		t.Fatal(err)
	}
	changes, _, err := s.ToReturn("canal", "", 9, 1<<20)
	if err != nil || len(changes) != 1 || changes[0].ID != "a-3" {
		t.Errorf("to return are %v, %v", changes, err)
	}
}

// TestDisplacedKeepsWhatBothHave: where the stream has another change under a number,
// what it has of the same replica behind it stays as it is here.
func TestDisplacedKeepsWhatBothHave(t *testing.T) {
	for n, role := range []wire.Role{wire.Team, wire.Coach, wire.Team} {
		s := open(t, storePath(t), Options{})
		follows(t, s, role)
		takes(t, s, "e1", 3, elsewhere(t, "a", 3, "d1", "title", "Late"), elsewhere(t, "a", 4, "d1", "strengths", "Greetings"), elsewhere(t, "a", 5, "d1", "priority", "Hallways"))
		if err := s.Reset("canal", "e2"); err != nil {
			t.Fatal(err)
		}
		page := []change.Change{elsewhere(t, "a", 5, "d1", "priority", "Hallways"), elsewhere(t, "a", 3, "d1", "title", "Another")}
		if n < 2 { // one page after the other, or both at once
			takes(t, s, "e2", 1, page[0])
			page = page[1:]
		}
		out := takes(t, s, "e2", 2, page...)
		if out.Reissued != 2 {
			t.Errorf("%s: %d changes got new numbers, want 2", role, out.Reissued)
		}
		all, err := s.Changes("d1")
		if err != nil {
			t.Fatal(err)
		}
		var own, of []string
		for _, c := range all {
			if c.Replica == "a" {
				own = append(own, c.Ops[0].Value)
			} else {
				of = append(of, c.Ops[0].Value)
			}
		}
		slices.Sort(own)
		slices.Sort(of)
		if !slices.Equal(own, []string{"Another", "Hallways"}) || !slices.Equal(of, []string{"Greetings", "Late"}) {
			t.Errorf("%s: under the old name are %v, under a new one %v", role, own, of)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if r := examine(t, s.Path()); !r.Good {
			t.Errorf("%s: the doctor finds %v", role, r)
		}
	}
}

// TestCopiedCoachSendsEverything finds in a feed what a copy of this store wrote, but
// not all of it: what was written here and is not known to be sent goes out under the
// new name.
func TestCopiedCoachSendsEverything(t *testing.T) {
	s := open(t, storePath(t), Options{})
	follows(t, s, wire.Coach)
	takes(t, s, "e1", 1, elsewhere(t, "a", 1, "d1", "title", "Late"))
	for n := range 3 {
		id := fmt.Sprint("c", n)
		if _, err := s.Save("d1", nil, cycle.Add("comments", id), cycle.SetIn("comments", id, "text", id)); err != nil {
			t.Fatal(err)
		}
	}
	st, err := s.Stream("canal")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Acked("canal", change.Vector{st.Replica: 1}); err != nil {
		t.Fatal(err)
	}
	out := takes(t, s, "e1", 2, elsewhere(t, st.Replica, 5, "d1", "strengths", "from the copy"))
	if !out.Copied || out.Reissued != 2 {
		t.Errorf("Absorb = %+v", out)
	}
	now, err := s.Stream("canal")
	if err != nil || now.Replica == st.Replica {
		t.Errorf("it still writes as %q, %v", now.Replica, err)
	}
	unsent, _, err := s.Unsent("canal", 9, 1<<20)
	if err != nil || len(unsent) != 2 || unsent[0].ID != change.MakeID(now.Replica, 1) {
		t.Errorf("to send are %v, %v", unsent, err)
	}
	all, err := s.Changes("d1")
	if err != nil || len(all) != 5 {
		t.Errorf("%d changes, want 5: %v", len(all), err)
	}
}
