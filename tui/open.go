package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/act"
	"github.com/cqi-pdsa/pdsa/tui/guide"
	"github.com/cqi-pdsa/pdsa/tui/organizer"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// opened brings a document that was read for the organizer.
type opened struct {
	want       ui.OpenCycle
	state      *change.State
	guest      session.Guest
	prev, next organizer.Link
	err        error
}

// openCycle reads a cycle and shows it. The one in hand is saved before: with its
// session what is still in the queue would be gone.
func (a *App) openCycle(msg ui.OpenCycle) tea.Cmd {
	a.hold.opening = true
	if a.session != nil && a.session.Pending() {
		a.wanted = &msg
		return tea.Batch(a.top().Commit(), a.session.Retry())
	}
	a.wanted = nil
	st := a.st
	read := func() tea.Msg {
		state, err := st.State(msg.Doc)
		if err != nil {
			return opened{want: msg, err: err}
		}
		guest, err := guestOf(st, msg.Doc)
		if err != nil {
			return opened{want: msg, err: err}
		}
		prev, next := neighbours(st, state)
		return opened{want: msg, state: state, guest: guest, prev: prev, next: next}
	}
	return read
}

// neighbours finds the cycles before and after one in its ramp.
func neighbours(st *store.Store, state *change.State) (prev, next organizer.Link) {
	c := state.Cycle()
	if id := c.Values["previous"]; id != "" {
		if row, err := st.Row(id); err == nil {
			prev = organizer.Link{Doc: id, Title: row.Title}
		}
	}
	if rows, err := st.Followers(c.ID); err == nil && len(rows) > 0 {
		next = organizer.Link{Doc: rows[0].ID, Title: rows[0].Title}
	}
	return prev, next
}

func (a *App) show(msg opened) tea.Cmd {
	a.hold.opening = false
	if msg.err != nil {
		return ui.Complain(msg.err.Error())
	}
	a.session = session.New(a.st, msg.state)
	a.session.SetGuest(msg.guest)
	o, cmd := organizer.New(a.env, a.session, msg.want.Step, msg.want.At)
	o.SetRamp(msg.prev, msg.next)
	a.stack = append(a.stack[:1:1], o)
	if msg.want.Step == guide.Step {
		cmd = tea.Batch(cmd, a.push(guide.New(a.env, a.session)))
	}
	return cmd
}

// openNext makes the cycle that follows under the decision and opens it.
func (a *App) openNext(msg act.OpenNext) tea.Cmd {
	if a.session == nil {
		return nil
	}
	commit := a.top().Commit()
	c, st := a.session.Cycle().Clone(), a.st
	next := func() (ui.OpenCycle, error) {
		n := c.NextCycle(msg.Decision, change.NewID())
		_, err := st.Create(n)
		return ui.OpenCycle{Doc: n.ID, Step: firstStep(msg.Decision)}, err
	}
	return tea.Sequence(commit, a.makeCycle(ui.MakeCycle{
		Make: next, Said: fmt.Sprintf("the next cycle is open. It keeps what %q keeps", msg.Decision),
	}))
}

// makeCycle makes a cycle and opens it. Keys wait from now on, not only from when
// it is made: on a slow disk that takes longer than their patience.
func (a *App) makeCycle(msg ui.MakeCycle) tea.Cmd {
	a.hold.opening = true
	return func() tea.Msg {
		to, err := msg.Make()
		if err != nil {
			return opened{err: err}
		}
		if msg.Said == "" {
			return to
		}
		return tea.BatchMsg{ui.Send(to), ui.Say(msg.Said)}
	}
}

// firstStep is where the work of the next cycle begins.
func firstStep(d cycle.Decision) string {
	switch d {
	case cycle.Repeat:
		return "about"
	case cycle.Adapt:
		return "drivers"
	case cycle.Replan:
		return "problem"
	default:
		return "about"
	}
}
