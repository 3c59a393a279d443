package tabular_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

var lateMeasure = cycle.Measure{ID: "late", Name: "Late arrivals", Unit: "students"}

func plan(t testing.TB, c *cycle.Cycle, text string, m tabular.Mapping) (tabular.Plan, error) {
	t.Helper()
	all, err := tabular.ReadSeries(open(t, text), m)
	if err != nil {
		t.Fatal(err)
	}
	return tabular.NewPlan(c, lateMeasure, all)
}

// points writes the data points of the measure in short.
func points(c *cycle.Cycle) string {
	var out []string
	for _, p := range c.Points("late") {
		text := p.Date.String() + "=" + p.Text
		if p.N > 0 {
			text += "/" + strconv.Itoa(p.N)
		}
		out = append(out, strings.TrimSpace(text+" "+p.Subgroup))
	}
	return strings.Join(out, "; ")
}

var xy = tabular.Mapping{X: "Date", Y: "Late"}

func TestImportTwice(t *testing.T) {
	c := cycle.New("c")
	p, err := plan(t, c, "Date,Late\n2024-09-08,28.50\n2024-09-01,31\n2024-09-15,NA\n", xy)
	if err != nil || !p.Create || p.Counts() != "2 new, 0 changed, 0 the same, 1 without a value" {
		t.Fatal(p.Counts(), err)
	}
	c.Apply(p.Edits()...)
	if got := points(c); got != "2024-09-01=31; 2024-09-08=28.5" {
		t.Error(got)
	}
	if m, _ := c.Measure("late"); m.Name != "Late arrivals" || m.Unit != "students" {
		t.Errorf("the measure is %+v", m)
	}
	id := cycle.PointID("late", cycle.Day{Year: 2024, Month: 9, Day: 1}, "")
	if _, ok := c.Item("points", id); !ok {
		t.Error("a point has not the id of its date")
	}
	c.Apply(cycle.SetIn("points", id, "note", "rain"))

	// The same file once more, longer by a line and with one number set right.
	p, err = plan(t, c, "Date,Late\n9/1/2024,29\n9/8/2024,28.5\n9/15/2024,26\n9/22/2024,\n", xy)
	if err != nil || p.Create || p.Counts() != "1 new, 1 changed (31 -> 29), 1 the same, 1 without a value" {
		t.Fatal(p.Counts(), err)
	}
	if n := len(p.Edits()); n != 5 {
		t.Errorf("%d edits where four make the point and one the number", n)
	}
	c.Apply(p.Edits()...)
	if got := points(c); got != "2024-09-01=29; 2024-09-08=28.5; 2024-09-15=26" {
		t.Error(got)
	}
	if it, _ := c.Item("points", id); it.Get("note") != "rain" {
		t.Error("the note is gone")
	}
	p, err = plan(t, c, "Date,Late\n9/8/2024,28.5\n", xy)
	if err != nil || p.Edits() != nil || p.Counts() != "0 new, 0 changed, 1 the same" {
		t.Error(p.Counts(), err)
	}
}

func TestNumbersBehindAPoint(t *testing.T) {
	c := cycle.New("c")
	m := tabular.Mapping{X: "Date", Y: "Late", N: "N", By: "Group"}
	first := "Date,Late,N,Group\n2024-09-01,31,\"1,100\",All Students\n2024-09-01,40,90,EL\n"
	p, err := plan(t, c, first, m)
	if err != nil {
		t.Fatal(err)
	}
	c.Apply(p.Edits()...)
	if got := points(c); got != "2024-09-01=31/1100; 2024-09-01=40/90 EL" {
		t.Error(got)
	}
	p, err = plan(t, c, strings.Replace(strings.Replace(first, ",90,", ",95,", 1), ",31,", ",30,", 1), m)
	if err != nil || p.Counts() != "0 new, 2 changed (31 -> 30; out of 90 -> 95), 0 the same" {
		t.Error(p.Counts(), err)
	}
	c.Apply(p.Edits()...)
	if got := points(c); got != "2024-09-01=30/1100; 2024-09-01=40/95 EL" {
		t.Error(got)
	}
	// A file that does not say n leaves it.
	m.N = ""
	if p, err = plan(t, c, strings.Replace(first, ",31,", ",30,", 1), m); err != nil || len(p.Same) != 2 {
		t.Error(p.Counts(), err)
	}
}

