package present

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/shareout"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// mostWide is the width of a slide's text: longer lines are hard to read aloud.
const mostWide = 72

// View draws the slide in hand in the middle of the window.
func (s *Screen) View(w, h int) string {
	s.read()
	slide := s.slides[s.at]
	rows := h - 2
	var body []string
	if slide.Measure != "" {
		body = s.chartLines(slide, w-4, rows-2)
	} else {
		body = s.textLines(slide, min(w-8, mostWide), true)
		if len(body) > rows {
			body = s.textLines(slide, w-4, false)
		}
	}
	body = s.middle(body, w, rows)
	lines := append(body, "", s.foot(w))
	return strings.Join(ui.Fit(lines, w, h), "\n")
}

// textLines draws a slide of words: the topic, the sentence, and a few lines. With
// air there is room between them; without, long lines are cut to two rows, so
// that the slide fits into a small window.
func (s *Screen) textLines(slide shareout.Slide, w int, air bool) []string {
	t := s.env.Theme
	lines := append(ui.Styled(t.Accent, strings.ToUpper(slide.Title), w), "")
	if air {
		lines = append(lines, "")
	}
	if slide.Say != "" {
		for _, line := range ui.Wrap(slide.Say, w) {
			lines = append(lines, t.Strong.Render(line))
			if air {
				lines = append(lines, "")
			}
		}
	}
	for _, l := range slide.Lines {
		if air || l.Label != "" {
			lines = append(lines, "")
		}
		if l.Label != "" {
			lines = append(lines, ui.Styled(t.Dim, l.Label, w)...)
		}
		text := ui.Styled(t.Text, l.Text, w)
		if !air && len(text) > 2 {
			text = append(text[:1], ui.Cut(text[1], w-2)+" …")
		}
		lines = append(lines, text...)
	}
	return lines
}

// chartLines draws the slide of a run chart with what it says.
func (s *Screen) chartLines(slide shareout.Slide, w, h int) []string {
	t := s.env.Theme
	lines := []string{t.Accent.Render(strings.ToUpper(slide.Title)), ""}
	c := s.s.Cycle().ChartOf(slide.Measure, cycle.ChartOptions{})
	return append(lines, chart.Draw(chart.Spec{Plot: plot.Of(c, 0), Words: true}, w, max(6, h-2), t)...)
}

// middle puts the lines into the middle of the window: a block with an even left
// edge reads more calmly than centered lines.
func (s *Screen) middle(lines []string, w, rows int) []string {
	wide := 0
	for _, line := range lines {
		wide = max(wide, ui.Width(line))
	}
	left := strings.Repeat(" ", max(1, (w-wide)/2))
	out := make([]string, 0, rows)
	for range max(0, (rows-len(lines))/2) {
		out = append(out, "")
	}
	for _, line := range lines {
		if len(out) < rows {
			out = append(out, left+line)
		}
	}
	for len(out) < rows {
		out = append(out, "")
	}
	return out
}

func (s *Screen) foot(w int) string {
	t := s.env.Theme
	right := fmt.Sprintf("%d of %d", s.at+1, len(s.slides))
	if c := s.clock(); c != "" {
		right = c + " · " + right
	}
	keys := ui.KeyLine(t, s.Keys(), max(10, w-ui.Width(right)-5))
	return " " + ui.Ends(keys, t.Dim.Render(right), w-2)
}
