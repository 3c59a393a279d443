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
	"github.com/cqi-pdsa/pdsa/tui/filepick"
	"github.com/cqi-pdsa/pdsa/tui/paperfile"
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
	files paperfile.Files

	pick *filepick.Picker

	// The task that runs; what comes from another one is dropped.
	task   int
	cancel context.CancelFunc
	busy   bool

	// The file that was read, nil before.
	proposal *paper.Proposal
	name     string
	scroll   ui.Scroll
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
func New(env *ui.Env, st Store, files paperfile.Files) (*Screen, tea.Cmd) {
	s := &Screen{env: env, st: st, files: files}
	var cmd tea.Cmd
	s.pick, cmd = filepick.New(env, files, filepick.Words{Question: paperfile.Question, Help: paperfile.Help, One: "Word document"})
	return s, cmd
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
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
			return s.picking(msg)
		}
	case tea.MouseWheelMsg:
		s.scroll.Update(msg)
	case tea.KeyPressMsg:
		switch {
		case s.proposal != nil:
			return s.proposalKey(msg)
		case s.busy && key.Matches(msg, keyStop):
			s.stop()
			return ui.Say("stopped. Nothing was written")
		case s.busy:
			return nil
		case key.Matches(msg, ui.KeyBack):
			return ui.Send(ui.Back{})
		}
		return s.picking(msg)
	default:
		return s.picking(msg)
	}
	return nil
}

// picking gives a message to the picker, and opens the file that it comes back
// with.
func (s *Screen) picking(msg tea.Msg) tea.Cmd {
	path, cmd := s.pick.Update(msg)
	if path == "" {
		return cmd
	}
	return tea.Batch(cmd, s.open(path))
}

// open reads a file, and proposes a cycle from it, in a command. The end of the
// task ends the reading.
func (s *Screen) open(path string) tea.Cmd {
	s.stop()
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.busy = cancel, true
	files, task := s.files, s.task
	school, who, today := s.env.School, s.env.Who, s.env.Today()
	return func() tea.Msg {
		_, name := filepick.Split(path)
		got, err := paperfile.Propose(ctx, files, path, school, who, today)
		return opened{s, task, name, got, err}
	}
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
	switch {
	case msg.err == nil:
		s.proposal, s.name, s.scroll = msg.got, msg.name, ui.Scroll{}
	case !errors.Is(msg.err, context.Canceled):
		s.pick.Refuse(msg.err)
	}
}

func (s *Screen) proposalKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case s.making:
	case key.Matches(msg, ui.KeyBack):
		s.proposal = nil
	case key.Matches(msg, keyMake):
		return s.make()
	default:
		s.scroll.Update(msg)
	}
	return nil
}

// make writes the cycle.
func (s *Screen) make() tea.Cmd {
	if s.st.ReadOnly() {
		return ui.Complain(paperfile.ReadOnly)
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
		ui.Say(paperfile.Made(s.name, s.proposal)))
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
	keyStop    = ui.Bind("esc", "stop", "esc", "ctrl+b")
	keyMake    = ui.Bind("enter", "make the cycle", "enter")
	keyAnother = ui.Bind("esc", "another file", "esc", "ctrl+b")
)

// Keys are the keys that work right now, the most useful first.
func (s *Screen) Keys() []key.Binding {
	switch {
	case s.proposal != nil:
		return []key.Binding{keyMake, ui.KeyReadOn, keyAnother, ui.KeyReadPage, ui.KeyHelp}
	case s.busy:
		return []key.Binding{keyStop}
	}
	return s.pick.Keys()
}
