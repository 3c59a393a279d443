package fishbone

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// wideWindow is the width from which the diagram is drawn.
const wideWindow = 100

// A Pane is the fishbone of the open cycle.
type Pane struct {
	env *ui.Env
	s   *session.Session

	focused bool
	// at is the item in hand and pos its row: when the item has gone, what stands
	// in its row is taken in hand.
	at  Ref
	pos int
	// text is what is being typed. While walk names a cause, it is the answer to
	// the next why of that cause.
	text *form.Text
	walk string
	// moving is the item that is being moved, target where it would go.
	moving, target Ref

	tree   bool // whether the person wants the tree where there is room for both
	window int  // columns of the window when the organizer last asked
	// asDiagram is what the last drawing was: the arrows go by what is seen.
	asDiagram bool
}

// New returns the pane of the fishbone.
func New(env *ui.Env, s *session.Session) *Pane { return &Pane{env: env, s: s} }

// Focus gives the pane the keyboard, at the item that the path names.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	p.focused = true
	ref := Ref{at.List, at.Item}
	if rows := p.diagram().rows(); slices.ContainsFunc(rows, func(r row) bool { return r.ref == ref }) {
		p.take(ref)
	}
	return nil
}

// Blur takes the keyboard away and saves what was typed.
func (p *Pane) Blur() tea.Cmd {
	cmd := p.finish()
	p.moving = Ref{}
	p.focused = false
	return cmd
}

// Commit saves what is being typed.
func (p *Pane) Commit() tea.Cmd {
	if p.text == nil {
		return nil
	}
	return p.text.Commit()
}

// Typing reports whether letters go into a text.
func (p *Pane) Typing() bool { return p.text != nil }

// Wide asks for the whole window where the diagram fits and is wanted. While the
// list of steps has the keyboard it stays to be seen.
func (p *Pane) Wide(w int) bool {
	p.window = w
	return w >= wideWindow && p.focused && !p.tree
}

// diagram is the fishbone with what is being typed in its place.
func (p *Pane) diagram() Diagram {
	c := p.s.Cycle()
	if p.text == nil {
		return Read(c)
	}
	c = c.Clone()
	c.Apply(p.text.Edits()...)
	return Read(c)
}

// hand is the index of the row in hand; 0 when there are none.
func (p *Pane) hand(rows []row) int {
	if i := slices.IndexFunc(rows, func(r row) bool { return r.ref == p.at }); i >= 0 {
		return i
	}
	return max(0, min(p.pos, len(rows)-1))
}

// take takes an item in hand.
func (p *Pane) take(ref Ref) {
	p.at = ref
	p.pos = p.hand(p.diagram().rows())
}

// inHand is the row in hand; the zero row when there is none.
func (p *Pane) inHand() row {
	rows := p.diagram().rows()
	if len(rows) == 0 {
		return row{bone: -1}
	}
	return rows[p.hand(rows)]
}

// conflict returns a conflict about the item.
func (p *Pane) conflict(ref Ref) (change.Conflict, bool) {
	for _, c := range p.s.Conflicts() {
		if c.Path.List == ref.List && c.Path.Item == ref.ID {
			return c, true
		}
	}
	return change.Conflict{}, false
}

// Update takes keys while the pane has the keyboard, and what belongs to a text
// at any time.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case !isKey && p.text != nil:
		return p.text.Update(msg)
	case !isKey || !p.focused:
		return nil
	case p.text != nil:
		return p.textKey(k)
	case p.moving != Ref{}:
		return p.moveKey(k)
	case key.Matches(k, keyTab):
		return p.tab(1)
	case key.Matches(k, ui.KeyShTab):
		return p.tab(-1)
	case key.Matches(k, ui.KeyBack):
		return ui.Send(ui.LeavePane{})
	case key.Matches(k, keyTree):
		return p.toggle()
	}
	if p.travel(k) {
		return nil
	}
	return p.act(k)
}

func (p *Pane) toggle() tea.Cmd {
	if p.window < wideWindow {
		return ui.Say("The diagram needs a window of 100 columns. Make the window wider to see it.")
	}
	p.tree = !p.tree
	return nil
}

// textKey takes a key while a text has the keyboard.
func (p *Pane) textKey(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !p.text.Done(k):
		return p.text.Update(k)
	case p.walk != "" && key.Matches(k, keyAnswer):
		return p.answer()
	}
	return p.finish()
}

// finish saves and closes the text. What cannot be kept stays open with the
// reason, so that it is not lost.
func (p *Pane) finish() tea.Cmd {
	if p.text == nil {
		return nil
	}
	cmd := p.text.Commit()
	if p.text.Problem() != "" {
		return cmd
	}
	ref := Ref{p.text.Path().List, p.text.Path().Item}
	if _, kept := p.s.Cycle().Item(ref.List, ref.ID); !kept && p.walk != "" {
		ref = Ref{causesList, p.walk}
	}
	p.text, p.walk = nil, ""
	if _, there := p.s.Cycle().Item(ref.List, ref.ID); there {
		p.take(ref)
	}
	return cmd
}

// write starts to type a text; the edits of create make its item when there is
// something to keep.
func (p *Pane) write(path cycle.Path, create ...cycle.Edit) {
	p.text = form.NewText(p.env, p.s, path, create...)
}
