package cycle

import "strings"

// Decision is one of the four ends of a cycle.
type Decision string

// The four decisions.
const (
	Repeat  Decision = "repeat"
	Replan  Decision = "replan"
	Adapt   Decision = "adapt"
	Restart Decision = "restart"
)

// carries names the fields and lists that a decision takes into the next cycle.
// About the team, everything but title and dates always comes along.
var carries = map[Decision][]string{
	Repeat: {
		"evidence", "strengths", "priority", "problem.who", "problem.does", "problem.what", "bones", "causes", "whys",
		"point_a.what", "point_a.for_whom", "point_a.by_when", "point_a.how_much",
		"point_b.what", "point_b.for_whom", "point_b.by_when", "point_b.how_much", "goal_checks",
		"drivers", "activities", "prediction", "scope", "actions", "measures",
	},
	Adapt: {
		"evidence", "strengths", "priority", "problem.who", "problem.does", "problem.what", "bones", "causes", "whys",
		"point_a.what", "point_a.for_whom", "point_a.by_when", "point_a.how_much",
		"point_b.what", "point_b.for_whom", "point_b.by_when", "point_b.how_much", "goal_checks",
		"measures",
	},
	Replan:  {"evidence", "strengths", "priority", "problem.who", "problem.does", "problem.what"},
	Restart: {},
}

var teamFields = []string{"school", "team", "network", "sharing", "weeks"}

// Carries returns the keys of the fields and lists that the decision takes into
// the next cycle, besides the team; false for a decision that is none of the
// four.
func (d Decision) Carries() ([]string, bool) {
	keys, ok := carries[d]
	return keys, ok
}

// NextCycle returns the cycle that follows this one under the decision, linked
// to it, with the id. Items keep their ids, so that a measure's data are one
// series across the ramp. Marks of what was done stay behind, and so do dates:
// the team sets a new start.
func (c *Cycle) NextCycle(d Decision, id string) *Cycle {
	n := New(id)
	n.Values["previous"] = c.ID
	if d != Restart {
		setValue(n.Values, "title", c.Values["title"])
	}
	for _, key := range teamFields {
		setValue(n.Values, key, c.Values[key])
	}
	for _, key := range carries[d] {
		if _, ok := ListByKey(key); ok {
			n.Lists[key] = carryItems(key, c.Lists[key])
			continue
		}
		setValue(n.Values, key, c.Values[key])
	}
	return n
}

func carryItems(list string, items []Item) []Item {
	out := make([]Item, 0, len(items))
	for _, it := range items {
		copied := Item{ID: it.ID, Values: map[string]string{}}
		for key, v := range it.Values {
			if list == "actions" && (strings.HasPrefix(key, "status.") || strings.HasPrefix(key, "notes.")) {
				continue
			}
			copied.Values[key] = v
		}
		out = append(out, copied)
	}
	return out
}

// Ramp orders the cycles that belong together by their links: the first, the
// one that follows it, and so on. ids gives for each cycle the id of the one
// before it. A link that runs in a circle ends the walk.
func Ramp(id string, previous map[string]string) []string {
	var back []string
	seen := map[string]bool{}
	for at := id; at != "" && !seen[at]; at = previous[at] {
		seen[at] = true
		back = append(back, at)
	}
	ramp := make([]string, 0, len(back))
	for i := len(back) - 1; i >= 0; i-- {
		ramp = append(ramp, back[i])
	}
	for {
		follower := ""
		for next, prev := range previous {
			if prev == ramp[len(ramp)-1] && !seen[next] && (follower == "" || next < follower) {
				follower = next
			}
		}
		if follower == "" {
			return ramp
		}
		seen[follower] = true
		ramp = append(ramp, follower)
	}
}
