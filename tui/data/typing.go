package data

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// newKey names what is kept of the empty row of the measure in hand.
func (p *Pane) newKey() string { return points + "/new " + p.measure }

func keyOf(r *row) string {
	if r.id == "" {
		return r.list + "/new " + r.measure
	}
	return r.list + "/" + r.id
}

// openNew starts, or goes on with, the empty row.
func (p *Pane) openNew(field string) {
	p.chart = false
	p.row = p.kept[p.newKey()]
	if p.row == nil {
		p.row = p.newRow(points, cycle.Item{})
		p.row.propose(p.dayWords(p.nextDate()))
	}
	p.row.goTo(field)
}

// freshen proposes the day anew while nothing is typed in the empty row: an undo
// may have taken the last number away.
func (p *Pane) freshen() {
	if r := p.row; r != nil && r.id == "" && r.list == points && !r.touched && r.cell().field.Key != "date" {
		r.propose(p.dayWords(p.nextDate()))
	}
}

// nextDate is the day for which the next number is expected.
func (p *Pane) nextDate() cycle.Day {
	var days []cycle.Day
	for _, pt := range p.sheet().points {
		if !pt.Date.IsZero() && (len(days) == 0 || days[len(days)-1] != pt.Date) {
			days = append(days, pt.Date)
		}
	}
	c, today := p.s.Cycle(), p.env.Today()
	m, _ := p.inHand()
	return expected(days, m.Rhythm, c.WeekStart(max(1, c.Facts().Week(today))), today)
}

// expected is the day on which the next number is due after some days in order;
// before any it is the start of the running week, or today.
func expected(days []cycle.Day, rhythm string, week, today cycle.Day) cycle.Day {
	switch {
	case len(days) > 0:
		return cycle.NextDay(days, rhythm)
	case !week.IsZero():
		return week
	default:
		return today
	}
}

// openItem starts, or goes on with, the line in hand.
func (p *Pane) openItem(field string) {
	p.chart = false
	list, it := p.item()
	p.row = p.kept[list+"/"+it.ID]
	if p.row == nil {
		p.row = p.newRow(list, it)
	}
	if field == "" {
		field = "value"
		if list == marks {
			field = "text"
		}
	}
	p.row.goTo(field)
}

// openMark starts a mark on the chart, on the day of the line in hand.
func (p *Pane) openMark() {
	p.chart = false
	day := p.env.Today()
	if s := p.sheet(); p.place() == onPoint {
		day = s.points[p.at].Date
	} else if n := len(s.points); n > 0 {
		day = s.points[n-1].Date
	}
	p.row = p.kept[marks+"/new "+p.measure]
	if p.row == nil {
		p.row = p.newRow(marks, cycle.Item{})
		p.row.propose(p.dayWords(day))
	}
	p.row.goTo("text")
}

// typing takes keys while a row is typed.
func (p *Pane) typing(msg tea.KeyPressMsg) tea.Cmd {
	p.freshen()
	r, c := p.row, p.s.Cycle()
	switch {
	case key.Matches(msg, keyFinish):
		return p.finish()
	case key.Matches(msg, ui.KeyUp), key.Matches(msg, ui.KeyDown):
		cmd := p.finish()
		p.walk(msg)
		return cmd
	case key.Matches(msg, keyCellBef):
		r.step(c, -1)
	case key.Matches(msg, keyCell):
		if !r.step(c, 1) {
			return p.enter()
		}
	case key.Matches(msg, keySave):
		return p.enter()
	case key.Matches(msg, keyGroup) && r.cell().field.Key == "subgroup":
		if groups := p.sheet().groups; len(groups) > 0 {
			r.write(groups[(slices.Index(groups, r.cell().typed)+1)%len(groups)])
		}
	default:
		r.typed(msg)
	}
	return nil
}

// enter saves the row and goes on with the next new one; where something is
// missing it goes to that cell.
func (p *Pane) enter() tea.Cmd {
	r := p.row
	if r.blank() && r.id == "" {
		if r.list == points && r.cell().field.Key == "date" {
			r.step(p.s.Cycle(), 1)
			return nil
		}
		return p.finish()
	}
	cmd, bad := p.save(r)
	if bad != "" {
		r.goTo(bad)
		return nil
	}
	p.row = nil
	delete(p.kept, keyOf(r))
	p.s.Unread(cycle.Path{List: r.list, Item: r.id}, "")
	if r.id == "" && r.list == points {
		p.take(len(p.sheet().points))
		p.openNew("value")
	}
	return cmd
}

// finish ends the typing and saves the row. A row that cannot be saved is kept
// as it was typed, and is gone on with when its line is opened again.
func (p *Pane) finish() tea.Cmd {
	r := p.row
	if r == nil {
		return nil
	}
	p.row = nil
	delete(p.kept, keyOf(r))
	place := cycle.Path{List: r.list, Item: r.id}
	p.s.Unread(place, "")
	if !r.touched || r.blank() && r.id == "" {
		return nil
	}
	cmd, bad := p.save(r)
	if r.id == "" && r.list == points {
		p.chosen = false // on the empty row still, wherever it is now
	}
	if bad != "" {
		p.kept[keyOf(r)] = r
		p.s.Unread(place, r.text())
		return ui.Complain(r.why() + ". The row is kept: press enter on it to go on")
	}
	return cmd
}

// save writes a row in one change. bad is the field that stands in the way.
func (p *Pane) save(r *row) (cmd tea.Cmd, bad string) {
	values, bad := r.values(p.s.Cycle())
	if bad != "" {
		return nil, bad
	}
	edits, id, said := r.edits(p.s.Cycle(), values)
	if len(edits) == 0 {
		return nil, ""
	}
	cmd = p.s.EditHaving(r.seen, edits...)
	if r.id != "" || r.list == marks {
		p.takeItem(id)
	}
	if said != "" {
		cmd = tea.Batch(cmd, ui.Say(said))
	}
	return cmd, ""
}

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path {
	if p.row != nil {
		return cycle.Path{List: p.row.list, Item: p.row.id, Field: p.row.cell().field.Key}
	}
	return cycle.Path{List: points}
}
