package library

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the library: the list, and below it the cycle in hand.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	preview := s.preview(bw)
	listRows := bh - len(preview) - 1
	if bh < 16 || len(s.shown) == 0 {
		preview, listRows = nil, bh
	}
	var body []string
	if news := s.news(); news != "" {
		body = append(body, s.env.Theme.Dim.Render(news), "")
		listRows -= 2
	}
	body = append(body, ui.Fit(s.list(bw, listRows), bw, listRows)...)
	if len(preview) > 0 {
		body = append(append(body, ""), preview...)
	}
	return ui.Frame{Title: s.title(), Status: s.status(), Body: body, Next: s.hint(bw), Keys: s.Keys()}.View(s.env, w, h)
}

func (s *Screen) title() string {
	switch {
	case s.archived:
		return "Put away"
	case s.env.Demo:
		return "Example cycles"
	}
	return "My cycles"
}

func (s *Screen) status() string {
	var parts []string
	if s.filter != "" {
		parts = append(parts, fmt.Sprintf("%s of %s", cycle.Thousands(len(s.shown)), cycle.Thousands(len(s.rows))))
	}
	if s.env.School != "" {
		parts = append(parts, cycle.Clean(s.env.School, false))
	}
	if s.env.Who != "" {
		parts = append(parts, cycle.Clean(s.env.Who, false))
	}
	if s.env.Demo {
		parts = append(parts, s.env.Today().Words(s.env.Today()))
	}
	if s.st.ReadOnly() {
		parts = append(parts, "read only")
	}
	if s.env.Synced != nil {
		if words := s.env.Synced(); words != "" {
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, " · ")
}

// news is what the week asks for over all cycles, as it was worked out for a day.
type news struct {
	day  cycle.Day
	text string
}

// news says in one line what the week asks for over all cycles. It is worked out
// once a day and when new rows come.
func (s *Screen) news() string {
	if today := s.env.Today(); s.told.day != today {
		s.told = news{today, newsOf(s.rows, today)}
	}
	return s.told.text
}

func newsOf(rows []line, today cycle.Day) string {
	now, late, data := 0, 0, 0
	for i := range rows {
		n, l := rows[i].ToDo(today)
		now, late = now+n, late+l
		if rows[i].NeedsData(today) {
			data++
		}
	}
	var parts []string
	if now > 0 {
		parts = append(parts, fmt.Sprintf("%s to do", things(now)))
	}
	if late > 0 {
		parts = append(parts, fmt.Sprintf("%s from weeks before without a mark", things(late)))
	}
	if data > 0 {
		parts = append(parts, cycle.HowMany(data, "chart")+" waiting for last week's number")
	}
	if len(parts) == 0 {
		return ""
	}
	return "This week  " + strings.Join(parts, " · ")
}

func things(n int) string { return cycle.HowMany(n, "thing") }

func (s *Screen) list(w, h int) []string {
	if len(s.shown) == 0 {
		return ui.Styled(s.env.Theme.Dim, s.empty(), min(w, 72))
	}
	if s.bySchool {
		return s.schools(w, h)
	}
	// Only the rows in the window are drawn: the list may hold thousands.
	first := 0
	if len(s.shown) > h {
		first = min(max(0, s.at-h/2), len(s.shown)-h)
	}
	var out []string
	for i := first; i < len(s.shown) && len(out) < h; i++ {
		out = append(out, s.rowLine(&s.rows[s.shown[i]], i == s.at, w))
	}
	return out
}

func (s *Screen) empty() string {
	switch {
	case s.err != nil:
		return s.err.Error()
	case s.filter != "":
		return "No cycle has these words. Press esc to see them all."
	case s.archived:
		return "Nothing is put away. Press A to go back to your cycles."
	}
	return "No cycles yet. Press n to start one: pick a real problem of your school, and the program asks you the rest, one question at a time."
}

// rowLine draws one cycle: title, phase, time, how full, trend, what is due. In
// narrow windows the trend goes first, then how full it is, then the time.
func (s *Screen) rowLine(r *line, inHand bool, w int) string {
	t, today := s.env.Theme, s.env.Today()
	pointer, title := "  ", t.Text
	if inHand {
		pointer, title = t.Accent.Render("▸")+" ", t.Picked
	}
	const phaseW, whenW, dotsW, trendW = 6, 18, 10, 12
	dueW := min(30, max(20, w/4))
	titleW := w - 2 - 1 - phaseW - 1 - dueW
	withWhen, withDots, withTrend := w >= 70, w >= 86, w >= 104
	if withWhen {
		titleW -= whenW
	}
	if withDots {
		titleW -= dotsW + 2
	}
	if withTrend {
		titleW -= trendW + 2
	}
	phase := r.Phase(today)
	out := pointer + title.Render(ui.Pad(s.nameIn(r, titleW), titleW)) + " " + t.Strong.Render(ui.Pad(phase.Word(), phaseW))
	if withWhen {
		out += t.Dim.Render(ui.Pad(r.when(today, whenW), whenW))
	}
	out += " "
	if withDots {
		out += t.Good.Render(strings.Repeat("●", r.dots())) + t.Faint.Render(strings.Repeat("○", dotsW-r.dots())) + "  "
	}
	if withTrend {
		out += t.Accent.Render(ui.Pad(ui.Spark(r.Trend, trendW), trendW)) + "  "
	}
	return out + t.Dim.Render(ui.Cut(s.due(r), dueW))
}

// when says in w columns where the cycle is in time: the day of the week gives way.
func (r *line) when(today cycle.Day, w int) string {
	when := r.Facts.When(today)
	if ui.Width(when) > w && r.Facts.Week(today) == 0 {
		return "starts " + r.Facts.Start.Short(today)
	}
	return when
}

func (s *Screen) name(r *line) string {
	title, nth := s.titleOf(r)
	return title + nth
}

// nameIn is the name in w columns: the title gives way, not the number, which
// alone tells the cycles of a ramp apart.
func (s *Screen) nameIn(r *line, w int) string {
	title, nth := s.titleOf(r)
	if room := w - ui.Width(nth); room > 0 {
		return ui.Cut(title, room) + nth
	}
	return title
}

// titleOf is the title and, from the second cycle of a ramp on, its number.
func (s *Screen) titleOf(r *line) (title, nth string) {
	title = cycle.Clean(r.Title, false)
	if title == "" {
		title = "(no title yet)"
	}
	if n := s.place(r); n > 1 {
		nth = fmt.Sprintf("  (cycle %d)", n)
	}
	return title, nth
}

// place is where in its ramp a cycle stands: 1 for the first. It looks back a
// few cycles only.
func (s *Screen) place(r *line) int {
	n := 1
	for prev := r.Previous; prev != "" && n < 20; n++ {
		i, ok := s.byID[prev]
		if !ok {
			return n + 1
		}
		prev = s.rows[i].Previous
	}
	return n
}

func (r *line) dots() int {
	if r.Steps == 0 {
		return 0
	}
	return r.Filled * 10 / r.Steps
}

// due says in a few words what the cycle waits for.
func (s *Screen) due(r *line) string {
	today := s.env.Today()
	now, late := r.ToDo(today)
	switch phase := r.Phase(today); {
	case r.Conflicts > 0:
		return "settle two versions"
	case phase == cycle.Done:
		if i, ok := s.follower[r.ID]; ok {
			return "→ " + cycle.Clean(s.rows[i].Title, false)
		}
		return cycle.Clean(r.Decision, false) + ": open next"
	case late > 0:
		return fmt.Sprintf("%d not marked yet", late)
	case r.NeedsData(today):
		return "last week's number"
	case now > 0:
		return fmt.Sprintf("%d to do this week", now)
	case phase == cycle.Act:
		return "decide what next"
	case phase == cycle.Study:
		return "write what you learned"
	case r.Gap != "" && r.GapEmpty:
		return "next: " + r.Gap
	case r.Gap != "":
		return "finish: " + r.Gap
	}
	return ""
}

// preview draws the cycle in hand.
func (s *Screen) preview(w int) []string {
	r := s.row()
	if r == nil {
		return nil
	}
	t := s.env.Theme
	const label = 10
	lines := []string{t.Strong.Render(ui.Cut(s.name(r), w))}
	add := func(name, text string, most int) {
		if text == "" {
			return
		}
		tw := min(w-label, 90)
		rows := ui.Wrap(cycle.Clean(text, false), tw)
		if len(rows) > most {
			rows = rows[:most]
			rows[most-1] = ui.Cut(ui.Cut(rows[most-1], tw-2)+" …", tw)
		}
		for i, l := range rows {
			head := ""
			if i == 0 {
				head = name
			}
			lines = append(lines, t.Dim.Render(ui.Pad(head, label))+t.Text.Render(l))
		}
	}
	add("Problem", r.Problem, 2)
	add("Point B", r.Goal, 2)
	add("Team", strings.Join(cycle.Names(r.Team), ", "), 1)
	add("Last", s.last(r), 1)
	return lines
}

func (s *Screen) last(r *line) string {
	day := cycle.DayOf(r.UpdatedAt()).Relative(s.env.Today())
	if r.UpdatedBy == "" {
		return "changed " + day
	}
	return r.UpdatedBy + ", " + day
}

// hint is the one thing to do next, or the line that is being asked for.
func (s *Screen) hint(w int) string {
	switch s.asks {
	case asksFilter:
		return s.field("find ", w)
	case asksTitle:
		return s.field("name the new cycle in a few words: ", w)
	}
	r := s.row()
	if r == nil {
		return "press n to start your first cycle."
	}
	due := s.due(r)
	if due == "" || strings.HasPrefix(due, "→") {
		return "press enter to open it."
	}
	return "open " + s.quoted(r) + " — " + due + "."
}

func (s *Screen) quoted(r *line) string { return "“" + s.nameIn(r, 30) + "”" }

// field draws the line that is being typed behind its question.
func (s *Screen) field(question string, w int) string {
	const next = 6 // "Next: "
	return question + form.OneLine(&s.area, min(60, w-next-ui.Width(question)))
}
