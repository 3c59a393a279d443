package guide

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const textWidth = 88

// View draws the question in hand, or what comes after the last.
func (g *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	f := ui.Frame{Title: "Your first plan, step by step", Keys: g.Keys()}
	tw := min(bw, textWidth)
	if g.form == nil {
		f.Status = "done"
		f.Body, f.Next = g.end(tw), g.s.Cycle().Next(g.env.Today()).Text
		return f.View(g.env, w, h)
	}
	f.Status = fmt.Sprintf("question %d of %d", g.at+1, len(g.stops))
	f.Body = g.question(tw, bh)
	f.Next = "answer in your own words; it may stay empty for now."
	if g.manyLines() && !g.nothingTyped() {
		f.Next = "press tab when done; enter begins a new line."
	}
	return f.View(g.env, w, h)
}

func (g *Screen) question(w, h int) []string {
	t, st := g.env.Theme, g.stops[g.at]
	lines := []string{ui.Ends(t.Dim.Render(st.step.Label), g.bar(), w)}
	if text, ok := g.before(st); ok {
		lines = append(lines, ui.ShortenStyled(ui.Styled(t.Dim, text, w), w, max(1, h/8))...)
	}
	lines = append(lines, "")
	lines = append(lines, ui.Styled(t.Strong, st.field.Prompt, w)...)
	if text := g.hint(st); text != "" {
		lines = append(lines, ui.Styled(t.Dim, text, w)...)
	}
	lines = append(lines, "")
	return append(lines, g.form.Body(w, max(1, h-len(lines)))...)
}

// bar shows how far it is: one dot a question, filled where there is an answer.
func (g *Screen) bar() string {
	t := g.env.Theme
	var b strings.Builder
	for i, st := range g.stops {
		dot := "○"
		if st.answered(g.s.Cycle()) {
			dot = "●"
		}
		if i == g.at {
			b.WriteString(t.Accent.Render(dot))
		} else {
			b.WriteString(t.Dim.Render(dot))
		}
	}
	return b.String()
}

// before is the earlier answer that the question builds on.
func (g *Screen) before(st *stop) (string, bool) {
	if st.shows == nil || !st.shows.answered(g.s.Cycle()) {
		return "", false
	}
	if st.step.Key == "problem" {
		return g.s.Cycle().Problem(), true
	}
	label, text := st.shows.field.Label, cycle.Clean(g.s.Cycle().At(st.shows.path), false)
	if st.shows.step.Key == "problem" { // one field of it is no sentence
		label, text = st.shows.step.Label, g.s.Cycle().Problem()
	}
	return label + " “" + text + "”", true
}

// hint says what the cycle knows about the answer: where it ends and how many
// weeks it has.
func (g *Screen) hint(st *stop) string {
	c := g.s.Cycle()
	end := c.Facts().End()
	switch {
	case st.field.Kind == cycle.Date && !end.IsZero():
		return "The last week of this cycle ends on " + end.Words(g.env.Today()) + "."
	case st.field.Kind == cycle.Weeks:
		return fmt.Sprintf("The cycle has %s: type all, or some of them like 1-3, 5.", plural(c.WeeksPlanned(), "week"))
	}
	return ""
}

func (g *Screen) end(w int) []string {
	t := g.env.Theme
	text := "That was the last question: your first plan is written."
	if n := Left(g.s.Cycle()); n > 0 {
		text = fmt.Sprintf("That was the last question. %s left open; come back to them with g, or fill them in any step.", plural(n, "question")+isAre(n))
	}
	lines := append([]string{g.bar(), ""}, ui.Styled(t.Strong, text, w)...)
	lines = append(lines, "")
	return append(lines, ui.Styled(t.Text, "All of it stands in the organizer, step by step, where everything can be changed and the rest of the cycle is waiting.", w)...)
}

func isAre(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}
