package week

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the week: the list, and below it all of the line in hand.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	var body []string
	if s.day.IsZero() {
		body = []string{s.env.Theme.Dim.Render("Looking through your cycles …")}
	} else if len(s.lines) == 0 {
		body = ui.Styled(s.env.Theme.Dim, s.empty(), min(bw, 72))
	} else {
		body = s.list(bw, bh)
	}
	return ui.Frame{Title: s.title(), Status: s.status(), Body: body, Next: s.hint(), Keys: s.Keys()}.View(s.env, w, h)
}

// title names the week: "This week · Nov 16-22".
func (s *Screen) title() string {
	day, today := s.shownDay(), s.env.Today()
	name := "Week"
	switch monday(day).Sub(monday(today)) / 7 {
	case 0:
		name = "This week"
	case 1:
		name = "Next week"
	case -1:
		name = "Last week"
	}
	return name + " · " + span(day, today)
}

func (s *Screen) shownDay() cycle.Day {
	if s.day.IsZero() {
		return s.want
	}
	return s.day
}

func (s *Screen) span() string { return "the week of " + span(s.shownDay(), s.env.Today()) }

// span gives the days from Monday to Sunday: "Nov 16-22", "Nov 30-Dec 6".
func span(day, today cycle.Day) string {
	from := monday(day)
	to := from.AddDays(6)
	end := to.Time().Format("2")
	if to.Month != from.Month {
		end = to.Time().Format("Jan 2")
	}
	if to.Year != today.Year {
		end += to.Time().Format(", 2006")
	}
	return from.Time().Format("Jan 2") + "-" + end
}

func (s *Screen) status() string {
	docs := map[string]bool{}
	toDo, behind := 0, 0
	for _, e := range s.entries {
		docs[e.doc] = true
		switch e.state {
		case open:
			toDo++
		case late:
			behind++
		}
	}
	if len(docs) == 0 {
		return ""
	}
	parts := []string{cycle.HowMany(len(docs), "cycle"), fmt.Sprintf("%d to do", toDo)}
	if behind > 0 {
		parts = append(parts, fmt.Sprintf("%d late", behind))
	}
	return strings.Join(parts, " · ")
}

func (s *Screen) empty() string {
	if s.err != nil {
		return s.err.Error()
	}
	if monday(s.day) == monday(s.env.Today()) {
		return "Nothing is planned for this week. Open a cycle and give its weekly plan an action, a name and a week: then it stands here, for all of you to see."
	}
	return "Nothing is planned for this week. ← and → turn to other weeks."
}

// detailRows is what stands below the list about the line in hand.
const detailRows = 3

func (s *Screen) list(w, h int) []string {
	details := s.details(w)
	if h < 12 {
		details = nil
	}
	rows := h
	if len(details) > 0 {
		rows = h - detailRows - 1
	}
	first := ui.First(len(s.lines), s.at, rows)
	out := make([]string, 0, h)
	for i := first; i < len(s.lines) && len(out) < rows; i++ {
		out = append(out, s.line(i, w))
	}
	if len(details) > 0 {
		out = append(ui.Fit(out, w, rows), "")
	}
	return append(out, details...)
}

func (s *Screen) line(i, w int) string {
	t, p := s.env.Theme, s.lines[i]
	if p.section < 0 {
		return ""
	}
	sec := &s.sections[p.section]
	if p.entry < 0 {
		head := t.Strong.Render(ui.Cut(sec.heading, w))
		if sec.aside != "" {
			head += "  " + t.Dim.Render(sec.aside)
		}
		return head
	}
	return s.entryLine(&sec.entries[p.entry], i == s.at, w)
}

// entryLine draws what is to be done, how it stands, and in wide windows where
// or by whom.
func (s *Screen) entryLine(e *entry, inHand bool, w int) string {
	t := s.env.Theme
	pointer, style := "  ", t.Text
	if inHand {
		pointer, style = t.Accent.Render("▸")+" ", t.Picked
	}
	sign := t.Dim.Render("·")
	switch e.state {
	case late:
		sign = t.Warn.Render("!")
	case done:
		sign = t.Good.Render("✓")
	case missed:
		sign = t.Dim.Render("✗")
	}
	const whenW = 20
	whereW := 0
	if w >= 90 {
		whereW = min(40, w/3)
	}
	whatW := w - 4 - 2 - whenW
	if whereW > 0 {
		whatW -= whereW + 2
	}
	whatW = max(1, whatW)
	when := t.Dim
	if e.state == late {
		when = t.Warn
	}
	line := pointer + sign + " " + style.Render(ui.Pad(s.what(e), whatW)) + "  " + when.Render(ui.Pad(s.when(e), whenW))
	if whereW > 0 {
		line += "  " + t.Dim.Render(ui.Cut(s.where(e), whereW))
	}
	return line
}

