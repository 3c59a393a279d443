package drivers

import (
	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// panel is what stands under the diagram: the reasons of the driver in hand, what
// is being typed or moved, and help, with more lines where there is room.
func (p *Pane) panel(d diagram, rows []row, w, h, more int) []string {
	if !p.Focused || len(rows) == 0 {
		return nil
	}
	width := min(w-2, 96)
	var lines []string
	switch {
	case p.Text != nil && p.Text.Multiline():
		lines = p.reasonPanel(width, h, more)
	case p.Text != nil:
		lines = p.helpLines(p.Text.Field(), width, h, more)
	case p.Moving != treepane.Ref{}:
		lines = p.movePanel(rows, width)
	default:
		lines = p.statusPanel(d, rows[p.hand(rows)], width, h, more)
	}
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	if h >= 14 {
		lines = append([]string{""}, lines...)
	}
	if most := max(1, h/2); len(lines) > most {
		lines = lines[:most]
	}
	return lines
}

func (p *Pane) reasonPanel(w, h, more int) []string {
	t := p.env.Theme
	it, _ := p.s.Cycle().Item(driversList, p.Text.Path().Item)
	lines := []string{t.Accent.Render(ui.Cut("▸ Why this? “"+treepane.Words(it.Get("text"))+"”", w))}
	lines = append(lines, p.Text.Lines(w, max(2, h/3))...)
	return append(lines, p.helpLines(p.Text.Field(), w, h, more)...)
}

// helpLines are the table's help on a field, as much as a window of h rows bears.
func (p *Pane) helpLines(f cycle.Field, w, h, more int) []string {
	t := p.env.Theme
	if h < 14 {
		return clipped(t.Dim, f.Prompt, w, 1)
	}
	lines := clipped(t.Dim, f.Prompt+" "+f.Help, w, helpRows(w, h)+1+more)
	if f.Strong != "" && h >= 19 {
		lines = append(lines, ui.Styled(t.Dim, "Such as: “"+f.Strong+"”", w)...)
	}
	return lines
}

func (p *Pane) statusPanel(d diagram, r row, w, h, more int) []string {
	t := p.env.Theme
	var lines []string
	if c, ok := p.Conflict(r.ref); ok {
		lines = append(lines, t.Warn.Render(ui.Cut(form.Also(p.env, c)+". Press enter to settle it.", w)))
	}
	if r.driver >= len(d.drivers) {
		return append(lines, t.Dim.Render(ui.Cut("It belongs to no driver. Move it to one with m.", w)))
	}
	dr := d.drivers[r.driver]
	most := helpRows(w, h)
	if dr.rationale != "" {
		lines = append(lines, clipped(t.Text, "Why this: "+dr.rationale, w, most+more-more/2)...)
		more /= 2
	} else {
		lines = append(lines, t.Dim.Render(ui.Cut("Why should this help? Press e to write it down.", w)))
	}
	return append(lines, clipped(t.Dim, help(dr, r), w, most+more)...)
}

// help is the table's word on the item in hand.
func help(dr driver, r row) string {
	if r.ref.List == activitiesList {
		l, _ := cycle.ListByKey(activitiesList)
		return l.Help
	}
	for _, o := range kinds() {
		if o.Label == dr.kind {
			return o.Label + ": " + o.Help
		}
	}
	return "What kind of driver is it? Press k to choose one."
}

func helpRows(w, h int) int {
	switch {
	case h < 14 || h < 24 && w < 72:
		return 1
	case h < 30:
		return 2
	default:
		return 4
	}
}

// clipped wraps a text into at most most lines, with an ellipsis where words are
// left out.
func clipped(st lipgloss.Style, text string, w, most int) []string {
	lines := ui.Shorten(ui.Wrap(text, w), w, most)
	for i, line := range lines {
		lines[i] = st.Render(line)
	}
	return lines
}

func (p *Pane) movePanel(rows []row, w int) []string {
	t := p.env.Theme
	what, to := "", ""
	for _, r := range rows {
		switch r.ref {
		case p.Moving:
			what = r.text
		case p.Target:
			to = r.text
		}
	}
	return []string{
		t.Accent.Render(ui.Cut("▸ Move “"+what+"”", w)),
		t.Text.Render(ui.Cut("Which driver does it move? "+to, w)),
	}
}
