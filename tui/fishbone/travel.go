package fishbone

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// travel moves the cursor with the arrows. In the tree up and down go from row
// to row, left and right from bone to bone. In the diagram up and down run
// through the two bones that meet at one place of the spine, and left and right
// go to the bones beside, at the same height.
func (p *Pane) travel(k tea.KeyPressMsg) bool {
	d := p.diagram()
	rows := d.rows()
	if len(rows) == 0 {
		return false
	}
	at := p.hand(rows)
	switch {
	case key.Matches(k, ui.KeyUp):
		at = p.vertical(d, rows, at, -1)
	case key.Matches(k, ui.KeyDown):
		at = p.vertical(d, rows, at, 1)
	case key.Matches(k, ui.KeyLeft):
		at = p.sideways(d, rows, at, -1)
	case key.Matches(k, ui.KeyRight):
		at = p.sideways(d, rows, at, 1)
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

func (p *Pane) vertical(d Diagram, rows []row, at, delta int) int {
	if !p.drawn() {
		return min(max(at+delta, 0), len(rows)-1)
	}
	column := columnOf(d, rows, rows[at].bone)
	i := slices.Index(column, at) + delta
	switch {
	case i >= 0 && i < len(column):
		return column[i]
	case i < 0 && rows[at].bone >= len(d.Bones) && len(d.Bones) > 0:
		// From what is under the diagram back into it.
		last := columnOf(d, rows, len(d.Bones)-1)
		return last[len(last)-1]
	case i >= len(column) && rows[at].bone < len(d.Bones):
		if under := slices.IndexFunc(rows, func(r row) bool { return r.bone >= len(d.Bones) }); under >= 0 {
			return under
		}
	}
	return at
}

// columnOf gives the rows of the bones that share a place of the spine, as they
// stand one below the other; or what has no bone.
func columnOf(d Diagram, rows []row, bone int) []int {
	var out []int
	if bone >= len(d.Bones) {
		for i, r := range rows {
			if r.bone >= len(d.Bones) {
				out = append(out, i)
			}
		}
		return out
	}
	return append(group(rows, bone/2*2), lowered(group(rows, bone/2*2+1), d, bone/2*2+1)...)
}

// lowered puts the name of a bone under the spine last.
func lowered(g []int, d Diagram, bone int) []int {
	if len(g) == 0 || bone >= len(d.Bones) {
		return nil
	}
	return append(g[1:len(g):len(g)], g[0])
}

// group gives the rows of one bone.
func group(rows []row, bone int) []int {
	var out []int
	for i, r := range rows {
		if r.bone == bone {
			out = append(out, i)
		}
	}
	return out
}

func (p *Pane) sideways(d Diagram, rows []row, at, delta int) int {
	step := 1
	if p.drawn() {
		step = 2
	}
	from := group(rows, rows[at].bone)
	bone := rows[at].bone + step*delta
	if p.drawn() && bone == len(d.Bones) && rows[at].bone < len(d.Bones) && rows[at].bone%2 == 1 {
		bone-- // the last bone above has none below it
	}
	to := group(rows, bone)
	if len(to) == 0 || p.drawn() && (bone >= len(d.Bones) || rows[at].bone >= len(d.Bones)) {
		return at
	}
	if !p.drawn() {
		return to[0]
	}
	return to[min(slices.Index(from, at), len(to)-1)]
}

// tab goes to the next bone or back; past the ends to the next step.
func (p *Pane) tab(delta int) tea.Cmd {
	rows := p.diagram().rows()
	if len(rows) == 0 {
		return ui.Send(ui.NextStep{Delta: delta})
	}
	bone := rows[p.hand(rows)].bone
	for i := bone + delta; i >= 0 && i <= rows[len(rows)-1].bone; i += delta {
		if to := group(rows, i); len(to) > 0 {
			p.at, p.pos = rows[to[0]].ref, to[0]
			return nil
		}
	}
	return ui.Send(ui.NextStep{Delta: delta})
}

// drawn reports whether the diagram is what the person sees.
func (p *Pane) drawn() bool { return !p.tree && p.asDiagram }
