package drivers

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// columnsFrom is the width from which the diagram has columns.
const columnsFrom = 80

// moreHelp is how many lines the help grows by where the diagram leaves room.
const moreHelp = 3

// View draws the diagram, in columns where there is room for them.
func (p *Pane) View(w, h int) string {
	d := p.diagram()
	rows := d.rows()
	p.columns = w >= columnsFrom
	lines := []string{p.heading(d, w)}
	if h >= 14 {
		lines = append(lines, "")
	}
	if p.columns && h >= 16 {
		lines = append(lines, p.header(w)...)
	}
	panel := p.panel(d, rows, w, h, 0)
	room := max(1, h-len(lines)-len(panel))
	var body []string
	var at int
	if p.columns {
		body, at = p.table(d, rows, w)
	} else {
		body, at = p.outline(d, rows, w, room)
	}
	if spare := room - len(body); spare > 0 {
		panel = p.panel(d, rows, w, h, min(spare, moreHelp))
		room = max(1, h-len(lines)-len(panel))
	}
	lines = append(lines, ui.Fit(ui.Window(body, at, room), w, room)...)
	return ui.Block(append(lines, panel...), w, h)
}

func (p *Pane) heading(d diagram, w int) string {
	n := 0
	for _, r := range d.rows() {
		if r.ref.List == activitiesList {
			n++
		}
	}
	facts := cycle.HowMany(len(d.drivers), "driver") + " · " + cycle.HowMany(n, "activity")
	if len(d.rows()) == 0 {
		facts = ""
	}
	return ui.Ends(p.env.Theme.Strong.Render("Drivers"), p.env.Theme.Dim.Render(facts), w)
}

// inHand reports whether the cursor is on the item: the driver to which an
// activity would move, or the item in hand.
func (p *Pane) inHand(rows []row, r treepane.Ref) bool {
	switch {
	case !p.Focused || len(rows) == 0:
		return false
	case p.Moving != treepane.Ref{}:
		return r == p.Target
	}
	return rows[p.hand(rows)].ref == r
}

// typed reports whether the text of the item is what has the keyboard.
func (p *Pane) typed(r treepane.Ref) bool {
	return p.Text != nil && p.Text.Path() == r.Path("text")
}

// item draws the text of an item w columns wide.
func (p *Pane) item(rows []row, r treepane.Ref, text string, style lipgloss.Style, w int) []string {
	if p.typed(r) {
		return p.Text.Lines(w, 8)
	}
	if p.inHand(rows, r) {
		style = p.env.Theme.Picked
	}
	if _, ok := p.Conflict(r); ok {
		text += " ⇄"
	}
	return ui.Styled(style, text, w)
}

// outline draws aim, drivers and activities one under the other.
func (p *Pane) outline(d diagram, rows []row, w, h int) (lines []string, at int) {
	t := p.env.Theme
	if len(d.aim) == 0 {
		lines = append(lines, p.noAim(w)...)
	} else {
		lines = append(lines, clipped(t.Dim, "Aim: "+strings.Join(d.aim, " · "), w, max(1, h/4))...)
	}
	if len(rows) == 0 {
		return append(append(lines, ""), p.invite(w)...), 0
	}
	put := func(r treepane.Ref, indent int, mark, text string, style lipgloss.Style) {
		pointer := strings.Repeat(" ", indent)
		if p.inHand(rows, r) {
			at = len(lines)
			pointer = strings.Repeat(" ", indent-2) + t.Accent.Render("▸") + " "
		}
		for i, line := range p.item(rows, r, text, style, w-indent-ui.Width(mark)) {
			if i > 0 {
				pointer, mark = strings.Repeat(" ", indent), strings.Repeat(" ", ui.Width(mark))
			}
			lines = append(lines, pointer+t.Faint.Render(mark)+line)
		}
	}
	for _, dr := range d.drivers {
		lines = append(lines, "")
		put(dr.ref(), 2, "", dr.text, t.Strong)
		if dr.kind != "" {
			lines = append(lines, "  "+t.Dim.Render(ui.Cut("("+dr.kind+")", w-2)))
		}
		for _, a := range dr.activities {
			put(a.ref(), 4, "└ ", a.text, t.Text)
		}
		if len(dr.activities) == 0 {
			lines = append(lines, "    "+t.Faint.Render("no activity yet"))
		}
	}
	if len(d.loose) > 0 {
		lines = append(lines, "", "  "+t.Dim.Render("Without a driver"))
		for _, a := range d.loose {
			put(a.ref(), 4, "└ ", a.text, t.Text)
		}
	}
	return lines, at
}

func (p *Pane) noAim(w int) []string {
	return ui.Styled(p.env.Theme.Warn, "No aim yet: set Point B first. Press g to go there.", w)
}

func (p *Pane) invite(w int) []string {
	t := p.env.Theme
	step, _ := cycle.StepOf(driversList)
	l, _ := cycle.ListByKey(driversList)
	lines := ui.Styled(t.Text, "No drivers yet. "+l.Prompt+" Press d.", w)
	lines = append(lines, "")
	return append(lines, ui.Styled(t.Dim, step.Help, w)...)
}
