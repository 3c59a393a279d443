package plangrid

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A layout is the grid's division of the width. In a narrow window an action
// takes two lines: its name, and under it the people and the weeks.
type layout struct {
	two         bool
	name, who   int // columns; in two lines both stand under each other
	cell        int // columns of a week, with the one that parts it from the week before
	first, last int // weeks shown
	of          int
}

const oneLineFrom = 80

func (p *Pane) layout(w int) layout {
	l := layout{two: w < oneLineFrom, of: p.weeks()}
	rest := w - 3 // the pointer, and the column behind the last week
	least := 12
	if !l.two {
		least = 36
	}
	l.cell = 8
	if l.of*l.cell > rest-least {
		l.cell = 6
	}
	shown := min(l.of, max(1, (rest-least)/l.cell))
	l.first = min(max(1, p.weekInHand()-shown/3), l.of-shown+1)
	l.last = l.first + shown - 1
	l.who = rest - shown*l.cell
	if !l.two {
		l.name = l.who * 2 / 3
		l.who -= l.name
	}
	return l
}

// View draws the pane.
func (p *Pane) View(w, h int) string {
	t, c := p.env.Theme, p.s.Cycle()
	step, _ := cycle.StepOf("plan")
	if f := p.Form(); f != nil && !p.OneRow() {
		head := "An action of the plan"
		if p.Items.New() {
			head = "A new action"
		}
		lines := []string{t.Strong.Render(step.Label) + t.Dim.Render("  "+head), ""}
		return ui.Block(append(lines, f.Body(w, h-2)...), w, h)
	}
	if len(c.Lists[list]) == 0 {
		l, _ := cycle.ListByKey(list)
		lines := []string{t.Strong.Render(step.Label), ""}
		lines = append(lines, ui.Styled(t.Text, l.Empty, w)...)
		lines = append(lines, "")
		lines = append(lines, ui.Styled(t.Dim, step.Help, w)...)
		return ui.Block(lines, w, h)
	}
	lay := p.layout(w)
	lines := p.head(step.Label, lay, w, h)
	foot := p.foot(w, max(2, h/4))
	if p.OneRow() {
		foot = p.foot(w, max(2, h/2))
	}
	room := h - len(lines) - len(foot) - 1
	if room < 3 { // too low for air
		room++
	}
	body, at := p.rows(lay, w, true)
	if len(body) > room {
		body, at = p.rows(lay, w, false)
	}
	lines = append(lines, ui.Window(body, at, max(1, room))...)
	if len(lines)+len(foot) < h {
		lines = append(lines, "")
	}
	return ui.Block(append(lines, foot...), w, h)
}

// head draws the heading and the line of weeks.
func (p *Pane) head(label string, lay layout, w, h int) []string {
	t, c := p.env.Theme, p.s.Cycle()
	right := cycle.HowMany(len(c.Lists[list]), "action")
	if lay.last-lay.first+1 < lay.of {
		right = fmt.Sprintf("weeks %d-%d of %d", lay.first, lay.last, lay.of)
	}
	lines := []string{ui.Ends(t.Strong.Render(label), t.Dim.Render(right), w)}
	if h >= 16 {
		lines = append(lines, "")
	}
	lead := strings.Repeat(" ", 2+lay.name+lay.who)
	var numbers, dates strings.Builder
	for week := lay.first; week <= lay.last; week++ {
		n, st := strconv.Itoa(week), t.Dim
		if week == p.running() {
			n, st = n+" now", t.Accent
		}
		numbers.WriteString(" " + ui.Pad(st.Render(n), lay.cell-1))
		dates.WriteString(" " + ui.Pad(t.Faint.Render(weekDate(c.WeekStart(week), lay.cell)), lay.cell-1))
	}
	lines = append(lines, labelled(t, lead, lay)+numbers.String())
	if h >= 18 && !c.Start().IsZero() {
		lines = append(lines, lead+dates.String())
	}
	return lines
}

// labelled names the columns at the left of the weeks.
func labelled(t *ui.Theme, lead string, lay layout) string {
	if lay.two {
		return ui.Pad("  "+t.Dim.Render("Week"), len(lead))
	}
	return "  " + ui.Pad(t.Dim.Render("Action"), lay.name) + ui.Pad(t.Dim.Render("Who"), lay.who)
}

func weekDate(d cycle.Day, cell int) string {
	switch {
	case d.IsZero():
		return ""
	case cell < 8:
		return d.Time().Format("1/2")
	default:
		return d.Time().Format("Jan 2")
	}
}

