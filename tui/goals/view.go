package goals

import (
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// The points stand beside each other from a width on, with columns between.
const (
	besideFrom = 70
	between    = 3
)

// View draws the pane.
func (p *Pane) View(w, h int) string {
	what := ui.Lead(p.step.Help)
	what += ui.Lead(p.step.Help[len(what):])
	lines := ui.Heading(p.env.Theme, p.step.Label, what, w, h)
	lines[0] = ui.Ends(lines[0], p.env.Theme.Dim.Render(p.here(w)), w)
	body, at := p.points(w)
	body = append(append(body, ""), p.distance(w)...)
	checks, checkAt := p.checkLines(w)
	if p.place == inChecks {
		at = len(body) + checkAt
	}
	body = append(body, checks...)
	room := h - len(lines)
	lines = append(lines, ui.Above(body, at, p.help(w, ui.FootRoom(len(body), room)), room)...)
	return ui.Block(lines, w, h)
}

// here names the point in hand where the points stand below each other: its own
// heading may have been scrolled away, and both have the same labels.
func (p *Pane) here(w int) string {
	switch {
	case w < besideFrom && p.place == inA:
		return "Point A"
	case w < besideFrom && p.place == inB:
		return "Point B"
	}
	return ""
}

// points draws A and B; at is the line to keep in sight.
func (p *Pane) points(w int) (lines []string, at int) {
	weeks := p.s.Cycle().WeeksPlanned()
	headA, headB := "Point A, now", "Point B, in "+inWords(weeks)+" weeks"
	if weeks == 1 {
		headB = "Point B, in one week"
	}
	if w < besideFrom {
		a, atA := p.column(p.a, headA, p.place == inA, w)
		b, atB := p.column(p.b, headB, p.place == inB, w)
		if p.place == inB {
			atA = len(a) + 1 + atB
		}
		return append(append(a, ""), b...), atA
	}
	cw := (w - between) / 2
	a, atA := p.column(p.a, headA, p.place == inA, cw)
	b, atB := p.column(p.b, headB, p.place == inB, cw)
	if p.place == inB {
		atA = atB
	}
	return ui.Beside(a, b, cw, between, max(len(a), len(b))), atA
}

func (p *Pane) column(f *form.Form, head string, here bool, w int) (lines []string, at int) {
	t := p.env.Theme
	style := t.Strong
	if here {
		style = t.Accent
	}
	body, at := f.Lines(w)
	return append([]string{"  " + style.Render(head)}, body...), 1 + at + f.CaretLine()
}

// distance says how far it is from A to B, and whether B lies in the cycle.
func (p *Pane) distance(w int) []string {
	t, c := p.env.Theme, p.s.Cycle()
	var lines []string
	if g := gap(c.Values["point_a.how_much"], c.Values["point_b.how_much"]); g != "" {
		lines = append(lines, ui.Indent(ui.Styled(t.Strong, "A → B  "+g, w-2), 2)...)
	}
	if note := beyond(c, p.env.Today()); note != "" {
		lines = append(lines, ui.Indent(ui.Styled(t.Dim, note, w-2), 2)...)
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	return lines
}

// beyond is a quiet word when Point B lies after the last week of the cycle.
func beyond(c *cycle.Cycle, today cycle.Day) string {
	end := c.Facts().End()
	when, ok := cycle.ParseDay(c.Values["point_b.by_when"])
	if !ok || end.IsZero() || !end.Before(when) {
		return ""
	}
	return "Point B lies after the last week of this cycle, which ends " + end.Words(today) + "."
}

// checkLines draws the questions with their answers.
func (p *Pane) checkLines(w int) (lines []string, at int) {
	t := p.env.Theme
	list, _ := cycle.ListByKey(checksKey)
	style := t.Strong
	if p.place == inChecks {
		style = t.Accent
	}
	lines = []string{"  " + style.Render(ui.Cut(list.Prompt, w-2))}
	field, _ := list.Field("check")
	const answerWidth = 11
	for i, c := range checks() {
		here := p.place == inChecks && i == p.check
		pointer := "  "
		text := t.Text
		if here {
			at, pointer, text = len(lines), t.Accent.Render("▸")+" ", t.Strong
		}
		o, _ := field.Option(c.ID)
		for n, line := range ui.Styled(text, o.Help, w-2-answerWidth) {
			if n > 0 {
				lines = append(lines, strings.Repeat(" ", 2+answerWidth)+line)
				continue
			}
			lines = append(lines, pointer+ui.Pad(p.said(i), answerWidth)+line)
		}
		if both, ok := p.s.ConflictAt(answerPath(i)); ok {
			lines = append(lines, strings.Repeat(" ", 2+answerWidth)+t.Warn.Render(ui.Cut(form.Also(p.env, both), w-2-answerWidth)))
		}
	}
	return lines, at
}

// said is the answer of a check, as a sign and a word.
func (p *Pane) said(i int) string {
	t := p.env.Theme
	switch p.answerOf(i) {
	case "yes":
		return t.Good.Render("✓ yes")
	case "not_yet":
		return t.Warn.Render("○ not yet")
	}
	return t.Faint.Render("· ask")
}

// help is the help of the place in hand.
func (p *Pane) help(w, h int) []string {
	var lines []string
	switch p.place {
	case inA:
		lines = p.a.HelpWithin(w-2, h)
	case inB:
		lines = p.b.HelpWithin(w-2, h)
	case inChecks:
		list, _ := cycle.ListByKey(checksKey)
		lines = ui.Styled(p.env.Theme.Dim, list.Help, w-2)
	}
	return ui.Indent(lines, 2)
}

func inWords(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}
