// Package goals is the pane of the short-term goals: Point A and Point B beside
// each other, how far it is from the one to the other, and the questions that a
// team asks itself about them.
package goals

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const checksKey = "goal_checks"

// The places of the pane, in the order in which tab leads through them. Before
// the pane has the keyboard it is at none.
type place int

const (
	nowhere place = iota
	inA
	inB
	inChecks
)

// labelWidth is the same for both points, so that their texts line up.
const labelWidth = 13

// A Pane is the step "goals".
type Pane struct {
	env   *ui.Env
	s     *session.Session
	step  cycle.Step
	a, b  *form.Form
	place place
	check int  // the check in hand
	byTab bool // whether the last key was tab or shift+tab
}

// New returns the pane of the open document.
func New(env *ui.Env, s *session.Session) *Pane {
	p := &Pane{env: env, s: s}
	p.step, _ = cycle.StepOf("goals")
	p.a = form.New(env, s, pointRows("point_a."))
	p.b = form.New(env, s, pointRows("point_b."))
	p.a.LabelWidth, p.b.LabelWidth = labelWidth, labelWidth
	p.a.Over, p.b.Over = p.edge, p.edge
	return p
}

// pointRows are the fields of one point. Its name stands above them, so their
// labels go without: "Point A: for whom" is "For whom".
func pointRows(prefix string) []form.Row {
	rows := form.FieldRows(prefix+"what", prefix+"for_whom", prefix+"by_when", prefix+"how_much")
	for i := range rows {
		if _, short, ok := strings.Cut(rows[i].Field.Label, ": "); ok {
			rows[i].Field.Label = strings.ToUpper(short[:1]) + short[1:]
		}
	}
	return rows
}

// Update takes messages, and keys while the pane has the keyboard.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		p.byTab = key.Matches(msg, ui.KeyTab, ui.KeyShTab)
		if p.place != nowhere && key.Matches(msg, ui.KeyBack) {
			return tea.Batch(p.Commit(), ui.Send(ui.LeavePane{}))
		}
		switch p.place {
		case inA:
			return p.a.Update(msg)
		case inB:
			return p.b.Update(msg)
		case inChecks:
			return p.checkKey(msg)
		}
		return nil
	}
	return tea.Batch(p.a.Update(msg), p.b.Update(msg))
}

// edge leads from one point to the next place. Only tab leaves the pane.
func (p *Pane) edge(delta int) tea.Cmd {
	switch {
	case p.place == inA && delta > 0:
		return p.to(inB, 1)
	case p.place == inA && p.byTab:
		return ui.Send(ui.NextStep{Delta: -1})
	case p.place == inB && delta > 0:
		return p.to(inChecks, 1)
	case p.place == inB:
		return p.to(inA, -1)
	}
	return nil
}

// to goes to the first field of a place, or to the last when coming from behind.
func (p *Pane) to(where place, delta int) tea.Cmd {
	cmd := p.Blur()
	p.place = where
	f := p.a
	switch where {
	case inB:
		f = p.b
	case inChecks:
		p.check = 0
		return cmd
	}
	if delta < 0 {
		return tea.Batch(cmd, f.FocusEnd())
	}
	return tea.Batch(cmd, f.Focus(pointRows(prefixOf(where))[0].Path))
}

func prefixOf(where place) string {
	if where == inB {
		return "point_b."
	}
	return "point_a."
}

func (p *Pane) checkKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyUp) && p.check == 0, key.Matches(msg, ui.KeyShTab):
		return p.to(inB, -1)
	case key.Matches(msg, keyUp):
		p.check--
	case key.Matches(msg, keyDown):
		p.check = min(p.check+1, len(checks())-1)
	case key.Matches(msg, ui.KeyTab):
		return ui.Send(ui.NextStep{Delta: 1})
	case key.Matches(msg, keyYes):
		return p.answerAndGoOn("yes")
	case key.Matches(msg, keyNotYet):
		return p.answerAndGoOn("not_yet")
	case key.Matches(msg, keyClear):
		return p.answer("")
	case key.Matches(msg, keyToggle):
		if p.answerOf(p.check) == "yes" {
			return p.answer("not_yet")
		}
		return p.answer("yes")
	}
	return nil
}

func checks() []cycle.FixedItem { return cycle.FixedItems(checksKey) }

func (p *Pane) answerOf(i int) string {
	return p.s.Cycle().At(answerPath(i))
}

func answerPath(i int) cycle.Path {
	return cycle.Path{List: checksKey, Item: checks()[i].ID, Field: "answer"}
}

// settled reports whether the check in hand has the answer and no other version
// of it: answering once more settles two.
func (p *Pane) settled(value string) bool {
	_, two := p.s.ConflictAt(answerPath(p.check))
	return p.answerOf(p.check) == value && !two
}

// answer writes the answer of the check in hand, with the question it belongs to
// when that is not written yet, in one change.
func (p *Pane) answer(value string) tea.Cmd {
	c := checks()[p.check]
	if p.settled(value) {
		return nil
	}
	edits := []cycle.Edit{cycle.SetIn(checksKey, c.ID, "answer", value)}
	if p.s.Cycle().At(cycle.Path{List: checksKey, Item: c.ID, Field: c.Field}) != c.Value {
		edits = append([]cycle.Edit{cycle.SetIn(checksKey, c.ID, c.Field, c.Value)}, edits...)
	}
	return p.s.Edit(edits...)
}

// answerAndGoOn answers the check in hand and goes on to the next question, as
// people do who read them aloud.
func (p *Pane) answerAndGoOn(value string) tea.Cmd {
	cmd := p.answer(value)
	p.check = min(p.check+1, len(checks())-1)
	return cmd
}

// Focus gives the pane the keyboard; without a path at the first field that is
// empty.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	if at == (cycle.Path{}) {
		at = p.firstGap()
	}
	cmd := p.Blur()
	switch {
	case at.List == checksKey:
		p.place = inChecks
		for i, c := range checks() {
			if c.ID == at.Item {
				p.check = i
			}
		}
		return cmd
	case strings.HasPrefix(at.Field, "point_b."):
		p.place = inB
		return tea.Batch(cmd, p.b.Focus(at))
	}
	p.place = inA
	return tea.Batch(cmd, p.a.Focus(at))
}

func (p *Pane) firstGap() cycle.Path {
	for _, r := range append(pointRows("point_a."), pointRows("point_b.")...) {
		if p.s.Cycle().At(r.Path) == "" {
			return r.Path
		}
	}
	return pointRows("point_a.")[0].Path
}

// Blur takes the keyboard away; what was typed is kept.
func (p *Pane) Blur() tea.Cmd {
	p.place = nowhere
	return tea.Batch(p.a.Blur(), p.b.Blur())
}

// Commit gives what is being typed to the session.
func (p *Pane) Commit() tea.Cmd { return tea.Batch(p.a.Commit(), p.b.Commit()) }

// Typing reports whether letters go into a text.
func (p *Pane) Typing() bool { return p.a.Typing() || p.b.Typing() }

// Wide is false: the steps stay beside the goals.
func (p *Pane) Wide(int) bool { return false }

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path {
	switch p.place {
	case inB:
		return p.b.Asked()
	case inChecks:
		return answerPath(p.check)
	}
	return p.a.Asked()
}
