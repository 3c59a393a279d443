package drivers

import (
	"slices"

	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Pane is the driver diagram of the open cycle.
type Pane struct {
	*treepane.Tree
	env *ui.Env
	s   *session.Session
	// columns is whether the last drawing had columns: the arrows go by what is
	// seen.
	columns bool
}

// New returns the pane of the drivers.
func New(env *ui.Env, s *session.Session) *Pane {
	p := &Pane{env: env, s: s}
	p.Tree = treepane.New(env, s, treepane.Config{
		Rows: p.refs, Vertical: p.vertical, Sideways: p.sideways, Act: p.act, Pick: keyPick, FromLast: true,
		Tab: func(at, delta int) int { return at + delta },
		Up:  map[string]treepane.Up{activitiesList: {List: driversList, Field: "driver"}},
	})
	return p
}

// Wide is false: the diagram takes what the list of steps leaves.
func (p *Pane) Wide(int) bool { return false }

// diagram is the driver diagram. A new item stands in its place from the first
// moment, to be typed into.
func (p *Pane) diagram() diagram {
	c := p.s.Cycle()
	if p.Text == nil {
		return read(c, p.env.Today())
	}
	c = c.Clone()
	c.Apply(p.Text.Create()...)
	return read(c, p.env.Today())
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

// sideways goes from a driver to its first activity, and back from any.
func (p *Pane) sideways(at, delta int) int {
	d := p.diagram()
	rows := d.rows()
	switch next := at + 1; {
	case delta < 0 && rows[at].driver < len(d.drivers):
		return slices.IndexFunc(rows, func(r row) bool { return r.driver == rows[at].driver })
	case delta > 0 && rows[at].ref.List == driversList && next < len(rows) && rows[next].driver == rows[at].driver:
		return next
	}
	return at
}

// vertical stays among the drivers or among the activities where there are
// columns; in the outline it takes every row.
func (p *Pane) vertical(at, delta int) int {
	rows := p.diagram().rows()
	if !p.columns {
		return min(max(at+delta, 0), len(rows)-1)
	}
	for i := at + delta; i >= 0 && i < len(rows); i += delta {
		if rows[i].ref.List == rows[at].ref.List {
			return i
		}
	}
	// From the last driver on to what has none, and from that back.
	if here := rows[at].driver; delta < 0 && at > 0 && rows[0].driver < here && rows[at].ref.List == activitiesList {
		return slices.IndexFunc(rows, func(r row) bool { return r.driver == rows[at-1].driver })
	}
	if last := rows[len(rows)-1]; delta > 0 && rows[at].ref.List == driversList && last.driver > rows[at].driver {
		return slices.IndexFunc(rows, func(r row) bool { return r.driver == last.driver })
	}
	return at
}
