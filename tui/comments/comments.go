// Package comments is the screen on which the comments on one step are read and
// written: what works, what could be better, and questions.
package comments

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/listpane"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Screen lists the comments on a step.
type Screen struct {
	env  *ui.Env
	s    *session.Session
	step cycle.Step
	list *listpane.List
}

// New returns the screen of the comments on the step with the key.
func New(env *ui.Env, s *session.Session, stepKey string) ui.Screen {
	c := &Screen{env: env, s: s, list: listpane.New(env, s, Config(env, s, stepKey))}
	c.step, _ = cycle.StepOf(stepKey)
	c.list.FocusEnd(1)
	return c
}

// Update takes keys and messages.
func (c *Screen) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok && !c.list.Editing() && key.Matches(k, ui.KeyBack) {
		return ui.Send(ui.Back{})
	}
	return c.list.Update(msg)
}

// View draws the screen.
func (c *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	lw, ow, beside := listpane.Split(bw)
	list, at := c.list.Lines(lw)
	open, openAt := c.list.Open(ow, listpane.OpenRoom(len(list), bh, beside))
	if !c.list.Editing() {
		// The comment itself says all that its form would.
		open = nil
	}
	return ui.Frame{
		Title:  "Comments on " + c.step.Label,
		Status: cycle.Clean(c.s.Cycle().Values["title"], false),
		Body:   c.list.Join(list, at, open, openAt, bw, bh),
		Next:   "say what works, what could be better, or ask.",
		Keys:   c.Keys(),
	}.View(c.env, w, h)
}

// Keys are the keys that work now.
func (c *Screen) Keys() []key.Binding {
	if c.list.Editing() {
		return append(c.list.Keys(), ui.KeyF1)
	}
	return append(c.list.Keys(), ui.KeyUndo, ui.KeyHelp, ui.KeyBack)
}

// Typing reports whether letters go into a text.
func (c *Screen) Typing() bool { return c.list.Typing() }

// Commit gives what is being typed to the session.
func (c *Screen) Commit() tea.Cmd { return c.list.Commit() }
