package dashboard

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// telling are the fields of a data point that tell about its students.
var telling = []string{"value", "n", "note", "excluded"}

// withhold takes out of the cycle what people from outside the team must not read:
// the numbers of student groups that are too small, or that would give a small one
// away. The run charts decide which; a group's number that has no place on a chart
// is not shown either.
func withhold(c *cycle.Cycle) {
	shown := map[string]bool{}
	for _, m := range c.Measures() {
		for _, s := range c.ChartOf(m.ID, cycle.ChartOptions{}).Series {
			for _, p := range s.Points {
				shown[p.ID] = shown[p.ID] || s.Name != "" && !p.Missing()
			}
		}
	}
	for _, it := range c.Lists["points"] {
		if it.Values["subgroup"] == "" || shown[it.ID] {
			continue
		}
		for _, field := range telling {
			delete(it.Values, field)
		}
	}
}

// withholdHistory takes the numbers of all student groups out of a history: what
// was once written for a group may have been for a smaller one.
func withholdHistory(entries []change.Entry) {
	group := map[string]bool{}
	for _, e := range entries {
		if e.Path.List == "points" && e.Path.Field == "subgroup" && e.Value != "" {
			group[e.Path.Item] = true
		}
	}
	for i := range entries {
		e := &entries[i]
		if e.Path.List != "points" || !group[e.Path.Item] {
			continue
		}
		for _, field := range telling {
			if e.Path.Field == field {
				e.Value, e.Before = "", nil
			}
		}
	}
}
