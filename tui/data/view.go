package data

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const besideFrom = 98

// View draws the pane.
func (p *Pane) View(w, h int) string {
	t := p.env.Theme
	step, _ := cycle.StepOf("data")
	p.beside = w >= besideFrom
	m, ok := p.inHand()
	if !ok {
		lines := append([]string{t.Strong.Render(step.Label), ""},
			ui.Styled(t.Text, "No measures yet, and so nothing to count. Choose one or two first: press g. Or bring numbers in from a file: press i.", w)...)
		return ui.Block(append(append(lines, ""), ui.Styled(t.Dim, step.Help, w)...), w, h)
	}
	p.freshen()
	lines := p.head(step.Label, m, w)
	if h >= 16 {
		lines = append(lines, "")
	}
	room := max(1, h-len(lines))
	switch {
	case p.beside:
		const gap = 3
		lw := min(72, (w-gap)*11/20)
		return ui.Block(append(lines, ui.Beside(p.table(lw, room), p.study(w-lw-gap, room), lw, gap, room)...), w, h)
	case p.chart && p.row == nil:
		return ui.Block(append(lines, p.study(w, room)...), w, h)
	default:
		return ui.Block(append(lines, p.table(w, room)...), w, h)
	}
}

// head names the measure in hand and its place among the others.
func (p *Pane) head(label string, m cycle.Measure, w int) []string {
	t := p.env.Theme
	all := p.s.Cycle().Measures()
	right := ""
	name := t.Accent.Render(measureName(m))
	if len(all) > 1 {
		at := slices.IndexFunc(all, func(other cycle.Measure) bool { return other.ID == m.ID })
		right = fmt.Sprintf("measure %d of %d", at+1, len(all))
		name = t.Dim.Render("← ") + name + t.Dim.Render(" →")
	}
	about := kindName(m.Kind)
	if unit := cycle.Clean(m.Unit, false); unit != "" {
		about += ", " + unit
	}
	return []string{
		ui.Ends(t.Strong.Render(label), t.Dim.Render(right), w),
		ui.Cut(name+t.Dim.Render("  "+about), w),
	}
}

func measureName(m cycle.Measure) string {
	if s := strings.TrimSpace(cycle.Clean(m.Name, false)); s != "" {
		return s
	}
	return "(no name yet)"
}

func kindName(kind string) string {
	if kind == "" {
		return "no kind yet"
	}
	return cycle.Clean(kind, false)
}

// study is the chart and what it says.
func (p *Pane) study(w, h int) []string {
	lines := append([]string{}, p.graph.Chart(p.env, p.s, p.measure, w, min(18, max(1, h*2/3)))...)
	if len(lines) < h-1 {
		lines = append(lines, "")
	}
	reading := p.reading.Reading(p.env, p.s, p.measure)
	for i, part := range reading {
		if i < 2 {
			lines = append(lines, styled(p.env.Theme.Text, chart.Wrap(part, w))...)
		} else {
			lines = append(lines, styled(p.env.Theme.Dim, chart.Wrap(part, w))...)
		}
	}
	return lines[:min(len(lines), h)]
}

func styled(st lipgloss.Style, lines []string) []string {
	for i, line := range lines {
		lines[i] = st.Render(line)
	}
	return lines
}

// table draws the numbers, what is said about the row in hand, a summary, and
// the marks on the chart.
func (p *Pane) table(w, h int) []string {
	t, s := p.env.Theme, p.sheet()
	where := p.place()
	lay := p.columns(w)
	foot := p.about(w)
	if summary := p.summary(w); len(s.points) > 0 && h >= 9 {
		foot = append(foot, summary)
	}
	notes := p.marks(lay, w, max(2, h/4))
	if len(notes) > 0 && h >= 12 {
		notes = append([]string{""}, notes...)
	}
	if h < 9 && where != onMark && (p.row == nil || p.row.list != marks) {
		notes = nil
	}
	room := max(1, h-1-len(foot)-len(notes))
	p.page = room
	lines := []string{p.tableHead(lay)}
	at := min(p.at, len(s.points))
	first := 0
	if n := len(s.points) + 1; n > room {
		first = min(max(0, at-room*2/3), n-room)
	}
	for i := first; i <= len(s.points) && len(lines) <= room; i++ {
		lines = append(lines, p.tableRow(i, lay))
	}
	if len(s.points) == 0 && p.row == nil && room > 2 {
		l, _ := cycle.ListByKey(points)
		ask, _, _ := strings.Cut(l.Empty, " Press")
		lines = append(lines, "", t.Text.Render(ui.Cut("  "+ask+" Type it here.", w)))
	}
	return append(append(lines, foot...), notes...)
}

