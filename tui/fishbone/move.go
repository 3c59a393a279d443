package fishbone

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// targets are the places where an item can be put: bones for a cause, causes for
// a why.
func (d Diagram) targets(list string) []Ref {
	var out []Ref
	for _, r := range d.rows() {
		if list == causesList && r.ref.List == bonesList || list == whysList && r.ref.List == causesList {
			out = append(out, r.ref)
		}
	}
	return out
}

// parent is where the item hangs; the zero Ref when nowhere.
func (d Diagram) parent(r row) Ref {
	switch {
	case r.why > 0 && r.cause != nil:
		return r.cause.Ref()
	case r.why == 0 && r.cause != nil && r.bone < len(d.Bones):
		return d.Bones[r.bone].Ref()
	}
	return Ref{}
}

// canMove reports whether there is another place for the item.
func (p *Pane) canMove(r row) bool {
	d := p.diagram()
	from := d.parent(r)
	return slices.ContainsFunc(d.targets(r.ref.List), func(to Ref) bool { return to != from })
}

// startMove takes the item up; the next keys choose where it goes.
func (p *Pane) startMove(r row) {
	if !p.canMove(r) {
		return
	}
	d := p.diagram()
	p.moving = r.ref
	if p.target = d.parent(r); p.target == (Ref{}) {
		p.target = d.targets(r.ref.List)[0]
	}
}

// moveKey takes a key while an item is being moved.
func (p *Pane) moveKey(k tea.KeyPressMsg) tea.Cmd {
	d := p.diagram()
	targets := d.targets(p.moving.List)
	_, there := p.s.Cycle().Item(p.moving.List, p.moving.ID)
	at := slices.Index(targets, p.target)
	switch {
	case key.Matches(k, keyStay) || !there || len(targets) == 0:
		p.moving = Ref{}
	case key.Matches(k, keyPut):
		return p.put(at)
	case key.Matches(k, keyPick):
		step := 1
		if p.moving.List == causesList && p.drawn() && key.Matches(k, ui.KeyLeft, ui.KeyRight) {
			step = 2 // bones take turns above and below
		}
		if key.Matches(k, ui.KeyUp, ui.KeyLeft, ui.KeyShTab) {
			step = -step
		}
		if to := at + step; to >= 0 && to < len(targets) {
			p.target = targets[to]
		}
	}
	return nil
}

// put hangs the item where it was led to. A target that has gone meanwhile
// changes nothing.
func (p *Pane) put(at int) tea.Cmd {
	ref, target := p.moving, p.target
	p.moving = Ref{}
	if at < 0 {
		return nil
	}
	field := "bone"
	if ref.List == whysList {
		field = "cause"
	}
	cmd := p.s.Edit(cycle.SetIn(ref.List, ref.ID, field, target.ID))
	p.take(ref)
	return cmd
}

// siblings are the ids of the items that the row stands among.
func (p *Pane) siblings(r row) []string {
	var out []string
	for _, o := range p.diagram().rows() {
		same := o.ref.List == r.ref.List && o.bone == r.bone
		switch {
		case r.ref.List == bonesList:
			same = o.ref.List == bonesList
		case r.why > 0 && r.cause != nil:
			same = same && o.cause != nil && o.cause.ID == r.cause.ID
		}
		if same {
			out = append(out, o.ref.ID)
		}
	}
	return out
}

// neighbours returns the item before which the row goes when it moves one place
// up, empty when it is the first, and whether another stands after it.
func (p *Pane) neighbours(r row) (before string, after bool) {
	ids := p.siblings(r)
	i := slices.Index(ids, r.ref.ID)
	if i > 0 {
		before = ids[i-1]
	}
	return before, i >= 0 && i+1 < len(ids)
}

// shift moves the item one place up or down among its siblings.
func (p *Pane) shift(r row, delta int) tea.Cmd {
	ids := p.siblings(r)
	i := slices.Index(ids, r.ref.ID)
	to := i + delta
	if i < 0 || to < 0 || to >= len(ids) {
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
	return p.s.Edit(cycle.Move(r.ref.List, r.ref.ID, before))
}
