package diary

import (
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/plangrid"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the pane.
func (p *Pane) View(w, h int) string {
	t := p.env.Theme
	e := p.inHand()
	step, _ := cycle.StepOf(list)
	all := p.entries()
	lines := []string{t.Strong.Render(step.Label), ""}
	if h < 14 {
		lines = lines[:1]
	}
	room := h - len(lines)

	width := weeksWidth(w)
	var weeks []string
	for i, e := range all {
		weeks = append(weeks, p.weekLine(e, i == p.at, width))
	}
	const gap = 2
	weeks = ui.Window(weeks, p.at, room)
	return ui.Block(append(lines, ui.Beside(weeks, p.page(e, w-width-gap, room), width, gap, room)...), w, h)
}

func weeksWidth(w int) int {
	switch {
	case w < 50:
		return 10
	case w < 70:
		return 14
	default:
		return 22
	}
}

// weekLine is one week at the left: a sign when something is written, the week,
// "now" for the running one, and its first day where there is room.
func (p *Pane) weekLine(e entry, inHand bool, w int) string {
	t := p.env.Theme
	point, st := "  ", t.Text
	if inHand {
		point, st = t.Dim.Render("▸")+" ", t.Strong
		if p.focused && p.text == nil {
			point, st = t.Accent.Render("▸")+" ", t.Accent
		}
	}
	sign := t.Faint.Render("·")
	if e.text != "" {
		sign = t.Good.Render("✓")
	}
	name := "Week " + strconv.Itoa(e.week)
	if e.week == 0 {
		name = "no week"
	}
	if w <= 10 {
		name = strings.TrimPrefix(name, "Week ")
	}
	if e.week != 0 && e.week == p.running() {
		name += " now"
	}
	line := point + sign + " " + st.Render(name)
	if from := p.s.Cycle().WeekStart(e.week); w >= 20 && !from.IsZero() && e.week > 0 {
		return ui.Ends(line, t.Faint.Render(from.Time().Format("Jan 2")), w)
	}
	return ui.Pad(line, w)
}

// page is the right side: what the plan held for the week, what is written, and
// while it is written what to write about.
func (p *Pane) page(e entry, w, h int) []string {
	t := p.env.Theme
	lines := p.reminder(e, w, max(1, h/3))
	if h >= 10 {
		lines = append(lines, "")
	}
	help := p.help(e, w)
	most := h - len(lines) - 3
	if p.text != nil {
		most = h / 3
	}
	help = ui.Shorten(help, w, most)
	for i, line := range help {
		help[i] = t.Dim.Render(line)
	}
	room := max(1, h-len(lines)-len(help)-1)
	switch {
	case p.text != nil:
		lines = append(lines, p.text.Lines(w, room)...)
	case e.text != "":
		text := ui.Wrap(e.text, w)
		if len(text) > room {
			text = append(text[:max(0, room-1)], "… press enter to read on")
		}
		for _, line := range text {
			lines = append(lines, t.Text.Render(line))
		}
	default:
		lines = append(lines, ui.Styled(t.Text, "Nothing written yet. Press enter.", w)...)
	}
	if c, ok := p.conflict(); ok {
		lines = append(lines, t.Warn.Render(ui.Cut(form.Also(p.env, c), w)))
	}
	if len(help) > 0 {
		lines = append(append(lines, ""), help...)
	}
	return lines
}

// reminder says what the plan held for the week, in at most h lines.
func (p *Pane) reminder(e entry, w, h int) []string {
	t := p.env.Theme
	if e.week == 0 {
		return []string{t.Strong.Render("An entry without a week")}
	}
	words := plangrid.WeekWords(p.s.Cycle(), e.week, p.running())
	lines := ui.Styled(t.Strong, words[0], w)
	if len(words) == 1 {
		return lines
	}
	plan := ui.Shorten(ui.Wrap(strings.Join(words[1:], " "), w), w, h-len(lines))
	for _, line := range plan {
		lines = append(lines, t.Dim.Render(line))
	}
	return lines
}

// help asks the question of the diary and gives an example.
func (p *Pane) help(e entry, w int) []string {
	if e.text != "" && p.text == nil {
		return nil
	}
	l, _ := cycle.ListByKey(list)
	f, _ := l.Field("text")
	return append(ui.Wrap(f.Prompt, w), ui.Wrap("For example: “"+f.Strong+"”", w)...)
}
