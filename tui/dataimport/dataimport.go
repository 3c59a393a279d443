// Package dataimport is the screen on which numbers are brought in from a file:
// which file, which column is what, what would be written. Nothing is written
// until enter is pressed on the last of it.
package dataimport

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
	"github.com/cqi-pdsa/pdsa/tui/filepick"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Screen brings numbers in.
type Screen struct {
	env   *ui.Env
	s     *session.Session
	files Files

	pick *filepick.Picker

	// The task that runs.
	task     int
	cancel   context.CancelFunc
	busy     bool
	progress *progress

	// The file that was chosen, nil before.
	table   *Table
	rows    []row
	at      int
	find    string // what is typed to find a choice
	measure string // the measure that is proposed
	namings []*naming

	series  [][]tabular.Series // of each column of values that is chosen
	why     error              // why there are none
	planned string             // what the plans were made of
	plans   []tabular.Plan
	planErr error
}

// New returns the screen for the session's document and the command that lists
// the first folder. measure is the id of the measure that is proposed; it may be
// empty.
func New(env *ui.Env, s *session.Session, files Files, measure string) (*Screen, tea.Cmd) {
	d := &Screen{env: env, s: s, files: files, measure: measure}
	var cmd tea.Cmd
	d.pick, cmd = filepick.New(env, files, filepick.Words{
		Question: "Which file holds your numbers?", One: "table",
		Help: "An export or a state's file: CSV, TSV or Excel (.xlsx). Figures about groups only, never about one student.",
	})
	return d, cmd
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tick:
		if msg.to == s && msg.task == s.task && s.busy {
			return s.look(msg.task)
		}
	case opened:
		if msg.to == s && msg.task == s.task {
			return s.takeTable(msg)
		}
	case read:
		if msg.to == s && msg.task == s.task {
			s.busy = false
			s.series, s.why = msg.series, msg.err
		}
	case tea.PasteMsg:
		if s.table != nil {
			return s.paste(msg)
		}
		return s.picking(msg)
	case tea.KeyPressMsg:
		if s.table != nil {
			return s.mappingKey(msg)
		}
		return s.picking(msg)
	default:
		return s.picking(msg)
	}
	return nil
}

// picking gives a message to the picker, and opens the file that it comes back
// with. While a file is read no keys go there.
func (s *Screen) picking(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		if s.busy {
			return nil
		}
	case tea.KeyPressMsg:
		switch {
		case s.busy && key.Matches(msg, keyStop):
			s.stop()
			return ui.Say("stopped. Nothing was written")
		case s.busy:
			return nil
		case key.Matches(msg, ui.KeyBack):
			return ui.Send(ui.Back{})
		}
	}
	path, cmd := s.pick.Update(msg)
	if path == "" {
		return cmd
	}
	return tea.Batch(cmd, s.open(path, ""))
}

func (s *Screen) takeTable(msg opened) tea.Cmd {
	s.busy = false
	if msg.err != nil {
		if !errors.Is(msg.err, context.Canceled) {
			s.pick.Refuse(msg.err)
		}
		return nil
	}
	s.table = msg.table
	s.buildRows()
	return s.read()
}

// sentence is an error as it is shown: in full, with its period.
func sentence(err error) string {
	text := cycle.Clean(err.Error(), false)
	return strings.TrimSuffix(text, ".") + "."
}

func (s *Screen) mappingKey(msg tea.KeyPressMsg) tea.Cmd {
	r := s.row()
	switch {
	case key.Matches(msg, ui.KeyBack):
		s.stop()
		s.table = nil
		return nil
	case key.Matches(msg, keyWrite):
		return s.write()
	case key.Matches(msg, ui.KeyUp, ui.KeyShTab):
		s.move(-1)
	case key.Matches(msg, ui.KeyDown, ui.KeyTab):
		s.move(1)
	case s.text() != nil:
		return s.typeName(msg)
	case key.Matches(msg, ui.KeyLeft):
		return s.choose(r.at-1, "")
	case key.Matches(msg, ui.KeyRight):
		return s.choose(r.at+1, "")
	case key.Matches(msg, ui.KeyHome):
		return s.choose(0, "")
	case key.Matches(msg, ui.KeyEnd):
		return s.choose(len(r.options)-1, "")
	case msg.Code == tea.KeyBackspace:
		if s.find != "" {
			runes := []rune(s.find)
			s.find = string(runes[:len(runes)-1])
		}
	case msg.Text != "":
		return s.seek(msg.Text)
	}
	return nil
}

func (s *Screen) typeName(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	n := s.text()
	was := n.name.Value()
	n.name, cmd = n.name.Update(msg)
	n.typed = n.typed || n.name.Value() != was
	return cmd
}

func (s *Screen) paste(msg tea.PasteMsg) tea.Cmd {
	msg.Content = strings.Join(strings.Fields(cycle.Clean(msg.Content, true)), " ")
	if s.text() != nil {
		return s.typeName(msg)
	}
	return s.seek(msg.Content)
}

// write carries the plans out as one change and leaves, for the first measure
// that got numbers.
func (s *Screen) write() tea.Cmd {
	plans, ok := s.ready()
	if !ok {
		if s.busy {
			return ui.Complain("the file is still being read")
		}
		return ui.Complain("nothing was written: " + strings.TrimSuffix(s.trouble(), "."))
	}
	var edits []cycle.Edit
	first := ""
	for _, p := range plans {
		edits = append(edits, p.Edits()...)
		if first == "" && len(edits) > 0 {
			first = p.Measure.ID
		}
	}
	if len(edits) == 0 {
		return ui.Say("all of it is there already: nothing to write")
	}
	words := cycle.HowMany(counted(plans), "number") + " written"
	if n := s.s.Cycle().StayHere(edits); n > 0 {
		words += fmt.Sprintf(", %d for this laptop only", n) // the table says why
	}
	words += ". ctrl+z takes all of it back"
	return tea.Sequence(s.s.Edit(edits...), ui.Send(ui.Back{}),
		ui.Send(ui.GoStep{Step: "data", At: cycle.Path{List: "measures", Item: first}}), ui.Say(words))
}

// Typing reports whether letters go into a text: always, as they find a choice.
func (s *Screen) Typing() bool { return true }

// Commit ends what runs: nothing that is typed here is kept.
func (s *Screen) Commit() tea.Cmd { return nil }
