package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/tui/act"
	"github.com/cqi-pdsa/pdsa/tui/conflicts"
	"github.com/cqi-pdsa/pdsa/tui/history"
	"github.com/cqi-pdsa/pdsa/tui/present"
	"github.com/cqi-pdsa/pdsa/tui/review"
	"github.com/cqi-pdsa/pdsa/tui/runchart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// navigate answers the messages that change the stack.
func (a *App) navigate(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case ui.OpenCycle:
		return a.openCycle(msg), true
	case ui.MakeCycle:
		return a.makeCycle(msg), true
	case opened:
		return a.show(msg), true
	case ui.OpenScreen:
		return a.push(msg.Screen), true
	case ui.OpenHistory:
		if a.session == nil {
			return nil, true
		}
		s, cmd := history.New(a.env, a.st, a.session, msg.Key)
		return tea.Batch(a.push(s), cmd), true
	case ui.OpenChart:
		if a.session == nil {
			return nil, true
		}
		s, cmd := runchart.New(a.env, a.st, a.session, msg.Measure)
		return tea.Batch(a.push(s), cmd), true
	case ui.OpenConflicts:
		if a.session == nil {
			return nil, true
		}
		return a.push(conflicts.New(a.env, a.session, msg.At)), true
	case ui.OpenReview:
		if a.session == nil {
			return nil, true
		}
		s, cmd := review.New(a.env, a.st, a.session)
		return tea.Batch(a.push(s), cmd), true
	case ui.OpenPresent:
		if a.session == nil {
			return nil, true
		}
		return a.push(present.New(a.env, a.session)), true
	case ui.Back:
		return a.back(), true
	case act.OpenNext:
		return a.openNext(msg), true
	case ui.GoStep, ui.NextStep, ui.LeavePane:
		return a.toOrganizer(msg), true
	}
	return nil, false
}
