package conflicts

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const (
	listAtLeft = 110 // from this width of the window the places stand at the left
	sideBySide = 80  // from this one versions stand side by side
	listWidth  = 32
	gap        = 3
)

// goOn tells people that they need not choose.
const goOn = "You can go on without settling this. Nothing is lost."

// View draws the places and the versions of the one in hand.
func (s *Screen) View(w, h int) string {
	s.stay()
	bw, bh := ui.BodySize(w, h)
	places := s.places()
	var body []string
	switch {
	case len(places) == 0 && s.mode != writing:
		body = ui.Styled(s.env.Theme.Text, s.nothing(), min(bw, 72))
	case w >= listAtLeft && len(places) > 1:
		body = ui.Beside(s.placeLines(places, listWidth, bh), s.detail(bw-listWidth-gap, bh, true), listWidth, gap, bh)
	default:
		if len(places) > 1 {
			body = append(s.placeLines(places, bw, min(len(places), max(2, bh/5))), "")
		}
		body = append(body, s.detail(bw, bh-len(body), w >= sideBySide)...)
	}
	return ui.Frame{Title: "Two versions", Status: s.status(len(places)), Body: body, Next: s.hint(), Keys: s.Keys()}.View(s.env, w, h)
}

func (s *Screen) status(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 place"
	}
	return fmt.Sprintf("place %d of %d", s.index+1, n)
}

func (s *Screen) nothing() string {
	if s.any {
		return "All settled. Every place has one version again. What the others had written stays in the history."
	}
	return "There is nothing to settle: every place has one version. When two people write in the same place on two laptops, both versions are kept and stand here."
}

// placeLines draws the list of places.
func (s *Screen) placeLines(places []change.Conflict, w, h int) []string {
	t := s.env.Theme
	var lines []string
	first := ui.First(len(places), s.index, h)
	for i := first; i < len(places) && len(lines) < h; i++ {
		pointer, style := "  ", t.Text
		if i == s.index {
			pointer, style = t.Accent.Render("▸")+" ", t.Picked
		}
		lines = append(lines, pointer+style.Render(ui.Cut(s.words(places[i].Path), w-2)))
	}
	return lines
}

func (s *Screen) words(p cycle.Path) string { return cycle.Clean(s.s.Cycle().Words(p), false) }

// detail draws the place in hand: its versions, what they come to, or the
// editor.
func (s *Screen) detail(w, h int, beside bool) []string {
	t := s.env.Theme
	head := []string{t.Strong.Render(ui.Cut(s.words(s.here), w))}
	if f := s.field(); f.Prompt != "" {
		head = append(head, t.Dim.Render(ui.Cut(f.Prompt, w)))
	}
	head = append(head, "")
	var body, foot []string
	switch s.mode {
	case writing:
		return append(head, s.editor(w, h-len(head))...)
	case previewing:
		body = ui.Styled(t.Text, cycle.Clean(s.preview, true), min(w, 92))
		foot = []string{"", t.Dim.Render(ui.Cut("This is not kept yet. Enter keeps it.", w))}
	default:
		body = s.choices(w, beside)
		foot = append([]string{""}, ui.Styled(t.Dim, goOn, w)...)
	}
	room := max(1, h-len(head)-len(foot))
	if body = s.scroll.Window(body, room); s.scroll.Below() > 0 {
		body = body[:room]
		body[room-1] = t.Dim.Render("… pgdn shows more")
	}
	return append(append(head, body...), foot...)
}

func (s *Screen) choices(w int, beside bool) []string {
	c, ok := s.conflict()
	switch {
	case !ok:
		return nil
	case c.Deleted != nil:
		return s.itemLines(c, w)
	}
	n := len(c.Versions)
	if beside && (w-gap*(n-1))/n >= 22 {
		return s.columns(c, w)
	}
	var lines []string
	for i := range c.Versions {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, s.version(c, i, w)...)
	}
	return lines
}

// columns draws the versions side by side.
func (s *Screen) columns(c change.Conflict, w int) []string {
	n := len(c.Versions)
	cw := (w - gap*(n-1)) / n
	var out []string
	width := 0
	for i := range c.Versions {
		lines := s.version(c, i, min(cw, 60))
		if i == 0 {
			out, width = lines, min(cw, 60)
			continue
		}
		out = ui.Beside(out, lines, width, gap, max(len(out), len(lines)))
		width += gap + min(cw, 60)
	}
	return out
}

