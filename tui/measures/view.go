package measures

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const (
	columnsFrom = 84
	columnGap   = 2
)

// A trend is what is shown of a measure's numbers.
type trend struct {
	count int
	last  string
	spark string
}

// View draws the pane.
func (p *Pane) View(w, h int) string {
	t, c := p.env.Theme, p.s.Cycle()
	step, _ := cycle.StepOf(list)
	p.columns = w >= columnsFrom
	if f := p.Form(); f != nil {
		head := "A measure"
		if p.Items.New() {
			head = strings.TrimSpace("A new "+kinds[p.kind]) + " measure"
		}
		lines := []string{t.Strong.Render(step.Label) + "  " + t.Dim.Render(head), ""}
		return ui.Block(append(lines, f.Body(w, h-2)...), w, h)
	}
	_, _ = p.inHand()
	right := ""
	if n := len(c.Lists[list]); n > 0 {
		right = cycle.HowMany(n, "measure")
	}
	lines := []string{ui.Ends(t.Strong.Render(step.Label), t.Dim.Render(right), w)}
	if len(c.Lists[list]) == 0 {
		l, _ := cycle.ListByKey(list)
		lines = append(lines, ui.Styled(t.Text, l.Empty, w)...)
	}
	foot := p.foot(w, max(1, h/8))
	if h >= 22 {
		lines = append(lines, "")
		foot = p.foot(w, h/4)
	}
	room := max(1, h-len(lines)-len(foot)-1)
	var body []string
	var at int
	if p.columns {
		body, at = p.drawColumns(w)
	} else {
		body, at = p.drawList(w, room)
	}
	lines = append(lines, ui.Window(body, at, room)...)
	if len(foot) > 0 {
		lines = append(lines, "")
	}
	return ui.Block(append(lines, foot...), w, h)
}

// foot says how the measure in hand is counted; where there is none, what the
// kind in hand is for.
func (p *Pane) foot(w, h int) []string {
	t := p.env.Theme
	m, ok := p.inHand()
	if !ok {
		_, _, help := kindWords(p.kind)
		return first(ui.Styled(t.Dim, help, w), h)
	}
	if m.Definition == "" {
		return first(ui.Styled(t.Warn, "How exactly do you count it? Press enter and write it down, so that two people agree.", w), h)
	}
	lines := ui.Shorten(ui.Wrap("How we count it: "+cycle.Clean(m.Definition, false), w), w, h)
	for i, line := range lines {
		lines[i] = t.Dim.Render(line)
	}
	return lines
}

func first(lines []string, n int) []string { return lines[:min(n, len(lines))] }

// kindWords are a kind's name, its question, and what it is for.
func kindWords(k int) (name, question, help string) {
	l, _ := cycle.ListByKey(list)
	f, _ := l.Field("kind")
	if o, ok := f.Option(kinds[k]); ok {
		ask, _, _ := strings.Cut(o.Help, "?")
		return o.Label, strings.ToLower(ask[:1]) + ask[1:] + "?", o.Help
	}
	return "No kind yet", "which question does it answer?", f.Help
}

// drawColumns draws the four kinds side by side, and measures without a kind
// under them. at is the line of the measure in hand.
func (p *Pane) drawColumns(w int) (lines []string, at int) {
	t, groups := p.env.Theme, p.groups()
	cw := (w - columnGap*(noKind-1)) / noKind
	cols := make([][]string, noKind)
	tallest := 0
	for k := range noKind {
		name, question, _ := kindWords(k)
		head := t.Strong.Render("  " + name)
		if p.focused && k == p.kind && len(groups[k]) == 0 {
			head = t.Accent.Render("▸ " + name)
		}
		cols[k] = append([]string{head}, ui.Styled(t.Dim, question, cw-2)...)
		for i := range cols[k][1:] {
			cols[k][i+1] = "  " + cols[k][i+1]
		}
		for len(cols[k]) < 4 {
			cols[k] = append(cols[k], "")
		}
		if len(groups[k]) == 0 {
			cols[k] = append(cols[k], t.Faint.Render("  none yet"))
		}
		for i, m := range groups[k] {
			if k == p.kind && i == p.row {
				at = len(cols[k])
			}
			cols[k] = append(append(cols[k], p.card(m, k == p.kind && i == p.row, cw)...), "")
		}
		tallest = max(tallest, len(cols[k]))
	}
	lines = cols[0]
	for k := 1; k < noKind; k++ {
		lines = ui.Beside(lines, cols[k], k*(cw+columnGap)-columnGap, columnGap, tallest)
	}
	if len(groups[noKind]) > 0 {
		more, line := p.group(noKind, groups[noKind], w)
		if p.kind == noKind {
			at = len(lines) + line
		}
		lines = append(lines, more...)
	}
	return lines, at
}