// rows draws the actions and says on which line the one in hand begins. Long
// names go on in a second line when wrap is set, and are cut otherwise.
func (p *Pane) rows(lay layout, w int, wrap bool) (lines []string, at int) {
	t := p.env.Theme
	_, _ = p.inHand()
	for i, a := range p.s.Cycle().Actions() {
		point, st := "  ", t.Text
		if i == p.row {
			at = len(lines)
			if p.focused {
				point, st = t.Accent.Render("▸")+" ", t.Accent
			}
		}
		cells := p.cells(a, i == p.row && p.focused, lay)
		who := strings.Join(names(a), ", ")
		if lay.two {
			for n, part := range fold(name(a), w-2, wrap) {
				lines = append(lines, pick(n == 0, point, "  ")+st.Render(part))
			}
			lines = append(lines, "  "+ui.Pad(t.Dim.Render(ui.Cut(who, lay.who-1)), lay.who)+cells)
			continue
		}
		what, whom := fold(name(a), lay.name-2, wrap), fold(who, lay.who-2, wrap)
		for n := range max(len(what), len(whom)) {
			line := pick(n == 0, point, "  ") + ui.Pad(st.Render(nth(what, n)), lay.name) + ui.Pad(t.Dim.Render(nth(whom, n)), lay.who)
			lines = append(lines, line+pick(n == 0, cells, ""))
		}
	}
	if lay.two && at > 0 {
		at++ // so that both lines of the last action are to be seen
	}
	return lines, at
}

// fold breaks a text into lines, or cuts it into one.
func fold(s string, w int, wrap bool) []string {
	if wrap {
		return ui.Wrap(s, w)
	}
	return []string{ui.Cut(s, w)}
}

func nth(lines []string, n int) string {
	if n < len(lines) {
		return lines[n]
	}
	return ""
}

func pick(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// cells draws the weeks of one action. The cell in hand stands in brackets; the
// closing one may take the column before the next week.
func (p *Pane) cells(a cycle.Action, inHand bool, lay layout) string {
	t := p.env.Theme
	var b strings.Builder
	b.WriteString(" ")
	for week := lay.first; week <= lay.last; week++ {
		word, st := p.cell(a, week, lay.cell-1)
		if inHand && week == p.week {
			cells := strings.TrimSuffix(b.String(), " ")
			b.Reset()
			b.WriteString(cells + ui.Pad(t.Accent.Render("[")+t.Picked.Render(word)+t.Accent.Render("]"), lay.cell+1))
			continue
		}
		b.WriteString(ui.Pad(st.Render(word), lay.cell-1) + " ")
	}
	return b.String()
}

// cell is the word in a cell of w columns: a star says that there is a note.
func (p *Pane) cell(a cycle.Action, week, w int) (string, lipgloss.Style) {
	t := p.env.Theme
	word := state(a, week, p.running())
	st := map[string]lipgloss.Style{
		stateNone: t.Faint, statePlan: t.Text, stateNow: t.Accent, stateLate: t.Bad, stateDone: t.Good, stateMissed: t.Warn,
	}[word]
	if word == stateMissed && w < len(stateMissed)+1 {
		word = "miss"
	}
	if a.Notes[week] != "" {
		word += "*"
	}
	if _, ok := p.conflictIn(a.ID, week); ok {
		return ui.Cut(word, w-1) + "⇄", t.Warn
	}
	return word, st
}

// foot says in words what the week in hand holds, and what is noted about the
// action in hand; or it is the editor of a note.
func (p *Pane) foot(w, h int) []string {
	t, c := p.env.Theme, p.s.Cycle()
	a, _ := p.inHand()
	week := p.weekInHand()
	if p.OneRow() {
		return append([]string{t.Strong.Render(ui.Cut(name(a), w))}, p.Form().Body(w, h-1)...)
	}
	between := " "
	if h >= 8 {
		between = "\n"
	}
	lines := ui.Wrap(strings.Join(WeekWords(c, week, p.running()), between), w)
	var notes []string
	if both, ok := p.conflict(); ok {
		notes = append(notes, t.Warn.Render(form.Also(p.env, both)+": "+otherWord(both.Versions[1].Value)))
	}
	if n := cycle.Clean(a.Notes[week], false); n != "" {
		notes = append(notes, ui.Styled(t.Text, "* Week "+strconv.Itoa(week)+": "+n, w)...)
	}
	if n := cycle.Clean(a.Note, false); n != "" {
		notes = append(notes, ui.Styled(t.Dim, "Note: "+n, w)...)
	}
	if !p.focused {
		notes = nil
	}
	notes = notes[:min(len(notes), h/2)]
	lines = ui.Shorten(lines, w, max(1, h-len(notes)))
	for i, line := range lines {
		lines[i] = t.Text.Render(line)
	}
	return append(lines, notes...)
}

// otherWord is a value of a cell as a reader knows it.
func otherWord(v string) string {
	switch v = cycle.Clean(v, false); v {
	case "":
		return "nothing"
	case cycle.True:
		return "planned"
	}
	return v
}