// version draws one version: its key, who and when, and all of its text.
func (s *Screen) version(c change.Conflict, i, w int) []string {
	t, v := s.env.Theme, c.Versions[i]
	aside := s.when(v)
	if i == 0 {
		aside += " · shown now"
	}
	lines := []string{t.Key.Render(fmt.Sprint(i+1)) + "  " + t.Strong.Render(ui.Cut(who(v), w-3)), "   " + t.Dim.Render(ui.Cut(aside, w-3))}
	text := ui.ValueWords(s.s.Cycle(), c.Path, v.Value, s.env.Today())
	if text == "" {
		return append(lines, "   "+t.Dim.Render("(emptied)"))
	}
	for _, l := range ui.Styled(t.Text, text, max(1, w-3)) {
		lines = append(lines, "   "+l)
	}
	return lines
}

func who(v change.Write) string {
	if name := strings.TrimSpace(cycle.Clean(v.Author, false)); name != "" {
		return name
	}
	return "someone"
}

func (s *Screen) when(v change.Write) string {
	at := v.At.Time().In(s.env.Now().Location())
	return cycle.DayOf(at).Words(s.env.Today()) + ", " + at.Format("3:04 pm")
}

// itemLines draws an item that one person took out while another wrote in it.
func (s *Screen) itemLines(c change.Conflict, w int) []string {
	t := s.env.Theme
	lines := []string{
		t.Strong.Render(who(*c.Deleted)) + t.Text.Render(" took this out") + t.Dim.Render("  "+s.when(*c.Deleted)),
		t.Strong.Render(who(c.Versions[0])) + t.Text.Render(" wrote in it meanwhile") + t.Dim.Render("  "+s.when(c.Versions[0])),
		"",
	}
	l, _ := cycle.ListByKey(c.Path.List)
	for _, f := range l.Fields {
		p := c.Path
		p.Field = f.Key
		v := s.s.Cycle().At(p)
		if v == "" || f.Internal {
			continue
		}
		if f.Kind != cycle.Weeks && f.Kind != cycle.ByWeek {
			v = ui.ValueWords(s.s.Cycle(), p, v, s.env.Today())
		}
		for i, line := range ui.Styled(t.Text, cycle.Clean(v, true), max(1, min(w-18, 80))) {
			label := ""
			if i == 0 {
				label = f.Label
			}
			lines = append(lines, t.Dim.Render(ui.Pad(label, 16))+"  "+line)
		}
	}
	return lines
}

// editor draws the field that is written anew, and under it the versions.
func (s *Screen) editor(w, h int) []string {
	t := s.env.Theme
	s.area.SetWidth(max(4, min(w, 92)))
	lines := strings.Split(strings.TrimRight(s.area.View(), "\n"), "\n")
	lines = ui.Window(lines, s.area.Line(), max(3, h-4))
	if s.wrong != "" {
		lines = append(lines, ui.Styled(t.Bad, "! "+s.wrong, w)...)
	}
	c, ok := s.conflict()
	if !ok || c.Deleted != nil {
		return lines
	}
	lines = append(lines, "")
	for i := range c.Versions {
		lines = append(lines, s.version(c, i, w)...)
	}
	return ui.Fit(lines, w, h)
}

func (s *Screen) hint() string {
	switch s.mode {
	case writing:
		if s.multiline() {
			return "write what you all agree on, then press ctrl+s. It replaces the versions; they stay in the history."
		}
		return "write what you all agree on, then press enter. It replaces the versions; they stay in the history."
	case previewing:
		return "press enter if this is right. Nothing is saved before that."
	}
	c, ok := s.conflict()
	switch {
	case !ok:
		return "press esc to go back."
	case c.Deleted != nil:
		return "should it stay? Press k to keep it or d to take it out."
	case s.isText():
		return "press the number of the version to keep, or b for both together."
	case s.isName():
		return "press the number of the version to keep, or b to keep both in the list."
	}
	return "press the number of the version to keep."
}
