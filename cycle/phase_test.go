package cycle

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestPhaseFollowsWhatIsFilled(t *testing.T) {
	start := Day{2026, 10, 5}
	for _, tc := range []struct {
		name  string
		facts Facts
		today Day
		want  Phase
	}{
		{"nothing yet", Facts{Weeks: 6}, start, Plan},
		{"start in sight", Facts{Start: start, Weeks: 6, Planned: true}, start.AddDays(-1), Plan},
		{"begun with a plan", Facts{Start: start, Weeks: 6, Planned: true}, start, Do},
		{"begun without a plan", Facts{Start: start, Weeks: 6}, start.AddDays(10), Plan},
		{"something done", Facts{Start: start, Weeks: 6, Doing: true}, start.AddDays(10), Do},
		{"last day", Facts{Start: start, Weeks: 6, Doing: true}, start.AddDays(41), Do},
		{"weeks are over", Facts{Start: start, Weeks: 6, Doing: true}, start.AddDays(42), Study},
		{"studied early", Facts{Start: start, Weeks: 6, Doing: true, Studied: true}, start.AddDays(20), Study},
		{"learned", Facts{Weeks: 6, Studied: true, Learned: true}, start, Act},
		{"decided", Facts{Weeks: 6, Decided: true}, start, Done},
		{"the team's word wins", Facts{Weeks: 6, Decided: true, TeamPhase: Do}, start, Do},
	} {
		if got := tc.facts.Phase(tc.today); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestWeekAndWhen(t *testing.T) {
	start := Day{2026, 10, 5}
	f := Facts{Start: start, Weeks: 6}
	for _, tc := range []struct {
		today Day
		week  int
		when  string
	}{
		{start.AddDays(-1), 0, "starts Mon, Oct 5"},
		{start, 1, "week 1 of 6"},
		{start.AddDays(6), 1, "week 1 of 6"},
		{start.AddDays(7), 2, "week 2 of 6"},
		{start.AddDays(41), 6, "week 6 of 6"},
		{start.AddDays(42), 7, "ended Nov 15"},
	} {
		if week, when := f.Week(tc.today), f.When(tc.today); week != tc.week || when != tc.when {
			t.Errorf("%s: week %d %q, want %d %q", tc.today, week, when, tc.week, tc.when)
		}
	}
	if got := (Facts{Weeks: 6}).When(start); got != "no start date" {
		t.Errorf("without a start: %q", got)
	}
}

func TestProblemSentence(t *testing.T) {
	c := New("c")
	for _, step := range []struct{ key, value, want string }{
		{"problem.who", "", ""},
		{"problem.who", "grade 7 advisers", "Grade 7 advisers."},
		{"problem.what", "after the first lesson.", "Grade 7 advisers after the first lesson."},
		{"problem.does", "take attendance", "Grade 7 advisers take attendance after the first lesson."},
		{"problem.what", "when?", "Grade 7 advisers take attendance when?"},
	} {
		c.Apply(SetField(step.key, step.value))
		if got := c.Problem(); got != step.want {
			t.Errorf("after %s: %q, want %q", step.key, got, step.want)
		}
	}
}

// TestCarries holds what each decision keeps. Exactly these lists and fields come
// along; marks, data, diary and decision stay behind.
func TestCarries(t *testing.T) {
	c := New("one")
	for row := range Fields() {
		if row.List == nil {
			c.Values[row.Field.Key] = "v-" + row.Field.Key
		}
	}
	c.Values["weeks"], c.Values["start"] = "6", "2026-10-05"
	for _, step := range Steps {
		for _, part := range step.Parts {
			if part.List != nil {
				c.Lists[part.List.Key] = []Item{{ID: "i-" + part.List.Key, Values: map[string]string{"text": "t"}}}
			}
		}
	}
	c.Lists["actions"][0].Values = map[string]string{"what": "greet", "weeks/1": True, "status.1": StatusDone, "notes.1": "n", "note": "keep"}

	about := []string{"network", "school", "sharing", "team", "title", "weeks"}
	problem := []string{"priority", "problem.does", "problem.what", "problem.who", "strengths"}
	goals := []string{
		"point_a.by_when", "point_a.for_whom", "point_a.how_much", "point_a.what",
		"point_b.by_when", "point_b.for_whom", "point_b.how_much", "point_b.what",
	}
	for _, tc := range []struct {
		d             Decision
		values, lists []string
	}{
		{Repeat, slices.Concat(about, problem, goals, []string{"prediction", "scope"}), []string{"actions", "activities", "bones", "causes", "drivers", "evidence", "goal_checks", "measures", "whys"}},
		{Adapt, slices.Concat(about, problem, goals), []string{"bones", "causes", "evidence", "goal_checks", "measures", "whys"}},
		{Replan, slices.Concat(about, problem), []string{"evidence"}},
		{Restart, []string{"network", "school", "sharing", "team", "weeks"}, nil},
	} {
		n := c.NextCycle(tc.d, "two")
		want := append(slices.Clone(tc.values), "previous")
		if got := keysOf(n.Values); !reflect.DeepEqual(got, sorted(want)) {
			t.Errorf("%s keeps the fields\n%v, want\n%v", tc.d, got, sorted(want))
		}
		var lists []string
		for key, items := range n.Lists {
			if len(items) > 0 {
				lists = append(lists, key)
			}
		}
		if got := sorted(lists); !slices.Equal(got, tc.lists) {
			t.Errorf("%s keeps the lists %v, want %v", tc.d, got, tc.lists)
		}
		if n.ID != "two" || n.Values["previous"] != "one" {
			t.Errorf("%s: the link is %q -> %q", tc.d, n.ID, n.Values["previous"])
		}
	}
	a := c.NextCycle(Repeat, "two").Lists["actions"][0]
	if a.ID != "i-actions" || !reflect.DeepEqual(a.Values, map[string]string{"what": "greet", "weeks/1": True, "note": "keep"}) {
		t.Errorf("repeat carried the action as %v", a)
	}
	a.Values["what"] = "changed"
	if c.Lists["actions"][0].Values["what"] != "greet" {
		t.Error("the next cycle writes into the one before")
	}
}

func keysOf(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return sorted(out)
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

func TestRamp(t *testing.T) {
	previous := map[string]string{"b": "a", "c": "b", "x": "y", "y": "x"}
	for _, id := range []string{"a", "b", "c"} {
		if got := strings.Join(Ramp(id, previous), ""); got != "abc" {
			t.Errorf("ramp of %s: %s", id, got)
		}
	}
	if got := Ramp("x", previous); len(got) != 2 {
		t.Errorf("links in a circle: %v", got)
	}
}

func TestNextGoesThroughTheSteps(t *testing.T) {
	today := Day{2026, 10, 7}
	c := New("c")
	var last string
	for range 60 {
		h := c.Next(today)
		if h.Text == "" || h.Step == "" || !strings.HasSuffix(h.Text, ".") && !strings.HasSuffix(h.Text, "?") {
			t.Fatalf("hint %+v", h)
		}
		last = h.Step
		if !fillOne(c, h) {
			break
		}
	}
	if c.Facts().Phase(today) != Plan || last != "data" {
		t.Errorf("a filled plan leads to step %q in phase %s", last, c.Facts().Phase(today))
	}
}

// fillOne fills what the hint asks for; false when it asks for nothing of the plan.
func fillOne(c *Cycle, h Hint) bool {
	if h.Path.List == "points" {
		return false
	}
	if h.Path.List == "" {
		c.Values[h.Path.Field] = "6"
		if h.Path.Field == "start" {
			c.Values["start"] = "2026-12-07"
		}
		return true
	}
	l, _ := ListByKey(h.Path.List)
	it := Item{ID: strings.Repeat("i", len(c.Lists[l.Key])+1), Values: map[string]string{}}
	for _, f := range l.Fields {
		switch f.Kind {
		case Weeks:
			it.Values[f.Key+SetMark+"1"] = True
		case ByWeek:
		default:
			it.Values[f.Key] = "1"
		}
	}
	c.Lists[l.Key] = append(c.Lists[l.Key], it)
	return true
}

func TestThisWeekAsksForMarksThenNumbersThenDiary(t *testing.T) {
	c := New("c")
	c.Apply(
		SetField("start", "2026-10-05"), Add("actions", "a"), SetIn("actions", "a", "what", "Greet every student"),
		SetIn("actions", "a", "weeks/1", True), Add("measures", "m"), SetIn("measures", "m", "name", "Late arrivals"),
	)
	today := Day{2026, 10, 13}
	expect := func(step, words string) {
		t.Helper()
		if h := c.Next(today); h.Step != step || !strings.Contains(h.Text, words) {
			t.Errorf("hint %+v, want %s %q", h, step, words)
		}
	}
	expect("plan", "Greet every student")
	c.Apply(SetIn("actions", "a", "status.1", StatusDone))
	expect("data", "Late arrivals")
	c.Apply(SetIn("points", "p", "measure", "m"), SetIn("points", "p", "date", "2026-10-09"), SetIn("points", "p", "value", "31"))
	expect("diary", "week 1")
	if now, late := c.Summary().ToDo(today); now != 0 || late != 0 {
		t.Errorf("to do %d, late %d after all is marked", now, late)
	}
	if c.Summary().NeedsData(today) {
		t.Error("the library still asks for the number")
	}
}

// A name stands in the hint as people wrote it: no letter is escaped, and
// nothing that a terminal obeys comes through.
func TestHintQuotesNamesAsTheyAre(t *testing.T) {
	c := New("c")
	c.Apply(
		SetField("start", "2026-11-02"), SetField("weeks", "6"),
		SetIn("actions", "a", "what", "👩\u200d🏫 greets\x1b[31m"),
	)
	edits, _, err := c.Write(Path{"actions", "a", "weeks"}, "1", Day{2026, 11, 2})
	if err != nil {
		t.Fatal(err)
	}
	c.Apply(edits...)
	if got := c.Next(Day{2026, 11, 22}).Text; !strings.HasPrefix(got, "did \"👩\u200d🏫 greets\" happen in week 1?") {
		t.Errorf("the hint is %s", got)
	}
}

func TestDiaryBeforeTheStartIsNoDoing(t *testing.T) {
	c := New("c")
	c.Apply(SetIn("diary", "paper", "week", "0"), SetIn("diary", "paper", "text", "From the paper: notes"))
	if c.Facts().Doing {
		t.Error("notes from before the start count as work done")
	}
	c.Apply(SetIn("diary", "first", "week", "1"), SetIn("diary", "first", "text", "We began"))
	if !c.Facts().Doing {
		t.Error("week 1 of the diary does not count as work done")
	}
}
