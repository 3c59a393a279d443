// Package week shows who does what in a week, over all cycles, and what is late.
package week

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Store is what the week needs of the store.
type Store interface {
	Recent(n int) ([]store.Row, error)
	Cycle(doc string) (*cycle.Cycle, error)
}

// loaded brings what was read for the week in which the day is.
type loaded struct {
	to      *Screen
	day     cycle.Day
	rows    []store.Row
	entries []entry
	err     error
}

// A Screen is the week.
type Screen struct {
	env *ui.Env
	st  Store

	want    cycle.Day   // a day of the week that was asked for
	rows    []store.Row // kept, so that going to another week reads cycles only
	day     cycle.Day   // a day of the week that is shown; zero until it is read
	entries []entry
	err     error

	cycles   bool // grouped by cycle, not by person
	sections []section
	lines    []place // what is drawn, line by line
	at       int     // the line in hand
}

// A place is one line of the drawing: an entry, the heading of a section
// (entry < 0), or air (section < 0).
type place struct{ section, entry int }

// New returns the week of today and the command that reads it.
func New(env *ui.Env, st Store) (*Screen, tea.Cmd) {
	s := &Screen{env: env, st: st, want: env.Today()}
	return s, s.read(nil)
}

// read returns the command that reads the wanted week; rows that are known are
// not read again.
func (s *Screen) read(rows []store.Row) tea.Cmd {
	st, day, today := s.st, s.want, s.env.Today()
	return func() tea.Msg {
		msg := loaded{to: s, day: day, rows: rows}
		if msg.rows == nil {
			if msg.rows, msg.err = st.Recent(0); msg.err != nil {
				return msg
			}
		}
		for _, r := range msg.rows {
			if !concerns(r, day, today) {
				continue
			}
			c, err := st.Cycle(r.ID)
			if err != nil {
				msg.err = err
				return msg
			}
			msg.entries = append(msg.entries, gather(c, day, today)...)
		}
		return msg
	}
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	if delta, ok := ui.Travel(msg, len(s.lines)); ok {
		s.move(delta)
		return nil
	}
	switch msg := msg.(type) {
	case loaded:
		if msg.to == s && msg.day == s.want {
			s.day, s.rows, s.entries, s.err = msg.day, msg.rows, msg.entries, msg.err
			s.group()
		}
	case ui.Saved:
		return s.read(nil)
	case tea.KeyPressMsg:
		return s.key(msg)
	}
	return nil
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyBefore):
		return s.turn(-7)
	case key.Matches(msg, keyAfter):
		return s.turn(7)
	case key.Matches(msg, keyByCycle):
		s.cycles = !s.cycles
		s.group()
	case key.Matches(msg, ui.KeyCopy) && len(s.lines) > 0:
		return ui.Send(ui.Copy{Text: s.text(), What: s.span()})
	case key.Matches(msg, ui.KeyEnter):
		if e := s.entry(); e != nil {
			return ui.Send(ui.OpenCycle{Doc: e.doc, Step: e.step, At: e.at})
		}
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	}
	return nil
}

func (s *Screen) turn(days int) tea.Cmd {
	s.want = s.want.AddDays(days)
	return s.read(s.rows)
}

// group lays the entries out anew and stays on the one in hand.
func (s *Screen) group() {
	was := s.entry()
	if s.cycles {
		s.sections = byCycle(s.entries)
	} else {
		s.sections = byPerson(s.entries, s.env.Who)
	}
	s.lines, s.at = nil, 0
	for i, sec := range s.sections {
		if i > 0 {
			s.lines = append(s.lines, place{-1, -1})
		}
		s.lines = append(s.lines, place{i, -1})
		for j := range sec.entries {
			s.lines = append(s.lines, place{i, j})
		}
	}
	if was != nil {
		s.at = max(0, slices.IndexFunc(s.lines, func(p place) bool {
			if p.entry < 0 {
				return false
			}
			e := &s.sections[p.section].entries[p.entry]
			return e.doc == was.doc && e.at == was.at && e.week == was.week
		}))
	}
	s.move(0)
}

// move goes on by delta entries; headings are passed over.
func (s *Screen) move(delta int) {
	var entries []int
	here := 0
	for i, p := range s.lines {
		if p.entry < 0 {
			continue
		}
		if i <= s.at {
			here = len(entries)
		}
		entries = append(entries, i)
	}
	if len(entries) > 0 {
		s.at = entries[min(max(0, here+delta), len(entries)-1)]
	}
}

// entry is the one in hand; nil when there is none.
func (s *Screen) entry() *entry {
	if s.at >= len(s.lines) || s.lines[s.at].entry < 0 {
		return nil
	}
	p := s.lines[s.at]
	return &s.sections[p.section].entries[p.entry]
}

// Typing is always false: nothing is typed here.
func (s *Screen) Typing() bool { return false }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	var keys []key.Binding
	if s.entry() != nil {
		keys = append(keys, ui.KeyEnter)
	}
	keys = append(keys, keyBefore, keyAfter)
	if len(s.lines) > 0 {
		group := keyByCycle
		if s.cycles {
			group = keyByPerson
		}
		keys = append(keys, group, ui.KeyCopy)
	}
	return append(keys, ui.KeyHelp, ui.KeyBack)
}
