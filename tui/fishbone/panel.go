package fishbone

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// panel is what stands under the fishbone: the item in hand, or what is being
// typed or moved, and help: a line or two, and more lines where there is room.
func (p *Pane) panel(d Diagram, rows []row, w, h, more int) []string {
	if !p.Focused {
		return nil
	}
	var lines []string
	switch {
	case p.walk != "":
		lines = p.walkPanel(w, h)
	case p.Text != nil:
		lines = p.textPanel(d, rows, w, h, more)
	case p.Moving != treepane.Ref{}:
		lines = p.movePanel(d, rows, w)
	case len(rows) > 0:
		lines = p.statusPanel(d, rows[p.hand(rows)], w, h, more)
	}
	if h >= 14 && len(lines) > 0 {
		lines = append([]string{""}, lines...)
	}
	// The fishbone stays to be seen, however low the window is.
	if most := max(1, h*2/3); len(lines) > most {
		lines = lines[:most]
	}
	return lines
}

func (p *Pane) statusPanel(d Diagram, r row, w, h, more int) []string {
	t := p.env.Theme
	f := facts(r)
	text := clip(ui.Wrap(d.crumbs(r), w-2), 2, w-2)
	if last := len(text) - 1; f != "" && ui.Width(text[last])+3+ui.Width(f) <= w-2 {
		text[last] += "   " + t.Dim.Render(f)
		f = ""
	}
	lines := []string{t.Accent.Render("▸ ") + text[0]}
	for _, line := range text[1:] {
		lines = append(lines, "  "+line)
	}
	if f != "" {
		lines = append(lines, "  "+t.Dim.Render(f))
	}
	if c, ok := p.Conflict(r.ref); ok {
		lines = append(lines, "  "+t.Warn.Render(ui.Cut(form.Also(p.env, c)+". Press enter to settle it.", w-2)))
	}
	for _, line := range clipStyled(t.Dim, help(r), w-2, helpRows(w, h)+more) {
		lines = append(lines, "  "+line)
	}
	return lines
}

func helpRows(w, h int) int {
	switch {
	case h < 14, h < 24 && w < 80:
		return 1
	default:
		return 2
	}
}

// help is the table's word on what to do with the item in hand.
func help(r row) string {
	switch {
	case r.ref.List == bonesList:
		l, _ := cycle.ListByKey(causesList)
		return l.Prompt + " " + l.Help
	case r.cause != nil && len(r.cause.Whys) > 0:
		l, _ := cycle.ListByKey(causesList)
		f, _ := l.Field("root")
		return f.Help
	case r.cause == nil:
		return "Its cause is gone. Move it to another with m, or remove it with x."
	default:
		l, _ := cycle.ListByKey(whysList)
		return l.Prompt + " " + l.Help
	}
}

func (p *Pane) textPanel(d Diagram, rows []row, w, h, more int) []string {
	t := p.env.Theme
	f := p.Text.Field()
	title := f.Label
	if p.Text.Path().List == causesList {
		title = "Cause on no bone yet"
		if hand := p.hand(rows); len(rows) > 0 && rows[hand].bone < len(d.Bones) {
			title = "Cause on " + d.Bones[rows[hand].bone].Name
		}
	}
	width := min(w-2, 90)
	lines := []string{t.Accent.Render(ui.Cut("▸ "+title, w))}
	for _, line := range p.Text.Lines(width, max(1, h/4)) {
		lines = append(lines, "  "+line)
	}
	rowsOfHelp := helpRows(w, h) + more
	for _, line := range clipStyled(t.Dim, f.Prompt+" "+f.Help, width, rowsOfHelp) {
		lines = append(lines, "  "+line)
	}
	if f.Strong != "" && h >= 19 {
		for _, line := range clipStyled(t.Dim, "Such as: “"+f.Strong+"”", width, 1) {
			lines = append(lines, "  "+line)
		}
	}
	return lines
}

// walkPanel asks why once more and shows what has been answered so far.
func (p *Pane) walkPanel(w, h int) []string {
	t := p.env.Theme
	cause, answers := p.chain()
	width := min(w-2, 90)
	lines := []string{t.Accent.Render(ui.Cut(fmt.Sprintf("▸ Ask why: %d of %d", len(answers)+1, max(fiveWhys, len(answers)+1)), w))}
	about := cause
	if len(answers) > 0 {
		about = answers[len(answers)-1]
	}
	// In a low window only the question stays.
	if h >= 16 && len(answers) > 0 {
		lines = append(lines, clipStyled(t.Text, "  "+cause, w, 1)...)
		for i, a := range answers[:len(answers)-1] {
			lines = append(lines, clipStyled(t.Dim, strings.Repeat("  ", i+1)+"└ "+a, w, 1)...)
		}
	}
	for _, line := range clipStyled(t.Strong, "Why is that so? “"+about+"”", width, 2) {
		lines = append(lines, "  "+line)
	}
	for _, line := range p.Text.Lines(width, max(1, h/4)) {
		lines = append(lines, "  "+line)
	}
	return append(lines, "  "+t.Dim.Render(ui.Cut("An empty answer ends the asking.", w-2)))
}

func (p *Pane) movePanel(d Diagram, rows []row, w int) []string {
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
	where := "Which bone does it hang on?"
	if p.Moving.List == whysList {
		where = "Which cause is it about?"
	}
	lines := clipStyled(t.Accent, "▸ Move “"+what+"”", w, 1)
	return append(lines, clipStyled(t.Text, "  "+where+" "+to, w, 1)...)
}
