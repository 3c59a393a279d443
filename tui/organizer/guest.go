package organizer

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/tui/reading"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// This file is the organizer of another school's cycle: a coach reads it, comments
// and answers requests; a reader only reads. No field takes letters that could not
// be saved.

// answers is the step in which people from outside the team may write.
const answers = "support"

func (o *Screen) guest() bool {
	_, ok := o.s.Guest()
	return ok
}

// reader reports whether the person may write nothing at all.
func (o *Screen) reader() bool {
	g, ok := o.s.Guest()
	return ok && g.Role == wire.Reader
}

// mayEnter reports whether the step in hand has anything that the person may write.
func (o *Screen) mayEnter() bool {
	return !o.guest() || o.StepKey() == answers && !o.reader()
}

// read shows the whole cycle, to be read from the step in hand on.
func (o *Screen) read() tea.Cmd {
	g, _ := o.s.Guest()
	return ui.Send(ui.OpenScreen{Screen: reading.New(o.env, o.s.Cycle().Clone(), o.StepKey(), cycle.Clean(g.School, false), "press esc to go back to the steps.")})
}

func (o *Screen) guestHint(g session.Guest) string {
	switch {
	case g.Role == wire.Reader:
		return "press enter to read it. Only the team of this cycle changes it."
	case o.inPane:
		return "answer what the team asks for, or comment. Only the team changes the rest."
	}
	return "enter reads it, c comments on this step. Only its team changes it."
}

func (o *Screen) guestKeys() []key.Binding {
	keys := []key.Binding{keyRead}
	if o.mayEnter() {
		keys = []key.Binding{keyAnswer}
	}
	if !o.reader() {
		keys = append(keys, keyComment)
	}
	keys = append(keys, keyHistory, keyReview, keyPresent)
	if o.next.Doc != "" {
		keys = append(keys, keyRampNext)
	}
	if o.prev.Doc != "" {
		keys = append(keys, keyRampPrev)
	}
	return append(keys, ui.KeyCopy, keyArrows, ui.KeyHome, ui.KeyEnd, ui.KeyHelp, ui.KeyBack)
}
