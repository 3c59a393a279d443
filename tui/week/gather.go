package week

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// kind says what a line of the list is about.
type kind int

const (
	aDuty   kind = iota // a cell of a weekly plan
	aNumber             // a number to write down
	aCheckpoint
	aPromise // what the district promised
)

// state says how a line stands.
type state int

const (
	late state = iota
	open
	missed
	done
)

// An entry is one line of the list.
type entry struct {
	kind  kind
	state state
	doc   string
	title string // the cycle's
	who   []string
	what  string
	week  int // of the cycle; 0 where it has none
	weeks int // of the cycle in all
	day   cycle.Day
	note  string
	step  string
	at    cycle.Path
}

// ahead is how many days before its day a check point shows up.
const ahead = 14

// recent is how long after its end a cycle is still looked into for promises and
// check points, in days: half a year.
const recent = 26 * 7

// concerns reports whether the cycle may have something to say about the week in
// which the day is. On the running week late things of other weeks count.
func concerns(r store.Row, day, today cycle.Day) bool {
	if r.Archived || r.Facts.Start.IsZero() {
		return false
	}
	if week := r.Facts.Week(day); week >= 1 && week <= r.Facts.Weeks {
		return true
	}
	if today.Sub(r.Facts.End()) <= recent {
		return true
	}
	_, behind := r.ToDo(today)
	return behind > 0
}

// gather lists what a cycle asks for in the week in which the day is.
func gather(c *cycle.Cycle, day, today cycle.Day) []entry {
	facts := c.Facts()
	phase := facts.Phase(today)
	base := entry{doc: c.ID, title: cycle.Clean(c.Values["title"], false), weeks: facts.Weeks}
	running := monday(day) == monday(today)
	var out []entry
	add := func(d cycle.Duty, as state) {
		e := base
		e.kind, e.state, e.step, e.at = aDuty, as, "plan", cycle.Path{List: "actions", Item: d.Action.ID}
		e.what, e.week, e.who = oneLine(d.Action.What), d.Week, people(d.Action.Names, c.Team())
		e.note = oneLine(d.Action.Notes[d.Week])
		out = append(out, e)
	}
	if running && phase != cycle.Done {
		for _, d := range c.Late(today) {
			add(d, late)
		}
	}
	if week := facts.Week(day); week >= 1 && week <= facts.Weeks {
		for _, d := range c.Duties(week) {
			as := stateOf(d.Status)
			if as == open && monday(day).Before(monday(today)) {
				as = late
			}
			add(d, as)
		}
	}
	if running && phase == cycle.Do {
		if m, week, ok := c.DataDue(today); ok {
			e := base
			e.kind, e.state, e.step, e.at = aNumber, open, "data", cycle.Path{List: "measures", Item: m.ID}
			e.what, e.week, e.who = oneLine(m.Name), week, people(m.Owner, c.Team())
			out = append(out, e)
		}
	}
	return append(out, dated(c, base, day, today)...)
}

func stateOf(status string) state {
	switch status {
	case cycle.StatusDone:
		return done
	case cycle.StatusMissed:
		return missed
	}
	return open
}

// dated lists check points and promises: on the running week all that are past
// and check points soon to come, on other weeks those of that week.
func dated(c *cycle.Cycle, base entry, day, today cycle.Day) []entry {
	due := func(d cycle.Day, within int) bool {
		if monday(day) == monday(today) {
			return d.Sub(today) <= within
		}
		return monday(d) == monday(day)
	}
	var out []entry
	add := func(as kind, list string, it cycle.Item, d cycle.Day, who []string) {
		e := base
		e.kind, e.step, e.at = as, "support", cycle.Path{List: list, Item: it.ID}
		e.what, e.day, e.who = oneLine(it.Values["text"]), d, who
		if e.state = open; d.Before(today) {
			e.state = late
		}
		out = append(out, e)
	}
	for _, it := range c.Lists["checkpoints"] {
		if d, ok := cycle.ParseDay(it.Values["date"]); ok && it.Values["done"] != cycle.True && due(d, ahead) {
			add(aCheckpoint, "checkpoints", it, d, nil)
		}
	}
	for _, it := range c.Lists["requests"] {
		answered := it.Values["state"] == "done" || it.Values["state"] == "declined"
		if d, ok := cycle.ParseDay(it.Values["promised"]); ok && !answered && due(d, -1) {
			add(aPromise, "requests", it, d, people(it.Values["owner"], nil))
		}
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(cycle.Clean(s, false)), " ") }

