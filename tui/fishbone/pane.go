package fishbone

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// wideWindow is the width from which the diagram is drawn.
const wideWindow = 100

// A Pane is the fishbone of the open cycle.
type Pane struct {
	*treepane.Tree
	env *ui.Env
	s   *session.Session

	// walk is the cause of which the text is the answer to the next why.
	walk string

	tree   bool // whether the person wants the tree where there is room for both
	window int  // columns of the window when the organizer last asked
	// asDiagram is what the last drawing was: the arrows go by what is seen.
	asDiagram bool
}

// New returns the pane of the fishbone.
func New(env *ui.Env, s *session.Session) *Pane {
	p := &Pane{env: env, s: s}
	p.Tree = treepane.New(env, s, treepane.Config{
		Rows: p.refs, Vertical: p.vertical, Sideways: p.sideways, Tab: p.tab, Act: p.act, Closed: p.answered,
		Pick: keyPick, Stride: p.stride,
		Up: map[string]treepane.Up{causesList: {List: bonesList, Field: "bone"}, whysList: {List: causesList, Field: "cause"}},
	})
	return p
}

// Wide asks for the whole window where the diagram fits and is wanted. While the
// list of steps has the keyboard it stays to be seen.
func (p *Pane) Wide(w int) bool {
	p.window = w
	return w >= wideWindow && p.Focused && !p.tree
}

// diagram is the fishbone with what is being typed in its place.
func (p *Pane) diagram() Diagram {
	c := p.s.Cycle()
	if p.Text == nil {
		return Read(c)
	}
	c = c.Clone()
	c.Apply(p.Text.Edits()...)
	return Read(c)
}

func (p *Pane) refs() []treepane.Ref {
	var out []treepane.Ref
	for _, r := range p.diagram().rows() {
		out = append(out, r.ref)
	}
	return out
}

// hand is the index of the row in hand; 0 when there are none.
func (p *Pane) hand(rows []row) int {
	return p.Hand(len(rows), func(i int) treepane.Ref { return rows[i].ref })
}

// inHand is the row in hand; the zero row when there is none.
func (p *Pane) inHand() row {
	rows := p.diagram().rows()
	if len(rows) == 0 {
		return row{bone: -1}
	}
	return rows[p.hand(rows)]
}

func (p *Pane) toggle() tea.Cmd {
	if p.window < wideWindow {
		return ui.Say("The diagram needs a window of 100 columns. Make the window wider to see it.")
	}
	p.tree = !p.tree
	return nil
}
