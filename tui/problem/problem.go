// Package problem is the pane of the problem of practice: the area of need, the
// three blanks who, does and what, and the sentence that they make while they
// are being typed.
package problem

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Pane is the step "problem".
type Pane struct {
	env    *ui.Env
	s      *session.Session
	step   cycle.Step
	form   *form.Form
	across bool // whether the last key may lead to another step
}

// blanks are the parts of the sentence, in order.
var blanks = []string{"problem.who", "problem.does", "problem.what"}

// New returns the pane of the open document.
func New(env *ui.Env, s *session.Session) *Pane {
	step, _ := cycle.StepOf("problem")
	p := &Pane{env: env, s: s, step: step}
	p.form = form.New(env, s, form.StepRows(&step))
	return p
}

// Update takes messages, and keys while the pane has the keyboard.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case form.Edge:
		if p.form.Active() && p.across {
			return ui.Send(ui.NextStep{Delta: msg.Delta})
		}
		return nil
	case tea.KeyPressMsg:
		p.across = key.Matches(msg, keyAcross)
		if p.form.Active() && key.Matches(msg, ui.KeyBack) {
			return tea.Batch(p.form.Commit(), ui.Send(ui.LeavePane{}))
		}
	}
	return p.form.Update(msg)
}

// Focus gives the pane the keyboard.
func (p *Pane) Focus(at cycle.Path) tea.Cmd { return p.form.Focus(at) }

// Blur takes it away; what was typed is kept.
func (p *Pane) Blur() tea.Cmd { return p.form.Blur() }

// Commit gives what is being typed to the session.
func (p *Pane) Commit() tea.Cmd { return p.form.Commit() }

// Typing reports whether letters go into a text.
func (p *Pane) Typing() bool { return p.form.Typing() }

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path { return p.form.Asked() }

// Wide is false: the steps stay beside the problem.
func (p *Pane) Wide(int) bool { return false }

// now is the document with what is under the cursor, saved or not.
func (p *Pane) now() *cycle.Cycle {
	c := cycle.New(p.s.Doc())
	for _, k := range blanks {
		c.Values[k] = cycle.Clean(p.s.Cycle().Values[k], false)
	}
	if at, text, ok := p.form.Draft(); ok && at.List == "" {
		c.Values[at.Field] = cycle.Clean(text, false)
	}
	return c
}

// blank stands for a part of the sentence that nobody has written yet.
const blank = "______"

// sentence is the problem of practice as far as it is written, with blanks for
// what is missing; some reports whether anything is.
func (p *Pane) sentence() (text string, some bool) {
	c := p.now()
	whole := true
	for _, k := range blanks {
		if strings.TrimSpace(c.Values[k]) == "" {
			whole = false
			c.Values[k] = blank
		} else {
			some = true
		}
	}
	text = c.Problem()
	if !whole {
		text = strings.TrimSuffix(text, ".")
	}
	return text, some
}
