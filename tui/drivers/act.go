package drivers

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// act carries out a key that changes the diagram.
func (p *Pane) act(k tea.KeyPressMsg) tea.Cmd {
	d := p.diagram()
	rows := d.rows()
	switch {
	case key.Matches(k, keyGoals) && len(d.aim) == 0:
		return ui.Send(ui.GoStep{Step: "goals", At: cycle.Path{Field: "point_b.what"}})
	case key.Matches(k, keyDriver):
		p.Add(driversList, "text", treepane.Ref{})
		return nil
	case len(rows) == 0:
		return nil
	}
	r := rows[p.hand(rows)]
	switch {
	case key.Matches(k, keyActivity):
		var on treepane.Ref
		if r.driver < len(d.drivers) {
			on = d.drivers[r.driver].ref()
		}
		p.Add(activitiesList, "text", on)
	case key.Matches(k, treepane.KeyEdit):
		return p.Edit(r.ref, "text")
	case key.Matches(k, keyKind):
		return p.nextKind(d, r)
	case key.Matches(k, keyWhy) && r.driver < len(d.drivers):
		return p.Edit(d.drivers[r.driver].ref(), "rationale")
	case key.Matches(k, treepane.KeyRemove):
		return p.remove(d, r)
	}
	return nil
}

// nextKind gives the driver in hand the next kind; after the last, none.
func (p *Pane) nextKind(d diagram, r row) tea.Cmd {
	if r.driver >= len(d.drivers) {
		return nil
	}
	id := d.drivers[r.driver].id
	it, _ := p.s.Cycle().Item(driversList, id)
	options := kinds()
	next := slices.IndexFunc(options, func(o cycle.Option) bool { return o.Key == it.Get("kind") }) + 1
	value := ""
	if next < len(options) {
		value = options[next].Key
	}
	return p.s.Edit(cycle.SetIn(driversList, id, "kind", value))
}

// remove takes the item in hand out. The activities of a driver stay.
func (p *Pane) remove(d diagram, r row) tea.Cmd {
	said := "Removed. ctrl+z brings it back."
	if r.ref.List == driversList {
		switch n := len(d.drivers[r.driver].activities); n {
		case 0:
		case 1:
			said = "Removed. Its activity stays, without a driver. ctrl+z brings it back."
		default:
			said = fmt.Sprintf("Removed. Its %d activities stay, without a driver. ctrl+z brings it back.", n)
		}
	}
	p.Take(r.ref)
	return tea.Batch(p.s.Edit(cycle.Remove(r.ref.List, r.ref.ID)), ui.Say(said))
}
