package problem

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// What a whole sentence should be, with one that is and one that is not.
const (
	rule   = "Something a visitor could see or hear, done by people you can work with."
	strong = "Teachers ask questions that need one word to answer."
	weak   = "We lack an engagement program."
	why    = "a missing solution, not a problem"
)

// View draws the pane.
func (p *Pane) View(w, h int) string {
	lines := ui.Heading(p.env.Theme, p.step.Label, ui.Lead(p.step.Help), w, h)
	room := h - len(lines)
	body, at := p.form.Lines(w)
	body = append(append(body, ""), p.sentenceLines(w)...)
	// The foot leaves the body two thirds of the room.
	at = p.form.InSight(at, room*2/3)
	lines = append(lines, ui.Above(body, at, p.help(w, ui.FootRoom(len(body), room)), room)...)
	return ui.Block(lines, w, h)
}

// sentenceLines draws the sentence under the fields it is made of.
func (p *Pane) sentenceLines(w int) []string {
	t := p.env.Theme
	const indent = "  "
	lines := []string{indent + t.Dim.Render("In one sentence")}
	text, some := p.sentence()
	if !some {
		for _, line := range ui.Styled(t.Faint, "Fill in who, does and what: the sentence builds itself here.", w-len(indent)) {
			lines = append(lines, indent+line)
		}
		return lines
	}
	for _, line := range ui.Wrap("“"+text+"”", w-len(indent)) {
		lines = append(lines, indent+t.Strong.Render(strings.ReplaceAll(line, blank, t.Faint.Render(blank))))
	}
	return lines
}

// help is what stands at the foot: the rule for the sentence with examples of
// whole sentences or, while a field is in hand, the help of that field.
func (p *Pane) help(w, h int) []string {
	t := p.env.Theme
	if p.form.Active() {
		return ui.Indent(p.form.HelpWithin(w-2, h), 2)
	}
	return ui.Indent(ui.Blocks(h,
		ui.Styled(t.Dim, rule, w-2),
		form.Examples(t, strong, "", "", w-2),
		form.Examples(t, "", weak, why, w-2),
	), 2)
}
