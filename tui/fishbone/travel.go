package fishbone

import (
	"slices"

	"github.com/cqi-pdsa/pdsa/tui/treepane"
)

// vertical goes from row to row in the tree. In the diagram it runs through the two
// bones that meet at one place of the spine.
func (p *Pane) vertical(at, delta int) int {
	d := p.diagram()
	rows := d.rows()
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

// sideways goes from bone to bone; in the diagram to those beside, at the same
// height.
func (p *Pane) sideways(at, delta int) int {
	d := p.diagram()
	rows := d.rows()
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

// tab goes to the next bone or back; there is no row past the ends.
func (p *Pane) tab(at, delta int) int {
	rows := p.diagram().rows()
	for i := rows[at].bone + delta; i >= 0 && i <= rows[len(rows)-1].bone; i += delta {
		if to := group(rows, i); len(to) > 0 {
			return to[0]
		}
	}
	return -1
}

// stride is how many bones left and right go on while a cause is moved: in the
// diagram bones take turns above and below.
func (p *Pane) stride(item treepane.Ref) int {
	if item.List == causesList && p.drawn() {
		return 2
	}
	return 1
}

// drawn reports whether the diagram is what the person sees.
func (p *Pane) drawn() bool { return !p.tree && p.asDiagram }
