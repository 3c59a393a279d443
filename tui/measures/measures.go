// Package measures is the step of the practical measures: four kinds side by
// side, each answering another question about the change.
package measures

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const list = "measures"

// kinds are the groups in the order in which they are drawn. The last one, of
// measures without a kind, is there only while it has any.
var kinds = []string{cycle.Outcome, cycle.Driver, cycle.Process, cycle.Balance, ""}

const noKind = 4

// A Pane is the step of the measures.
type Pane struct {
	*form.Items
	env     *ui.Env
	s       *session.Session
	kind    int // the kind in hand, an index of kinds
	row     int // the measure in hand, within its kind
	focused bool
	columns bool // whether the last drawing had columns

	trends  map[string]trend // what the numbers of a measure look like
	version int              // the session's, for which trends are right
}

// New returns the pane of the session's document.
func New(env *ui.Env, s *session.Session) *Pane {
	p := &Pane{env: env, s: s}
	p.Items = form.NewItems(env, s, list, func(id string) { p.take(id) })
	return p
}

// groups returns the measures by kind, in the order of kinds.
func (p *Pane) groups() [][]cycle.Measure {
	out := make([][]cycle.Measure, len(kinds))
	for _, m := range p.s.Cycle().Measures() {
		k := kindIndex(m.Kind)
		out[k] = append(out[k], m)
	}
	return out
}

func kindIndex(kind string) int {
	for i, k := range kinds[:noKind] {
		if k == kind {
			return i
		}
	}
	return noKind
}

// inHand returns the measure under the cursor, if there is one; the cursor moves
// back to where something is left.
func (p *Pane) inHand() (cycle.Measure, bool) {
	g := p.groups()
	if p.kind == noKind && len(g[noKind]) == 0 {
		p.kind = noKind - 1
	}
	p.row = min(max(p.row, 0), max(0, len(g[p.kind])-1))
	if len(g[p.kind]) == 0 {
		return cycle.Measure{}, false
	}
	return g[p.kind][p.row], true
}

// take puts the cursor on the measure with the id.
func (p *Pane) take(id string) bool {
	for k, g := range p.groups() {
		for i, m := range g {
			if m.ID == id {
				p.kind, p.row = k, i
				return true
			}
		}
	}
	return false
}

// Update takes keys and messages.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok && p.Form() == nil {
		return p.key(k)
	}
	return p.Items.Update(msg)
}

func (p *Pane) key(msg tea.KeyPressMsg) tea.Cmd {
	m, ok := p.inHand()
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.LeavePane{})
	case key.Matches(msg, keyNext):
		return ui.Send(ui.NextStep{Delta: 1})
	case key.Matches(msg, keyArrows):
		p.walk(msg)
	case key.Matches(msg, keyAdd), !ok && key.Matches(msg, keyFirst):
		return p.open(change.NewID(), "")
	case !ok:
	case key.Matches(msg, keyEdit):
		return p.open(m.ID, "")
	case key.Matches(msg, keyBefore):
		return p.turn(m, -1)
	case key.Matches(msg, keyAfter):
		return p.turn(m, 1)
	case key.Matches(msg, keyRaise):
		return p.move(-1)
	case key.Matches(msg, keyLower):
		return p.move(1)
	case key.Matches(msg, keyData):
		return ui.Send(ui.GoStep{Step: "data", At: cycle.Path{List: list, Item: m.ID}})
	case key.Matches(msg, keyRemove):
		return p.remove(m)
	}
	return nil
}

// walk moves the cursor: across the kinds, and through the measures of one. In
// the list the measures of all kinds follow each other.
func (p *Pane) walk(msg tea.KeyPressMsg) {
	g := p.groups()
	last := noKind - 1
	if len(g[noKind]) > 0 {
		last = noKind
	}
	switch {
	case key.Matches(msg, ui.KeyLeft):
		p.kind, p.row = max(0, p.kind-1), min(p.row, max(0, len(g[max(0, p.kind-1)])-1))
	case key.Matches(msg, ui.KeyRight):
		to := min(last, p.kind+1)
		p.kind, p.row = to, min(p.row, max(0, len(g[to])-1))
	case key.Matches(msg, ui.KeyUp) && p.row > 0:
		p.row--
	case key.Matches(msg, ui.KeyUp) && p.kind > 0 && (!p.columns || p.kind == noKind):
		p.kind--
		p.row = max(0, len(g[p.kind])-1)
	case key.Matches(msg, ui.KeyDown) && p.row+1 < len(g[p.kind]):
		p.row++
	case key.Matches(msg, ui.KeyDown) && p.kind < last && (!p.columns || last == noKind):
		p.kind, p.row = p.kind+1, 0
		if p.columns {
			p.kind = noKind
		}
	}
}

// turn gives the measure another kind; the cursor goes with it.
func (p *Pane) turn(m cycle.Measure, delta int) tea.Cmd {
	to := p.kind + delta
	if p.kind == noKind {
		to = map[int]int{-1: noKind - 1, 1: 0}[delta]
	}
	if to < 0 || to >= noKind {
		return nil
	}
	cmd := p.s.Edit(cycle.SetIn(list, m.ID, "kind", kinds[to]))
	p.take(m.ID)
	return cmd
}

// move changes the order within the kind.
func (p *Pane) move(delta int) tea.Cmd {
	g := p.groups()[p.kind]
	to := p.row + delta
	if to < 0 || to >= len(g) {
		return nil
	}
	first, second := g[max(p.row, to)].ID, g[min(p.row, to)].ID
	p.row = to
	return p.s.Edit(cycle.Move(list, first, second))
}

func (p *Pane) remove(m cycle.Measure) tea.Cmd {
	said := "removed. ctrl+z brings it back"
	if n := len(p.s.Cycle().Points(m.ID)); n > 0 {
		said = fmt.Sprintf("removed; its %s are kept. ctrl+z brings it back", cycle.HowMany(n, "number"))
	}
	return tea.Batch(p.s.Edit(cycle.Remove(list, m.ID)), ui.Say(said))
}

// open shows the form of a measure, new or not, at a field. A new one gets the
// kind in hand with the first thing that is typed.
func (p *Pane) open(id, field string) tea.Cmd {
	kind := kinds[p.kind]
	if field == "" {
		field = "name"
	}
	return p.Open(id, field, func(at cycle.Path) []cycle.Edit {
		if kind == "" || at.Field == "kind" {
			return nil
		}
		return []cycle.Edit{cycle.SetIn(list, id, "kind", kind)}
	})
}

// Focus gives the pane the keyboard, at the measure of the path.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	p.focused = true
	if at.List == list && p.take(at.Item) && at.Field != "" {
		return p.open(at.Item, at.Field)
	}
	return nil
}

// Blur takes the keyboard away and saves what was typed.
func (p *Pane) Blur() tea.Cmd {
	p.focused = false
	return p.Close()
}

// Wide reports whether the pane wants the whole width.
func (p *Pane) Wide(int) bool { return false }
