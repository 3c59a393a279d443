// Package present tells a cycle to a room: one idea a screen, large and calm,
// with a timer for the one who speaks.
package present

import (
	"fmt"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle/shareout"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// tick moves the timer of one screen. A tick of a timer that was stopped since
// carries an old run and does nothing.
type tick struct {
	to  *Screen
	run int
}

// A Screen is the presentation of the open cycle.
type Screen struct {
	env *ui.Env
	s   *session.Session

	version int
	slides  []shareout.Slide
	at      int

	running bool
	run     int // counts the starts of the timer
	begun   time.Time
	before  time.Duration // what ran before the last start
}

// New returns the presentation of the session's document, at its first slide.
// The timer stands until it is started.
func New(env *ui.Env, s *session.Session) *Screen {
	p := &Screen{env: env, s: s, version: -1}
	p.read()
	return p
}

func (s *Screen) read() {
	if s.version == s.s.Version() {
		return
	}
	s.version = s.s.Version()
	s.slides = shareout.Of(s.s.Cycle(), s.env.Today())
	s.at = min(s.at, len(s.slides)-1)
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	s.read()
	switch msg := msg.(type) {
	case tick:
		if msg.to == s && msg.run == s.run && s.running {
			return s.wait()
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.MouseWheelMsg:
		s.move(ui.Notch(msg))
	}
	return nil
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case key.Matches(msg, keyForward):
		s.move(1)
	case key.Matches(msg, keyBefore):
		s.move(-1)
	case key.Matches(msg, keyFirst):
		s.at = 0
	case key.Matches(msg, keyLast):
		s.at = len(s.slides) - 1
	case key.Matches(msg, keyTimer):
		return s.toggle()
	case key.Matches(msg, keyAnew):
		s.before, s.begun = 0, s.env.Now()
	}
	return nil
}

func (s *Screen) move(delta int) { s.at = min(max(0, s.at+delta), len(s.slides)-1) }

// toggle starts and stops the timer.
func (s *Screen) toggle() tea.Cmd {
	if s.running {
		s.before, s.running = s.elapsed(), false
		return nil
	}
	s.running, s.begun = true, s.env.Now()
	s.run++
	return s.wait()
}

// wait is the command that brings the next tick, on the next full second of the
// timer.
func (s *Screen) wait() tea.Cmd {
	return s.env.After(time.Second-s.elapsed()%time.Second, tick{s, s.run})
}

func (s *Screen) elapsed() time.Duration {
	if !s.running {
		return s.before
	}
	return max(0, s.before+s.env.Now().Sub(s.begun))
}

// clock is the timer as shown; empty until it was started.
func (s *Screen) clock() string {
	if s.run == 0 {
		return ""
	}
	d := s.elapsed()
	text := fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
	if !s.running {
		text += " (stopped)"
	}
	return text
}

// Typing is never so here.
func (s *Screen) Typing() bool { return false }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	var keys []key.Binding
	if s.at < len(s.slides)-1 {
		keys = append(keys, keyForward)
	}
	if s.at > 0 {
		keys = append(keys, keyBefore)
	}
	keys = append(keys, keyTimer)
	if s.run > 0 {
		keys = append(keys, keyAnew)
	}
	return append(keys, ui.KeyHelp, ui.KeyBack)
}
