// Package review is the screen that asks what a good coach would ask about the
// open cycle: what is still empty, what could be stronger and why it matters, and
// what is strong. Nothing is scored and nothing has to be answered.
package review

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/review"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Store is what the review needs of the store.
type Store interface {
	Ramp(doc string) ([]*cycle.Cycle, error)
}

type loaded struct {
	to   *Screen
	ramp []*cycle.Cycle
}

// part is one of the three kinds of entries.
type part int

const (
	questions part = iota
	empty
	strengths
	progress
)

// An entry is one line of the list.
type entry struct {
	part part
	step string
	path cycle.Path
	text string
	why  string
}

// A Screen is the review of the open cycle.
type Screen struct {
	env  *ui.Env
	s    *session.Session
	ramp []*cycle.Cycle

	version int // of the document that was read
	rev     review.Review
	entries []entry
	at      int
}

// New returns the review of the session's document and the command that reads
// the cycles before and after it.
func New(env *ui.Env, st Store, s *session.Session) (*Screen, tea.Cmd) {
	r := &Screen{env: env, s: s, version: -1}
	r.read()
	doc := s.Doc()
	return r, func() tea.Msg {
		ramp, err := st.Ramp(doc)
		if err != nil {
			// The review of the cycle alone is still right.
			return nil
		}
		return loaded{to: r, ramp: ramp}
	}
}

// read makes the review anew when the document has changed.
func (s *Screen) read() {
	if s.version == s.s.Version() {
		return
	}
	s.version = s.s.Version()
	s.rev = review.Of(review.Input{Cycle: s.s.Cycle(), Ramp: s.ramp, Today: s.env.Today(), Written: review.WrittenIn(s.s.State())})
	was := s.entry()
	s.entries = entriesOf(s.rev)
	s.at = min(s.at, max(0, len(s.entries)-1))
	if i := slices.Index(s.entries, was); i >= 0 {
		s.at = i
	}
}

func entriesOf(rev review.Review) []entry {
	var out []entry
	for _, q := range rev.Questions {
		out = append(out, entry{questions, q.Step, q.Path, q.Text, q.Why})
	}
	for _, g := range rev.Empty {
		out = append(out, entry{empty, g.Step, g.Path, g.Text, ""})
	}
	for _, q := range rev.Strengths {
		out = append(out, entry{strengths, q.Step, q.Path, q.Text, q.Why})
	}
	if len(rev.Progress.Evidence) > 0 {
		out = append(out, entry{progress, "support", cycle.Path{Field: "progress"}, review.ProgressLabel(rev.Progress.Score), ""})
	}
	return out
}

// entry is the one in hand; the zero entry when there is none.
func (s *Screen) entry() entry {
	if s.at >= len(s.entries) {
		return entry{}
	}
	return s.entries[s.at]
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	s.read()
	switch msg := msg.(type) {
	case loaded:
		if msg.to == s {
			s.ramp, s.version = msg.ramp, -1
			s.read()
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.MouseWheelMsg:
		s.move(ui.Notch(msg))
	}
	return nil
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	if delta, ok := ui.Travel(msg, len(s.entries)); ok {
		s.move(delta)
		return nil
	}
	e := s.entry()
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case len(s.entries) == 0:
		return nil
	case key.Matches(msg, keyGo):
		return ui.Send(ui.OpenCycle{Doc: s.s.Doc(), Step: e.step, At: e.path})
	case key.Matches(msg, keySet) && s.settable():
		return tea.Batch(s.s.Edit(cycle.SetField("progress", s.rev.Progress.Score)), ui.Say("set as your team's progress. ctrl+z takes it back"))
	case key.Matches(msg, ui.KeyCopy):
		return ui.Send(ui.Copy{Text: e.text, What: "the line"})
	}
	return nil
}

// settable reports whether the entry in hand is a progress that the team has not
// set.
func (s *Screen) settable() bool {
	return s.entry().part == progress && !s.env.ReadOnly && s.s.Cycle().Values["progress"] != s.rev.Progress.Score
}

func (s *Screen) move(delta int) {
	s.at = min(max(0, s.at+delta), max(0, len(s.entries)-1))
}

// Typing is never so here.
func (s *Screen) Typing() bool { return false }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	var keys []key.Binding
	if len(s.entries) > 0 {
		keys = append(keys, keyGo)
	}
	if s.settable() {
		keys = append(keys, keySet)
	}
	if len(s.entries) > 0 {
		keys = append(keys, ui.KeyCopy)
	}
	return append(keys, ui.KeyHelp, ui.KeyBack)
}
