package review

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/review"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var headings = map[part]string{
	questions: "Questions to talk about",
	empty:     "Still empty",
	strengths: "Strong",
	progress:  "Progress, a suggestion",
}

// View draws the list; the entry in hand shows its reason.
func (s *Screen) View(w, h int) string {
	s.read()
	bw, bh := ui.BodySize(w, h)
	body, at := s.lines(min(bw, 100))
	return ui.Frame{
		Title: "Review", Status: s.status(), Body: ui.Window(body, at, bh), Next: s.hint(), Keys: s.Keys(),
	}.View(s.env, w, h)
}

func (s *Screen) status() string {
	var parts []string
	if n := len(s.rev.Questions); n > 0 {
		parts = append(parts, cycle.HowMany(n, "question"))
	}
	if n := len(s.rev.Strengths); n > 0 {
		parts = append(parts, fmt.Sprintf("%d strong", n))
	}
	return strings.Join(append(parts, ui.Cut(cycle.Clean(s.s.Cycle().Values["title"], false), 36)), " · ")
}

// lines draws all entries; at is the line to keep in sight.
func (s *Screen) lines(w int) (lines []string, at int) {
	t := s.env.Theme
	if len(s.rev.Questions)+len(s.rev.Empty) == 0 {
		lines = append(ui.Styled(t.Text, "No questions: everything that can be filled by now is filled, and reads well.", w), "")
	}
	var last entry
	for i, e := range s.entries {
		if i == 0 || e.part != last.part {
			if i > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, t.Strong.Render(headings[e.part]))
		}
		if e.part != empty && e.part != progress && (e.part != last.part || e.step != last.step || i == 0) {
			lines = append(lines, "  "+t.Dim.Render(cycle.StepLabel(e.step)))
		}
		if i == s.at {
			at = len(lines)
		}
		lines = append(lines, s.entryLines(e, i == s.at, w)...)
		last = e
	}
	return lines, at
}

func (s *Screen) entryLines(e entry, inHand bool, w int) []string {
	t := s.env.Theme
	pointer, style := "    ", t.Text
	if inHand {
		pointer, style = "  "+t.Accent.Render("▸")+" ", t.Strong
	}
	var out []string
	for i, line := range ui.Wrap(cycle.Clean(e.text, false), w-4) {
		if i > 0 {
			pointer = "    "
		}
		out = append(out, pointer+style.Render(line))
	}
	if !inHand {
		return out
	}
	why := e.why
	if e.part == progress {
		why = strings.Join(s.rev.Progress.Evidence, " ")
		if set := s.s.Cycle().Values["progress"]; set != "" {
			why += " Your team says: " + review.ProgressLabel(set) + "."
		}
	}
	if why == "" {
		return out
	}
	for _, line := range ui.Wrap(cycle.Clean(why, false), w-6) {
		out = append(out, "      "+t.Dim.Render(line))
	}
	return out
}

func (s *Screen) hint() string {
	switch e := s.entry(); {
	case len(s.entries) == 0:
		return "press esc to go back."
	case e.part == progress && s.settable():
		return "press s if your team sees it like this, enter to choose another."
	case e.part == strengths:
		return "tell the team. These are worth keeping in the next cycle."
	case e.part == empty:
		return "press enter to fill it, or leave it: nothing is blocked."
	default:
		return "talk about it. Press enter to go there, or leave it as it is."
	}
}
