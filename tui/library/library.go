// Package library is the home screen: the cycles on this laptop, the newest
// first, with what is due in each.
package library

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/paperfile"
	"github.com/cqi-pdsa/pdsa/tui/paperimport"
	"github.com/cqi-pdsa/pdsa/tui/ui"
	"github.com/cqi-pdsa/pdsa/tui/week"
)

// Store is what the library needs of the store.
type Store interface {
	Recent(n int) ([]store.Row, error)
	Create(c *cycle.Cycle) (*change.State, error)
	Save(doc string, seen change.Vector, edits ...cycle.Edit) (*change.State, error)
	Cycle(doc string) (*cycle.Cycle, error)
	ReadOnly() bool
}

// firstRows is how many rows are read before the first drawing; the others
// follow in the background, so that thousands of cycles cost nothing at start.
const firstRows = 40

// Load asks the library to read its rows anew.
type Load struct{}

type loaded struct {
	rows []line
	err  error
}

// A line is a row with the text that filtering looks at.
type line struct {
	store.Row
	words string
}

// prompt is what the line at the foot asks for, if anything.
type prompt int

const (
	asksNothing prompt = iota
	asksFilter
	asksTitle
)

// A Screen is the library.
type Screen struct {
	env *ui.Env
	st  Store

	rows     []line
	whole    bool  // whether rows are all there are, not only the first
	shown    []int // indices into rows that pass the filter
	follower map[string]int
	byID     map[string]int
	told     news
	at       int
	archived bool // whether archived cycles are shown
	bySchool bool // whether the rows stand by school, as for a coach
	filter   string
	asks     prompt
	area     textarea.Model
	err      error
}

// New returns the library with its first rows read. The error is the store's.
func New(env *ui.Env, st Store) (*Screen, error) {
	rows, err := st.Recent(firstRows)
	if err != nil {
		return nil, err
	}
	s := &Screen{env: env, st: st, whole: len(rows) < firstRows}
	s.take(lines(rows))
	return s, nil
}

func lines(rows []store.Row) []line {
	out := make([]line, len(rows))
	for i, r := range rows {
		out[i] = line{r, strings.ToLower(strings.Join([]string{r.Title, r.School, r.Network, r.Team, r.Problem, r.Measure}, "\n"))}
	}
	return out
}

func (s *Screen) load() tea.Cmd {
	st := s.st
	return func() tea.Msg {
		rows, err := st.Recent(0)
		return loaded{lines(rows), err}
	}
}

// take puts new rows in place of the old ones and stays on the cycle in hand.
func (s *Screen) take(rows []line) {
	doc := ""
	if r := s.row(); r != nil {
		doc = r.ID
	}
	s.bySchool = s.env.BySchool
	if s.bySchool {
		slices.SortStableFunc(rows, func(a, b line) int { return strings.Compare(strings.ToLower(a.School), strings.ToLower(b.School)) })
	}
	s.rows = rows
	s.follower, s.byID, s.told = map[string]int{}, make(map[string]int, len(rows)), news{}
	for i, r := range rows {
		s.byID[r.ID] = i
		if r.Previous != "" {
			s.follower[r.Previous] = i
		}
	}
	s.sift()
	if i := slices.IndexFunc(s.shown, func(i int) bool { return s.rows[i].ID == doc }); i >= 0 {
		s.at = i
	}
}

// sift works out which rows pass the filter: all its words have to occur.
func (s *Screen) sift() {
	words := strings.Fields(strings.ToLower(s.filter))
	s.shown = s.shown[:0]
	for i := range s.rows {
		r := &s.rows[i]
		if r.Archived != s.archived {
			continue
		}
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(r.words, w) }) {
			s.shown = append(s.shown, i)
		}
	}
	s.at = min(s.at, max(0, len(s.shown)-1))
}

// row is the cycle in hand; nil when none is shown.
func (s *Screen) row() *line {
	if s.at < 0 || s.at >= len(s.shown) {
		return nil
	}
	return &s.rows[s.shown[s.at]]
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case Load:
		return s.load()
	case loaded:
		if s.err = msg.err; s.err == nil {
			s.whole = true
			s.take(msg.rows)
		}
		return nil
	case tea.KeyPressMsg:
		if s.asks != asksNothing {
			return s.answer(msg)
		}
		cmd := s.key(msg)
		if !s.whole && (s.asks == asksFilter || s.at+firstRows/2 > len(s.shown)) {
			// The person goes where rows are missing: they cannot wait for Load.
			cmd = tea.Batch(cmd, s.load())
		}
		return cmd
	case tea.PasteMsg:
		if s.asks != asksNothing {
			return s.typed(form.Pasted(msg, false))
		}
	case tea.MouseWheelMsg:
		delta, _ := ui.Travel(msg, len(s.shown))
		s.move(delta)
	}
	return nil
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	if delta, ok := ui.Travel(msg, len(s.shown)); ok {
		s.move(delta)
		return nil
	}
	switch {
	case key.Matches(msg, keyNew):
		return s.ask(asksTitle, "")
	case key.Matches(msg, keyFind):
		return s.ask(asksFilter, s.filter)
	case key.Matches(msg, keyPaper) && !s.env.ReadOnly:
		screen, cmd := paperimport.New(s.env, s.st, paperfile.Disk{})
		return tea.Sequence(ui.Send(ui.OpenScreen{Screen: screen}), cmd)
	case key.Matches(msg, keyWeek):
		screen, cmd := week.New(s.env, s.st)
		// In sequence: what is read belongs to a screen that is there.
		return tea.Sequence(ui.Send(ui.OpenScreen{Screen: screen}), cmd)
	case key.Matches(msg, keySync) && s.env.Synced != nil:
		return ui.Send(ui.OpenSync{})
	case key.Matches(msg, keyOthers) && s.env.Dashboard != "":
		return ui.Send(ui.OpenNetwork{})
	case key.Matches(msg, keyArchived):
		s.archived = !s.archived
		s.sift()
	case key.Matches(msg, keyQuit):
		return ui.Send(ui.Quit{})
	case key.Matches(msg, ui.KeyBack) && s.filter != "":
		s.filter = ""
		s.sift()
	case key.Matches(msg, keyBack) && s.archived:
		s.archived = false
		s.sift()
	case s.row() != nil:
		return s.rowKey(msg, s.row())
	}
	return nil
}

