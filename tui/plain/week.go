package plain

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// thisWeek reads out who does what this week and what is late, over all cycles
// that run, and opens the cycle that is chosen.
func (s *session) thisWeek() error {
	today := s.today()
	rows, err := s.rows(func(row store.Row) bool {
		week := row.Facts.Week(today)
		if row.Archived || week == 0 || row.Phase(today) == cycle.Done {
			return false
		}
		now, late := row.ToDo(today)
		return row.Planned[week]+now+late > 0 || row.NeedsData(today)
	})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		s.say("", "Nothing is planned for this week, and nothing is late.")
		return nil
	}
	s.say("", "This week, "+today.Words(today)+".")
	for i, row := range rows {
		d, err := s.open(row.ID)
		if err != nil {
			return err
		}
		d.sayWeek(i + 1)
	}
	s.say("")
	return s.pickRow(rows, len(rows))
}

func (d *desk) sayWeek(number int) {
	today := d.today()
	facts := d.cycle.Facts()
	d.say("", fmt.Sprintf("%d. %s, %s:", number, titleOf(d.cycle.Get("title")), facts.When(today)))
	for _, duty := range d.cycle.Duties(facts.Week(today)) {
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
