package history

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the list, or the entry in hand in full.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	var body []string
	switch {
	case !s.ready:
		body = []string{s.env.Theme.Dim.Render("Reading …")}
	case len(s.shown) == 0:
		body = ui.Styled(s.env.Theme.Dim, s.empty(), min(bw, 72))
	case s.full:
		body = s.fullLines(bw, bh)
	default:
		body = s.list(bw, bh)
	}
	return ui.Frame{Title: s.title(), Status: s.status(), Body: body, Next: s.hint(bw), Keys: s.Keys()}.View(s.env, w, h)
}

func (s *Screen) title() string {
	if s.key != "" {
		return "History · " + s.keyWords()
	}
	return "History"
}

// keyWords names what the history is narrowed to.
func (s *Screen) keyWords() string {
	for i := range cycle.Steps {
		if cycle.Steps[i].Key == s.key {
			return cycle.Steps[i].Label
		}
	}
	if l, ok := cycle.ListByKey(s.key); ok {
		return l.Label
	}
	if p, err := cycle.ParsePath(s.key); err == nil {
		return cycle.Clean(s.s.Cycle().Words(p), false)
	}
	return cycle.Clean(s.key, false)
}

func (s *Screen) status() string {
	if s.full {
		return fmt.Sprintf("%d of %d", s.at+1, len(s.shown))
	}
	if s.filter != "" {
		return fmt.Sprintf("%d of %d", len(s.shown), len(s.entries))
	}
	return cycle.Clean(s.s.Cycle().Values["title"], false)
}

func (s *Screen) empty() string {
	switch {
	case s.err != nil:
		return s.err.Error()
	case s.filter != "":
		return "Nothing that was written has these words. Press esc to see all."
	}
	return "Nothing was written here yet. As soon as somebody writes something, it stands here with the day and the name, and stays."
}

func (s *Screen) list(w, h int) []string {
	line := 0
	for i, l := range s.lines {
		if l == s.at {
			line = i
			break
		}
	}
	first := ui.First(len(s.lines), line, h)
	out := make([]string, 0, h)
	for i := first; i < len(s.lines) && len(out) < h; i++ {
		switch n := s.lines[i]; {
		case n == air:
			out = append(out, "")
		case n < 0:
			out = append(out, s.dayLine(&s.entries[s.shown[heading(n)]]))
		default:
			out = append(out, s.entryLine(&s.entries[s.shown[n]], n == s.at, w))
		}
	}
	return out
}

func (s *Screen) dayLine(e *entry) string {
	t, today := s.env.Theme, s.env.Today()
	return t.Strong.Render(e.day.Words(today)) + "  " + t.Dim.Render(e.day.Relative(today))
}

// entryLine draws time, who, where and what, each in its column.
func (s *Screen) entryLine(e *entry, inHand bool, w int) string {
	t := s.env.Theme
	pointer, style := "  ", t.Text
	if inHand {
		pointer, style = t.Accent.Render("▸")+" ", t.Picked
	}
	const timeW = 8
	whoW := min(18, w/6)
	whatW := min(48, (w-2-timeW-whoW-3)/2)
	textW := w - 2 - timeW - 1 - whoW - 1 - whatW - 2
	return pointer + t.Dim.Render(ui.PadLeft(e.at.Format("3:04 pm"), timeW)) + " " + t.Dim.Render(ui.Pad(e.who, whoW)) + " " +
		style.Render(ui.Pad(e.place(whatW), whatW)) + "  " + t.Text.Render(ui.Cut(s.short(e), textW))
}

// place names where it was written in w columns. Where that is too long the name
// of the step or list goes first, and a long name of an item gives way before the
// field does.
func (e *entry) place(w int) string {
	if ui.Width(e.what) <= w {
		return e.what
	}
	_, what, named := strings.Cut(e.what, ": ")
	if !named {
		what = e.what
	}
	i := strings.LastIndex(what, ", ")
	if e.Path.List == "" || e.Path.Field == "" || i < 0 || ui.Width(what) <= w {
		return what
	}
	field := what[i:]
	return ui.Cut(what[:i], max(w/4, w-ui.Width(field))) + field
}

// short says what was done in one line.
func (s *Screen) short(e *entry) string {
	switch {
	case e.Do == change.DoAdd:
		return "added"
	case e.Do == change.DoDel:
		return "taken out"
	case e.text == "" && isYesNo(e.Path):
		return "no longer"
	case e.text == "":
		return "emptied"
	}
	return strings.Join(strings.Fields(e.text), " ")
}

// isYesNo reports whether the empty value at the path means no.
func isYesNo(p cycle.Path) bool {
	f, ok := p.Row()
	return ok && (f.Kind == cycle.YesNo || f.Kind == cycle.Weeks)
}

// fullLines draws the entry in hand with all that was written and what stood
// there before.
func (s *Screen) fullLines(w, h int) []string {
	t, e := s.env.Theme, s.entry()
	today := s.env.Today()
	tw := min(w-2, 92)
	lines := append(ui.Styled(t.Strong, e.what, w),
		t.Dim.Render(ui.Cut(fmt.Sprintf("%s, %s at %s", e.who, e.day.Words(today), e.at.Format("3:04 pm")), w)))
	if e.Undoes != "" {
		lines = append(lines, t.Dim.Render("by taking an earlier change back"))
	}
	part := func(head, text string) {
		lines = append(lines, "", t.Accent.Render(head))
		for _, l := range ui.Styled(t.Text, text, tw) {
			lines = append(lines, "  "+l)
		}
	}
	switch {
	case e.Do != change.DoSet:
		part("What was done", s.short(e))
	case e.text == "":
		part("Written then", "(nothing: it was emptied)")
	default:
		part("Written then", e.text)
	}
	before := s.beforeWords(e)
	for _, b := range before {
		part("Before that", b)
	}
	if e.Do == change.DoSet {
		if now := s.now(e.Path); now == e.Value {
			lines = append(lines, "", t.Dim.Render("It stands like this now."))
		} else {
			words := ui.ValueWords(s.s.Cycle(), e.Path, now, today)
			if words == "" {
				words = "(nothing)"
			}
			part("Now", words)
		}
	}
	return s.scroll.Window(lines, h)
}

func (s *Screen) hint(w int) string {
	switch {
	case s.finding:
		return "find " + form.OneLine(&s.area, min(60, w-len("Next: find ")))
	case s.entry() == nil:
		return "press esc to go back."
	case s.full:
		if _, ok := s.back(s.entry()); ok {
			return "press r to write it back, esc for the list. Nothing is lost."
		}
		return "press esc for the list."
	}
	return "press enter to see all that was written and what stood there before."
}
