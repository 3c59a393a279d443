package fishbone

import (
	"fmt"
	"math"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the fishbone: as a diagram where there is room for one.
func (p *Pane) View(w, h int) string {
	d := p.diagram()
	rows := d.rows()
	hand := p.shown(rows)
	panel := p.panel(d, rows, w, h, 0)
	if spare := h - 1 - len(panel) - p.treeHeight(d, rows, hand, w); spare > 0 {
		panel = p.panel(d, rows, w, h, min(spare, moreHelp))
	}
	room := h - 1 - len(panel)
	body, drawn := p.body(d, rows, hand, w, room)
	p.asDiagram = drawn
	lines := append([]string{p.heading(d, w)}, ui.Fit(body, w, room)...)
	return ui.Block(append(lines, panel...), w, h)
}

// moreHelp is how many lines the help grows by where the tree leaves room.
const moreHelp = 3

// treeHeight is how many lines the problem and the tree take; more than any
// window has where a diagram is drawn, which takes all the room there is.
func (p *Pane) treeHeight(d Diagram, rows []row, hand treepane.Ref, w int) int {
	if len(rows) == 0 || w >= wideWindow-2 && !p.tree {
		return math.MaxInt32
	}
	const problem = 3
	tree, _ := p.outline(d, rows, hand, w, true)
	return problem + len(tree)
}

// shown is the item that the cursor is on: where a move would go, what is being
// typed, or the row in hand. It is zero while the pane has not the keyboard.
func (p *Pane) shown(rows []row) treepane.Ref {
	switch {
	case !p.Focused || len(rows) == 0:
		return treepane.Ref{}
	case p.Moving != treepane.Ref{}:
		return p.Target
	}
	return rows[p.hand(rows)].ref
}

func (p *Pane) heading(d Diagram, w int) string {
	t := p.env.Theme
	causes, roots, voted := d.counts()
	var parts []string
	if causes > 0 {
		parts = append(parts, cycle.HowMany(causes, "cause"))
	}
	if roots > 0 {
		parts = append(parts, "★ "+cycle.HowMany(roots, "likely root cause"))
	}
	if voted && p.asDiagram {
		parts = append(parts, "(n) votes")
	}
	const title = "Fishbone"
	facts := strings.Join(parts, " · ")
	for len(parts) > 0 && ui.Width(title)+2+ui.Width(facts) > w {
		parts = parts[:len(parts)-1]
		facts = strings.Join(parts, " · ")
	}
	return ui.Ends(t.Strong.Render(title), t.Dim.Render(facts), w)
}

// body draws the diagram or the tree into at most h lines; drawn reports which.
func (p *Pane) body(d Diagram, rows []row, hand treepane.Ref, w, h int) (lines []string, drawn bool) {
	if len(rows) == 0 {
		return p.empty(d, w, h), false
	}
	// The frame takes two columns of the window.
	wide := w >= wideWindow-2 && !p.tree
	if wide {
		if lines, ok := p.picture(d, rows, hand, w, h); ok {
			return lines, true
		}
	}
	t := p.env.Theme
	if d.Problem != "" {
		lines = append(lines, clipStyled(t.Dim, "Why does this happen? “"+d.Problem+"”", w, 2)...)
	}
	if wide && len(d.Bones) > 0 {
		lines = append(lines, t.Dim.Render(ui.Cut("There are too many bones to draw in this window: here they are as a list.", w)))
	}
	if h > 8 {
		lines = append(lines, "")
	}
	if h < 6 {
		lines = nil
	}
	room := max(1, h-len(lines))
	tree, at := p.outline(d, rows, hand, w, true)
	if len(tree) > room {
		tree, at = p.outline(d, rows, hand, w, false)
	}
	return append(lines, ui.Window(tree, at, room)...), false
}

// empty invites to begin.
func (p *Pane) empty(d Diagram, w, h int) []string {
	t := p.env.Theme
	lines := []string{""}
	if w >= wideWindow-2 && h > 12 {
		if drawing, ok := Layout(d, treepane.Ref{}, w, 7); ok {
			lines = append(append(lines, p.render(drawing, treepane.Ref{})...), "")
		}
	} else if d.Problem != "" {
		lines = append(append(lines, clipStyled(t.Text, "“"+d.Problem+"”", w, 3)...), "")
	}
	lines = append(lines, ui.Styled(t.Text, "No causes yet. Ask: why does this happen?", w)...)
	lines = append(lines, "")
	lines = append(lines, ui.Styled(t.Dim, "Press s to start with six common bones: "+strings.Join(commonBones, ", ")+".", w)...)
	lines = append(lines, ui.Styled(t.Dim, "Press b to name a bone of your own, or a to write the first cause.", w)...)
	step, _ := cycle.StepOf(bonesList)
	return append(append(lines, ""), ui.Styled(t.Dim, step.Help, w)...)
}

// picture draws the diagram, and under it what has no place on it.
func (p *Pane) picture(d Diagram, rows []row, hand treepane.Ref, w, h int) ([]string, bool) {
	var under []string
	if len(d.Loose)+len(d.LooseWhys) > 0 {
		var loose []row
		for _, r := range rows {
			if r.bone >= len(d.Bones) {
				loose = append(loose, r)
			}
		}
		all, at := p.outline(d, loose, hand, w, false)
		under = append([]string{"", all[0]}, ui.Window(all[1:], at-1, max(3, h/4))...)
	}
	room := h - len(under)
	drawing, ok := Layout(d, hand, w, room)
	if !ok {
		return nil, false
	}
	lines := make([]string, max(0, min(2, (room-drawing.H)/2)))
	lines = append(lines, p.render(drawing, hand)...)
	return append(lines, under...), true
}

// render turns the spans of a drawing into styled lines. The cursor's sign
// stands in the free column before the item.
func (p *Pane) render(d Drawing, hand treepane.Ref) []string {
	t := p.env.Theme
	lines := make([]string, d.H)
	x := make([]int, d.H)
	pointed := false
	for _, s := range d.Spans {
		gap, style := s.X-x[s.Y], p.style(s.Style)
		if s.Ref == hand && hand != (treepane.Ref{}) {
			style = t.Picked
			if !pointed && gap > 0 {
				lines[s.Y] += strings.Repeat(" ", gap-1) + t.Accent.Render("▸")
				gap, pointed = 0, true
			}
		}
		lines[s.Y] += strings.Repeat(" ", gap) + style.Render(s.Text)
		x[s.Y] = s.X + ui.Width(s.Text)
	}
	return lines
}

func (p *Pane) style(s Style) lipgloss.Style {
	t := p.env.Theme
	switch s {
	case StyleHead, StyleBone:
		return t.Strong
	case StyleCause:
		return t.Text
	case StyleRoot:
		return t.Warn
	case StyleWhy, StyleMore:
		return t.Dim
	default:
		return t.Faint
	}
}

// clipStyled wraps a text into at most most lines.
func clipStyled(st lipgloss.Style, text string, w, most int) []string {
	var out []string
	for _, line := range clip(ui.Wrap(text, w), most, w) {
		out = append(out, st.Render(line))
	}
	return out
}

// crumbs names the row by where it hangs: "Belonging / nobody at the door".
func (d Diagram) crumbs(r row) string {
	switch {
	case r.ref.List == bonesList:
		return r.text
	case r.cause == nil:
		return "no cause yet / " + r.text
	case r.why > 0:
		return r.cause.Text + " / " + r.text
	case r.bone < len(d.Bones):
		return d.Bones[r.bone].Name + " / " + r.text
	}
	return "no bone yet / " + r.text
}

// facts says what is marked on the cause in hand, in words.
func facts(r row) string {
	if r.cause == nil {
		return ""
	}
	var parts []string
	if r.cause.Root {
		parts = append(parts, "★ root cause")
	}
	if r.cause.Votes > 0 {
		parts = append(parts, cycle.HowMany(r.cause.Votes, "vote"))
	}
	n := len(r.cause.Whys)
	if r.why > 0 {
		n = r.why
	}
	if n > 0 {
		parts = append(parts, fmt.Sprintf("why? %d of %d", n, max(fiveWhys, len(r.cause.Whys))))
	}
	return strings.Join(parts, " · ")
}
