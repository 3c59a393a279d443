// Package evidence is the pane of what the team has looked at: the usual sources
// one below the other, used or not, what each showed, and what already works.
package evidence

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/listpane"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const listKey = "evidence"

// A Pane is the step "evidence".
type Pane struct {
	env       *ui.Env
	s         *session.Session
	step      cycle.Step
	list      *listpane.List
	strengths *form.Form
	across    bool // whether the last key may lead out of the strengths
}

// New returns the pane of the open document.
func New(env *ui.Env, s *session.Session) *Pane {
	p := &Pane{env: env, s: s}
	p.step, _ = cycle.StepOf("evidence")
	p.list = listpane.New(env, s, listpane.Config{
		List: listKey, Rows: rows, Draw: p.row, Along: p.along, Mark: p.toggle, MarkWord: "used or not",
	})
	p.strengths = form.New(env, s, form.FieldRows("strengths"))
	return p
}

// rows are the fields of one source: the usual ones have their names.
func rows(id string) []form.Row {
	for _, f := range cycle.FixedItems(listKey) {
		if f.ID == id {
			return form.ItemRows(listKey, id, "finding", "link")
		}
	}
	all := form.ItemRows(listKey, id, "source", "finding", "link")
	all[0].Field.Options = nil
	return all
}

// along says that a source was used once it is written what it showed.
func (p *Pane) along(at cycle.Path, value string) []cycle.Edit {
	it, _ := p.s.Cycle().Item(listKey, at.Item)
	if at.Field != "finding" || value == "" || it.Get("consulted") == cycle.True {
		return nil
	}
	return []cycle.Edit{cycle.SetIn(listKey, at.Item, "consulted", cycle.True)}
}

func (p *Pane) toggle(it cycle.Item) []cycle.Edit {
	value := cycle.True
	if it.Get("consulted") == cycle.True {
		value = ""
	}
	return []cycle.Edit{cycle.SetIn(listKey, it.ID, "consulted", value)}
}

// Update takes messages, and keys while the pane has the keyboard.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case form.Edge:
		if p.strengths.Active() {
			return p.leaveStrengths(msg.Delta)
		}
		return p.list.Update(msg)
	case tea.KeyPressMsg:
		p.across = key.Matches(msg, keyAcross)
		return p.key(msg)
	}
	return tea.Batch(p.list.Update(msg), p.strengths.Update(msg))
}

func (p *Pane) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.strengths.Active() && key.Matches(msg, ui.KeyBack):
		return tea.Batch(p.strengths.Commit(), ui.Send(ui.LeavePane{}))
	case p.strengths.Active():
		return p.strengths.Update(msg)
	case !p.list.Focused():
		return nil
	case p.list.Editing():
		return p.list.Update(msg)
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.LeavePane{})
	case key.Matches(msg, ui.KeyShTab):
		return ui.Send(ui.NextStep{Delta: -1})
	case key.Matches(msg, ui.KeyTab), key.Matches(msg, keyDown) && p.list.AtEnd(1):
		return tea.Batch(p.list.Blur(), p.strengths.Focus(cycle.Path{Field: "strengths"}))
	}
	return p.list.Update(msg)
}

// leaveStrengths goes on to the next step, or up to the sources.
func (p *Pane) leaveStrengths(delta int) tea.Cmd {
	switch {
	case !p.across:
		return nil
	case delta > 0:
		return ui.Send(ui.NextStep{Delta: 1})
	}
	cmd := p.strengths.Blur()
	p.list.FocusEnd(-1)
	return cmd
}

// Focus gives the pane the keyboard.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	if at.Field == "strengths" && at.List == "" {
		return tea.Batch(p.list.Blur(), p.strengths.Focus(at))
	}
	return tea.Batch(p.strengths.Blur(), p.list.Focus(at))
}

// Blur takes it away; what was typed is kept.
func (p *Pane) Blur() tea.Cmd { return tea.Batch(p.list.Blur(), p.strengths.Blur()) }

// Commit gives what is being typed to the session.
func (p *Pane) Commit() tea.Cmd { return tea.Batch(p.list.Commit(), p.strengths.Commit()) }

// Typing reports whether letters go into a text.
func (p *Pane) Typing() bool { return p.list.Typing() || p.strengths.Typing() }

// Wide is false: the steps stay beside the sources.
func (p *Pane) Wide(int) bool { return false }

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path {
	if p.strengths.Active() {
		return p.strengths.Asked()
	}
	return p.list.Asked()
}
