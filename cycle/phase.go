package cycle

import "fmt"

// Facts are what phase and week follow from, short enough to be kept in a list
// of thousands of cycles.
type Facts struct {
	Start     Day   `json:"start,omitzero"`
	Weeks     int   `json:"weeks"`
	TeamPhase Phase `json:"team_phase,omitempty"` // the team's own word
	Decided   bool  `json:"decided,omitempty"`    // the act decision is made
	Learned   bool  `json:"learned,omitempty"`    // every study question is answered
	Studied   bool  `json:"studied,omitempty"`    // at least one is
	Doing     bool  `json:"doing,omitempty"`      // something was carried out or counted since the start
	Planned   bool  `json:"planned,omitempty"`    // there are actions to carry out
}

// Facts reads the facts off the cycle.
func (c *Cycle) Facts() Facts {
	f := Facts{
		Start: c.Start(), Weeks: c.WeeksPlanned(), TeamPhase: Phase(c.Values["team_phase"]),
		Decided: c.Values["act.decision"] != "",
		Planned: len(c.Lists["actions"]) > 0,
		Doing:   c.doing(),
	}
	answered, of := 0, 0
	for _, key := range []string{"study.results", "study.variation", "study.prediction", "study.learned", "study.for_whom"} {
		of++
		if c.Values[key] != "" {
			answered++
		}
	}
	f.Studied, f.Learned = answered > 0, answered == of
	return f
}

func (c *Cycle) doing() bool {
	for _, it := range c.Lists["diary"] {
		// Week 0 is before the start: what was read from a paper and found no place.
		if it.Values["text"] != "" && it.Values["week"] != "0" {
			return true
		}
	}
	for _, it := range c.Lists["actions"] {
		if len(it.WeekMap("status")) > 0 {
			return true
		}
	}
	start := c.Start()
	for _, it := range c.Lists["points"] {
		if d, ok := ParseDay(it.Values["date"]); ok && !start.IsZero() && !d.Before(start) && it.Values["value"] != "" {
			return true
		}
	}
	return false
}

// Phase says where a cycle stands on the day. The team's own word wins;
// otherwise the fullest part decides: a decision made is Done, all study
// questions answered is Act, one answered or the last week over is Study,
// something carried out (or the start reached with a plan) is Do, else Plan.
func (f Facts) Phase(today Day) Phase {
	begun := !f.Start.IsZero() && !today.Before(f.Start)
	over := !f.Start.IsZero() && today.Sub(f.Start) >= 7*f.Weeks
	switch {
	case f.TeamPhase != "":
		return f.TeamPhase
	case f.Decided:
		return Done
	case f.Learned:
		return Act
	case f.Studied, over && f.Doing:
		return Study
	case f.Doing, begun && f.Planned:
		return Do
	default:
		return Plan
	}
}

// Week returns the week of the cycle that the day is in: 1 in the first week,
// 0 before the start or without one. Past the end it counts on.
func (f Facts) Week(today Day) int {
	if f.Start.IsZero() || today.Before(f.Start) {
		return 0
	}
	return today.Sub(f.Start)/7 + 1
}

// End returns the last day of the last week; the zero Day without a start.
func (f Facts) End() Day {
	if f.Start.IsZero() {
		return f.Start
	}
	return f.Start.AddDays(7*f.Weeks - 1)
}

// When says in a few words where the cycle is in time: "week 3 of 6",
// "starts Mon, Oct 5", "ended Nov 13", "no start date".
func (f Facts) When(today Day) string {
	week := f.Week(today)
	switch {
	case f.Start.IsZero():
		return "no start date"
	case week == 0:
		return "starts " + f.Start.Words(today)
	case week > f.Weeks:
		return "ended " + f.End().Short(today)
	default:
		return fmt.Sprintf("week %d of %d", week, f.Weeks)
	}
}

// Word is the phase as a reader sees it.
func (p Phase) Word() string {
	switch p {
	case Plan:
		return "Plan"
	case Do:
		return "Do"
	case Study:
		return "Study"
	case Act:
		return "Act"
	case Done:
		return "Done"
	}
	return string(p)
}

// Order gives the phases their places: 0 for Plan to 4 for Done.
func (p Phase) Order() int {
	switch p {
	case Do:
		return 1
	case Study:
		return 2
	case Act:
		return 3
	case Done:
		return 4
	}
	return 0
}