// card draws one measure in a column.
func (p *Pane) card(m cycle.Measure, inHand bool, w int) []string {
	t, tr := p.env.Theme, p.trend(m.ID)
	st, point := t.Text, "  "
	if inHand && p.focused {
		st, point = t.Accent, t.Accent.Render("▸ ")
	}
	var lines []string
	for i, line := range ui.Wrap(measureName(m)+p.contested(m.ID), w-2) {
		if i > 0 {
			point = "  "
		}
		lines = append(lines, point+st.Render(line))
	}
	add := func(text string) {
		for _, line := range ui.Styled(t.Dim, text, w-2) {
			lines = append(lines, "  "+line)
		}
	}
	add(orElse(cycle.Clean(m.Unit, false), "no unit yet"))
	lines = append(lines, "  "+t.Text.Render(ui.Cut(goalWords(m), w-2)))
	if d := directionWords(m); d != "" {
		add(d)
	}
	add(whoWhen(m))
	if tr.count > 0 {
		lines = append(lines, "  "+t.Accent.Render(ui.Cut(tr.spark, w-ui.Width(tr.last)-4))+t.Dim.Render(" "+tr.last))
	}
	return lines
}

// drawList draws the kinds under each other; with air between them where there
// is room.
func (p *Pane) drawList(w, room int) (lines []string, at int) {
	groups := p.groups()
	var blocks [][]string
	all, hand, line := 0, 0, 0
	for k, g := range groups {
		if k == noKind && len(g) == 0 {
			continue
		}
		block, l := p.group(k, g, w)
		if k == p.kind {
			hand, line = len(blocks), l
		}
		all += len(block)
		blocks = append(blocks, block)
	}
	air := all+len(blocks)-1 <= room
	for i, block := range blocks {
		if i == hand {
			at = len(lines) + line
		}
		lines = append(lines, block...)
		if air && i+1 < len(blocks) {
			lines = append(lines, "")
		}
	}
	return lines, at
}

// group draws the measures of a kind under its name.
func (p *Pane) group(k int, measures []cycle.Measure, w int) (lines []string, at int) {
	t := p.env.Theme
	name, question, _ := kindWords(k)
	head := t.Strong.Render(name) + "  " + t.Dim.Render(question)
	if len(measures) == 0 {
		point := "  "
		if p.focused && k == p.kind {
			point = t.Accent.Render("▸ ")
		}
		none := "  none yet"
		if ui.Width(point+head+none) > w {
			none = "  none"
		}
		return []string{point + head + t.Faint.Render(none)}, 0
	}
	lines = []string{"  " + head}
	for i, m := range measures {
		st, point := t.Text, "  "
		if k == p.kind && i == p.row {
			at = len(lines)
			if p.focused {
				st, point = t.Accent, t.Accent.Render("▸ ")
			}
		}
		goal := goalWords(m)
		if d := directionWords(m); d != "" {
			if w < 70 {
				d = strings.TrimSuffix(d, " is better")
			}
			goal += "  " + d
		}
		lines = append(lines, ui.Ends(point+st.Render(ui.Cut(measureName(m)+p.contested(m.ID), w-ui.Width(goal)-4)), t.Text.Render(goal), w))
		tr := p.trend(m.ID)
		right := ""
		if tr.count > 0 {
			right = t.Accent.Render(tr.spark) + t.Dim.Render(" "+tr.last)
		}
		left := orElse(cycle.Clean(m.Unit, false), "no unit yet") + " · " + whoWhen(m)
		lines = append(lines, ui.Ends("  "+t.Dim.Render(ui.Cut(left, max(1, w-ui.Width(right)-4))), right, w))
	}
	if at > 0 {
		at++
	}
	return lines, at
}

// trend returns what is shown of the measure's numbers. Reading them all takes
// long when there are thousands, so it is kept until the document changes.
func (p *Pane) trend(id string) trend {
	if p.trends == nil || p.version != p.s.Version() {
		p.trends, p.version = map[string]trend{}, p.s.Version()
	}
	if tr, ok := p.trends[id]; ok {
		return tr
	}
	const newest = 10
	series := p.s.Cycle().Series(id)
	tr := trend{count: len(series)}
	var values []float64
	for _, pt := range series[max(0, len(series)-newest):] {
		values = append(values, pt.Value)
		tr.last = runchart.FormatValue(pt.Value)
	}
	tr.spark = ui.Spark(values, newest)
	p.trends[id] = tr
	return tr
}

// contested is a mark behind the name of a measure that was written apart.
func (p *Pane) contested(id string) string {
	if _, ok := p.s.ConflictIn(list, id); ok {
		return " ⇄"
	}
	return ""
}

func measureName(m cycle.Measure) string {
	return orElse(strings.TrimSpace(cycle.Clean(m.Name, false)), "(no name yet)")
}

// goalWords is "45.8 → 62".
func goalWords(m cycle.Measure) string {
	if m.Baseline == "" && m.Goal == "" {
		return "no goal yet"
	}
	return orElse(cycle.Clean(m.Baseline, false), "?") + " → " + orElse(cycle.Clean(m.Goal, false), "?")
}

func directionWords(m cycle.Measure) string {
	switch m.Direction {
	case "up":
		return "↑ higher is better"
	case "down":
		return "↓ lower is better"
	}
	return ""
}

// whoWhen is "Phaly · Every week".
func whoWhen(m cycle.Measure) string {
	owner := orElse(cycle.Clean(m.Owner, false), "nobody yet")
	if m.Rhythm == "" {
		return owner
	}
	l, _ := cycle.ListByKey(list)
	f, _ := l.Field("rhythm")
	rhythm := cycle.Clean(m.Rhythm, false)
	if o, ok := f.Option(rhythm); ok {
		rhythm = o.Label
	}
	return owner + " · " + rhythm
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
