package act

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the pane.
func (p *Pane) View(w, h int) string {
	lines := ui.Heading(p.env.Theme, p.step.Label, ui.Lead(p.step.Help), w, h)
	body, at := p.body(w)
	room := h - len(lines)
	var help []string
	if p.place == inWhy {
		help = ui.Indent(p.why.HelpWithin(w-2, ui.FootRoom(len(body), room)), 2)
	}
	lines = append(lines, ui.Above(body, at, help, room)...)
	return ui.Block(lines, w, h)
}

// body draws the choices, the reason and the next cycle; at is the line to keep
// in sight.
func (p *Pane) body(w int) (lines []string, at int) {
	open := p.at
	if p.place != inChoices {
		open = p.chosen()
	}
	for i, o := range options() {
		if i == p.at && p.place == inChoices {
			at = len(lines)
		}
		lines = append(lines, p.choice(i, o, i == open, w)...)
	}
	lines = append(lines, "")
	if p.place == inWhy {
		_, row := p.why.Lines(w)
		at = len(lines) + row + p.why.CaretLine()
	}
	lines = append(lines, p.reason(w)...)
	lines = append(lines, "")
	if p.place == inNext {
		at = len(lines)
	}
	return append(lines, p.nextLines(w)...), at
}

const labelWidth = 9

// choice draws one of the four; the open one with all that it means.
func (p *Pane) choice(i int, o cycle.Option, open bool, w int) []string {
	t := p.env.Theme
	here := p.place == inChoices && i == p.at
	pointer, name := "  ", t.Text
	if here {
		pointer, name = t.Accent.Render("▸")+" ", t.Strong
	}
	sign := t.Faint.Render("○")
	if o.Key == p.decision() {
		sign, name = t.Accent.Render("●"), t.Accent
	}
	means, _, _ := strings.Cut(o.Help, ":")
	means = strings.TrimSuffix(means, ".") + "."
	indent := 4 + labelWidth
	head := pointer + sign + " " + ui.Pad(name.Render(o.Label), labelWidth)
	said := ui.Styled(t.Text, means, w-indent)
	if !open {
		said = ui.Styled(t.Dim, means, w-indent)
	}
	lines := append([]string{head + said[0]}, ui.Indent(said[1:], indent)...)
	if both, ok := p.s.ConflictAt(cycle.Path{Field: decisionKey}); ok && o.Key == p.decision() {
		lines = append(lines, strings.Repeat(" ", indent)+t.Warn.Render(ui.Cut(form.Also(p.env, both), w-indent)))
	}
	if !open {
		return lines
	}
	d := cycle.Decision(o.Key)
	keeps, empty := carried(d)
	for _, part := range [][2]string{{"When", when[d]}, {"Keeps", sentence(keeps)}, {"Starts empty", sentence(empty)}} {
		lines = append(lines, labelled(t, part[0]+":", part[1], w, indent)...)
	}
	return append(lines, "")
}

// labelled draws "Keeps: Team, Problem." with the label quiet and the lines
// after the first under the text.
func labelled(t *ui.Theme, label, text string, w, indent int) []string {
	out := ui.Wrap(label+" "+text, w-indent)
	for n, line := range out {
		if rest, ok := strings.CutPrefix(line, label); n == 0 && ok {
			out[n] = t.Dim.Render(label) + t.Text.Render(rest)
		} else {
			out[n] = t.Text.Render(line)
		}
	}
	return ui.Indent(out, indent)
}

// reason draws the why with, where it is empty, an invitation.
func (p *Pane) reason(w int) []string {
	lines, _ := p.why.Lines(w)
	if p.place == inWhy || p.s.Cycle().Values["act.why"] != "" {
		return lines
	}
	row := p.why.Row()
	invite := row.Field.Prompt
	if p.decision() == "" {
		invite = "What in your numbers speaks for one of them?"
	}
	label := ui.Pad("  "+p.env.Theme.Dim.Render(row.Field.Label), whyWidth)
	said := ui.Styled(p.env.Theme.Dim, invite, w-whyWidth)
	return append([]string{label + said[0]}, ui.Indent(said[1:], whyWidth)...)
}

// nextLines draws the last step: opening the cycle that follows.
func (p *Pane) nextLines(w int) []string {
	t := p.env.Theme
	pointer, style := "→ ", t.Text
	if p.place == inNext {
		pointer, style = t.Accent.Render("▸")+" ", t.Accent
	}
	if p.next.doc != "" {
		title := cycle.Clean(p.next.title, false)
		if title == "" {
			title = "(no title yet)"
		}
		lines := ui.Styled(style, "The next cycle is “"+title+"”. Press o to open it.", w-2)
		return append([]string{pointer + lines[0]}, ui.Indent(lines[1:], 2)...)
	}
	if p.chosen() < 0 {
		return []string{pointer + t.Faint.Render(ui.Cut("Open the next cycle, once you have chosen", w-2))}
	}
	lines := []string{pointer + style.Render("Open the next cycle")}
	note := "It begins with what " + options()[p.chosen()].Label + " keeps. This cycle stays as it is."
	if p.s.Cycle().Values["act.why"] == "" {
		note = "You can write the reason later, but today you still know it."
	}
	return append(lines, ui.Indent(ui.Styled(t.Dim, note, w-2), 2)...)
}