// people splits names and gives those who are named by their first name the name
// that the team knows them by, so that one person is one person over all cycles.
func people(names string, team []string) []string {
	var out []string
	for _, name := range cycle.Names(names) {
		name = oneLine(name)
		var full []string
		for _, member := range team {
			first, _, _ := strings.Cut(oneLine(member), " ")
			if strings.EqualFold(first, name) {
				full = append(full, oneLine(member))
			}
		}
		if len(full) == 1 {
			name = full[0]
		}
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// A section is a part of the list under one heading.
type section struct {
	heading string
	aside   string // dim, behind the heading
	entries []entry
}

// byPerson puts duties under the names of those who do them, the person at the
// laptop first; what belongs to nobody in particular follows.
func byPerson(entries []entry, me string) []section {
	const nobody = "\U0010ffff" // behind all names
	groups := map[string][]entry{}
	names := map[string]string{}
	var numbers, days []entry
	for _, e := range entries {
		switch e.kind {
		case aNumber:
			numbers = append(numbers, e)
		case aCheckpoint, aPromise:
			days = append(days, e)
		default:
			who := e.who
			if len(who) == 0 {
				who = []string{nobody}
			}
			for _, name := range who {
				key := strings.ToLower(name)
				if names[key] == "" {
					names[key] = name
				}
				groups[key] = append(groups[key], e)
			}
		}
	}
	keys := make([]string, 0, len(groups))
	for key := range groups {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		mine := func(k string) int {
			if k == strings.ToLower(me) {
				return 0
			}
			return 1
		}
		return cmp.Or(mine(a)-mine(b), cmp.Compare(a, b))
	})
	var out []section
	for _, key := range keys {
		s := section{heading: names[key], entries: inOrder(groups[key])}
		switch {
		case key == nobody:
			s.heading, s.aside = "Nobody yet", "write a name into the plan"
		case strings.EqualFold(key, me):
			s.aside = "you"
		}
		out = append(out, s)
	}
	if len(numbers) > 0 {
		out = append(out, section{heading: "Numbers to write down", entries: inOrder(numbers)})
	}
	if len(days) > 0 {
		out = append(out, section{heading: "Check points and promises", entries: inOrder(days)})
	}
	return out
}

// byCycle puts all that a cycle asks for under its title.
func byCycle(entries []entry) []section {
	var out []section
	for _, e := range entries {
		if len(out) == 0 || out[len(out)-1].entries[0].doc != e.doc {
			out = append(out, section{heading: titleOr(e.title)})
		}
		s := &out[len(out)-1]
		s.entries = append(s.entries, e)
	}
	for i := range out {
		out[i].entries = inOrder(out[i].entries)
	}
	return out
}

func titleOr(title string) string {
	if title == "" {
		return "(no title yet)"
	}
	return title
}

// inOrder puts what is late first, the oldest week in front, and what needs
// nothing more last.
func inOrder(entries []entry) []entry {
	slices.SortStableFunc(entries, func(a, b entry) int {
		behind := func(e entry) int { return min(int(e.state), int(missed)) }
		return cmp.Or(behind(a)-behind(b), int(a.kind)-int(b.kind), lateness(a, b))
	})
	return entries
}

func lateness(a, b entry) int {
	if a.kind == aDuty && a.state != late {
		return 0
	}
	return cmp.Or(a.day.Sub(b.day), a.week-b.week)
}

func monday(d cycle.Day) cycle.Day { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }
