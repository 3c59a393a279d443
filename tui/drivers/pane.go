package drivers

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

// A Pane is the driver diagram of the open cycle.
type Pane struct {
	env *ui.Env
	s   *session.Session

	focused bool
	// at is the item in hand and pos its row: when the item has gone, what stands
	// in its row is taken in hand.
	at   ref
	pos  int
	text *form.Text // what is being typed
	// moving is the activity that is being moved, target the driver to which.
	moving, target string
	// columns is whether the last drawing had columns: the arrows go by what is
	// seen.
	columns bool
}

// New returns the pane of the drivers.
func New(env *ui.Env, s *session.Session) *Pane { return &Pane{env: env, s: s} }

// Focus gives the pane the keyboard, at the item that the path names.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	p.focused = true
	want := ref{at.List, at.Item}
	if slices.ContainsFunc(p.diagram().rows(), func(r row) bool { return r.ref == want }) {
		p.take(want)
	}
	return nil
}

// Blur takes the keyboard away and saves what was typed.
func (p *Pane) Blur() tea.Cmd {
	cmd := p.finish()
	p.focused, p.moving = false, ""
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

// Wide is false: the diagram takes what the list of steps leaves.
func (p *Pane) Wide(int) bool { return false }

// diagram is the driver diagram. A new item stands in its place from the first
// moment, to be typed into.
func (p *Pane) diagram() diagram {
	c := p.s.Cycle()
	if p.text == nil {
		return read(c, p.env.Today())
	}
	c = c.Clone()
	c.Apply(p.text.Create()...)
	return read(c, p.env.Today())
}

// hand is the index of the row in hand; 0 when there are none.
func (p *Pane) hand(rows []row) int {
	want := p.at
	if p.text != nil {
		want = ref{p.text.Path().List, p.text.Path().Item}
	}
	if i := slices.IndexFunc(rows, func(r row) bool { return r.ref == want }); i >= 0 {
		return i
	}
	return max(0, min(p.pos, len(rows)-1))
}

// take takes an item in hand.
func (p *Pane) take(r ref) {
	p.at = r
	p.pos = p.hand(p.diagram().rows())
}

// conflict returns a conflict about the item.
func (p *Pane) conflict(r ref) (change.Conflict, bool) {
	for _, c := range p.s.Conflicts() {
		if c.Path.List == r.list && c.Path.Item == r.id {
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
	case p.text != nil && p.text.Done(k):
		return p.finish()
	case p.text != nil:
		return p.text.Update(k)
	case p.moving != "":
		return p.moveKey(k)
	case key.Matches(k, keyTab):
		return p.tab(1)
	case key.Matches(k, ui.KeyShTab):
		return p.tab(-1)
	case key.Matches(k, ui.KeyBack):
		return ui.Send(ui.LeavePane{})
	}
	if p.travel(k) {
		return nil
	}
	return p.act(k)
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
	typed := ref{p.text.Path().List, p.text.Path().Item}
	p.text = nil
	if _, there := p.s.Cycle().Item(typed.list, typed.id); there {
		p.take(typed)
	}
	return cmd
}

// tab goes to the next item or back; past the ends to the next step.
func (p *Pane) tab(delta int) tea.Cmd {
	rows := p.diagram().rows()
	to := p.hand(rows) + delta
	if to < 0 || to >= len(rows) {
		return ui.Send(ui.NextStep{Delta: delta})
	}
	p.at, p.pos = rows[to].ref, to
	return nil
}

// travel moves the cursor with the arrows: in columns up and down stay among the
// drivers or among the activities, left and right go from a driver to its first
// activity and back; in the outline up and down take every row.
func (p *Pane) travel(k tea.KeyPressMsg) bool {
	d := p.diagram()
	rows := d.rows()
	if len(rows) == 0 {
		return false
	}
	at := p.hand(rows)
	switch {
	case key.Matches(k, ui.KeyUp):
		at = p.vertical(rows, at, -1)
	case key.Matches(k, ui.KeyDown):
		at = p.vertical(rows, at, 1)
	case key.Matches(k, ui.KeyLeft):
		if rows[at].driver < len(d.drivers) {
			at = slices.IndexFunc(rows, func(r row) bool { return r.driver == rows[at].driver })
		}
	case key.Matches(k, ui.KeyRight):
		if next := at + 1; rows[at].ref.list == driversList && next < len(rows) && rows[next].driver == rows[at].driver {
			at = next
		}
	case key.Matches(k, ui.KeyHome):
		at = 0
	case key.Matches(k, ui.KeyEnd):
		at = len(rows) - 1
	default:
		return false
	}
	p.at, p.pos = rows[at].ref, at
	return true
}

func (p *Pane) vertical(rows []row, at, delta int) int {
	if !p.columns {
		return min(max(at+delta, 0), len(rows)-1)
	}
	for i := at + delta; i >= 0 && i < len(rows); i += delta {
		if rows[i].ref.list == rows[at].ref.list {
			return i
		}
	}
	// From the last driver on to what has none, and from that back.
	if here := rows[at].driver; delta < 0 && at > 0 && rows[0].driver < here && rows[at].ref.list == activitiesList {
		return slices.IndexFunc(rows, func(r row) bool { return r.driver == rows[at-1].driver })
	}
	if last := rows[len(rows)-1]; delta > 0 && rows[at].ref.list == driversList && last.driver > rows[at].driver {
		return slices.IndexFunc(rows, func(r row) bool { return r.driver == last.driver })
	}
	return at
}

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path {
	if p.text != nil {
		return p.text.Path()
	}
	rows := p.diagram().rows()
	if len(rows) == 0 {
		return cycle.Path{List: driversList, Field: "text"}
	}
	r := rows[p.hand(rows)].ref
	return cycle.Path{List: r.list, Item: r.id, Field: "text"}
}
