package library

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// schools draws the list for people who read the cycles of several schools: each
// school's name above its cycles. Only the window around the cycle in hand is drawn.
func (s *Screen) schools(w, h int) []string {
	// A cycle takes at most two lines, its school's name and its own: h of them on
	// either side are enough.
	first, last := max(0, s.at-h), min(len(s.shown), s.at+h+1)
	var lines []string
	at := 0
	for i := first; i < last; i++ {
		r := &s.rows[s.shown[i]]
		if i == 0 || schoolOf(r) != schoolOf(&s.rows[s.shown[i-1]]) {
			lines = append(lines, s.env.Theme.Dim.Render(ui.Cut(schoolOf(r), w)))
		}
		if i == s.at {
			at = len(lines)
		}
		lines = append(lines, s.rowLine(r, i == s.at, w))
	}
	return ui.Window(lines, at, h)
}

func schoolOf(r *line) string {
	if school := strings.TrimSpace(cycle.Clean(r.School, false)); school != "" {
		return school
	}
	return "(no school named)"
}
