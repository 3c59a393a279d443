package dashboard_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// list returns the ids of all pages.
func (d *district) list(who dashboard.Caller, q dashboard.Query) string {
	d.Helper()
	var out []string
	for {
		page, next, err := d.dash.Cycles(ctx, who, q)
		d.must(err)
		for _, l := range page {
			out = append(out, l.Doc.ID)
		}
		if next == "" {
			return strings.Join(out, " ")
		}
		q.After = next
	}
}

func TestCycles(t *testing.T) {
	d := newDistrict(t)
	a, b := d.laptop("a"), d.laptop("b")
	for i, c := range []struct{ doc, sharing string }{{"n-team", "team"}, {"n-coach", "coach"}, {"n-district", "district"}} {
		d.now = d.now.Add(time.Duration(i) * time.Minute)
		d.must(d.push(d.team, d.north, a.writes(c.doc, set("sharing", c.sharing), set("title", "Late to first period"))))
	}
	d.must(d.push(d.southern, d.south,
		b.writes("s-district", set("sharing", "district"), setIn("drivers", "1", "text", "Reading ALOUD")),
		b.writes("s-team", set("title", "Reading logs")),
		b.writes("s-away", set("sharing", "district"), set("archived", "true")),
	))
	for _, tc := range []struct {
		name string
		who  dashboard.Caller
		q    dashboard.Query
		want string
	}{
		{"a team's own", d.team, dashboard.Query{}, "n-district n-coach n-team"},
		{"one at a time", d.reader, dashboard.Query{Limit: 1}, "n-district n-coach n-team"},
		{"a team's network", d.team, dashboard.Query{Scope: dashboard.Network}, "s-district"},
		{"a coach's own", d.coach, dashboard.Query{Scope: dashboard.Mine}, "n-district n-coach"},
		{"a coach's network", d.coach, dashboard.Query{Scope: dashboard.Network}, "s-district"},
		{"the district", d.office, dashboard.Query{Limit: 1}, sameTime(d, "n-district", "s-district")},
		{"no network beside the district", d.office, dashboard.Query{Scope: dashboard.Network}, ""},
		{"one school", d.office, dashboard.Query{School: d.south}, "s-district"},
		{"a school of others", d.team, dashboard.Query{School: d.south}, ""},
		{"by words", d.office, dashboard.Query{Text: "aloud  READ"}, "s-district"},
		{"by words that are not there", d.office, dashboard.Query{Text: "aloud silently"}, ""},
		{"by phase", d.team, dashboard.Query{Phase: cycle.Plan, Text: "period"}, "n-district n-coach n-team"},
		{"by another phase", d.team, dashboard.Query{Phase: cycle.Do}, ""},
		{"put away", d.southern, dashboard.Query{Archived: true}, "s-away"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d.T = t
			if got := d.list(tc.who, tc.q); got != tc.want {
				t.Errorf("lists %q, want %q", got, tc.want)
			}
		})
	}
	for _, q := range []dashboard.Query{{After: "?"}, {After: "eA"}, {Scope: "all"}} {
		_, _, err := d.dash.Cycles(ctx, d.team, q)
		d.refuses(err, wire.CodeInvalid)
	}
}

// sameTime joins documents of one millisecond: they stand by their school's id.
func sameTime(d *district, north, south string) string {
	if d.north < d.south {
		return north + " " + south
	}
	return south + " " + north
}

func FuzzListCursor(f *testing.F) {
	d := newDistrict(f)
	d.must(d.push(d.team, d.north, d.laptop("a").writes("one"), d.laptop("b").writes("two")))
	_, next, err := d.dash.Cycles(ctx, d.team, dashboard.Query{Limit: 1})
	d.must(err)
	for _, seed := range []string{"", next, "eA", "!", next + "A"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, after string) {
		_, _, err := d.dash.Cycles(ctx, d.team, dashboard.Query{After: after})
		var known *wire.Error
		if err != nil && !errors.As(err, &known) {
			t.Fatal(err)
		}
	})
}

func TestCycleOfOneId(t *testing.T) {
	d := newDistrict(t)
	d.must(d.push(d.team, d.north, d.laptop("a").writes("doc", set("title", "North"), set("sharing", "district"))))
	d.must(d.push(d.southern, d.south, d.laptop("b").writes("doc", set("title", "South"))))
	for _, tc := range []struct {
		who  dashboard.Caller
		want string
	}{{d.team, "North"}, {d.southern, "South"}, {d.office, "North"}, {d.coach, "North"}} {
		v, err := d.dash.Cycle(ctx, tc.who, "doc")
		d.must(err)
		if got := v.Cycle.Values["title"]; got != tc.want || v.School.Name != tc.want {
			t.Errorf("%s reads that of %s", tc.who.Person.Name, got)
		}
	}
}

// A state that is folded on and on is the one that all changes make at once.
func TestFoldOnAndOn(t *testing.T) {
	d := newDistrict(t)
	a, b := d.laptop("a"), d.laptop("b")
	late := b.writes("doc", set("title", "from b"), comment("1", "hm"))
	var all []change.Change
	for i := range 5 {
		c := a.writes("doc", set("title", fmt.Sprint(i)), setIn("drivers", "1", "text", fmt.Sprint(i)))
		all = append(all, c)
		d.must(d.push(d.team, d.north, c))
	}
	all = append(all, late)
	d.must(d.push(d.team, d.north, late))
	v, err := d.dash.Cycle(ctx, d.team, "doc")
	d.must(err)
	want := change.Fold("doc", all)
	if got := v.State; fmt.Sprint(got.Cycle()) != fmt.Sprint(want.Cycle()) || len(got.Conflicts()) != len(want.Conflicts()) || v.Doc.Version != 6 || v.Doc.By != want.Updated.Author {
		t.Errorf("got %v, version %d", got.Cycle(), v.Doc.Version)
	}
}

// What people wrote must not end the server, nor be lost for it.
func TestStumblingOverADocument(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	d.must(d.push(d.team, d.north, a.writes("doc", set("title", "One"), set("sharing", "district")), a.writes("other", set("title", "Other"))))
	d.dash.BreakRow("doc")
	d.must(d.push(d.team, d.north, a.writes("doc", set("title", "Two", "a-1")), a.writes("other", set("title", "Others", "a-2"))))
	d.must(d.push(d.team, d.north, a.writes("new", set("title", "New"))))
	if all, _ := d.pull(d.reader, d.north, 0, 0); len(all) != 5 {
		t.Errorf("the stream has %v", ids(all))
	}
	if all, _ := d.pull(d.office, d.north, 0, 0); len(all) != 0 {
		t.Errorf("the district gets %v of what cannot be read", ids(all))
	}
	if n, err := d.dash.Refold(ctx); err != nil || n != 1 {
		t.Errorf("refolded %d, %v", n, err)
	}
	d.dash.MendRow()
	if n, err := d.dash.Refold(ctx); err != nil || n != 1 {
		t.Errorf("refolded %d, %v", n, err)
	}
	v, err := d.dash.Cycle(ctx, d.office, "doc")
	d.must(err)
	if v.Cycle.Values["title"] != "Two" {
		t.Errorf("it is %v", v.Cycle.Values)
	}
	if all, _ := d.pull(d.office, d.north, 0, 0); !slices.Equal(ids(all), []change.ID{"a-1", "a-3"}) {
		t.Errorf("the district gets %v", ids(all))
	}
}

// Numbers and clocks that no laptop would write.
func TestHostileContent(t *testing.T) {
	d := newDistrict(t)
	c := d.laptop("a").writes("doc",
		setIn("measures", "m", "name", "x"), setIn("points", "p", "measure", "m"), setIn("points", "p", "date", "2026-10-05"),
		setIn("points", "p", "value", "Inf"), set("start", "2026-10-05"), set("weeks", "99999999999999999999"), set("team_phase", "\u0000"),
		setIn("actions", "1", "weeks/-5", "true"), setIn("actions", "1", "status.9999999", "done"), change.Op{Do: change.DoSet, Field: "", Value: "x"},
	)
	c.At.MS = 1 << 52
	early := d.laptop("b").writes("early")
	early.At.MS = -1 << 52
	d.must(d.push(d.team, d.north, sealed(c), sealed(early)))
	page, _, err := d.dash.Cycles(ctx, d.team, dashboard.Query{})
	d.must(err)
	if len(page) != 2 || !page[0].Doc.Updated.Equal(d.now) || len(page[0].Trend) != 0 || page[1].Doc.Updated.UnixMilli() != 0 {
		t.Errorf("lists %+v", page)
	}
	d.must(second(d.dash.Cycle(ctx, d.team, "doc")))
}