func TestOneGroupIsStillAGroup(t *testing.T) {
	c := cycle.New("c")
	m := xy
	m.By = "Group"
	p, err := plan(t, c, "Date,Late,Group\n2024-09-01,31,EL\n", m)
	if err != nil || len(p.New) != 1 || p.New[0].Subgroup != "EL" {
		t.Errorf("%+v, %v", p.New, err)
	}
}

func TestDatesOfPoints(t *testing.T) {
	started := cycle.New("c")
	started.Apply(cycle.SetField("start", "2024-09-02"))
	for _, tt := range []struct {
		c          *cycle.Cycle
		text, want string
	}{
		{started, "Week,Late\nW1,31\nWeek 3,30\n", "2024-09-02=31; 2024-09-16=30"},
		{cycle.New("c"), "Year,Late\n2022,31\n2023,30\n", "2022-01-01=31; 2023-01-01=30"},
		{cycle.New("c"), "Year,Late\n2022-23,31\n2023-24,30\n", "2022-07-01=31; 2023-07-01=30"},
	} {
		m := tabular.Mapping{X: open(t, tt.text).Columns()[0], Y: "Late"}
		p, err := plan(t, tt.c, tt.text, m)
		if err != nil {
			t.Error(err)
		}
		tt.c.Apply(p.Edits()...)
		if got := points(tt.c); got != tt.want {
			t.Error(got)
		}
	}
	for _, tt := range []struct{ text, want string }{
		{"When,Late\nW1,31\n", `line 2: "W1" has no date until the cycle has a start`},
		{"When,Late\nsoon,31\n", `line 2: "soon" is no date, week or school year`},
		{"When,Late\nW90,31\n", `"W90" is no week of a cycle`},
		{"When,Late\n5,31\n", `"5" is no date`},
		{"When,Late\n2024-09-01,30\n,31\n", "line 3 has a number and no date"},
		{"When,Late\n2024-25,30\n2023-24,3\n2024-25,31\n", `lines 2 and 4 are both for "2024-25"`},
	} {
		p, err := plan(t, cycle.New("c"), tt.text, tabular.Mapping{X: "When", Y: "Late"})
		if err == nil || !strings.Contains(err.Error(), tt.want) || p.Edits() != nil {
			t.Errorf("%q gives %v, which should say %q", tt.text, err, tt.want)
		}
	}
	var twice *tabular.TwiceError
	if _, err := plan(t, cycle.New("c"), "When,Late\n2024-25,30\n2024-25,31\n", tabular.Mapping{X: "When", Y: "Late"}); !errors.As(err, &twice) || twice.Lines != [2]int{2, 3} {
		t.Error(err)
	}
}

// A point whose date was changed by hand keeps its id; the import makes another.
func TestAPointThatMoved(t *testing.T) {
	c := cycle.New("c")
	id := cycle.PointID("late", cycle.Day{Year: 2024, Month: 9, Day: 1}, "")
	c.Apply(cycle.SetIn("points", id, "measure", "late"), cycle.SetIn("points", id, "date", "2024-09-02"), cycle.SetIn("points", id, "value", "5"))
	p, err := plan(t, c, "Date,Late\n2024-09-01,31\n", xy)
	if err != nil {
		t.Fatal(err)
	}
	c.Apply(p.Edits()...)
	if got := points(c); got != "2024-09-01=31; 2024-09-02=5" {
		t.Error(got)
	}
}

func TestTooMuchForACycle(t *testing.T) {
	text := "Date,Late\n"
	for i := range tabular.MaxNew + 1 {
		text += cycle.Day{Year: 2000, Month: 1, Day: 1}.AddDays(i).String() + ",1\n"
	}
	if _, err := plan(t, cycle.New("c"), text, xy); err == nil || !strings.Contains(err.Error(), "5001 new data points") {
		t.Error(err)
	}
}

// A column beside the values becomes a group, without the table's n, which is
// that of all.
func TestAsGroup(t *testing.T) {
	c := cycle.New("c")
	all, err := tabular.ReadSeveral(open(t, "Date,All,EL,N\n9/1/2026,12,30,400\n"), tabular.Mapping{X: "Date", N: "N"}, []string{"All", "EL"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := tabular.NewPlan(c, cycle.Measure{ID: "m", Name: "Absent"}, append(all[0], tabular.AsGroup(all[1], "English learners")...))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.New) != 2 || p.New[0].Subgroup != "" || p.New[0].N != "400" || p.New[1].Subgroup != "English learners" || p.New[1].N != "" || p.New[1].Value != "30" {
		t.Errorf("the plan is %+v", p.New)
	}
	if all[1][0].Points[0].N != 400 {
		t.Error("the series that was given is changed")
	}
}
