package chart

import (
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A lineName says what a line across the field is.
type lineName struct {
	text  string
	sign  string // how the line is drawn
	value float64
	ink   int
}

// lineNames are the names of the lines at the right edge: the center line, the
// goal, and the control limits.
func (d *drawing) lineNames() []lineName {
	var out []lineName
	if n := len(d.p.Analysis.Phases); n > 0 {
		phase := d.p.Analysis.Phases[n-1]
		if v := d.p.Centre(phase); v.Present {
			sign := "━━"
			if plot.Frozen(phase) {
				sign = "━╌"
			}
			out = append(out, lineName{d.p.LineName(phase) + " " + d.p.Format(v.Value), sign, v.Value, inkCentre})
		}
	}
	if g := d.p.Goal(); g.Present {
		out = append(out, lineName{"goal " + d.p.Format(g.Value), "┈┈", g.Value, inkGoal})
	}
	if n := len(d.p.Analysis.Phases); n > 0 {
		phase := d.p.Analysis.Phases[n-1]
		lower, upper := d.p.Limits(phase, max(d.p.Last(), phase.First))
		if upper.Present {
			out = append(out, lineName{"upper limit " + d.p.Format(upper.Value), "··", upper.Value, inkPlain})
		}
		if lower.Present {
			out = append(out, lineName{"lower limit " + d.p.Format(lower.Value), "··", lower.Value, inkPlain})
		}
	}
	return out
}

// nameLines writes beside the lines what they are. Where two would be on one
// row, the later goes to the nearest row that is free.
func (d *drawing) nameLines() {
	if !d.beside {
		return
	}
	taken := map[int]bool{}
	x := d.x0() + d.cols.Width + 1
	for _, n := range d.names {
		y := d.row(n.value)
		for step := 1; taken[y] && step <= 2*d.height; step++ {
			// 1 down, 1 up, 2 down, ..
			y = d.row(n.value) + (step+1)/2
			if step%2 == 0 {
				y = d.row(n.value) - step/2
			}
			if y < d.strip || y >= d.bottom() {
				y = d.row(n.value)
			}
		}
		taken[y] = true
		d.field.text(x, y, n.text, n.ink)
	}
}

// phaseNames writes the value of each center line but the last next to it, where
// the field is free: above it or below.
func (d *drawing) phaseNames() {
	phases := d.p.Analysis.Phases
	for i, phase := range phases {
		v := d.p.Centre(phase)
		from, to := d.slot(phase.First, phase.Last)
		if i == len(phases)-1 || !v.Present || from > to {
			continue
		}
		text := d.p.LineName(phase) + " " + d.p.Format(v.Value)
		for _, y := range []int{d.row(v.Value) - 1, d.row(v.Value) + 1} {
			x := d.x0() + max(0, from)
			if w := ui.Width(text); w <= to-from+1 && y >= d.strip && y < d.bottom() && d.field.blank(x, y, w) {
				d.field.text(x, y, text, inkCentre)
				break
			}
		}
	}
}
