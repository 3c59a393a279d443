package plain

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// Check points are read out from two weeks before their day on, and for half a
// year after the end of the cycle.
const (
	checkAhead = 14
	checkAfter = 26 * 7
)

// thisWeek reads out who does what this week, what is late and what the team
// wanted to look at, over all cycles, and opens the cycle that is chosen.
func (s *session) thisWeek() error {
	today := s.today()
	all, err := s.rows(func(row store.Row) bool { return hasWork(row, today) || mayHaveChecks(row, today) })
	if err != nil {
		return err
	}
	var rows []store.Row
	for _, row := range all {
		d, err := s.open(row.ID)
		if err != nil {
			return err
		}
		work, checks := hasWork(row, today), d.checksDue()
		if !work && len(checks) == 0 {
			continue
		}
		if len(rows) == 0 {
			s.say("", "This week, "+today.Words(today)+".")
		}
		rows = append(rows, row)
		d.say("", fmt.Sprintf("%d. %s, %s:", len(rows), titleOf(d.cycle.Get("title")), row.Facts.When(today)))
		if work {
			d.sayWork()
		}
		d.sayChecks(checks)
	}
	if len(rows) == 0 {
		s.say("", "Nothing is planned for this week, and nothing is late.")
		return nil
	}
	s.say("")
	return s.pickRow(rows, len(rows))
}

// hasWork reports whether the cycle runs and asks for something this week.
func hasWork(row store.Row, today cycle.Day) bool {
	week := row.Facts.Week(today)
	if row.Archived || week == 0 || row.Phase(today) == cycle.Done {
		return false
	}
	now, late := row.ToDo(today)
	return row.Planned[week]+now+late > 0 || row.NeedsData(today)
}

func mayHaveChecks(row store.Row, today cycle.Day) bool {
	return !row.Archived && !row.Facts.Start.IsZero() && today.Sub(row.Facts.End()) <= checkAfter
}

// checksDue returns the check points that the team has not looked at yet and
// whose day is near or past.
func (d *desk) checksDue() []cycle.Item {
	var due []cycle.Item
	for _, it := range d.cycle.Lists["checkpoints"] {
		if day, ok := cycle.ParseDay(it.Get("date")); ok && it.Get("done") != cycle.True && day.Sub(d.today()) <= checkAhead {
			due = append(due, it)
		}
	}
	return due
}

func (d *desk) sayChecks(checks []cycle.Item) {
	today := d.today()
	for _, it := range checks {
		day, _ := cycle.ParseDay(it.Get("date"))
		line := "Check point"
		if day.Before(today) {
			line = "Check point not marked as done yet"
		}
		line += ", " + day.Words(today)
		if what := oneLine(it.Get("text")); what != "" {
			line += ": " + what
		}
		d.say("  " + sentence(line))
	}
}

func (d *desk) sayWork() {
	today := d.today()
	for _, duty := range d.cycle.Duties(d.cycle.Facts().Week(today)) {
		status := duty.Status
		if status == "" {
			status = "to do"
		}
		d.say("  " + dutyWords(duty) + ": " + status + ".")
	}
	for _, duty := range d.cycle.Late(today) {
		d.sayf("  Week %d has no mark yet: %s. Was it done or missed?", duty.Week, dutyWords(duty))
	}
	if m, week, due := d.cycle.DataDue(today); due {
		d.sayf("  The number of week %d is missing: %s.", week, measureName(m))
	}
}

func dutyWords(duty cycle.Duty) string {
	words := strings.TrimRight(oneLine(duty.Action.What), ".")
	if words == "" {
		words = "an action without words"
	}
	if duty.Action.Names != "" {
		words += ", " + oneLine(duty.Action.Names)
	}
	return words
}
