package page_test

import (
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/cycle/report"
)

func TestFind(t *testing.T) {
	d := newDistrict(t)
	d.sharedCycle(d.team, wire.ForDistrict, "Late buses", cycle.SetField("problem.who", "Advisers"), cycle.SetField("problem.does", "greet"), cycle.SetField("problem.what", "nobody"),
		cycle.SetIn("drivers", "1", "text", "A warm welcome"), cycle.SetIn("measures", "1", "name", "On time"))
	d.sharedCycle(d.team, wire.ForDistrict, "Reading", cycle.SetIn("drivers", "1", "text", "On time books"), cycle.SetIn("measures", "1", "name", "Pages a week"))
	d.sharedCycle(d.team, wire.ForCoach, "Coached")
	d.sharedCycle(d.southern, wire.ForDistrict, "Southern")
	for _, tc := range []struct {
		key   string
		query url.Values
		want  string
	}{
		{d.southern, nil, "Late buses, Reading"},
		{d.team, nil, "Southern"},
		{d.coach, nil, "Coached, Late buses, Reading, Southern"},
		{d.office, nil, "Late buses, Reading, Southern"},
		{d.southern, url.Values{"problem": {"GREET advisers"}}, "Late buses"},
		{d.southern, url.Values{"driver": {"welcome"}}, "Late buses"},
		{d.southern, url.Values{"driver": {"on time"}}, "Reading"},
		{d.southern, url.Values{"measure": {"on time"}}, "Late buses"},
		{d.southern, url.Values{"words": {"time on"}}, "Late buses, Reading"},
		{d.southern, url.Values{"words": {"time"}, "measure": {"pages"}}, "Reading"},
		{d.southern, url.Values{"words": {"nowhere"}}, ""},
	} {
		doc := d.as(tc.key).page("/find?" + tc.query.Encode())
		var got []string
		for _, title := range []string{"Coached", "Late buses", "Reading", "Southern"} {
			if doc.link("Start from this: "+title) != "" {
				got = append(got, title)
			}
		}
		if strings.Join(got, ", ") != tc.want {
			t.Errorf("%v finds %v, want %s", tc.query, got, tc.want)
		}
	}
}

func TestStartFromAnother(t *testing.T) {
	d := newDistrict(t)
	from := d.stories(wire.ForDistrict)[0]
	from.Apply(cycle.SetIn("activities", "loose", "driver", "gone"), cycle.SetIn("activities", "loose", "text", "Of no driver"))
	from.ID = change.NewID()
	d.writes(d.team, from)
	b := d.as(d.southern)
	res := b.get(b.page("/find?words=of+no+driver").link("Start from this: " + from.Values["title"]))
	data, err := io.ReadAll(res.Body)
	d.must(err)
	if res.Header.Get("Content-Type") != "application/json" || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("it is sent as %v", res.Header)
	}
	got, changes, err := report.ReadJSON(data, change.NewID)
	d.must(err)
	if got.ID == "" || got.ID == from.ID || len(changes) > 0 {
		t.Errorf("the id is %q, with %d changes", got.ID, len(changes))
	}
	if got.Problem() != from.Problem() || len(got.Lists["drivers"]) != len(from.Lists["drivers"]) || len(got.Lists["activities"]) != len(from.Lists["activities"]) || len(got.Measures()) != len(from.Measures()) {
		t.Error("something is left behind")
	}
	for i, driver := range got.Lists["drivers"] {
		before := from.Lists["drivers"][i]
		if driver.ID == before.ID || len(got.Under("activities", "driver", driver.ID)) != len(from.Under("activities", "driver", before.ID)) {
			t.Errorf("the driver %q lost its activities", driver.Get("text"))
		}
	}
	for _, it := range got.Loose("activities", "driver", "drivers") {
		if it.Get("driver") != "" {
			t.Errorf("%q hangs under something that is not there", it.Get("text"))
		}
	}
	for _, list := range []string{"points", "actions", "diary", "comments", "requests", "evidence", "causes", "checkpoints"} {
		if len(got.Lists[list]) > 0 {
			t.Errorf("it has %s", list)
		}
	}
	names := append(from.Team(), from.Values["school"], from.Values["start"])
	for _, m := range from.Measures() {
		names = append(names, m.Owner)
	}
	for _, name := range names {
		if name != "" && strings.Contains(string(data), name) {
			t.Errorf("it names %s", name)
		}
	}
	for _, m := range got.Measures() {
		if m.Goal != "" || m.Baseline != "" || m.Owner != "" {
			t.Errorf("the measure is %+v", m)
		}
	}
}
