package examples_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/examples"
)

func TestStoriesAreWholeCycles(t *testing.T) {
	stories := examples.Cycles()
	if len(stories) != 4 {
		t.Fatalf("there are %d stories, README.md tells of 4", len(stories))
	}
	ids := map[string]bool{}
	for _, c := range stories {
		ids[c.ID] = true
		for _, key := range []string{"title", "school", "team", "start", "problem.who", "prediction"} {
			if c.Get(key) == "" {
				t.Errorf("%s has no %s", c.ID, key)
			}
		}
	}
	for _, c := range stories {
		if previous := c.Get("previous"); previous != "" && !ids[previous] {
			t.Errorf("%s follows %s, which is not there", c.ID, previous)
		}
	}
	phases := map[cycle.Phase]int{}
	for _, c := range stories {
		phases[c.Facts().Phase(examples.Day())]++
	}
	if phases[cycle.Done] != 3 || phases[cycle.Do] != 1 {
		t.Errorf("on the day of the stories the phases are %v, README.md tells of one that runs and three that ended", phases)
	}
}

// What the log makes is what the files and the generator say, whatever way it
// was cut into sittings.
func TestChangesMakeTheCycles(t *testing.T) {
	cycles := append(examples.Cycles(), examples.Generate(60)...)
	changes := examples.Changes(cycles)
	for _, c := range cycles {
		st := change.Fold(c.ID, changes)
		if edits := cycle.Diff(st.Cycle(), c); len(edits) > 0 {
			t.Errorf("%s differs in %d places, the first %+v", c.ID, len(edits), edits[0])
		}
		if n := len(st.Conflicts()); n > 0 {
			t.Errorf("%s has %d conflicts", c.ID, n)
		}
	}
}

func TestChangesLookLivedIn(t *testing.T) {
	changes := examples.Changes(append(examples.Cycles(), examples.Generate(30)...))
	latest := examples.Day().Time().Add(time.Hour)
	perDoc, authors := map[string]int{}, map[string]map[string]bool{}
	for i, c := range changes {
		if err := c.Verify(); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
		if c.Seq != uint64(i+1) || i > 0 && c.At.Compare(changes[i-1].At) <= 0 {
			t.Errorf("%s does not follow the change before it in number and time", c.ID)
		}
		if c.At.Time().After(latest) {
			t.Errorf("%s is dated %s, after the day of the stories", c.ID, c.At.Time().UTC())
		}
		perDoc[c.Doc]++
		if authors[c.Doc] == nil {
			authors[c.Doc] = map[string]bool{}
		}
		authors[c.Doc][c.Author] = true
	}
	for _, c := range examples.Cycles() {
		if perDoc[c.ID] < 6 || len(authors[c.ID]) < 3 {
			t.Errorf("%s is told in %d changes by %d people", c.ID, perDoc[c.ID], len(authors[c.ID]))
		}
	}
	for _, c := range examples.Generate(30) {
		if n := perDoc[c.ID]; n < 1 || n > 3 {
			t.Errorf("%s has %d changes", c.ID, n)
		}
	}
}

// The prediction of a story was written before the story began.
func TestPredictionsComeFirst(t *testing.T) {
	stories := examples.Cycles()
	for _, e := range change.NewState("").History(examples.Changes(stories)) {
		if e.Path.Field != "prediction" {
			continue
		}
		for _, c := range stories {
			if c.Get("prediction") == e.Value && !e.At.Time().Before(c.Start().Time()) {
				t.Errorf("%s was predicted at %s, after its start", c.ID, e.At.Time())
			}
		}
	}
}

// Nobody writes a number down, or marks a week, before it has come.
func TestNothingIsWrittenAheadOfItsTime(t *testing.T) {
	stories := examples.Cycles()
	starts := map[string]cycle.Day{}
	for _, c := range stories {
		starts[c.ID] = c.Start()
	}
	for _, ch := range examples.Changes(stories) {
		on := cycle.DayOf(ch.At.Time().UTC())
		for _, op := range ch.Ops {
			due := starts[ch.Doc].AddDays(-60)
			if op.List == "points" && op.Field == "date" || op.List == "annotations" && op.Field == "date" {
				due, _ = cycle.ParseDay(op.Value)
			}
			if op.List == "diary" && op.Field == "week" || strings.HasPrefix(op.Field, "study.") || strings.HasPrefix(op.Field, "act.") {
				due = starts[ch.Doc]
			}
			if on.Before(due) {
				t.Errorf("%s of %s says on %s what is from %s: %+v", ch.ID, ch.Doc, on, due, op)
			}
		}
	}
}

func TestGenerateIsTheSameEveryTime(t *testing.T) {
	some, more := examples.Generate(20), examples.Generate(200)
	for i, c := range some {
		a, b := text(t, c), text(t, more[i])
		if a != b {
			t.Errorf("%s is not the same among 20 and among 200", c.ID)
		}
	}
	a, b := examples.Changes(some), examples.Changes(examples.Generate(20))
	if !slices.EqualFunc(a, b, func(x, y change.Change) bool { return x.Hash == y.Hash }) {
		t.Error("the same cycles give other changes")
	}
	if got := examples.Generate(0); len(got) != 0 {
		t.Errorf("Generate(0) gives %d cycles", len(got))
	}
}

func TestGenerateVaries(t *testing.T) {
	titles, schools, phases, ramps := map[string]bool{}, map[string]bool{}, map[cycle.Phase]int{}, 0
	for _, c := range examples.Generate(300) {
		titles[c.Get("title")] = true
		schools[c.Get("school")] = true
		phases[c.Facts().Phase(examples.Day())]++
		if c.Get("previous") != "" {
			ramps++
		}
		if c.Start().Year < 2024 || c.Start().Year > 2026 {
			t.Errorf("%s starts in %d", c.ID, c.Start().Year)
		}
	}
	if len(titles) < 50 || len(schools) < 10 || len(phases) < 5 || ramps < 10 {
		t.Errorf("%d titles, %d schools, phases %v, %d cycles that follow another", len(titles), len(schools), phases, ramps)
	}
}

func text(t *testing.T, c *cycle.Cycle) string {
	t.Helper()
	data, err := json.Marshal(c.Document())
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