func (s *Screen) rowKey(msg tea.KeyPressMsg, r *line) tea.Cmd {
	switch {
	case key.Matches(msg, ui.KeyEnter, ui.KeyRight):
		return ui.Send(ui.OpenCycle{Doc: r.ID})
	case key.Matches(msg, keyNext):
		if i, ok := s.follower[r.ID]; ok {
			return ui.Send(ui.OpenCycle{Doc: s.rows[i].ID})
		}
		return ui.Send(ui.OpenCycle{Doc: r.ID, Step: "next"})
	case key.Matches(msg, keyArchive):
		return s.archive(r.ID, !r.Archived)
	case key.Matches(msg, ui.KeyCopy):
		return ui.Send(ui.Copy{Text: r.Title + "\n" + r.Problem, What: r.Title})
	}
	return nil
}

func (s *Screen) move(delta int) {
	s.at = min(max(0, s.at+delta), max(0, len(s.shown)-1))
}

func (s *Screen) archive(doc string, on bool) tea.Cmd {
	st, value, say := s.st, "", "back among your cycles"
	if on {
		value, say = cycle.True, "put away. Nothing is lost: A shows what is put away"
	}
	return func() tea.Msg {
		if _, err := st.Save(doc, nil, cycle.SetField("archived", value)); err != nil {
			return ui.Notice{Text: err.Error(), Bad: true}
		}
		return tea.BatchMsg{ui.Say(say), ui.Send(Load{})}
	}
}

// ask opens the line at the foot.
func (s *Screen) ask(p prompt, value string) tea.Cmd {
	if p == asksTitle && s.st.ReadOnly() {
		return ui.Complain("this store can only be read, so no cycle can be started here")
	}
	s.asks, s.area = p, form.NewArea(s.env, value)
	return nil
}

func (s *Screen) answer(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, ui.KeyEnter):
		return s.done()
	case key.Matches(msg, ui.KeyBack):
		if s.asks == asksFilter {
			s.filter = ""
			s.sift()
		}
		s.asks = asksNothing
		return nil
	case key.Matches(msg, ui.KeyUp) && s.asks == asksFilter:
		s.move(-1)
		return nil
	case key.Matches(msg, ui.KeyDown) && s.asks == asksFilter:
		s.move(1)
		return nil
	}
	return s.typed(msg)
}

func (s *Screen) typed(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	s.area, cmd = s.area.Update(msg)
	if s.asks == asksFilter {
		s.filter = s.area.Value()
		s.sift()
	}
	return cmd
}

func (s *Screen) done() tea.Cmd {
	asked := s.asks
	s.asks = asksNothing
	if asked == asksFilter {
		if r := s.row(); r != nil && s.filter != "" {
			return ui.Send(ui.OpenCycle{Doc: r.ID})
		}
		return nil
	}
	title := strings.TrimSpace(cycle.Clean(s.area.Value(), false))
	if title == "" {
		return nil
	}
	return Start(s.env, s.st, title, FirstField)
}

// FirstField is where a new cycle goes on behind its title.
var FirstField = ui.OpenCycle{Step: "about", At: cycle.Path{Field: "team"}}

// Start is the command that begins a new cycle with the title and opens it at the
// place, of which the document is filled in.
func Start(env *ui.Env, st Store, title string, at ui.OpenCycle) tea.Cmd {
	c := cycle.Begin(change.NewID(), env.School, env.Who, env.Today())
	c.Apply(cycle.SetField("title", title))
	at.Doc = c.ID
	return ui.Send(ui.MakeCycle{Make: func() (ui.OpenCycle, error) {
		_, err := st.Create(c)
		return at, err
	}})
}

// Typing reports whether letters go into the line at the foot.
func (s *Screen) Typing() bool { return s.asks != asksNothing }

// Commit has nothing to save: a title is used when enter is pressed.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	switch {
	case s.asks == asksTitle:
		return []key.Binding{keyStart, keyCancel}
	case s.asks == asksFilter:
		return []key.Binding{ui.KeyEnter, keyCancel}
	}
	if s.archived {
		return s.archivedKeys()
	}
	keys := []key.Binding{keyNew, keyFind, keyWeek}
	if s.env.Synced != nil {
		keys = append(keys, keySync)
	}
	if r := s.row(); r != nil {
		next := keyNext
		if _, ok := s.follower[r.ID]; !ok {
			next = keyDecide
		}
		keys = append([]key.Binding{ui.KeyEnter}, append(keys, next, ui.KeyCopy, keyArchive)...)
	}
	if s.env.Dashboard != "" {
		keys = append(keys, keyOthers)
	}
	if !s.env.ReadOnly {
		keys = append(keys, keyPaper)
	}
	return append(keys, keyArchived, ui.KeyHelp, keyQuit)
}

// archivedKeys are those among the cycles that were put away.
func (s *Screen) archivedKeys() []key.Binding {
	keys := []key.Binding{keyBack, keyFind, keyNew, keyWeek, ui.KeyHelp, keyQuit}
	if s.row() != nil {
		keys = append([]key.Binding{ui.KeyEnter, keyRestore}, append(keys, ui.KeyCopy)...)
	}
	return keys
}