func TestSmallGroupsAreWithheld(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	ops := []change.Op{set("sharing", "district"), setIn("measures", "m", "name", "On time"), setIn("measures", "m", "unit", "%")}
	point := func(id, measure, group, value, n string) {
		for field, v := range map[string]string{"measure": measure, "date": "2026-10-05", "subgroup": group, "value": value, "n": n, "note": "note of " + id} {
			if v != "" {
				ops = append(ops, setIn("points", id, field, v))
			}
		}
	}
	point("all", "m", "", "61", "90")
	point("tiny", "m", "A", "62", "4")
	point("next", "m", "B", "63", "12") // would give the tiny one away
	point("large", "m", "C", "64", "50")
	point("loose", "gone", "A", "65", "50")
	point("words", "m", "D", "3 of 4", "50")
	d.must(d.push(d.team, d.north, a.writes("doc", ops...)))
	for _, tc := range []struct {
		who  dashboard.Caller
		want string
	}{
		{d.team, "61 62 63 64 65 3 of 4"},
		{d.reader, "61 62 63 64 65 3 of 4"},
		{d.coach, "61 withheld withheld 64 withheld withheld"},
		{d.office, "61 withheld withheld 64 withheld withheld"},
		{d.southern, "61 withheld withheld 64 withheld withheld"},
	} {
		v, err := d.dash.Cycle(ctx, tc.who, "doc")
		d.must(err)
		var got []string
		for _, id := range []string{"all", "tiny", "next", "large", "loose", "words"} {
			value := v.Cycle.Get("points/" + id + ".value")
			if note := v.Cycle.Get("points/" + id + ".note"); (note == "") != (value == cycle.Withheld) {
				t.Errorf("%s reads the note %q", tc.who.Person.Role, note)
			}
			got = append(got, value)
		}
		if got := strings.Join(got, " "); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(tc.want), " ") {
			t.Errorf("%s of %v reads %q, want %q", tc.who.Person.Role, tc.who.Person.Schools, got, tc.want)
		}
		entries, err := d.dash.History(ctx, tc.who, "doc")
		d.must(err)
		told := slices.ContainsFunc(entries, func(e change.Entry) bool { return e.Path.Item == "tiny" && e.Value == "62" })
		if inside := tc.who.Person.Role == wire.Reader || tc.who.Person.ID == d.team.Person.ID; told != inside {
			t.Errorf("%s is told by the history: %v", tc.who.Person.Role, told)
		}
	}
}

func TestWriteFromThePage(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	d.must(d.push(d.team, d.north, a.writes("doc", set("sharing", "coach")), a.writes("private")))
	says := func(ops ...change.Op) func(*change.State) ([]change.Op, error) {
		return func(*change.State) ([]change.Op, error) { return ops, nil }
	}
	st, err := d.dash.Write(ctx, d.coach, "doc", says(comment("1", "good")))
	d.must(err)
	if it, _ := st.Cycle().Item("comments", "1"); it.Values["text"] != "good" {
		t.Errorf("the state is %v", st.Cycle())
	}
	d.must(second(d.dash.Write(ctx, d.coach, "doc", says(comment("2", "better")))))
	meta, err := d.dash.Meta(ctx)
	d.must(err)
	replica := "web-" + d.north + "-" + meta.Epoch
	all, _ := d.pull(d.team, d.north, 0, 0)
	first, next := all[change.MakeID(replica, 1)], all[change.MakeID(replica, 2)]
	if first.Verify() != nil || first.Author != "Carl" || next.Verify() != nil || next.At.Compare(first.At) <= 0 {
		t.Errorf("the stream has %v", ids(all))
	}
	if feed, _ := d.pull(d.coach, d.north, 0, 0); len(feed) != 3 {
		t.Errorf("the coach gets %v", ids(feed))
	}

	d.refuses(second(d.dash.Write(ctx, d.coach, "doc", says(set("title", "Mine")))), wire.CodeForbid)
	d.refuses(second(d.dash.Write(ctx, d.reader, "doc", says(comment("3", "x")))), wire.CodeForbid)
	d.refuses(second(d.dash.Write(ctx, d.coach, "private", says(comment("3", "x")))), wire.CodeNotFound)
	d.refuses(second(d.dash.Write(ctx, d.office, "doc", says(comment("3", "x")))), wire.CodeNotFound)
	d.must(d.push(d.team, d.north, a.writes("doc", set("sharing", "district", "a-1"))))
	d.refuses(second(d.dash.Write(ctx, d.southern, "doc", says(comment("3", "x")))), wire.CodeForbid)
	own := errors.New("changed my mind")
	if _, err := d.dash.Write(ctx, d.coach, "doc", func(*change.State) ([]change.Op, error) { return nil, own }); !errors.Is(err, own) {
		t.Errorf("the error is %v", err)
	}

	// After a restore the server must not give out numbers that laptops hold.
	epoch, err := d.dash.NewEpoch(ctx)
	d.must(err)
	d.must(second(d.dash.Write(ctx, d.coach, "doc", says(comment("4", "again")))))
	if all, _ := d.pull(d.team, d.north, 0, 0); all[change.MakeID("web-"+d.north+"-"+epoch, 1)].Doc != "doc" {
		t.Errorf("the stream has %v", ids(all))
	}
}

func TestStalled(t *testing.T) {
	day := func(n int) cycle.Day { return cycle.Day{Year: 2026, Month: time.October, Day: 5}.AddDays(n) }
	state := func(edits ...cycle.Edit) *change.State {
		st := change.NewState("doc")
		l := &laptop{replica: "a", now: time.Now}
		d := l.writes("doc", st.Build("a", nil, edits)...)
		return change.Fold("doc", []change.Change{d})
	}
	running := []cycle.Edit{
		cycle.SetField("start", "2026-10-05"), cycle.SetField("weeks", "4"),
		cycle.SetIn("measures", "m", "name", "On time"), cycle.SetIn("actions", "1", "what", "Greet"), cycle.SetIn("actions", "1", "weeks/1", "true"), cycle.SetIn("actions", "1", "weeks/3", "true"),
	}
	for _, tc := range []struct {
		name  string
		today cycle.Day
		more  []cycle.Edit
		quiet int // days since the last change
		want  []dashboard.Stall
	}{
		{"on its way", day(2), nil, 1, nil},
		{"quiet", day(2), nil, 14, []dashboard.Stall{dashboard.StallQuiet}},
		{"no number for week 1", day(8), nil, 1, []dashboard.Stall{dashboard.StallData}},
		{"nothing planned any more", day(22), nil, 1, []dashboard.Stall{dashboard.StallData, dashboard.StallNoStep}},
		{"over for two weeks", day(27 + 14), []cycle.Edit{cycle.SetField("study.results", "better")}, 1, []dashboard.Stall{dashboard.StallNoStep}},
		{"decided", day(100), []cycle.Edit{cycle.SetField("act.decision", "adopt")}, 90, nil},
		{"put away", day(100), []cycle.Edit{cycle.SetField("archived", "true")}, 90, nil},
	} {
		row := dashboard.RowFor(state(append(slices.Clone(running), tc.more...)...))
		if got := row.Stalled(tc.today, tc.today.AddDays(-tc.quiet).Time()); !slices.Equal(got, tc.want) {
			t.Errorf("%s: stalled by %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestRowTellsSignals(t *testing.T) {
	d := newDistrict(t)
	ops := []change.Op{setIn("measures", "m", "name", "On time"), setIn("requests", "1", "text", "A bus"), setIn("requests", "2", "text", "A room"), setIn("requests", "2", "answer", "Yes")}
	start := cycle.Day{Year: 2026, Month: time.January, Day: 5}
	for i := range 20 {
		id, value := fmt.Sprintf("p%d", i), "10"
		if i >= 10 {
			value = fmt.Sprint(50 + i)
		} else {
			value = fmt.Sprint(10 + i%3)
		}
		ops = append(ops, setIn("points", id, "measure", "m"), setIn("points", id, "date", start.AddDays(7*i).String()), setIn("points", id, "value", value))
	}
	d.must(d.push(d.team, d.north, d.laptop("a").writes("doc", ops...)))
	page, _, err := d.dash.Cycles(ctx, d.team, dashboard.Query{})
	d.must(err)
	row := page[0].Row
	if len(row.Signals) != 1 || row.Signals[0].Measure != "On time" || row.Signals[0].Words == "" || row.Signals[0].Last != start.AddDays(7*19) || row.Requests != 1 || len(row.Trend) != 20 {
		t.Errorf("the row is %+v", row)
	}
}
