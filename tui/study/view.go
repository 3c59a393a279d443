package study

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const (
	besideFrom = 98
	labelWidth = 21 // of the longest label
	low        = 24 // rows in which there is no room for chart and questions
)

// View draws the pane.
func (p *Pane) View(w, h int) string {
	t := p.env.Theme
	step, _ := cycle.StepOf("learn")
	_, at, of := p.inHand()
	right := ""
	if of > 1 {
		right = fmt.Sprintf("chart %d of %d", at+1, of)
	}
	lines := []string{ui.Ends(t.Strong.Render(step.Label), t.Dim.Render(right), w)}
	if h >= 22 {
		lines = append(lines, "")
	}
	room := h - len(lines)
	if w < besideFrom {
		p.form.LabelWidth = 0
		if w >= 2*labelWidth+6 {
			p.form.LabelWidth = labelWidth
		}
		rows, words := p.chartRows(room), max(1, room/8)
		if room < low {
			words = min(4, max(1, room/4))
		}
		seen := p.seen(w, rows, words, room >= 26)
		if len(seen) > 0 {
			seen = append(seen, "")
		}
		lines = append(lines, seen...)
		return ui.Block(append(lines, p.form.Body(w, max(1, h-len(lines)))...), w, h)
	}
	const gap = 3
	lw := (w - gap) * 11 / 20
	seen := p.seen(lw, min(18, room*3/5), max(1, room/3), true)
	p.form.LabelWidth = labelWidth
	return ui.Block(append(lines, ui.Beside(seen, p.form.Body(w-lw-gap, room), lw, gap, room)...), w, h)
}

// chartRows is how much of the height the chart gets above the questions. In a
// low window there is room for one of the two: the questions while they are
// answered, the chart before.
func (p *Pane) chartRows(room int) int {
	switch {
	case room < 13, room < low && p.focused:
		return 0
	case room < 20:
		return max(9, room*3/5)
	default:
		return min(15, room*2/5)
	}
}

// seen is what there is to be looked at: the chart in some rows, its reading in
// at most words lines, and, when quoted is set, the prediction.
func (p *Pane) seen(w, rows, words int, quoted bool) []string {
	t, c := p.env.Theme, p.s.Cycle()
	m, _, of := p.inHand()
	if of == 0 {
		return ui.Styled(t.Text, "No measures yet. Choose what to count in the step Measures, then the chart stands here.", w)
	}
	lines := append([]string{}, p.chart.Chart(p.env, p.s, m.ID, w, rows)...)
	if rows > 0 && words > 2 {
		lines = append(lines, "")
	}
	reading := p.reading.Reading(p.env, p.s, m.ID)
	said := strings.Join(reading, " ")
	if words > 3 {
		said = reading[0] + "\n" + strings.Join(reading[1:], " ")
	}
	if rows == 0 {
		lines = append(lines, p.glance(m, w))
	} else if words <= 2 && len(reading) > 1 {
		said = strings.Join(reading[1:], " ") // the chart shows the rest
	}
	for _, line := range ui.Shorten(chart.Wrap(said, w), w, words) {
		lines = append(lines, t.Text.Render(line))
	}
	prediction := strings.Join(strings.Fields(cycle.Clean(c.Values["prediction"], false)), " ")
	atPrediction := p.form.Row().Path.Field == "study.prediction" && p.form.Active()
	switch {
	case !quoted && !atPrediction:
	case prediction == "":
		lines = append(lines, t.Dim.Render(ui.Cut("No prediction was written.", w)))
	default:
		if quoted {
			lines = append(lines, "")
		}
		quote := ui.Shorten(ui.Wrap("We predicted: “"+prediction+"”", w), w, max(2, words))
		for _, line := range quote {
			lines = append(lines, t.Dim.Render(line))
		}
	}
	return lines
}

// glance is the chart in one line.
func (p *Pane) glance(m cycle.Measure, w int) string {
	const widest = 24
	t := p.env.Theme
	var values []float64
	for _, point := range p.s.Cycle().Series(m.ID) {
		values = append(values, point.Value)
	}
	spark := ui.Spark(values, min(widest, w/2))
	return t.Strong.Render(ui.Cut(name(m), max(1, w-ui.Width(spark)-2))) + "  " + t.Accent.Render(spark)
}

func name(m cycle.Measure) string {
	if s := strings.TrimSpace(cycle.Clean(m.Name, false)); s != "" {
		return s
	}
	return "(no name yet)"
}
