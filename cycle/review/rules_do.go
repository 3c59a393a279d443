package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// aboutMeasures looks at what will be counted, and at the plan.
var aboutMeasures = []Rule{
	{
		Key: "plan.what", Step: "plan",
		Why: "Somebody who missed the meeting should know from the line what to do.",
		Ask: func(r *reading) []hit {
			return r.each("actions", "what", func(text string) (string, bool) {
				return "What is done, and where or with whom? Start with a verb.", words(text) < 2
			})
		},
	},
	{
		Key: "plan.names", Step: "plan",
		Why: "What has no name on it does not happen.",
		Ask: func(r *reading) []hit {
			for _, a := range r.Actions() {
				if a.What != "" && len(cycle.Names(a.Names)) == 0 {
					return []hit{{cycle.Path{List: "actions", Item: a.ID, Field: "names"}, fmt.Sprintf("Who does %q?", short(a.What))}}
				}
			}
			return nil
		},
	},
	{
		Key: "plan.weeks", Step: "plan",
		Why: "A week in the plan is what you look at together next time.",
		Ask: func(r *reading) []hit {
			for _, a := range r.Actions() {
				if a.What != "" && len(a.Weeks) == 0 && len(a.Status) == 0 {
					return []hit{{cycle.Path{List: "actions", Item: a.ID, Field: "weeks"}, fmt.Sprintf("In which weeks does %q happen?", short(a.What))}}
				}
			}
			return nil
		},
	},
	{
		Key: "plan.everyone", Step: "plan",
		Why: "When everybody is responsible, nobody feels asked.",
		Ask: func(r *reading) []hit {
			for _, a := range r.Actions() {
				if says(fold(a.Names), "everyone", "everybody", "all", "all staff", "staff", "the team", "tbd", "someone") {
					return []hit{{cycle.Path{List: "actions", Item: a.ID, Field: "names"}, fmt.Sprintf("Which person takes care of %q?", short(a.What))}}
				}
			}
			return nil
		},
	},
	{
		Key: "measures.kinds", Step: "measures",
		Why: "The outcome tells whether it worked, the process whether it was done, the balance whether something else got worse.",
		Ask: func(r *reading) []hit {
			have := map[string]bool{}
			for _, m := range r.Measures() {
				have[m.Kind] = true
			}
			var lacking []string
			for _, kind := range []string{cycle.Outcome, cycle.Process, cycle.Balance} {
				if !have[kind] {
					lacking = append(lacking, kind)
				}
			}
			if len(r.Measures()) == 0 || len(lacking) == 0 {
				return nil
			}
			return in(true, "measures", fmt.Sprintf("There is no measure of this kind yet: %s. What could you count with little effort?", strings.Join(lacking, ", ")))
		},
	},
	{
		Key: "measures.name", Step: "measures",
		Why: "A measure is something that two people can count.",
		Ask: func(r *reading) []hit {
			return r.measure("name", func(m cycle.Measure) (string, bool) {
				text := fold(m.Name)
				return fmt.Sprintf("What would you count to see %q?", short(m.Name)), vague(text) && words(text) < 3
			})
		},
	},
	{
		Key: "measures.definition", Step: "measures",
		Why: "Two people who count the same lesson should get the same number.",
		Ask: func(r *reading) []hit {
			return r.measure("definition", func(m cycle.Measure) (string, bool) {
				return fmt.Sprintf("How exactly do you count %q: what counts, where, when?", short(m.Name)), words(m.Definition) < 7
			})
		},
	},
	{
		Key: "measures.owner", Step: "measures",
		Why: "Numbers that nobody is asked for are missing in week 3.",
		Ask: func(r *reading) []hit {
			return r.measure("owner", func(m cycle.Measure) (string, bool) {
				return fmt.Sprintf("Who collects %q?", short(m.Name)), strings.TrimSpace(m.Owner) == ""
			})
		},
	},
	{
		Key: "measures.rhythm", Step: "measures",
		Why: "A run chart needs regular points: once at the start and once at the end show nothing.",
		Ask: func(r *reading) []hit {
			return r.measure("rhythm", func(m cycle.Measure) (string, bool) {
				main, _ := r.MainMeasure()
				if m.ID == main.ID && rare(fold(m.Rhythm)) {
					return fmt.Sprintf("Could %q be counted every week, even on a few students only?", short(m.Name)), true
				}
				return fmt.Sprintf("How often do you count %q?", short(m.Name)), m.Rhythm == ""
			})
		},
	},
	{
		Key: "measures.direction", Step: "measures",
		Why: "The chart can only say good news or bad when it knows which way you want to go.",
		Ask: func(r *reading) []hit {
			return r.measure("direction", func(m cycle.Measure) (string, bool) {
				return fmt.Sprintf("Is higher or lower better for %q?", short(m.Name)), m.Direction == ""
			})
		},
	},
	{
		Key: "measures.goal", Step: "measures",
		Why: "The goal of the outcome is Point B in the words of the chart.",
		Ask: func(r *reading) []hit {
			m, ok := r.MainMeasure()
			if !ok || m.Kind != cycle.Outcome || m.Goal != "" || m.Name == "" {
				return nil
			}
			return []hit{{cycle.Path{List: "measures", Item: m.ID, Field: "goal"}, fmt.Sprintf("Where should %q be at the end, as a number?", short(m.Name))}}
		},
	},
	{
		Key: "measures.good", Step: "measures", Strong: true,
		Why: "You will see whether it worked, whether it was done, and whether something else got worse.",
		Ask: func(r *reading) []hit {
			have := map[string]bool{}
			for _, m := range r.Measures() {
				have[m.Kind] = have[m.Kind] || words(m.Definition) >= 7 && m.Owner != "" && m.Rhythm != ""
			}
			return in(have[cycle.Outcome] && have[cycle.Process] && have[cycle.Balance], "measures", "Outcome, process and balance each have a definition, an owner and a rhythm.")
		},
	},
}

