package plangrid

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// cycleCell takes the cell in hand on: not planned, planned, done, missed, and
// from the start again.
func (p *Pane) cycleCell(a cycle.Action) tea.Cmd {
	switch state(a, p.weekInHand(), p.running()) {
	case stateNone:
		return p.mark(a, planned, "")
	case stateDone:
		return p.mark(a, planned, cycle.StatusMissed)
	case stateMissed:
		return p.mark(a, "", "")
	default:
		return p.mark(a, planned, cycle.StatusDone)
	}
}

const planned = cycle.True

// mark writes plan and status of the cell in hand in one change.
func (p *Pane) mark(a cycle.Action, plan, status string) tea.Cmd {
	week := strconv.Itoa(p.weekInHand())
	it, _ := p.s.Cycle().Item(list, a.ID)
	var edits []cycle.Edit
	for _, v := range []struct{ field, value string }{{"weeks" + cycle.SetMark + week, plan}, {"status." + week, status}} {
		if it.Values[v.field] != v.value {
			edits = append(edits, cycle.SetIn(list, a.ID, v.field, v.value))
		}
	}
	return p.s.Edit(edits...)
}

// goOn puts the cursor on the next cell that waits for a mark: to the right of
// the one in hand or else in a row below it. Weeks to come wait for nothing yet.
// When no cell waits, the cursor stays.
func (p *Pane) goOn() {
	week := p.weekInHand() + 1
	for i, a := range p.s.Cycle().Actions() {
		if i < p.row {
			continue
		}
		for ; week <= p.weeks(); week++ {
			if s := state(a, week, p.running()); s == stateNow || s == stateLate {
				p.row, p.week = i, week
				return
			}
		}
		week = 1
	}
}