func (s *Screen) what(e *entry) string {
	what := e.what
	if what == "" {
		what = "(not named yet)"
	}
	switch {
	case e.kind == aPromise:
		return "Promised: " + what
	case e.kind == aCheckpoint:
		return "Check point: " + what
	case e.kind == aNumber && s.cycles:
		return "Write down: " + what
	}
	return what
}

// when says how the line stands.
func (s *Screen) when(e *entry) string {
	today := s.env.Today()
	if e.kind == aCheckpoint || e.kind == aPromise {
		day := e.day.Words(today)
		if ui.Width(day) > len("Mon, Jan 12") {
			day = e.day.Time().Format("Jan 2, 2006")
		}
		if e.state == late {
			return "was due " + day
		}
		return "on " + day
	}
	if e.kind == aNumber {
		return fmt.Sprintf("for week %d", e.week)
	}
	switch e.state {
	case late:
		if monday(s.day) != monday(today) {
			return "not marked"
		}
		return fmt.Sprintf("week %d, not marked", e.week)
	case done:
		return "done"
	case missed:
		return "missed"
	}
	if monday(today).Before(monday(s.day)) {
		return "planned"
	}
	return "to do"
}

// where is what the heading does not say: the cycle, or the people.
func (s *Screen) where(e *entry) string {
	if s.cycles {
		return strings.Join(e.who, ", ")
	}
	return titleOr(e.title)
}

// details draws all of the line in hand: what is cut in the list stands here.
func (s *Screen) details(w int) []string {
	e := s.entry()
	if e == nil {
		return nil
	}
	t := s.env.Theme
	facts := []string{titleOr(e.title)}
	if e.week > 0 {
		facts = append(facts, fmt.Sprintf("week %d of %d", e.week, e.weeks))
	}
	if len(e.who) > 0 {
		facts = append(facts, strings.Join(e.who, ", "))
	}
	what := s.what(e)
	if e.note != "" {
		what += " — " + e.note
	}
	lines := ui.Styled(t.Text, what, min(w, 100))
	if len(lines) > detailRows-1 {
		lines = lines[:detailRows-1]
		lines[len(lines)-1] = ui.Cut(lines[len(lines)-1]+" …", w)
	}
	return append(lines, t.Dim.Render(ui.Cut(strings.Join(facts, " · "), w)))
}

// hint says what enter is good for on the line in hand.
func (s *Screen) hint() string {
	e := s.entry()
	if e == nil {
		return "press esc to go back to your cycles."
	}
	switch {
	case e.kind == aNumber:
		return fmt.Sprintf("write down the number for week %d: press enter.", e.week)
	case e.kind == aCheckpoint:
		return "look at it together, then mark it done: press enter."
	case e.kind == aPromise:
		return "ask how far it is: press enter to see who promised it."
	case e.state == late:
		return fmt.Sprintf("did it happen in week %d? Press enter to mark it done or missed.", e.week)
	case e.state == open:
		return "press enter to open the weekly plan and mark it."
	}
	return "press enter to open the weekly plan."
}

// text is the list as plain text, as it goes into an email.
func (s *Screen) text() string {
	var b strings.Builder
	b.WriteString(strings.Replace(s.title(), " · ", ", ", 1) + "\n")
	for _, sec := range s.sections {
		b.WriteString("\n" + sec.heading + "\n")
		for i := range sec.entries {
			e := &sec.entries[i]
			fmt.Fprintf(&b, "- %s (%s", s.what(e), s.when(e))
			if where := s.where(e); where != "" {
				b.WriteString("; " + where)
			}
			b.WriteString(")\n")
		}
	}
	return b.String()
}
