package dashboard_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// walk returns the titles of the cycles of a query.
func (d *district) walk(who dashboard.Caller, q dashboard.Query) (titles []string) {
	d.Helper()
	d.must(d.dash.Walk(ctx, who, q, func(l dashboard.Listed) bool {
		titles = append(titles, l.Title)
		return true
	}))
	return titles
}

func TestWalk(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	for i := range 250 { // more than any page holds
		d.must(d.push(d.team, d.north, a.writes(fmt.Sprintf("doc%03d", i), set("title", fmt.Sprint(i)), set("sharing", []string{"team", "district"}[i%2]))))
		d.now = d.now.Add(time.Second)
	}
	if got := d.walk(d.team, dashboard.Query{}); len(got) != 250 || got[0] != "249" || got[249] != "0" {
		t.Errorf("the team's walk is %v", got)
	}
	if got := d.walk(d.office, dashboard.Query{}); len(got) != 125 || slices.Contains(got, "0") {
		t.Errorf("the district's walk is %v", got)
	}
	if got := d.walk(d.southern, dashboard.Query{Scope: dashboard.Network, Text: "249"}); !slices.Equal(got, []string{"249"}) {
		t.Errorf("another school's walk is %v", got)
	}
	n := 0
	d.must(d.dash.Walk(ctx, d.team, dashboard.Query{}, func(dashboard.Listed) bool { n++; return n < 3 }))
	if n != 3 {
		t.Errorf("it was told of %d", n)
	}
	d.refuses(d.dash.Walk(ctx, d.team, dashboard.Query{Scope: "all"}, nil), wire.CodeInvalid)

	// What was read before is not told again once it has changed, or is no longer shared.
	d.must(d.push(d.team, d.north, a.writes("doc001", set("title", "new")), a.writes("doc003", set("sharing", "team"))))
	if got := d.walk(d.office, dashboard.Query{}); len(got) != 124 || !slices.Contains(got, "new") || slices.Contains(got, "1") || slices.Contains(got, "3") {
		t.Errorf("later the district's walk is %v", got)
	}
}

func TestCallerAtOneSchool(t *testing.T) {
	d := newDistrict(t)
	d.must(d.push(d.team, d.north, d.laptop("a").writes("doc", set("title", "North"), set("sharing", "district"))))
	d.must(d.push(d.southern, d.south, d.laptop("b").writes("doc", set("title", "South"), set("sharing", "district"))))
	for school, want := range map[string]string{d.north: "North", d.south: "South"} {
		v, err := d.dash.Cycle(ctx, d.office.At(school), "doc")
		d.must(err)
		st, err := d.dash.Write(ctx, d.office.At(school), "doc", func(*change.State) ([]change.Op, error) { return []change.Op{comment("1", want)}, nil })
		d.must(err)
		if got := st.Cycle().Values["title"]; v.Cycle.Values["title"] != want || got != want {
			t.Errorf("at %s it reads that of %s and writes in that of %s", want, v.Cycle.Values["title"], got)
		}
	}
	d.refuses(second(d.dash.Cycle(ctx, d.office.At("nowhere"), "doc")), wire.CodeNotFound)
}

func TestRowDrawsTheWholeGroupOnly(t *testing.T) {
	c := cycle.New("doc")
	c.Apply(cycle.SetIn("measures", "m", "name", "Late"), cycle.SetIn("measures", "m", "kind", "outcome"), cycle.SetIn("measures", "m", "unit", "%"), cycle.SetIn("measures", "m", "goal", "12"))
	for i := range 30 {
		day := cycle.Day{Year: 2026, Month: 9, Day: 1}.AddDays(7 * i).String()
		if i != 20 { // a week without a number
			c.Apply(cycle.SetIn("points", fmt.Sprint(i), "measure", "m"), cycle.SetIn("points", fmt.Sprint(i), "date", day), cycle.SetIn("points", fmt.Sprint(i), "value", fmt.Sprint(20+i/15*9+i%2)))
		}
		c.Apply(cycle.SetIn("points", fmt.Sprint("g", i), "measure", "m"), cycle.SetIn("points", fmt.Sprint("g", i), "date", day), cycle.SetIn("points", fmt.Sprint("g", i), "value", "77"), cycle.SetIn("points", fmt.Sprint("g", i), "subgroup", "Bus"))
	}
	c.Apply(cycle.SetIn("requests", "1", "text", "A\nbus"), cycle.SetIn("requests", "1", "promised", "2026-10-13"), cycle.SetIn("requests", "2", "owner", "nobody asked"))
	row := dashboard.RowFor(stateOf(c))
	s := row.Chart
	if s == nil || len(s.Values) != cycle.MaxTrend || s.Values[14] != nil || *s.Values[23] != 30 || s.Last != "30%" || *s.Goal != 12 || s.To.String() != "2027-03-23" || len(s.Signal) == 0 {
		t.Fatalf("the chart is %+v", s)
	}
	for _, v := range s.Values {
		if v != nil && *v == 77 {
			t.Error("a group's number is on the chart")
		}
	}
	if len(row.Signals) != 1 || row.Signals[0].Chart == nil {
		t.Errorf("the signals are %+v", row.Signals)
	}
	if len(row.Support) != 1 || row.Support[0].Text != "A bus" || row.Support[0].State != "open" {
		t.Fatalf("the requests are %+v", row.Support)
	}
	q := row.Support[0]
	if q.Late(cycle.Day{Year: 2026, Month: 10, Day: 13}) || !q.Late(cycle.Day{Year: 2026, Month: 10, Day: 14}) {
		t.Error("the request is late on the wrong day")
	}
	if q.State = "done"; q.Late(cycle.Day{Year: 2027, Month: 1, Day: 1}) || q.Waits() {
		t.Error("what is done is late")
	}
}

// stateOf is the state of a document that holds the cycle.
func stateOf(c *cycle.Cycle) *change.State {
	st := change.NewState(c.ID)
	made := change.Change{ID: "a-1", Replica: "a", Seq: 1, Doc: c.ID, Kind: change.KindCycle, Ops: st.Build("", nil, cycle.Diff(cycle.New(c.ID), c))}
	if err := st.Apply(made); err != nil {
		panic(err)
	}
	return st
}
