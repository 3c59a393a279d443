package drivers

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
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
		p.add(driversList)
		return nil
	case len(rows) == 0:
		return nil
	}
	r := rows[p.hand(rows)]
	switch {
	case key.Matches(k, keyActivity):
		p.addActivity(d, r)
	case key.Matches(k, keyEdit):
		return p.edit(r, "text")
	case key.Matches(k, keyKind):
		return p.nextKind(d, r)
	case key.Matches(k, keyWhy) && r.driver < len(d.drivers):
		return p.edit(row{ref: d.drivers[r.driver].ref()}, "rationale")
	case key.Matches(k, keyMove):
		p.startMove(d, r)
	case key.Matches(k, keyEarlier):
		return p.shift(d, r, -1)
	case key.Matches(k, keyLater):
		return p.shift(d, r, 1)
	case key.Matches(k, keyRemove):
		return p.remove(d, r)
	}
	return nil
}

// add starts the text of a new item.
func (p *Pane) add(list string, more ...cycle.Edit) {
	id := change.NewID()
	create := []cycle.Edit{cycle.Add(list, id)}
	for _, e := range more {
		e.Path.Item = id
		create = append(create, e)
	}
	p.text = form.NewText(p.env, p.s, cycle.Path{List: list, Item: id, Field: "text"}, create...)
}

// addActivity starts an activity under the driver in hand.
func (p *Pane) addActivity(d diagram, r row) {
	if r.driver >= len(d.drivers) {
		p.add(activitiesList)
		return
	}
	p.add(activitiesList, cycle.SetIn(activitiesList, "", "driver", d.drivers[r.driver].id))
}

// edit takes a text under the cursor; where two versions of it wait, they are
// settled first.
func (p *Pane) edit(r row, field string) tea.Cmd {
	if c, ok := p.conflict(r.ref); ok {
		return ui.Send(ui.OpenConflicts{At: c.Path})
	}
	p.text = form.NewText(p.env, p.s, cycle.Path{List: r.ref.list, Item: r.ref.id, Field: field})
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
	if r.ref.list == driversList {
		switch n := len(d.drivers[r.driver].activities); n {
		case 0:
		case 1:
			said = "Removed. Its activity stays, without a driver. ctrl+z brings it back."
		default:
			said = fmt.Sprintf("Removed. Its %d activities stay, without a driver. ctrl+z brings it back.", n)
		}
	}
	p.take(r.ref)
	return tea.Batch(p.s.Edit(cycle.Remove(r.ref.list, r.ref.id)), ui.Say(said))
}

// siblings are the ids of the items that the row stands among.
func (d diagram) siblings(r row) []string {
	var out []string
	for _, o := range d.rows() {
		if o.ref.list == r.ref.list && (r.ref.list == driversList || o.driver == r.driver) {
			out = append(out, o.ref.id)
		}
	}
	return out
}

// shift moves the item one place up or down among its siblings.
func (p *Pane) shift(d diagram, r row, delta int) tea.Cmd {
	ids := d.siblings(r)
	to := slices.Index(ids, r.ref.id) + delta
	if to < 0 || to >= len(ids) {
		return nil
	}
	before := ""
	switch {
	case delta < 0:
		before = ids[to]
	case to+1 < len(ids):
		before = ids[to+1]
	}
	p.take(r.ref)
	return p.s.Edit(cycle.Move(r.ref.list, r.ref.id, before))
}

// canMove reports whether there is another driver for the activity.
func (p *Pane) canMove(r row) bool {
	n := len(p.s.Cycle().Lists[driversList])
	return r.ref.list == activitiesList && (n > 1 || n == 1 && r.driver >= n)
}

// startMove takes an activity up; the next keys choose its driver.
func (p *Pane) startMove(d diagram, r row) {
	if !p.canMove(r) {
		return
	}
	p.moving, p.target = r.ref.id, d.drivers[min(r.driver, len(d.drivers)-1)].id
}

// moveKey takes a key while an activity is being moved.
func (p *Pane) moveKey(k tea.KeyPressMsg) tea.Cmd {
	d := p.diagram()
	at := slices.IndexFunc(d.drivers, func(o driver) bool { return o.id == p.target })
	_, there := p.s.Cycle().Item(activitiesList, p.moving)
	switch {
	case key.Matches(k, keyStay) || !there || len(d.drivers) == 0:
		p.moving = ""
	case key.Matches(k, keyPut) && at >= 0:
		moved := ref{activitiesList, p.moving}
		p.moving = ""
		cmd := p.s.Edit(cycle.SetIn(activitiesList, moved.id, "driver", p.target))
		p.take(moved)
		return cmd
	case key.Matches(k, ui.KeyUp, ui.KeyLeft, ui.KeyShTab):
		p.target = d.drivers[max(at-1, 0)].id
	case key.Matches(k, keyPick):
		p.target = d.drivers[min(at+1, len(d.drivers)-1)].id
	}
	return nil
}
