package cycle

import (
	"fmt"
	"strings"
)

// A Hint is the one thing to do next.
type Hint struct {
	Step string // the step's key
	Path Path   // the field or list to go to, may be empty
	Text string // a sentence without "Next:", starting in lower case, with its period
}

// Next says what to do next in the cycle on the day. It never blocks: it is the
// first gap that matters in the phase in which the cycle is.
func (c *Cycle) Next(today Day) Hint {
	facts := c.Facts()
	phase := facts.Phase(today)
	if phase == Done {
		return c.afterDecision()
	}
	if phase == Do {
		if h, ok := c.thisWeek(facts, today); ok {
			return h
		}
	}
	for _, st := range c.StepStates() {
		if st.Of == 0 || st.Full() || st.Step.Phase.Order() > phase.Order() {
			continue
		}
		return c.gap(st)
	}
	switch phase {
	case Plan:
		return Hint{"data", Path{List: "points"}, "the plan is ready. Begin, and write down the first numbers in week 1."}
	case Do:
		return c.carryOn(facts.Week(today))
	case Study:
		return Hint{"learn", Path{Field: "study.results"}, "look at the run charts and write what you learned."}
	default:
		return Hint{"next", Path{Field: "act.decision"}, "decide what to do with what you learned."}
	}
}

// NextIn is Next for somebody who is at work on the step: what the step itself still
// lacks comes before the gaps of others, unless the cycle is closed.
func (c *Cycle) NextIn(s *Step, today Day) Hint {
	next := c.Next(today)
	st := c.StepState(s)
	if next.Step == s.Key || st.Of == 0 || st.Full() || c.Facts().Phase(today) == Done {
		return next
	}
	return c.gap(st)
}

func (c *Cycle) gap(st StepState) Hint {
	h := Hint{Step: st.Step.Key}
	missing := c.Missing(st.Step)
	if len(missing) > 0 {
		h.Path = missing[0]
	}
	if st.Empty() || len(missing) == 0 {
		h.Text = sentence(st.Step.Prompt)
		return h
	}
	p := missing[0]
	if l, ok := ListByKey(p.List); ok && p.Item == "" {
		h.Text = sentence(fmt.Sprintf("%s: add another %s", st.Step.Label, l.One))
		return h
	}
	f, _ := p.Row()
	h.Text = sentence(fmt.Sprintf("%s: %q is still empty", st.Step.Label, f.Label))
	return h
}

func (c *Cycle) afterDecision() Hint {
	if c.Values["act.why"] == "" {
		return Hint{"next", Path{Field: "act.why"}, "say why you decided so, from the data."}
	}
	return Hint{"next", Path{Field: "act.decision"}, "this cycle is closed. Its next cycle carries on the work."}
}

// thisWeek finds what the running week asks for: cells of the plan that have
// passed without a mark, numbers not written down, a diary without an entry.
func (c *Cycle) thisWeek(f Facts, today Day) (Hint, bool) {
	week := f.Week(today)
	if week == 0 {
		return Hint{}, false
	}
	if late := c.Late(today); len(late) > 0 {
		d := late[0]
		return Hint{"plan", Path{"actions", d.Action.ID, ""}, fmt.Sprintf("did \"%s\" happen in week %d? Mark it done or missed.", cut(Clean(d.Action.What, false), 36), d.Week)}, true
	}
	if m, w, ok := c.DataDue(today); ok {
		return Hint{"data", Path{"measures", m.ID, ""}, fmt.Sprintf("enter the number for \"%s\", week %d.", cut(Clean(m.Name, false), 36), w)}, true
	}
	if passed := min(week-1, f.Weeks); passed > 0 && !c.diaryHas(passed) {
		return Hint{"diary", Path{List: "diary"}, fmt.Sprintf("write a line or two about week %d in the diary.", passed)}, true
	}
	return Hint{}, false
}

func (c *Cycle) diaryHas(week int) bool {
	for _, it := range c.Lists["diary"] {
		if it.Values["week"] == fmt.Sprint(week) && it.Values["text"] != "" {
			return true
		}
	}
	return false
}

// carryOn is the hint of a week in which nothing is late: what the plan still
// holds for it.
func (c *Cycle) carryOn(week int) Hint {
	for _, d := range c.Duties(week) {
		if d.Status != "" {
			continue
		}
		text := fmt.Sprintf("this week: %s", cut(d.Action.What, 44))
		if names := Names(d.Action.Names); len(names) > 0 {
			text += " (" + strings.Join(names, ", ") + ")"
		}
		return Hint{"plan", Path{"actions", d.Action.ID, ""}, sentence(text)}
	}
	return Hint{"plan", Path{List: "actions"}, fmt.Sprintf("all caught up for week %d. Carry on as planned.", week)}
}

// DataDue returns the first measure that has had numbers before, or is collected
// weekly, and has none in the last week that has passed, and that week.
func (c *Cycle) DataDue(today Day) (m Measure, week int, due bool) {
	f := c.Facts()
	week = min(f.Week(today)-1, f.Weeks)
	if week < 1 {
		return Measure{}, 0, false
	}
	from, to := c.WeekStart(week), c.WeekStart(week+1)
	for _, m := range c.Measures() {
		points := c.Series(m.ID)
		rhythm := strings.ToLower(m.Rhythm)
		weekly := rhythm == "" || strings.Contains(rhythm, "week") || strings.Contains(rhythm, "day") || strings.Contains(rhythm, "daily")
		if len(points) == 0 && m.Kind == Balance || !weekly {
			continue
		}
		if !anyBetween(points, from, to) {
			return m, week, true
		}
	}
	return Measure{}, 0, false
}

func anyBetween(points []Point, from, to Day) bool {
	for _, p := range points {
		if !p.Date.Before(from) && p.Date.Before(to) {
			return true
		}
	}
	return false
}

// Duty is one cell of a weekly plan: who does what in which week.
type Duty struct {
	Action Action
	Week   int
	Status string // done, missed, or empty
}

// Duties returns what the plan holds for the week, in the plan's order.
func (c *Cycle) Duties(week int) []Duty {
	var out []Duty
	for _, a := range c.Actions() {
		for _, w := range a.Weeks {
			if w == week {
				out = append(out, Duty{a, w, a.Status[w]})
			}
		}
	}
	return out
}

// Late returns the cells of weeks that have passed and carry no mark, the
// oldest week first.
func (c *Cycle) Late(today Day) []Duty {
	var out []Duty
	f := c.Facts()
	for week := 1; week < min(f.Week(today), f.Weeks+1); week++ {
		for _, d := range c.Duties(week) {
			if d.Status == "" {
				out = append(out, d)
			}
		}
	}
	return out
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".?!") {
		return s
	}
	return s + "."
}
