package dashboard

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// withhold takes out of the cycle what people from outside the team must not read:
// the numbers of student groups that are too small, or that would give a small one
// away. Laptops keep such numbers to themselves; this holds for what another program
// sent. The run charts decide which; a group's number that has no place on a chart is
// not shown either.
func withhold(c *cycle.Cycle) {
	shown := map[string]bool{}
	for _, m := range c.Measures() {
		for _, s := range c.ChartOf(m.ID, cycle.ChartOptions{Outside: true}).Series {
			for _, p := range s.Points {
				shown[p.ID] = shown[p.ID] || s.Name != "" && !p.Missing()
			}
		}
	}
	for _, it := range c.Lists[cycle.PointsList] {
		if it.Values[cycle.GroupField] != "" && !shown[it.ID] {
			it.Withhold()
		}
	}
}

// withholdHistory takes the numbers of all student groups out of a history: what
// was once written for a group may have been for a smaller one.
func withholdHistory(entries []change.Entry) {
	group := map[string]bool{}
	for _, e := range entries {
		if e.Path.List == cycle.PointsList && e.Path.Field == cycle.GroupField && e.Value != "" {
			group[e.Path.Item] = true
		}
	}
	for i := range entries {
		e := &entries[i]
		if group[e.Path.Item] && cycle.TellsOfGroup(e.Path) {
			e.Value, e.Before = "", nil
		}
	}
}
