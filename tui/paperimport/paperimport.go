// Package paperimport is the screen on which an organizer that was filled in on
// paper, in a Word document, becomes a new cycle: which file, what went where, what
// is kept in the diary. Nothing is written until enter is pressed on the last of it.
package paperimport

import (
	"context"
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/paper"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Store is what the screen needs of the store.
type Store interface {
	Create(c *cycle.Cycle) (*change.State, error)
	ReadOnly() bool
}

// A Screen takes in an organizer.
type Screen struct {
	env   *ui.Env
	st    Store
	files Files

	pick picker

	// The task that runs; what comes from another one is dropped.
	task   int
	cancel context.CancelFunc
	busy   bool

	// The file that was read, nil before.
	proposal *paper.Proposal
	name     string
	top      int // the first line that is shown
	page     int // how many lines there was room for
	last     int // the last line that can be the first
	making   bool
}

// The messages that commands end with.
type (
	opened struct {
		to   *Screen
		task int
		name string
		got  *paper.Proposal
		err  error
	}
	made struct {
		to  *Screen
		doc string
		err error
	}
)

// New returns the screen and the command that lists the first folder.
func New(env *ui.Env, st Store, files Files) (*Screen, tea.Cmd) {
	s := &Screen{env: env, st: st, files: files}
	s.pick = newPicker(env, files)
	return s, s.pick.begin()
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case listed:
		s.pick.take(msg)
	case opened:
		if msg.to == s && msg.task == s.task {
			s.take(msg)
		}
	case made:
		if msg.to == s {
			return s.made(msg)
		}
	case tea.PasteMsg:
		if s.proposal == nil && !s.busy {
			return s.pick.paste(msg)
		}
	case tea.KeyPressMsg:
		switch {
		case s.proposal != nil:
			return s.proposalKey(msg)
		case s.busy:
			if key.Matches(msg, keyStop) {
				s.stop()
				return ui.Say("stopped. Nothing was written")
			}
			return nil
		}
		return s.pathKey(msg)
	}
	return nil
}

func (s *Screen) pathKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case key.Matches(msg, keyOpen):
		path, cmd := s.pick.enter()
		if path == "" {
			return cmd
		}
		return tea.Batch(cmd, s.open(path))
	}
	return s.pick.key(msg)
}

// open reads a file, and proposes a cycle from it, in a command. The end of the task ends the reading.
func (s *Screen) open(path string) tea.Cmd {
	s.stop()
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.busy = cancel, true
	files, task := s.files, s.task
	school, who, today := s.env.School, s.env.Who, s.env.Today()
	return func() tea.Msg {
		_, name := splitPath(path)
		doc, err := files.Read(ctx, path)
		if err != nil {
			return opened{s, task, name, nil, err}
		}
		return opened{s, task, name, paper.Propose(doc, paper.Options{
			Begin: cycle.Begin(change.NewID(), school, who, today),
			NewID: change.NewID, Today: today, Name: withoutEnding(name),
		}), nil}
	}
}

// withoutEnding is the name of a file as a title.
func withoutEnding(name string) string {
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		return name[:dot]
	}
	return name
}

// stop ends the task that runs.
func (s *Screen) stop() {
	if s.cancel != nil {
		s.cancel()
	}
	s.task++
	s.busy = false
}

// take shows what the document would become.
func (s *Screen) take(msg opened) {
	s.busy = false
	if msg.err != nil {
		if !errors.Is(msg.err, context.Canceled) {
			s.pick.problem = sentence(msg.err.Error())
		}
		return
	}
	if msg.got.Empty() {
		s.pick.problem = "no answer was found in " + cycle.Clean(msg.name, false) + ". Is it the filled one?"
		return
	}
	s.proposal, s.name, s.top = msg.got, msg.name, 0
}

func (s *Screen) proposalKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case s.making:
	case key.Matches(msg, ui.KeyBack):
		s.proposal = nil
	case key.Matches(msg, keyMake):
		return s.make()
	case key.Matches(msg, ui.KeyUp):
		s.scroll(-1)
	case key.Matches(msg, ui.KeyDown):
		s.scroll(1)
	case key.Matches(msg, ui.KeyPgUp):
		s.scroll(1 - s.page)
	case key.Matches(msg, ui.KeyPgDown):
		s.scroll(s.page - 1)
	case key.Matches(msg, ui.KeyHome):
		s.top = 0
	case key.Matches(msg, ui.KeyEnd):
		s.top = s.last
	}
	return nil
}

func (s *Screen) scroll(by int) { s.top = min(max(0, s.top+by), s.last) }

// make writes the cycle.
func (s *Screen) make() tea.Cmd {
	if s.st.ReadOnly() {
		return ui.Complain("this store can only be read, so no cycle can be made here")
	}
	s.making = true
	st, c := s.st, s.proposal.Cycle
	return func() tea.Msg {
		_, err := st.Create(c)
		return made{s, c.ID, err}
	}
}

// made leads from this screen to the new cycle.
func (s *Screen) made(msg made) tea.Cmd {
	s.making = false
	if msg.err != nil {
		return ui.Complain("no cycle was made: " + msg.err.Error())
	}
	return tea.Sequence(ui.Send(ui.Back{}), ui.Send(ui.OpenCycle{Doc: msg.doc, Step: "about"}),
		ui.Say("made from "+cycle.Clean(s.name, false)+". Read it through: week 0 of the diary has what was left over"))
}

// sentence is a message as it is shown: in full, with its period.
func sentence(text string) string {
	return strings.TrimSuffix(cycle.Clean(text, false), ".") + "."
}

// Typing reports whether letters go into the path.
func (s *Screen) Typing() bool { return s.proposal == nil && !s.busy }

// Commit has nothing to save: what is shown is written when enter is pressed.
func (s *Screen) Commit() tea.Cmd {
	s.stop()
	return nil
}

var (
	keyOpen     = ui.Bind("enter", "open", "enter")
	keyList     = ui.Bind("↑ ↓", "pick", "up", "down")
	keyComplete = ui.Bind("tab", "complete", "tab")
	keyStop     = ui.Bind("esc", "stop", "esc", "ctrl+b")
	keyMake     = ui.Bind("enter", "make the cycle", "enter")
	keyScroll   = ui.Bind("↑ ↓", "read on", "up", "down")
	keyPages    = ui.Bind("pgup pgdn", "page", "pgup", "pgdown")
	keyAnother  = ui.Bind("esc", "another file", "esc", "ctrl+b")
)

// Keys are the keys that work right now, the most useful first.
func (s *Screen) Keys() []key.Binding {
	switch {
	case s.proposal != nil:
		return []key.Binding{keyMake, keyScroll, keyAnother, keyPages, ui.KeyHelp}
	case s.busy:
		return []key.Binding{keyStop}
	}
	return []key.Binding{keyOpen, keyList, keyComplete, ui.KeyF1, ui.KeyBack}
}
