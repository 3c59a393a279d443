package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
)

// measures shows the measures by kind, one column a kind. Those of no known kind
// come last.
func (o outliner) measures(l cycle.List) []Block {
	kind, _ := l.Field("kind")
	b := Block{Label: l.Label}
	written := false
	for _, option := range kind.Options {
		question, _, _ := strings.Cut(option.Help, "?")
		entries := o.entries(l, o.ofKind(func(k string) bool { return k == option.Key }), "kind")
		b.Columns = append(b.Columns, Column{Head: option.Label, Help: question + "?", Entries: entries})
		written = written || len(entries) > 0
	}
	other := o.entries(l, o.ofKind(func(k string) bool {
		_, known := kind.Option(k)
		return !known
	}), "")
	if len(other) > 0 {
		b.Columns = append(b.Columns, Column{Head: "Kind not chosen", Entries: other})
	} else if !written {
		return nil
	}
	return []Block{b}
}

func (o outliner) ofKind(is func(string) bool) []cycle.Item {
	var out []cycle.Item
	for _, it := range o.c.Lists["measures"] {
		if is(it.Get("kind")) {
			out = append(out, it)
		}
	}
	return out
}

// points are a chart and a table for each measure; points of a measure that is
// gone come last.
func (o outliner) points() []Block {
	var out []Block
	shown := 0
	withheld := map[string]bool{}
	if o.withhold {
		withheld = o.c.WithheldPoints()
	}
	for _, m := range o.c.Measures() {
		points := o.c.Points(m.ID)
		shown += len(points)
		label := orUnnamed(m.Name)
		if m.Unit != "" {
			label += " (" + m.Unit + ")"
		}
		out = append(out, o.charts(m.ID)...)
		out = append(out, blockOf(Block{Label: label, Table: o.pointTable(points, withheld)})...)
	}
	if shown < len(o.c.Lists["points"]) {
		lost := slices.DeleteFunc(o.c.Points(""), func(p cycle.Point) bool {
			_, there := o.c.Measure(p.Measure)
			return there
		})
		out = append(out, blockOf(Block{Label: "Of no measure", Table: o.pointTable(lost, withheld)})...)
	}
	return out
}

// charts draws the run chart of a measure over the ramp, and one for each student
// group on the same scale.
func (o outliner) charts(measure string) []Block {
	plots := o.plots(measure)
	low, high, _ := plot.Scale(plots)
	var out []Block
	for _, p := range plots {
		out = append(out, pictureOf("Run chart: "+p.Title(), chartSVG(low, high, p))...)
	}
	return out
}

// plots reads the charts that have something to show, the whole group first.
func (o outliner) plots(measure string) []*plot.Plot {
	if !o.pictures {
		return nil
	}
	c := cycle.RampChart(o.ramp, measure, cycle.ChartOptions{Outside: o.withhold})
	return slices.DeleteFunc(plot.Groups(c), func(p *plot.Plot) bool { return p.Present() == 0 && p.Withheld() == 0 })
}

// pointTable leaves out the columns in which nothing is written.
func (o outliner) pointTable(points []cycle.Point, withheld map[string]bool) *Table {
	if len(points) == 0 {
		return nil
	}
	t := &Table{Head: []string{"Date", "Value"}, Kinds: []ColumnKind{Words, Numbers}}
	has := func(filled func(cycle.Point) bool, head string, kind ColumnKind) bool {
		if !slices.ContainsFunc(points, filled) {
			return false
		}
		t.Head, t.Kinds = append(t.Head, head), append(t.Kinds, kind)
		return true
	}
	n := has(func(p cycle.Point) bool { return p.N > 0 }, "Out of", Numbers)
	group := has(func(p cycle.Point) bool { return p.Subgroup != "" }, "Group", Words)
	note := has(func(p cycle.Point) bool { return p.Note != "" }, "Note", Words)
	span := o.c.SpanOf(points[0].Measure)
	for _, p := range points {
		if withheld[p.ID] {
			p.Text, p.N, p.Note = cycle.Withheld, 0, ""
			t.Legend = "Withheld: the group is too small to be shown, or would give a small one away."
		}
		row := []string{span.Words(p.Date, o.today), p.Text}
		if n {
			row = append(row, strings.TrimPrefix(strconv.Itoa(p.N), "0"))
		}
		if group {
			row = append(row, p.Subgroup)
		}
		if note {
			row = append(row, p.Note)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