// about is what is said under the table: why a row cannot be saved, what the
// cell in hand asks for, or what another person wrote.
func (p *Pane) about(w int) []string {
	t := p.env.Theme
	if r := p.row; r != nil {
		var lines []string
		for _, c := range r.cells {
			if c.why != "" {
				lines = append(lines, ui.Styled(t.Bad, "! "+c.why, w)...)
			}
		}
		f := r.cell().field
		return append(lines, t.Dim.Render(ui.Cut(f.Label+": "+f.Prompt, w)))
	}
	if k := p.kept[p.lineKey()]; k != nil {
		return ui.Styled(t.Warn, "! Not saved yet. "+k.why(), w)
	}
	if c, ok := p.contested(); ok && len(c.Versions) > 1 {
		return ui.Styled(t.Warn, form.Also(p.env, c)+": "+cycle.Clean(c.Versions[1].Value, false), w)
	}
	if p.place() == onPoint { // what the columns may have cut
		pt := p.sheet().points[p.at]
		words := strings.Join(strings.Fields(cycle.Clean(pt.Subgroup+"  "+pt.Note, false)), " ")
		if pt.Subgroup != "" && pt.Note != "" {
			words = cycle.Clean(pt.Subgroup, false) + ": " + cycle.Clean(pt.Note, false)
		}
		lines := []string{t.Dim.Render(ui.Cut("  "+words, w))}
		if why := p.staysWhere(pt); why != "" {
			lines = append(lines, ui.Styled(t.Dim, why, w)...)
		}
		return lines
	}
	return []string{""}
}

// staysWhere says of a number that is not shared where it stays, and why.
func (p *Pane) staysWhere(pt cycle.Point) string {
	if pt.Withheld {
		return "This number stays on the laptop where it was typed: its group is small, or would give a small one away."
	}
	if why := p.s.Cycle().WhyWithheld(pt); why != "" {
		return "Stays on this laptop: " + why + "."
	}
	return ""
}

// lineKey names what is kept of the line in hand.
func (p *Pane) lineKey() string {
	list, it := p.item()
	if it.ID == "" {
		return p.newKey()
	}
	return list + "/" + it.ID
}

// summary is "15 points, 5 for everybody  ▃▁▃▇▆  58.3, goal 62".
func (p *Pane) summary(w int) string {
	t, s := p.env.Theme, p.sheet()
	left := cycle.HowMany(len(s.points), "point")
	if n := len(s.whole); n != len(s.points) {
		left += fmt.Sprintf(", %d for everybody", n)
	}
	if len(s.whole) == 0 {
		return t.Dim.Render(ui.Cut(left, w))
	}
	newest := min(24, max(6, w-44))
	line := t.Dim.Render(left+"   ") + t.Accent.Render(ui.Spark(s.whole, newest)) + t.Dim.Render("  now "+runchart.FormatValue(s.whole[len(s.whole)-1]))
	if m, _ := p.inHand(); m.Goal != "" {
		line += t.Dim.Render(", goal " + cycle.Clean(m.Goal, false))
	}
	return ui.Cut(line, w)
}

// marks draws the marks on the chart in at most h lines; the one in hand is
// among them.
func (p *Pane) marks(lay columns, w, h int) []string {
	t, s := p.env.Theme, p.sheet()
	typing := p.row != nil && p.row.list == marks
	if len(s.marks) == 0 && !typing {
		return nil
	}
	var lines []string
	at := 0
	for i, it := range s.marks {
		inHand := p.focused && p.at == len(s.points)+1+i && !(typing && p.row.id == "")
		if p.at == len(s.points)+1+i {
			at = i
		}
		if k := p.kept[marks+"/"+it.ID]; k != nil {
			lines = append(lines, p.markLine(k, inHand, lay, w))
			continue
		}
		r := p.newRow(marks, it)
		if inHand && typing && p.row.id == it.ID {
			r = p.row
		}
		lines = append(lines, p.markLine(r, inHand, lay, w))
	}
	if typing && p.row.id == "" {
		at = len(lines)
		lines = append(lines, p.markLine(p.row, true, lay, w))
	}
	return append([]string{t.Dim.Render("  Marks on the chart")}, ui.Window(lines, at, max(1, h-1))...)
}

func (p *Pane) markLine(r *row, inHand bool, lay columns, w int) string {
	point := p.pointer(inHand)
	date, text := r.find("date"), r.find("text")
	return ui.Cut(point+ui.Pad(p.cellText(r, date, lay.date, inHand), lay.date)+"  "+p.cellText(r, text, max(4, w-lay.date-4), inHand), w)
}
