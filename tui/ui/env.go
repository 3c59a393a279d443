package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Env is what every screen is given. The root keeps one and alters it in place
// when the background becomes known, so screens hold the pointer and build no
// styles of their own ahead of time.
type Env struct {
	Theme *Theme
	Now   func() time.Time
	// Who is the name of the person at this laptop, School theirs.
	Who, School string
	Demo        bool
	ReadOnly    bool // nothing can be saved: the store only opens for reading
	// Dashboard is the name of the district's dashboard that this laptop has
	// joined; empty when it has joined none. BySchool is set for people who read
	// the cycles of several schools there.
	Dashboard string
	BySchool  bool
	// Synced says in a few words how the laptop stands to the dashboard; nil where
	// nothing is ever synced.
	Synced func() string
	// Tick waits and then sends a message; nil is tea.Tick. Tests put in one that
	// never comes.
	Tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// After is the command that sends the message when d has passed.
func (e *Env) After(d time.Duration, msg tea.Msg) tea.Cmd {
	tick := e.Tick
	if tick == nil {
		tick = tea.Tick
	}
	return tick(d, func(time.Time) tea.Msg { return msg })
}

// Today is the calendar day of the person at the laptop.
func (e *Env) Today() cycle.Day { return cycle.DayOf(e.Now()) }
