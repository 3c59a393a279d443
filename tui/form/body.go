package form

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Body draws the form and, under it, the help of the row in hand into at most h
// lines of w columns. The row in hand is always to be seen; in a low window help
// gives way to it.
func (f *Form) Body(w, h int) []string {
	lines, at := f.Lines(w)
	var help []string
	if f.Active() {
		help = f.HelpLines(w)
	}
	if room := h - 1 - min(len(lines), h*2/3); len(help) > room {
		help = help[:max(0, room)]
	}
	if len(help) > 0 {
		h -= len(help) + 1
	}
	lines = append([]string{}, ui.Window(lines, f.InSight(at, h), h)...)
	if len(help) == 0 {
		return lines
	}
	return append(append(lines, ""), help...)
}

// InSight is the line that ui.Window has to keep in sight in h lines or more, the
// row in hand beginning at the line start: its first, with its label; a long
// text is scrolled only as far as the cursor in it asks for.
func (f *Form) InSight(start, h int) int {
	return max(start, start+f.CaretLine()-(h-h/3-1))
}

// Also says that somebody else wrote another value in the same place.
func Also(env *ui.Env, c change.Conflict) string {
	if len(c.Versions) < 2 {
		return ""
	}
	o := c.Versions[1]
	return "⇄ also written by " + cycle.Clean(nameOr(o.Author), false) + ", " + cycle.DayOf(o.At.Time()).Words(env.Today())
}

// Complain says at the foot why something typed could not be kept, and what to do.
func (f *Form) Complain(todo string) tea.Cmd {
	for _, r := range f.rows {
		if w, bad := f.wrong[r.Path]; bad {
			return ui.Send(ui.Notice{Text: w.why + ". " + todo, Bad: true, Of: r.Path})
		}
	}
	return nil
}

// Refusal says why something typed in the form could not be kept; it is empty
// when all could. The form holds on to what was typed.
func (f *Form) Refusal() string {
	for _, r := range f.rows {
		if w, bad := f.wrong[r.Path]; bad {
			return w.why
		}
	}
	return ""
}
