package chart

import (
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// lineInks says how the names of lines are written.
var lineInks = [...]int{plot.CentreLine: inkCentre, plot.GoalLine: inkGoal, plot.UpperLimit: inkPlain, plot.LowerLimit: inkPlain}

// sign is how a line is drawn, for where its name does not stand beside it.
func (d *drawing) sign(kind plot.LineKind) string {
	switch kind {
	case plot.CentreLine:
		if phase, _ := d.p.LastPhase(); plot.Frozen(phase) {
			return "━╌"
		}
		return "━━"
	case plot.GoalLine:
		return "┈┈"
	default:
		return "··"
	}
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
		y := d.row(n.Value)
		for step := 1; taken[y] && step <= 2*d.height; step++ {
			// 1 down, 1 up, 2 down, ..
			y = d.row(n.Value) + (step+1)/2
			if step%2 == 0 {
				y = d.row(n.Value) - step/2
			}
			if y < d.strip || y >= d.bottom() {
				y = d.row(n.Value)
			}
		}
		taken[y] = true
		d.field.text(x, y, n.Text, lineInks[n.Kind])
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
