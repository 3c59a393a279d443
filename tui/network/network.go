// Package network is the screen of the cycles that other schools share with all of
// the district: found by their words, read, and used as a start for one's own. It
// reads the copy that was kept at the last sync, so it needs no network.
package network

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/reading"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Source is what other schools share, as of the last sync.
type Source interface {
	Search(in remote.Part, words string) ([]remote.Shared, error)
	Cycle(id string) (*cycle.Cycle, error)
}

// Store is what the screen needs of the store.
type Store interface {
	Create(c *cycle.Cycle) (*change.State, error)
	ReadOnly() bool
}

type (
	searched struct {
		to   *Screen
		by   query
		rows []remote.Shared
		err  error
	}
	opened struct {
		to  *Screen
		row remote.Shared
		c   *cycle.Cycle
		err error
	}
)

// A query is what is looked for, and where.
type query struct {
	words string
	in    remote.Part
}

// A Screen lists what is shared.
type Screen struct {
	env  *ui.Env
	st   Store
	open func() (Source, error)

	rows    []remote.Shared
	at      int
	by      query // what is looked for
	shown   query // what the rows were found by
	busy    bool  // whether a search is under way
	read    bool  // whether one has ended
	finding bool  // whether the line of words has the keyboard
	area    textarea.Model
	err     error
}

// New returns the screen and the command that reads the list. open is called by
// commands.
func New(env *ui.Env, st Store, open func() (Source, error)) (*Screen, tea.Cmd) {
	s := &Screen{env: env, st: st, open: open}
	return s, s.search()
}

// search looks for the words, unless a search is under way: its end begins the next
// one, so that fast typing searches only for what was typed last.
func (s *Screen) search() tea.Cmd {
	if s.busy {
		return nil
	}
	s.busy = true
	open, by := s.open, s.by
	return func() tea.Msg {
		out := searched{to: s, by: by}
		var from Source
		if from, out.err = open(); out.err == nil {
			out.rows, out.err = from.Search(by.in, by.words)
		}
		return out
	}
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case searched:
		if msg.to == s {
			return s.found(msg)
		}
	case opened:
		if msg.to == s {
			return s.show(msg)
		}
	case tea.KeyPressMsg:
		if s.finding {
			return s.findKey(msg)
		}
		return s.key(msg)
	case tea.PasteMsg:
		if s.finding {
			return s.typed(form.Pasted(msg, false))
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			s.move(-3)
		} else {
			s.move(3)
		}
	}
	return nil
}

func (s *Screen) found(msg searched) tea.Cmd {
	id := s.row().ID
	s.busy, s.read, s.err, s.shown = false, true, msg.err, msg.by
	s.rows, s.at = msg.rows, 0
	for i, r := range s.rows {
		if r.ID == id {
			s.at = i
		}
	}
	if s.by != msg.by {
		return s.search()
	}
	return nil
}

// row is the cycle in hand; the zero Shared without one.
func (s *Screen) row() remote.Shared {
	if s.at >= len(s.rows) {
		return remote.Shared{}
	}
	return s.rows[s.at]
}

func (s *Screen) move(delta int) { s.at = min(max(0, s.at+delta), max(0, len(s.rows)-1)) }

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	if delta, ok := ui.Travel(msg, len(s.rows)); ok {
		s.move(delta)
		return nil
	}
	switch {
	case key.Matches(msg, ui.KeyBack) && s.by.words != "":
		s.by = query{}
		return s.search()
	case key.Matches(msg, keyPart[s.by.in]) && s.by.words != "":
		return s.elsewhere()
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case key.Matches(msg, keyFind):
		s.finding, s.area = true, form.NewArea(s.env, s.by.words)
	case s.row().ID == "":
		return nil
	case key.Matches(msg, keyRead):
		return s.get(s.row())
	}
	return nil
}

func (s *Screen) findKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyDone):
		s.finding = false
		return nil
	case key.Matches(msg, ui.KeyBack):
		s.finding, s.by = false, query{}
		return s.search()
	case key.Matches(msg, keyPart[s.by.in]):
		return s.elsewhere()
	case key.Matches(msg, ui.KeyUp):
		s.move(-1)
		return nil
	case key.Matches(msg, ui.KeyDown):
		s.move(1)
		return nil
	}
	return s.typed(msg)
}

func (s *Screen) typed(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	s.area, cmd = s.area.Update(msg)
	s.by.words = s.area.Value()
	return tea.Batch(cmd, s.search())
}

// elsewhere looks for the words in the next part of the cycles.
func (s *Screen) elsewhere() tea.Cmd {
	at := slices.Index(parts, s.by.in)
	s.by.in = parts[(at+1)%len(parts)]
	return s.search()
}

// get reads the cycle of a row.
func (s *Screen) get(row remote.Shared) tea.Cmd {
	open := s.open
	return func() tea.Msg {
		out := opened{to: s, row: row}
		var from Source
		if from, out.err = open(); out.err == nil {
			out.c, out.err = from.Cycle(row.ID)
		}
		return out
	}
}

func (s *Screen) show(msg opened) tea.Cmd {
	if msg.err != nil {
		return ui.Complain("this cycle is not here to read yet. The next sync brings it")
	}
	c := msg.c
	use := reading.Action{Key: keyUse, Do: func() tea.Cmd { return s.use(c, msg.row) }}
	return ui.Send(ui.OpenScreen{Screen: reading.New(s.env, c, "", "shared by "+schoolOf(msg.row), "u begins a cycle of your own from this one.", use)})
}

// use begins a new cycle with what can be taken over of a shared one.
func (s *Screen) use(c *cycle.Cycle, row remote.Shared) tea.Cmd {
	if s.st.ReadOnly() {
		return ui.Complain("this store can only be read, so no cycle can be started here")
	}
	st := s.st
	n := cycle.Begin(change.NewID(), s.env.School, s.env.Who, s.env.Today())
	c.Starter(n, change.NewID)
	n.Apply(origin(row)...)
	draft := func() (ui.OpenCycle, error) {
		_, err := st.Create(n)
		return ui.OpenCycle{Doc: n.ID, Step: "about", At: cycle.Path{Field: "title"}}, err
	}
	return ui.Send(ui.MakeCycle{Make: draft, Said: "a draft of your own. Give it a title and make it fit your school"})
}

// origin says in the new cycle where it came from.
func origin(row remote.Shared) []cycle.Edit {
	id := change.NewID()
	text := fmt.Sprintf("This cycle began from %q of %s.", titleOf(row), schoolOf(row))
	return []cycle.Edit{
		cycle.Add("comments", id), cycle.SetIn("comments", id, "step", "about"), cycle.SetIn("comments", id, "text", text),
	}
}

// Typing reports whether letters go into the line of words.
func (s *Screen) Typing() bool { return s.finding }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	switch {
	case s.finding:
		return []key.Binding{keyDone, keyPart[s.by.in], keyAll}
	case s.by.words != "" && len(s.rows) == 0:
		return []key.Binding{keyFind, keyPart[s.by.in], keyAll, ui.KeyHelp}
	case s.by.words != "":
		return []key.Binding{keyRead, keyFind, keyPart[s.by.in], keyAll, ui.KeyHelp}
	case len(s.rows) == 0:
		return []key.Binding{keyFind, ui.KeyHelp, ui.KeyBack}
	}
	return []key.Binding{keyRead, keyFind, ui.KeyHelp, ui.KeyBack}
}
