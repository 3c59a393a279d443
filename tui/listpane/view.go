package listpane

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Lines draws the rows w columns wide; at is the line on which the item in hand
// begins. In an empty list stands the table's invitation.
func (l *List) Lines(w int) (lines []string, at int) {
	l.follow()
	t := l.env.Theme
	ids := l.ids()
	if len(ids) == 0 {
		lines = ui.Indent(ui.Styled(t.Dim, l.list.Empty, w-2), 2)
		lines[0] = l.pointer(l.focused) + strings.TrimPrefix(lines[0], "  ")
		return lines, 0
	}
	for i, id := range ids {
		if i > 0 && l.cfg.Gap {
			lines = append(lines, "")
		}
		here := id == l.at()
		if here {
			at = len(lines)
		}
		// The form says what stands in two versions, and from whom.
		_, apart := l.s.ConflictIn(l.cfg.List, id)
		it := l.asTyped(id)
		for n, line := range l.cfg.Draw(it, w-2, here && l.focused) {
			lead := l.pointer(here && l.focused && n == 0)
			if n == 0 && lead == "  " && apart {
				lead = t.Warn.Render("⇄") + " "
			}
			lines = append(lines, lead+ui.Cut(line, w-2))
		}
	}
	return lines, at
}

// asTyped is an item with what is under the cursor, saved or not.
func (l *List) asTyped(id string) cycle.Item {
	it, _ := l.item(id)
	at, text, ok := l.form.Draft()
	if !ok || at.Item != id {
		return it
	}
	values := map[string]string{at.Field: text}
	for k, v := range it.Values {
		if k != at.Field {
			values[k] = v
		}
	}
	return cycle.Item{ID: id, Values: values}
}

// pointer stands before the item in hand. While its form has the keyboard, so does
// the form's row in hand; the item is marked as a step is that is worked on.
func (l *List) pointer(here bool) string {
	switch {
	case !here:
		return "  "
	case l.form.Active():
		return l.env.Theme.Dim.Render("│") + " "
	}
	return l.env.Theme.Accent.Render("▸") + " "
}

// Open draws the form of the item in hand w columns wide and, while it has the
// keyboard, the help of the field in hand in what is left of h lines. at is the
// line to keep in sight. There are no lines in an empty list.
func (l *List) Open(w, h int) (lines []string, at int) {
	l.follow()
	lines, at = l.form.Lines(w)
	at += l.form.CaretLine()
	if !l.Editing() {
		return lines, at
	}
	if help := l.form.HelpWithin(w-2, h-1-len(lines)); len(help) > 0 {
		lines = append(append(lines, ""), ui.Indent(help, 2)...)
	}
	return lines, at
}

// The columns of a list beside its form, and from which width on.
const (
	besideFrom = 90
	besideGap  = 3
)

// Split says how wide the list and the open item are in a pane of w columns, and
// whether they stand beside each other.
func Split(w int) (list, open int, beside bool) {
	if w < besideFrom {
		return w, w, false
	}
	list = min(64, w*9/20)
	return list, w - list - besideGap, true
}

// OpenRoom is how many lines the open item may have in a pane of h lines whose
// list has n.
func OpenRoom(n, h int, beside bool) int {
	if beside {
		return h
	}
	return max(0, h-1-min(n, 3))
}

// Join puts the list and the open item together in at most h lines of w columns:
// beside each other, or the open item below a thin line. While the open item is
// edited it has all the room it needs and the list keeps three lines; else the
// list comes first, and the open item is left out where too little of it would
// be seen.
func (l *List) Join(list []string, at int, open []string, openAt, w, h int) []string {
	lw, _, beside := Split(w)
	if beside {
		rows := min(h, max(len(list), len(open)))
		return ui.Beside(ui.Window(list, at, rows), ui.Window(open, openAt, rows), lw, besideGap, rows)
	}
	room := h - 1 - len(list)
	if l.Editing() {
		room = max(room, min(len(open), OpenRoom(len(list), h, false)))
	}
	room = min(room, len(open))
	if room < 1 || !l.Editing() && room < min(len(open), 4) {
		return ui.Window(list, at, h)
	}
	shown := ui.Window(list, at, h-1-room)
	shown = append(shown[:len(shown):len(shown)], l.env.Theme.Faint.Render(strings.Repeat("─", w)))
	if !l.Editing() {
		return append(shown, ui.ShortenStyled(open, w, room)...)
	}
	return append(shown, ui.Window(open, openAt, room)...)
}
