package plot

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// MarkKind says what a mark on the chart stands for.
type MarkKind int

// The kinds of marks.
const (
	Annotation  MarkKind = iota
	ChangeBegan          // a line between two points
	CycleBegan           // likewise, in a ramp
)

// A Mark is something to be pointed out on the chart at a point.
type Mark struct {
	Kind  MarkKind
	Point int // 0 when the chart ends before it
	Text  string
	When  string
}

// Marks gives what is pointed out on the chart, in time order; what comes after
// its end is last.
func (p *Plot) Marks() []Mark {
	var out []Mark
	for _, c := range p.Series.Cycles {
		out = append(out, Mark{CycleBegan, c.Point, c.Label, p.When(c.Point)})
	}
	if at := p.Series.Change; at > 0 && at <= p.Len() {
		out = append(out, Mark{ChangeBegan, at, "change began", p.When(at)})
	}
	for _, m := range p.Series.Marks {
		out = append(out, Mark{Annotation, m.Point, m.Text, p.longDate(m.Date)})
	}
	slices.SortStableFunc(out, func(a, b Mark) int {
		if (a.Point == 0) != (b.Point == 0) {
			return cmp.Compare(b.Point, a.Point)
		}
		return cmp.Compare(a.Point, b.Point)
	})
	return out
}

// Numbered lists in words the marks that stand on the chart by a number only, those
// of one number together, and those that come after its end. The notes are the places of the marks that have
// a point, in their order.
func Numbered(marks []Mark, notes []runchart.Note) []string {
	var out []string
	placed, last := 0, 0 // the number of the last mark in out
	for _, m := range marks {
		if m.Point == 0 {
			out = append(out, "after the last point, "+m.When+": "+m.Text)
			continue
		}
		if placed < len(notes) {
			switch n := notes[placed]; {
			case n.Number > 0 && n.Number == last:
				out[len(out)-1] += ", " + m.Text
			case n.Number > 0:
				out = append(out, fmt.Sprintf("%d %s: %s", n.Number, m.When, m.Text))
				last = n.Number
			}
		}
		placed++
	}
	return out
}
