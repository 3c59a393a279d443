// Package support is the pane of what a team needs from others and hears from
// them: support requests, check points, comments, and how far the team has come.
package support

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/comments"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/listpane"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// keys are the lists of the pane, in their order.
var keys = []string{"requests", "checkpoints", "comments"}

// A Pane is the step "support".
type Pane struct {
	env      *ui.Env
	s        *session.Session
	step     cycle.Step
	lists    []*listpane.List
	progress *form.Form
	focused  bool
	at       int // the list in hand; len(lists) stands for progress
	byTab    bool
}

// New returns the pane of the open document.
func New(env *ui.Env, s *session.Session) *Pane {
	p := &Pane{env: env, s: s}
	p.step, _ = cycle.StepOf("support")
	p.lists = []*listpane.List{
		listpane.New(env, s, listpane.Config{List: "requests", Draw: p.request, Begin: openRequest}),
		listpane.New(env, s, listpane.Config{List: "checkpoints", Draw: p.checkpoint, Mark: done, MarkWord: "done or not"}),
		listpane.New(env, s, comments.Config(env, s, "")),
	}
	p.progress = form.New(env, s, form.FieldRows("progress"))
	return p
}

// openRequest is what a new request begins with: nobody has answered yet.
func openRequest() map[string]string { return map[string]string{"state": "open"} }

func done(it cycle.Item) []cycle.Edit {
	value := cycle.True
	if it.Get("done") == cycle.True {
		value = ""
	}
	return []cycle.Edit{cycle.SetIn("checkpoints", it.ID, "done", value)}
}

// Update takes messages, and keys while the pane has the keyboard.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case form.Edge:
		switch {
		case !p.focused:
			return nil
		case !p.progress.Active():
			return p.lists[p.at].Update(msg)
		case msg.Delta < 0:
			return p.to(len(p.lists)-1, -1)
		case p.byTab:
			return ui.Send(ui.NextStep{Delta: 1})
		}
		return nil
	case tea.KeyPressMsg:
		return p.key(msg)
	}
	cmds := []tea.Cmd{p.progress.Update(msg)}
	for _, l := range p.lists {
		cmds = append(cmds, l.Update(msg))
	}
	return tea.Batch(cmds...)
}

func (p *Pane) key(msg tea.KeyPressMsg) tea.Cmd {
	p.byTab = key.Matches(msg, keyTab)
	switch {
	case !p.focused:
		return nil
	case p.at < len(p.lists) && p.lists[p.at].Editing():
		return p.lists[p.at].Update(msg)
	case key.Matches(msg, ui.KeyBack):
		return tea.Batch(p.Commit(), ui.Send(ui.LeavePane{}))
	case p.progress.Active():
		return p.progress.Update(msg)
	}
	l := p.lists[p.at]
	switch {
	case key.Matches(msg, keyTab), key.Matches(msg, keyDown) && l.AtEnd(1):
		return p.to(p.at+1, 1)
	case key.Matches(msg, keyBefore) && p.at == 0:
		return ui.Send(ui.NextStep{Delta: -1})
	case key.Matches(msg, keyBefore):
		return p.to(p.at-1, 1)
	case key.Matches(msg, keyUp) && l.AtEnd(-1):
		if p.at > 0 {
			return p.to(p.at-1, -1)
		}
		return nil
	}
	return l.Update(msg)
}

// to gives the keyboard to another list, at its first item or, coming from
// below, its last; or to the progress under them.
func (p *Pane) to(at, delta int) tea.Cmd {
	cmd := p.Blur()
	p.focused, p.at = true, at
	if at == len(p.lists) {
		return tea.Batch(cmd, p.progress.Focus(cycle.Path{Field: "progress"}))
	}
	p.lists[at].FocusEnd(delta)
	return cmd
}

// Focus gives the pane the keyboard.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	if at.List == "" && at.Field == "progress" {
		return p.to(len(p.lists), 1)
	}
	cmd := p.Blur()
	p.focused, p.at = true, min(p.at, len(p.lists)-1)
	for i, k := range keys {
		if k == at.List {
			p.at = i
		}
	}
	return tea.Batch(cmd, p.lists[p.at].Focus(at))
}

// Blur takes the keyboard away; what was typed is kept.
func (p *Pane) Blur() tea.Cmd {
	p.focused = false
	cmds := []tea.Cmd{p.progress.Blur()}
	for _, l := range p.lists {
		cmds = append(cmds, l.Blur())
	}
	return tea.Batch(cmds...)
}

// Commit gives what is being typed to the session.
func (p *Pane) Commit() tea.Cmd {
	cmds := []tea.Cmd{p.progress.Commit()}
	for _, l := range p.lists {
		cmds = append(cmds, l.Commit())
	}
	return tea.Batch(cmds...)
}

// Typing reports whether letters go into a text. The progress is picked with
// keys of its own, numbers among them.
func (p *Pane) Typing() bool {
	if p.progress.Typing() {
		return true
	}
	return p.at < len(p.lists) && p.lists[p.at].Typing()
}

// Wide is false: the steps stay beside the lists.
func (p *Pane) Wide(int) bool { return false }

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path {
	if p.at < len(p.lists) {
		return p.lists[p.at].Asked()
	}
	return p.progress.Asked()
}
