package organizer

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// formPane is the pane of a step that is all fields.
type formPane struct {
	env  *ui.Env
	step *cycle.Step
	form *form.Form
}

func newFormPane(env *ui.Env, s *session.Session, step *cycle.Step) *formPane {
	return &formPane{env: env, step: step, form: form.New(env, s, form.StepRows(step))}
}

func (p *formPane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case form.Edge:
		return ui.Send(ui.NextStep{Delta: msg.Delta})
	case tea.KeyPressMsg:
		if key.Matches(msg, ui.KeyBack) {
			return ui.Send(ui.LeavePane{})
		}
	}
	return p.form.Update(msg)
}

func (p *formPane) View(w, h int) string {
	t := p.env.Theme
	lines := []string{t.Strong.Render(p.step.Label)}
	lines = append(lines, ui.Styled(t.Dim, p.step.Help, w)...)
	lines = append(lines, "")
	lines = append(lines, p.form.Body(w, max(1, h-len(lines)))...)
	return ui.Block(lines, w, h)
}

func (p *formPane) Keys() []key.Binding         { return p.form.Keys() }
func (p *formPane) Typing() bool                { return p.form.Typing() }
func (p *formPane) Commit() tea.Cmd             { return p.form.Commit() }
func (p *formPane) Focus(at cycle.Path) tea.Cmd { return p.form.Focus(at) }
func (p *formPane) Blur() tea.Cmd               { return p.form.Blur() }
func (p *formPane) Wide(int) bool               { return false }
func (p *formPane) Asked() cycle.Path           { return p.form.Asked() }
