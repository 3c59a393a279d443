// Package study draws run charts, and is the step in which a team looks at them
// and writes what it learns.
package study

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Pane shows the chart of one measure beside the questions of the study.
type Pane struct {
	env     *ui.Env
	s       *session.Session
	form    *form.Form
	focused bool
	measure string // the id of the measure in hand; empty until one was chosen

	chart, reading Kept
}

// New returns the pane of the session's document.
func New(env *ui.Env, s *session.Session) *Pane {
	step, _ := cycle.StepOf("learn")
	return &Pane{env: env, s: s, form: form.New(env, s, form.StepRows(&step))}
}

// inHand returns the measure whose chart is shown: at first the one that the
// cycle is about.
func (p *Pane) inHand() (m cycle.Measure, at, of int) {
	all := p.s.Cycle().Measures()
	at = slices.IndexFunc(all, func(m cycle.Measure) bool { return m.ID == p.measure })
	if at < 0 {
		main, _ := p.s.Cycle().MainMeasure()
		at = slices.IndexFunc(all, func(m cycle.Measure) bool { return m.ID == main.ID })
	}
	if at < 0 {
		return cycle.Measure{}, 0, 0
	}
	return all[at], at, len(all)
}

// turn shows another measure.
func (p *Pane) turn(delta int) {
	if _, at, of := p.inHand(); of > 0 {
		p.measure = p.s.Cycle().Measures()[(at+delta+of)%of].ID
	}
}

// Update takes keys and messages.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case form.Edge:
		return ui.Send(ui.NextStep{Delta: msg.Delta})
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, ui.KeyBack):
			return ui.Send(ui.LeavePane{})
		case key.Matches(msg, keyFull), !p.Typing() && msg.String() == "f":
			if m, _, of := p.inHand(); of > 0 {
				return ui.Send(ui.OpenChart{Measure: m.ID})
			}
			return nil
		case key.Matches(msg, keyChart), !p.Typing() && msg.String() == "]":
			p.turn(1)
			return nil
		case key.Matches(msg, keyBefore), !p.Typing() && msg.String() == "[":
			p.turn(-1)
			return nil
		}
	}
	return p.form.Update(msg)
}

// Typing reports whether letters go into a text.
func (p *Pane) Typing() bool { return p.form.Typing() }

// Commit saves what is being typed.
func (p *Pane) Commit() tea.Cmd { return p.form.Commit() }

// Focus gives the pane the keyboard, at the question of the path.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	p.focused = true
	if _, ok := p.s.Cycle().Measure(at.Item); ok && at.List == "measures" {
		p.measure = at.Item
	}
	return p.form.Focus(at)
}

// Blur takes the keyboard away and saves what was typed.
func (p *Pane) Blur() tea.Cmd {
	p.focused = false
	return p.form.Blur()
}

// Wide reports whether the pane wants the whole width.
func (p *Pane) Wide(w int) bool { return w >= 100 }

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path { return p.form.Asked() }