// rare finds rhythms that give no run chart within a cycle.
func rare(rhythm string) bool {
	return says(rhythm, "at the end", "end of the year", "end of year", "yearly", "every year", "twice a year", "quarterly", "per term", "every term", "before and after", "start and end", "pre and post")
}

// measure asks about the first measure with a name that the question fits.
func (r *reading) measure(field string, ask func(cycle.Measure) (string, bool)) []hit {
	for _, m := range r.Measures() {
		if m.Name == "" {
			continue
		}
		if question, found := ask(m); found {
			return []hit{{cycle.Path{List: "measures", Item: m.ID, Field: field}, question}}
		}
	}
	return nil
}

// aboutDoing looks at what was carried out.
var aboutDoing = []Rule{
	{
		Key: "do.marks", Step: "plan", Since: cycle.Do,
		Why: "When the numbers do not move, the first question is whether the change was made at all.",
		Ask: func(r *reading) []hit {
			late := r.Late(r.Today)
			if len(late) == 0 || r.phase == cycle.Done {
				return nil
			}
			return []hit{{cycle.Path{List: "actions", Item: late[0].Action.ID, Field: "status"}, fmt.Sprintf("Did %q happen in week %d? Mark what was done and what was missed.", short(late[0].Action.What), late[0].Week)}}
		},
	},
	{
		Key: "do.diary", Step: "diary", Since: cycle.Do,
		Why: "What surprised you is forgotten in two weeks, and it is what you learn most from.",
		Ask: func(r *reading) []hit {
			silent := r.silentWeeks()
			if len(silent) == 0 || r.phase.Order() > cycle.Study.Order() && len(silent) <= r.week/2 {
				return nil
			}
			return in(true, "diary", fmt.Sprintf("What happened in week %d? Two lines are enough: what was done, what surprised you.", silent[len(silent)-1]))
		},
	},
	{
		Key: "diary.said", Step: "diary", Since: cycle.Do,
		Why: "In a month nobody remembers what went well, or why.",
		Ask: func(r *reading) []hit {
			return r.each("diary", "text", func(text string) (string, bool) {
				return "What did you see that week? One thing that was different from what you planned.", words(text) < 4
			})
		},
	},
	{
		Key: "do.deviation", Step: "diary", Since: cycle.Study,
		Why: "Almost no plan is carried out as written. What was different explains the points that stand out.",
		Ask: func(r *reading) []hit {
			missed := 0
			for _, a := range r.Actions() {
				for week, status := range a.Status {
					if status == cycle.StatusMissed && a.Notes[week] == "" && a.Note == "" {
						missed++
					}
				}
			}
			return in(missed > 0 && len(r.silentWeeks()) == r.week && r.week > 0, "diary", "Parts of the plan were missed, and nothing says why. What got in the way?")
		},
	},
	{
		Key: "data.enough", Step: "data", Since: cycle.Do,
		Why: "Two points make a line, not a pattern. Three in the weeks of the cycle are the least, six to twelve are good.",
		Ask: func(r *reading) []hit {
			m, ok := r.MainMeasure()
			if !ok || r.week < 3 {
				return nil
			}
			n := r.pointsInside(m.ID)
			return in(n < 3, "points", fmt.Sprintf("There are %d points of %q since the start. What can still be found or counted?", n, short(m.Name)))
		},
	},
	{
		Key: "data.baseline", Step: "data", Since: cycle.Do,
		Why: "Without points from before, nobody can see what the change changed.",
		Ask: func(r *reading) []hit {
			m, ok := r.MainMeasure()
			start := r.facts.Start
			if !ok || start.IsZero() || r.place > 1 {
				return nil
			}
			all := r.Series(m.ID)
			before := slices.ContainsFunc(all, func(p cycle.Point) bool { return p.Date.Before(start) })
			return in(len(all) >= 3 && !before && m.Baseline == "", "points", fmt.Sprintf("Are there any numbers of %q from before the start?", short(m.Name)))
		},
	},
	{
		Key: "data.balance", Step: "data", Since: cycle.Study,
		Why: "A gain that costs something elsewhere may be no gain.",
		Ask: func(r *reading) []hit {
			for _, m := range r.Measures() {
				if m.Kind == cycle.Balance && m.Name != "" && len(r.Series(m.ID)) == 0 {
					return in(true, "points", fmt.Sprintf("Has anyone looked at %q? It has no numbers yet.", short(m.Name)))
				}
			}
			return nil
		},
	},
	{
		Key: "data.good", Step: "data", Since: cycle.Do, Strong: true,
		Why: "Regular points let you tell a change from ordinary ups and downs.",
		Ask: func(r *reading) []hit {
			m, ok := r.MainMeasure()
			n := 0
			if ok {
				n = len(r.Series(m.ID))
			}
			return in(n >= 10, "points", fmt.Sprintf("%q has %d points in time order.", short(m.Name), n))
		},
	},
	{
		Key: "diary.good", Step: "diary", Since: cycle.Do, Strong: true,
		Why: "You will know later why the points moved.",
		Ask: func(r *reading) []hit {
			return in(r.week >= 3 && len(r.silentWeeks()) == 0, "diary", "Every week that has passed has a line in the diary.")
		},
	},
}

// silentWeeks gives the weeks that have passed without a line in the diary.
func (r *reading) silentWeeks() []int {
	told := map[string]bool{}
	for _, it := range r.Lists["diary"] {
		if it.Values["text"] != "" {
			told[it.Values["week"]] = true
		}
	}
	var out []int
	for w := 1; w <= r.week; w++ {
		if !told[fmt.Sprint(w)] {
			out = append(out, w)
		}
	}
	return out
}

// pointsInside counts the points of a measure from the cycle's start on.
func (r *reading) pointsInside(measure string) int {
	n := 0
	for _, p := range r.Series(measure) {
		if r.facts.Start.IsZero() || !p.Date.Before(r.facts.Start) {
			n++
		}
	}
	return n
}
