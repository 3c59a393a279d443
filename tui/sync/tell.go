package sync

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// hear keeps of what a sync told what still holds, and says what is rare enough to
// be said.
func (l *Link) hear(tell []remote.Event) (cmds []tea.Cmd) {
	wasClock := isClock(l.last)
	clock := false
	for _, e := range tell {
		switch e := e.(type) {
		case remote.Offline:
			l.last, l.offline = e, e.Since
		case remote.ClockWrong:
			l.last, clock = e, true
			if !wasClock {
				cmds = append(cmds, ui.Complain(e.String()))
			}
		case remote.Trouble:
			l.last = e
			cmds = append(cmds, ui.Complain(Plainly(e.Err)))
		case remote.Refused, remote.Copied, remote.Restored:
			cmds = append(cmds, ui.Say(e.String()))
		case remote.Synced:
			l.offline = time.Time{}
			if !clock {
				l.last = nil
			}
		}
	}
	return cmds
}

func isClock(e remote.Event) bool {
	_, ok := e.(remote.ClockWrong)
	return ok
}

// arrived tells the root what others wrote.
func (l *Link) arrived(r remote.Result) tea.Cmd {
	if r.Got == 0 && !r.Copied && !r.Restored {
		return nil
	}
	return ui.Send(Arrived{r.News})
}

// answer says to the person who asked for a sync how it went.
func (l *Link) answer(msg ended) tea.Cmd {
	r := msg.result
	switch {
	case msg.err != nil:
		return ui.Complain(Plainly(msg.err))
	case len(r.News) > 0:
		return nil // what others wrote is said
	case r.Got+r.Sent == 0:
		return ui.Say("all is in step: nothing new here or there")
	}
	return ui.Say(traffic(r.Got, r.Sent))
}
