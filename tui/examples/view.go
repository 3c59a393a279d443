package examples

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const textWidth = 96

// View draws the part of the page that is scrolled to.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	body := s.scroll.Window(s.lines(min(bw, textWidth)), bh)
	status := ""
	if len(s.questions) > 0 {
		status = s.questions[s.at].field.Label
	}
	return ui.Frame{
		Title: "What would a good one look like?", Status: status,
		Body: body, Next: s.hint(), Keys: s.Keys(),
	}.View(s.env, w, h)
}

func (s *Screen) hint() string {
	if s.scroll.Below() > 0 {
		return "read on with ↓, then go back and write yours in your own words."
	}
	return "go back with esc and write yours in your own words."
}

func (s *Screen) lines(w int) []string {
	t := s.env.Theme
	if len(s.questions) == 0 {
		return ui.Styled(t.Text, "There are no examples for this step: its questions ask for numbers, dates and choices.", w)
	}
	q := s.questions[s.at]
	lines := ui.Styled(t.Strong, q.field.Prompt, w)
	lines = append(lines, ui.Styled(t.Dim, q.field.Help, w)...)
	lines = append(lines, "")
	lines = append(lines, form.Examples(t, q.field.Strong, q.field.Weak, q.field.Why, w)...)
	if more := cycle.ExamplesOf(q.key); len(more) > 0 {
		lines = append(lines, "", t.Strong.Render("Ten more, each from another subject"))
		for _, e := range more {
			lines = append(lines, s.example(e, w)...)
		}
	}
	return lines
}

// sideBySide is the width from which the subject stands beside its text.
const sideBySide, subjectWidth = 76, 25

func (s *Screen) example(e cycle.Example, w int) []string {
	t := s.env.Theme
	if w < sideBySide {
		lines := []string{"", t.Dim.Render(ui.Cut(e.Subject, w))}
		for _, line := range ui.Styled(t.Text, e.Text, w-2) {
			lines = append(lines, "  "+line)
		}
		return lines
	}
	subject := ui.Styled(t.Dim, e.Subject, subjectWidth-2)
	text := ui.Styled(t.Text, e.Text, w-subjectWidth)
	return append([]string{""}, ui.Beside(subject, text, subjectWidth-2, 2, max(len(subject), len(text)))...)
}
