package plain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

// apart makes a store in which two people wrote apart from each other in the
// cycle "Late": Sok's changes come last.
func apart(t *testing.T, ana, sok []cycle.Edit) (st *store.Store, doc string) {
	t.Helper()
	st, other := openStore(t), openStore(t)
	for who, s := range map[string]*store.Store{"Ana Ruiz": st, "Sok Chan": other} {
		if err := s.SetPerson(store.Person{Name: who, School: "Butler"}); err != nil {
			t.Fatal(err)
		}
	}
	c := cycle.New(change.NewID())
	c.Apply(cycle.SetField("title", "Late"), cycle.SetField("team", "Ana"), cycle.Add("bones", "b1"), cycle.SetIn("bones", "b1", "name", "Time"))
	merge := func(to, from *store.Store) {
		all, err := from.Changes(c.ID)
		if err == nil {
			_, err = to.Merge(context.Background(), all, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.Create(c); err != nil {
		t.Fatal(err)
	}
	merge(other, st)
	if _, err := st.Save(c.ID, nil, ana...); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Save(c.ID, nil, sok...); err != nil {
		t.Fatal(err)
	}
	merge(st, other)
	return st, c.ID
}

func TestConflicts(t *testing.T) {
	ana := []cycle.Edit{cycle.SetField("team", "Ana; Sok"), cycle.SetField("strengths", "The door."), cycle.Remove("bones", "b1")}
	sok := []cycle.Edit{cycle.SetField("team", "Ana; Sok; Dan"), cycle.SetField("strengths", "The bell."), cycle.SetIn("bones", "b1", "name", "Time of day")}
	st, doc := apart(t, ana, sok)
	before, err := st.State(doc)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(before.Conflicts()); n != 3 {
		t.Fatalf("there are %d conflicts, want 3", n)
	}
	screen := talk(t, st, "1", "1", "c", "9", "3", "", "2", "c", "1", "q")
	wantOnScreen(t, screen, "3 places written apart", "In 3 places people wrote apart", "Sok Chan, Tue, Nov 17, 10:00 AM: Ana; Sok; Dan",
		`"9" is none of the versions`, "All of them, one below the other.", "It stays open.", "Remove it: Ana Ruiz took it out", "Keep it: Sok Chan wrote in it")

	after, err := st.State(doc)
	if err != nil {
		t.Fatal(err)
	}
	if left := after.Conflicts(); len(left) != 0 {
		t.Errorf("conflicts are left: %v", left)
	}
	c := after.Cycle()
	if c.Get("strengths") != "The bell.\nThe door." || c.Get("team") != "Ana; Sok; Dan" || len(c.Lists["bones"]) != 0 {
		t.Errorf("strengths %q, team %q, bones %v", c.Get("strengths"), c.Get("team"), c.Lists["bones"])
	}
}

func names(c *cycle.Cycle, list, field string) []string {
	var out []string
	for _, it := range c.Lists[list] {
		out = append(out, it.Get(field))
	}
	return out
}

func TestListCommands(t *testing.T) {
	st := openStore(t)
	talk(t, st, begin("4", "a", "A", "a", "B", "a", "C", "a", "D",
		"m 3 1", "m 1 3", "m 1 4", "d 2", "2", "Dee", "l", "", ".", "q")...)
	// A B C D -> C A B D -> A B C D -> B C D A -> B D A -> B Dee A
	if got, want := names(byTitle(t, st, "Late")[0], "bones", "name"), []string{"B", "Dee", "A"}; !slices.Equal(got, want) {
		t.Errorf("the bones are %v, want %v", got, want)
	}
	screen := talk(t, st, "1", "1", "u", "u", "h", "q")
	if got, want := names(byTitle(t, st, "Late")[0], "bones", "name"), []string{"B", "C", "D", "A"}; !slices.Equal(got, want) {
		t.Errorf("after undo the bones are %v, want %v", got, want)
	}
	wantOnScreen(t, screen, "Taken back: Bones: Dee; before: D.", "Taken back: Bones: C, removed.", "took something back")
}

func TestUndoStopsAtTheStart(t *testing.T) {
	st := openStore(t)
	screen := talk(t, st, begin("3", "", "Advisers", ".", "u", "u", "q")...)
	c := byTitle(t, st, "Late")
	if len(c) != 1 || c[0].Get("problem.who") != "" {
		t.Errorf("the cycles are %v", c)
	}
	wantOnScreen(t, screen, "Taken back: Problem: Who: Advisers.", "There is nothing of yours left to take back here.")
}

// Causes move within their bone, and a why that is cleared goes out.
func TestFishbone(t *testing.T) {
	st := openStore(t)
	screen := talk(t, st, begin("4", "a", "A", "a", "B", "",
		"a", "1", "one", "", "", "a", "2", "two", "", "", "a", "1", "three", "", "",
		"m 3 1", "m 2 1", "w 1", "first", "second", "", "w 1", "-", "other", "", "w 7", "", ".", "q")...)
	c := byTitle(t, st, "Late")[0]
	if got, want := names(c, "causes", "text"), []string{"three", "one", "two"}; !slices.Equal(got, want) {
		t.Errorf("the causes are %v, want %v", got, want)
	}
	if got, want := names(c, "whys", "text"), []string{"other"}; !slices.Equal(got, want) {
		t.Errorf("the whys are %v, want %v", got, want)
	}
	wantOnScreen(t, screen, "Number 3 and number 1 are in different groups.", "Why 2. Why? First.", "Type w and the number of a cause")
}

func TestDiaryHasOneEntryAWeek(t *testing.T) {
	st := openStore(t)
	screen := talk(t, st, begin("10", "a", "2", "Began.", ".", "a", "2", "+", "Went on.", ".", "1", "", "", ".", "q")...)
	c := byTitle(t, st, "Late")[0]
	if got := names(c, "diary", "text"); !slices.Equal(got, []string{"Began.\nWent on."}) {
		t.Errorf("the diary is %q", got)
	}
	wantOnScreen(t, screen, "That one is in the list already, so you go on with it")
}

func TestPointsAgain(t *testing.T) {
	st := openStore(t)
	screen := talk(t, st, begin("9", "a", "Late", ".", "", "11",
		"1", "English learners", "10/5 12 40 bus", "10/5 14", "", "1", "", "Oct 5 31", "10/6 x", "d 9", "l", "d 1", "", "r 1", "r", ".", "q")...)
	c := byTitle(t, st, "Late")[0]
	points := c.Points("")
	if len(points) != 1 || points[0].Text != "14" || points[0].N != 40 || points[0].Note != "bus" || points[0].Subgroup != "English learners" {
		t.Errorf("the points are %+v", points)
	}
	wantOnScreen(t, screen, "Saved, read as Mon, Oct 5, 2026: 14, out of 40, bus.", "It was 12 before.", `"x" cannot be read as a number`,
		"Removed: Mon, Oct 5: 31.", "Type r and the number of a measure")
}

func TestDecisionIsSavedWithoutNextCycle(t *testing.T) {
	st := openStore(t)
	screen := talk(t, st, begin("next", "repeat", "To be sure.", ".", "no", "next", "", "", "yes", "b", "1", "2", "next", "", "", "no", "q")...)
	all := byTitle(t, st, "Late")
	if len(all) != 2 || all[0].Get("act.decision") != "repeat" || all[1].Get("previous") != all[0].ID {
		t.Fatalf("the cycles are %v", all)
	}
	wantOnScreen(t, screen, "A next cycle is there already: Late. Make another one?")
}

func TestFindOpenAndWeek(t *testing.T) {
	st := openStore(t)
	talk(t, st, begin("1", "", "", "Ana; Sok", "11/9", ".", "8", "a", "Greet at the door", "Ana", "1, 2", "", "", "b",
		"2", "Hallway passes", ".", "b", "q")...)
	screen := talk(t, st, "find sok", "1", "b", "open hall", "b", "find", "zebra", "3", "1", "b", "5", "Ana R.", "", "q")
	wantOnScreen(t, screen, "Hello, Ana Ruiz.", "Late. Phase: Do, week 2 of 6.", "Hallway passes. Phase: Plan", `No cycle has the words "zebra"`,
		"This week, Tue, Nov 17.", "Greet at the door, Ana: to do.", "Week 1 has no mark yet: Greet at the door, Ana. Was it done or missed?", "Thank you, Ana R.")
	if who, _ := st.Person(); who != (store.Person{Name: "Ana R.", School: "Butler"}) {
		t.Errorf("the person is %+v", who)
	}
}

// A store that cannot be written says so, loses nothing and ends with the reason.
func TestReadOnlyStore(t *testing.T) {
	st := openStore(t)
	talk(t, st, begin("q")...)
	data, err := os.ReadFile(st.Path())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "pdsa.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	readOnly, err := store.Open(path, store.Options{Now: clock, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = readOnly.Close() }()
	screen, err := tryTalk(readOnly, "1", "1", "3", "Need", ".", "Advisers")
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Run: %v", err)
	}
	wantOnScreen(t, screen, "Your cycles can only be read here", "Not saved.", "write-protected")
}

func TestThisWeekReadsCheckPoints(t *testing.T) {
	st := openStore(t)
	add := func(id, title string, checks ...string) {
		c := cycle.New(id)
		c.Apply(cycle.SetField("title", title), cycle.SetField("start", "2026-10-05"), cycle.SetField("weeks", "6"),
			cycle.SetField("act.decision", "adopt"))
		for i, check := range checks {
			day, text, _ := strings.Cut(check, " ")
			item := fmt.Sprint("check", i)
			c.Apply(cycle.SetIn("checkpoints", item, "date", day), cycle.SetIn("checkpoints", item, "text", text))
			if text == "Looked at" {
				c.Apply(cycle.SetIn("checkpoints", item, "done", cycle.True))
			}
		}
		if _, err := st.Create(c); err != nil {
			t.Fatal(err)
		}
	}
	add("checks", "Doors", "2026-11-19 Bring the door sheets", "2026-11-10 Ask the tutors", "2026-11-18 Looked at", "2026-12-20 Much later")
	add("none", "Passes", "2026-12-20 Later still")
	screen := talk(t, st, "Ana", "Butler", "3", "1", "b", "q")
	wantOnScreen(t, screen, "This week, Tue, Nov 17.", "1. Doors, ended Nov 15:", "Check point, Thu, Nov 19: Bring the door sheets.",
		"Check point not marked as done yet, Tue, Nov 10: Ask the tutors.", "Doors. Phase: Done")
	_, week, _ := strings.Cut(screen, "This week, Tue")
	week, _, _ = strings.Cut(week, "Type a number")
	for _, not := range []string{"Looked at", "later", "Passes"} {
		if strings.Contains(week, not) {
			t.Errorf("the week names %q:%s", not, week)
		}
	}
}
