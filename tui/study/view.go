package study

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const besideFrom = 98

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
		seen := p.seen(w, p.chartRows(room), max(1, room/8), room >= 26)
		if len(seen) > 0 {
			seen = append(seen, "")
		}
		lines = append(lines, seen...)
		return ui.Block(append(lines, p.form.Body(w, max(1, h-len(lines)))...), w, h)
	}
	const gap = 3
	lw := (w - gap) * 11 / 20
	seen := p.seen(lw, min(18, room*3/5), max(1, room/3), true)
	p.form.LabelWidth = 21 // the longest label
	return ui.Block(append(lines, ui.Beside(seen, p.form.Body(w-lw-gap, room), lw, gap, room)...), w, h)
}

// chartRows is how much of the height the chart gets above the questions.
func (p *Pane) chartRows(room int) int {
	switch {
	case room < 13:
		return 0
	case room < 20:
		return 9
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
		said = name(m) + ": " + said
	} else if words <= 2 && len(reading) > 1 {
		said = strings.Join(reading[1:], " ") // the chart shows the rest
	}
	for _, line := range ui.Shorten(ui.Wrap(said, w), w, words) {
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

func name(m cycle.Measure) string {
	if s := strings.TrimSpace(cycle.Clean(m.Name, false)); s != "" {
		return s
	}
	return "(no name yet)"
}
