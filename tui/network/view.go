package network

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const (
	schoolWidth = 24
	phaseWidth  = 6
	trendWidth  = 12
	withSchool  = 72 // columns from which the school stands in the row
	withTrend   = 104
	withPreview = 14 // rows from which the cycle in hand is shown below
)

// parts are where words can be looked for, in the order of the key.
var parts = []remote.Part{remote.Anywhere, remote.InProblem, remote.InDrivers, remote.InMeasures}

// inPart says where words are.
var inPart = map[remote.Part]string{
	remote.InProblem: " in the problem", remote.InDrivers: " in a driver", remote.InMeasures: " in a measure",
}

// View draws the list, and below it the cycle in hand.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	preview := s.preview(bw)
	if bh < withPreview {
		preview = nil
	}
	rows := bh - len(preview)
	body := ui.Fit(s.list(bw, rows), bw, rows)
	body = append(body, preview...)
	return ui.Frame{Title: "What other schools share", Status: s.status(), Body: body, Next: s.hint(bw), Keys: s.Keys()}.View(s.env, w, h)
}

func (s *Screen) status() string {
	var parts []string
	if s.read && s.err == nil {
		parts = append(parts, found(len(s.rows), s.shown))
	}
	if s.env.Synced != nil {
		if words := s.env.Synced(); words != "" {
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, " · ")
}

func found(n int, by query) string {
	word := "cycles"
	if n == 1 {
		word = "cycle"
	}
	if by.words != "" {
		word += " found" + inPart[by.in]
	}
	return fmt.Sprintf("%d %s", n, word)
}

func (s *Screen) list(w, h int) []string {
	t := s.env.Theme
	if len(s.rows) == 0 {
		return ui.Styled(t.Dim, s.empty(), min(w, 72))
	}
	var lines []string
	for i := ui.First(len(s.rows), s.at, h); i < len(s.rows) && len(lines) < h; i++ {
		lines = append(lines, s.rowLine(s.rows[i], i == s.at, w))
	}
	return lines
}

func (s *Screen) empty() string {
	switch {
	case s.err != nil:
		return "The cycles of other schools cannot be shown: " + s.err.Error()
	case !s.read:
		return "Looking …"
	case s.env.Dashboard == "":
		return "Here stand the cycles that other schools share, once this laptop has joined your district's dashboard. Press esc, then s."
	case s.shown.words != "" && s.shown.in != remote.Anywhere:
		return "No shared cycle has these words" + inPart[s.shown.in] + ". Press tab to look elsewhere, esc to see them all."
	case s.shown.words != "":
		return "No shared cycle has these words. Press esc to see them all."
	}
	return "No other school shares a cycle yet. What they share comes with the next sync, and can then be read without a network."
}

// rowLine draws one cycle: title, school, phase, and its trend where there is room.
func (s *Screen) rowLine(r remote.Shared, inHand bool, w int) string {
	t := s.env.Theme
	pointer, title := "  ", t.Text
	if inHand {
		pointer, title = t.Accent.Render("▸")+" ", t.Picked
	}
	titleW := w - 2 - 1 - phaseWidth
	if w >= withSchool {
		titleW -= schoolWidth + 2
	}
	if w >= withTrend {
		titleW -= trendWidth + 2
	}
	out := pointer + title.Render(ui.Pad(titleOf(r), titleW)) + " "
	if w >= withSchool {
		out += t.Dim.Render(ui.Pad(schoolOf(r), schoolWidth)) + "  "
	}
	out += t.Strong.Render(ui.Pad(r.Facts.Phase(s.env.Today()).Word(), phaseWidth))
	if w >= withTrend {
		out += "  " + t.Accent.Render(ui.Spark(r.Trend, trendWidth))
	}
	return out
}

func titleOf(r remote.Shared) string {
	if title := cycle.Clean(r.Title, false); title != "" {
		return title
	}
	return "(no title yet)"
}

func schoolOf(r remote.Shared) string {
	if school := cycle.Clean(r.School, false); school != "" {
		return school
	}
	return "another school"
}

// preview draws the cycle in hand in a few lines.
func (s *Screen) preview(w int) []string {
	r := s.row()
	if r.ID == "" {
		return nil
	}
	t := s.env.Theme
	const label = 10
	lines := []string{"", t.Strong.Render(ui.Cut(titleOf(r), w))}
	add := func(name, text string, most int) {
		if text == "" {
			return
		}
		for i, part := range ui.Shorten(ui.Wrap(cycle.Clean(text, false), min(w-label, 90)), min(w-label, 90), most) {
			if i > 0 {
				name = ""
			}
			lines = append(lines, t.Dim.Render(ui.Pad(name, label))+t.Text.Render(part))
		}
	}
	add("School", schoolOf(r), 1)
	add("Problem", r.Problem, 2)
	add("Goal", r.Goal, 1)
	add("Measure", r.Measure, 1)
	return lines
}

func (s *Screen) hint(w int) string {
	if s.finding {
		const next = 6
		question := "words" + inPart[s.by.in] + ": "
		if s.by.in == remote.Anywhere {
			question = "words anywhere in the cycle: "
		}
		return question + form.OneLine(&s.area, min(40, w-next-ui.Width(question)))
	}
	if len(s.rows) == 0 {
		return "press esc to go back."
	}
	return "press enter to read it; there u makes it a start of your own."
}
