// Package history shows what was written in a cycle, when and by whom, and
// brings back what stood there before.
package history

import (
	"math"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Store is what the history needs of the store.
type Store interface {
	Changes(doc string) ([]change.Change, error)
}

type loaded struct {
	to   *Screen
	read []change.Entry
	err  error
}

// A Screen is the history of the open document.
type Screen struct {
	env *ui.Env
	st  Store
	s   *session.Session
	key string

	read  []change.Entry
	ready bool
	err   error
	// entries are those of the key, shown those that pass the filter, lines what
	// is drawn: an index into shown, heading(index), or air.
	entries []entry
	shown   []int
	lines   []int
	at      int // index into shown

	filter  string
	finding bool
	area    textarea.Model

	full   bool // the entry in hand is shown in full
	scroll ui.Scroll
}

// New returns the history of the session's document and the command that reads
// it. The key narrows it to a field ("problem.who"), an item, a list or a step;
// empty shows all.
func New(env *ui.Env, st Store, s *session.Session, key string) (*Screen, tea.Cmd) {
	h := &Screen{env: env, st: st, s: s, key: key}
	return h, h.load()
}

func (s *Screen) load() tea.Cmd {
	st, doc, state := s.st, s.s.Doc(), s.s.State()
	return func() tea.Msg {
		changes, err := st.Changes(doc)
		if err != nil {
			return loaded{to: s, err: err}
		}
		return loaded{to: s, read: state.History(changes)}
	}
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case loaded:
		if msg.to == s {
			s.take(msg)
		}
	case ui.Saved:
		if msg.Doc == s.s.Doc() {
			return s.load()
		}
	case tea.KeyPressMsg:
		switch {
		case s.finding:
			return s.find(msg)
		case s.full:
			return s.fullKey(msg)
		}
		return s.listKey(msg)
	case tea.PasteMsg:
		if s.finding {
			return s.typed(form.Pasted(msg, false))
		}
	case tea.MouseWheelMsg:
		if s.full {
			s.scroll.Update(msg)
			return nil
		}
		delta, _ := ui.Travel(msg, len(s.shown))
		s.move(delta)
	}
	return nil
}

// take puts what was read in place of what was there and stays on the entry in
// hand.
func (s *Screen) take(msg loaded) {
	s.ready, s.err = true, msg.err
	if msg.err != nil {
		return
	}
	was := s.entry()
	s.read = msg.read
	s.entries = s.build(msg.read)
	s.sift()
	if was == nil {
		return
	}
	i := slices.IndexFunc(s.shown, func(i int) bool {
		e := &s.entries[i]
		return e.Change == was.Change && e.Path == was.Path && e.Do == was.Do
	})
	if i >= 0 {
		s.at = i
	}
}

// sift works out which entries have all words of the filter, and lays them out
// under their days.
func (s *Screen) sift() {
	words := strings.Fields(strings.ToLower(s.filter))
	s.shown, s.lines = s.shown[:0], s.lines[:0]
	for i := range s.entries {
		e := &s.entries[i]
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(e.search, w) }) {
			continue
		}
		if n := len(s.shown); n == 0 || s.entries[s.shown[n-1]].day != e.day {
			if n > 0 {
				s.lines = append(s.lines, air)
			}
			s.lines = append(s.lines, heading(n))
		}
		s.lines = append(s.lines, len(s.shown))
		s.shown = append(s.shown, i)
	}
	s.at = min(s.at, max(0, len(s.shown)-1))
	s.full = s.full && len(s.shown) > 0
}

// air stands for an empty line.
const air = math.MinInt

// heading stands for the heading of the day of entry i.
func heading(i int) int { return -1 - i }

// entry is the one in hand; nil when none is shown.
func (s *Screen) entry() *entry {
	if s.at >= len(s.shown) {
		return nil
	}
	return &s.entries[s.shown[s.at]]
}

func (s *Screen) listKey(msg tea.KeyPressMsg) tea.Cmd {
	if delta, ok := ui.Travel(msg, len(s.shown)); ok {
		s.move(delta)
		return nil
	}
	switch {
	case key.Matches(msg, keyFind):
		s.finding, s.area = true, form.NewArea(s.env, s.filter)
	case key.Matches(msg, ui.KeyBack) && s.filter != "":
		s.filter = ""
		s.sift()
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case s.entry() == nil:
		return nil
	case key.Matches(msg, keyFull):
		s.full, s.scroll = true, ui.Scroll{}
	default:
		return s.entryKey(msg)
	}
	return nil
}

func (s *Screen) fullKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyList):
		s.full = false
	case s.scroll.Update(msg):
	default:
		return s.entryKey(msg)
	}
	return nil
}

// entryKey answers the keys that do something with the entry in hand.
func (s *Screen) entryKey(msg tea.KeyPressMsg) tea.Cmd {
	e := s.entry()
	switch {
	case key.Matches(msg, ui.KeyCopy) && s.copyable(e) != "":
		return ui.Send(ui.Copy{Text: s.copyable(e), What: e.what})
	case key.Matches(msg, keyWriteBack):
		b, ok := s.back(e)
		if !ok {
			return ui.Say("this is what stands there now")
		}
		return tea.Batch(s.s.Edit(b.edits...), ui.Say("written back into "+e.what+". ctrl+z takes it away again"))
	}
	return nil
}

// copyable is the text of an entry, or the one that it took away.
func (s *Screen) copyable(e *entry) string {
	if e.text != "" {
		return e.text
	}
	if words := s.beforeWords(e); len(words) > 0 {
		return words[0]
	}
	return ""
}

func (s *Screen) beforeWords(e *entry) []string {
	var out []string
	for _, v := range e.Before {
		out = append(out, ui.ValueWords(s.s.Cycle(), e.Path, v, s.env.Today()))
	}
	return out
}

func (s *Screen) move(delta int) {
	s.at = min(max(0, s.at+delta), max(0, len(s.shown)-1))
}

func (s *Screen) find(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyFound):
		s.finding = false
	case key.Matches(msg, ui.KeyBack):
		s.finding, s.filter = false, ""
		s.sift()
	case key.Matches(msg, ui.KeyUp):
		s.move(-1)
	case key.Matches(msg, ui.KeyDown):
		s.move(1)
	default:
		return s.typed(msg)
	}
	return nil
}

func (s *Screen) typed(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	s.area, cmd = s.area.Update(msg)
	s.filter = s.area.Value()
	s.sift()
	return cmd
}

// Typing reports whether letters go into the filter.
func (s *Screen) Typing() bool { return s.finding }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	if s.finding {
		return []key.Binding{keyFound, keyForget}
	}
	var keys []key.Binding
	if e := s.entry(); e != nil {
		if !s.full {
			keys = append(keys, keyFull)
		}
		if b, ok := s.back(e); ok {
			switch {
			case b.item:
				keys = append(keys, keyItemBack)
			case b.before:
				keys = append(keys, keyBefore)
			default:
				keys = append(keys, keyWriteBack)
			}
		}
		if s.copyable(e) != "" {
			keys = append(keys, ui.KeyCopy)
		}
	}
	switch {
	case s.full:
		return append(keys, ui.KeyUndo, ui.KeyHelp, keyList)
	case s.filter != "":
		return append(keys, keyFind, ui.KeyHelp, keyForget)
	}
	return append(keys, keyFind, ui.KeyUndo, ui.KeyHelp, ui.KeyBack)
}
