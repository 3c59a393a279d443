package plangrid

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// The states of a cell, as they are written into it.
const (
	stateNone   = "·"
	statePlan   = "plan"
	stateNow    = "now"
	stateLate   = "late"
	stateDone   = "done"
	stateMissed = "missed"
)

// state is what became of an action in a week, seen from the running week (0
// before the start).
func state(a cycle.Action, week, running int) string {
	switch {
	case a.Status[week] == cycle.StatusDone:
		return stateDone
	case a.Status[week] == cycle.StatusMissed:
		return stateMissed
	case !slices.Contains(a.Weeks, week):
		return stateNone
	case week == running:
		return stateNow
	case week < running:
		return stateLate
	default:
		return statePlan
	}
}

// WeekWords says in short sentences what a week of the plan holds: the week
// itself, what is open, missed and done. running is the running week, 0 before
// the start.
func WeekWords(c *cycle.Cycle, week, running int) []string {
	var done, missed, open []string
	for _, a := range c.Actions() {
		switch state(a, week, running) {
		case stateDone:
			done = append(done, duty(a))
		case stateMissed:
			missed = append(missed, duty(a))
		case stateNone:
		default:
			open = append(open, duty(a))
		}
	}
	waiting := "Planned: "
	switch {
	case running == 0 || week > running:
	case week == running:
		waiting = "Still to do: "
	default:
		waiting = "Not marked yet: "
	}
	s := weekName(c, week, running)
	if len(done)+len(missed)+len(open) == 0 {
		return []string{s + ": nothing is planned."}
	}
	out := []string{s + "."}
	for _, part := range []struct {
		label string
		what  []string
	}{{waiting, open}, {"Missed: ", missed}, {"Done: ", done}} {
		if len(part.what) > 0 {
			out = append(out, part.label+strings.Join(part.what, "; ")+".")
		}
	}
	return out
}

// weekName is "Week 3 (Nov 16-22), this week".
func weekName(c *cycle.Cycle, week, running int) string {
	s := "Week " + strconv.Itoa(week)
	if from := c.WeekStart(week); !from.IsZero() {
		s += " (" + span(from, from.AddDays(6)) + ")"
	}
	switch {
	case running == 0:
	case week == running:
		s += ", this week"
	case week == running+1:
		s += ", next week"
	case week == running-1:
		s += ", last week"
	}
	return s
}

// span is "Nov 16-22" or "Nov 30-Dec 6".
func span(from, to cycle.Day) string {
	if from.Month == to.Month {
		return from.Time().Format("Jan 2") + "-" + strconv.Itoa(to.Day)
	}
	return from.Time().Format("Jan 2") + "-" + to.Time().Format("Jan 2")
}

// duty is an action with its people: "Count who speaks (Phaly)".
func duty(a cycle.Action) string {
	what := strings.TrimSuffix(name(a), ".")
	if who := people(a); who != "" {
		return what + " (" + who + ")"
	}
	return what
}

func name(a cycle.Action) string {
	if s := strings.TrimSpace(cycle.Clean(a.What, false)); s != "" {
		return s
	}
	return "(not named yet)"
}

func names(a cycle.Action) []string { return cycle.Names(cycle.Clean(a.Names, false)) }

// people is "Ana", "Ana and Sok", "Ana, Sok and D. Moreau".
func people(a cycle.Action) string {
	names := names(a)
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
