// Package act is the pane of the decision that ends a cycle: the four choices
// with what each means and takes along, the reason, and the next cycle.
package act

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const decisionKey = "act.decision"

// OpenNext asks for the cycle that follows the document under the decision: it
// is made, and opened.
type OpenNext struct {
	Doc      string
	Decision cycle.Decision
}

// The places of the pane, in the order in which tab leads through them. Before
// the pane has the keyboard it is at none.
type place int

const (
	nowhere place = iota
	inChoices
	inWhy
	inNext
)

// whyWidth is the width of the label beside the reason.
const whyWidth = 6

// A Pane is the step "next".
type Pane struct {
	env   *ui.Env
	s     *session.Session
	step  cycle.Step
	why   *form.Form
	place place
	at    int // the choice in hand
	next  struct{ title, doc string }
}

// New returns the pane of the open document.
func New(env *ui.Env, s *session.Session) *Pane {
	p := &Pane{env: env, s: s}
	p.step, _ = cycle.StepOf("next")
	p.why = form.New(env, s, form.FieldRows("act.why"))
	p.why.LabelWidth = whyWidth
	return p
}

// SetNext tells the pane that the next cycle is there; an empty doc that it is
// not.
func (p *Pane) SetNext(title, doc string) { p.next.title, p.next.doc = title, doc }

func options() []cycle.Option {
	f, _ := cycle.FieldByKey(decisionKey)
	return f.Options
}

func (p *Pane) decision() string { return p.s.Cycle().Values[decisionKey] }

// chosen is the place of the decision among the choices, or -1.
func (p *Pane) chosen() int {
	return slices.IndexFunc(options(), func(o cycle.Option) bool { return o.Key == p.decision() })
}

// Update takes messages, and keys while the pane has the keyboard.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case form.Edge:
		switch {
		case p.place != inWhy:
			return nil
		case msg.Delta > 0:
			return p.to(inNext)
		default:
			return p.to(inChoices)
		}
	case tea.KeyPressMsg:
		return p.key(msg)
	}
	return p.why.Update(msg)
}

func (p *Pane) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.place == nowhere:
		return nil
	case key.Matches(msg, ui.KeyBack):
		return tea.Batch(p.Commit(), ui.Send(ui.LeavePane{}))
	case p.place == inWhy:
		return p.why.Update(msg)
	case key.Matches(msg, keyGoNext) && p.next.doc != "":
		return ui.Send(ui.OpenCycle{Doc: p.next.doc})
	case p.place == inChoices:
		return p.choiceKey(msg)
	}
	switch {
	case key.Matches(msg, keyOpenNext):
		return p.open()
	case key.Matches(msg, keyTab):
		return ui.Send(ui.NextStep{Delta: 1})
	case key.Matches(msg, keyBefore, keyUp):
		return p.to(inWhy)
	}
	return nil
}

func (p *Pane) choiceKey(msg tea.KeyPressMsg) tea.Cmd {
	last := len(options()) - 1
	switch {
	case key.Matches(msg, keyBefore):
		return ui.Send(ui.NextStep{Delta: -1})
	case key.Matches(msg, keyTab), key.Matches(msg, keyDown) && p.at == last:
		return p.to(inWhy)
	case key.Matches(msg, keyUp):
		p.at = max(0, p.at-1)
	case key.Matches(msg, keyDown):
		p.at++
	case key.Matches(msg, keyChoose):
		return p.s.Edit(cycle.SetField(decisionKey, options()[p.at].Key))
	case key.Matches(msg, keyUnchoose):
		return p.s.Edit(cycle.SetField(decisionKey, ""))
	}
	return nil
}

// open goes to the next cycle, or has it made.
func (p *Pane) open() tea.Cmd {
	switch {
	case p.next.doc != "":
		return ui.Send(ui.OpenCycle{Doc: p.next.doc})
	case p.chosen() < 0:
		return ui.Say("choose one of the four first: it says what the next cycle keeps")
	}
	return ui.Send(OpenNext{Doc: p.s.Doc(), Decision: cycle.Decision(p.decision())})
}

func (p *Pane) to(where place) tea.Cmd {
	cmd := p.why.Blur()
	p.place = where
	if where == inWhy {
		return tea.Batch(cmd, p.why.Focus(cycle.Path{Field: "act.why"}))
	}
	return cmd
}

// Focus gives the pane the keyboard, at the choice that is made or where the
// path says.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	p.at = max(0, p.chosen())
	if at.Field == "act.why" {
		return p.to(inWhy)
	}
	return p.to(inChoices)
}

// Blur takes the keyboard away; what was typed is kept.
func (p *Pane) Blur() tea.Cmd { return p.to(nowhere) }

// Commit gives what is being typed to the session.
func (p *Pane) Commit() tea.Cmd { return p.why.Commit() }

// Typing reports whether letters go into a text.
func (p *Pane) Typing() bool { return p.why.Typing() }

// Wide is false: the steps stay beside the decision.
func (p *Pane) Wide(int) bool { return false }

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path { return p.why.Asked() }
