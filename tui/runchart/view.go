package runchart

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// drawnOf is what a drawing depends on besides the chart.
type drawnOf struct {
	view               view
	from, cursor, zoom int
	w, h               int
	theme              *ui.Theme
}

// View draws the chart in hand, or several.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	var body []string
	if len(s.s.Cycle().Measures()) == 0 {
		body = ui.Styled(s.env.Theme.Text, "No measures yet. Choose what to count in the step Measures, then its chart stands here.", bw)
		return ui.Frame{Title: "Run chart", Status: s.status(), Body: body, Keys: s.Keys()}.View(s.env, w, h)
	}
	ask := s.askLines(bw)
	body = append(append(body, s.draw(bw, max(1, bh-len(ask)))...), ask...)
	return ui.Frame{Title: s.title(), Status: s.status(), Body: body, Next: s.hint(), Keys: s.Keys()}.View(s.env, w, h)
}

// draw gives the charts. They are drawn anew only when something has changed.
func (s *Screen) draw(w, h int) []string {
	c, p := s.chart(), s.read()
	of := drawnOf{s.view, s.from, s.cursor(), s.zoom, w, h, s.env.Theme}
	if s.kept.lines != nil && s.kept.drawn == of {
		return s.kept.lines
	}
	th := s.env.Theme
	switch s.view {
	case groupCharts:
		s.kept.lines = chart.DrawGroups(c, s.from, w, h, th)
	case beforeAfter:
		s.kept.lines = chart.DrawBeforeAfter(c, w, h, th)
	case allMeasures:
		var all []cycle.Chart
		for _, m := range s.s.Cycle().Measures() {
			all = append(all, cycle.RampChart(s.cycles(), m.ID, cycle.ChartOptions{}))
		}
		s.kept.lines = chart.DrawAll(all, s.from, w, h, th)
	default:
		spec := chart.Spec{Plot: p, Words: true, Cursor: of.cursor, Zoom: s.zoom}
		s.kept.lines = chart.Draw(spec, w, h, th)
		s.kept.each = chart.Columns(spec, w, h)
	}
	s.kept.drawn = of
	return s.kept.lines
}

func (s *Screen) title() string {
	_, at, of := s.inHand()
	title := "Run chart"
	if of > 1 && s.view == oneChart {
		title += fmt.Sprintf(" · measure %d of %d", at+1, of)
	}
	if s.inRamp && s.hasRamp() {
		title += " · all cycles of the ramp"
	}
	return title
}

func (s *Screen) status() string { return cycle.Clean(s.s.Cycle().Values["title"], false) }

// hint says what to do next with the chart.
func (s *Screen) hint() string {
	switch {
	case s.asking != askNothing:
		return ""
	case s.view != oneChart:
		return "compare, then press esc for one chart."
	case s.read().Present() < 2:
		return "write down the numbers in the step Run charts."
	case s.setting("change") == "":
		return "walk to where the change began and press c; f ends the baseline."
	case s.setting("freeze") == "":
		return "walk to the last point before the change and press f: the line stays at what was usual."
	default:
		return "write what the chart shows in the step What we learn."
	}
}

// askLines is the line of text with what it asks for.
func (s *Screen) askLines(w int) []string {
	if s.asking == askNothing {
		return nil
	}
	question := map[ask]string{
		askNote:   "What happened at the point of " + s.when + "? Three or four words fit on the chart.",
		askReason: "Why is the point of " + s.when + " left out? It stays on the chart, with your reason.",
		askFile:   "Save the chart as an image in your own folder, under this name:",
	}[s.asking]
	s.area.SetWidth(max(4, w-2))
	lines := append([]string{""}, ui.Styled(s.env.Theme.Dim, question, w)...)
	for line := range strings.SplitSeq(s.area.View(), "\n") {
		lines = append(lines, ui.Cut("  "+line, w))
	}
	return lines
}

func plainText(lines []string) string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.TrimRight(ansi.Strip(line), " ")
	}
	return strings.Join(out, "\n") + "\n"
}
