package support

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/listpane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the pane.
func (p *Pane) View(w, h int) string {
	head := ui.Heading(p.env.Theme, p.step.Label, ui.Lead(p.step.Help), w, h)
	return ui.Block(append(head, p.body(w, h-len(head))...), w, h)
}

// body draws the three lists and the progress below, and the item in hand with
// its form beside or under them.
func (p *Pane) body(w, h int) []string {
	lw, ow, beside := listpane.Split(w)
	var left []string
	at := 0
	for i, l := range p.lists {
		here := p.focused && i == p.at
		left = append(left, p.title(keys[i], here, lw))
		lines, line := l.Lines(lw)
		if here {
			at = len(left) + line
		}
		left = append(append(left, lines...), "")
	}
	if p.progress.Active() {
		at = len(left)
	}
	lines, row := p.progress.Lines(lw)
	if p.progress.Active() {
		at += row
	}
	left = append(left, lines...)
	if p.at == len(p.lists) {
		return p.withProgress(left, at, w, h)
	}
	open, openAt := p.lists[p.at].Open(ow, listpane.OpenRoom(len(left), h, beside))
	return p.lists[p.at].Join(left, at, open, openAt, w, h)
}

// withProgress puts what the chosen point of the scale means beside or under the
// lists.
func (p *Pane) withProgress(left []string, at, w, h int) []string {
	lw, ow, beside := listpane.Split(w)
	if beside {
		rows := min(h, max(len(left), 12))
		return ui.Beside(ui.Window(left, at, rows), p.progress.HelpWithin(ow, rows), lw, w-lw-ow, rows)
	}
	help := ui.Indent(p.progress.HelpWithin(w-2, ui.FootRoom(len(left), h)), 2)
	return ui.Above(left, at, help, h)
}

// title is the name of a list; the sentence that asks for more stands in the
// list itself while it is empty.
func (p *Pane) title(list string, here bool, w int) string {
	l, _ := cycle.ListByKey(list)
	if here {
		return "  " + p.env.Theme.Accent.Render(ui.Cut(l.Label, w-2))
	}
	return "  " + p.env.Theme.Strong.Render(ui.Cut(l.Label, w-2))
}

// request draws what is asked for and, below it, how far it is.
func (p *Pane) request(it cycle.Item, w int, picked bool) []string {
	t := p.env.Theme
	sign, words := p.state(it)
	text := t.Text
	if picked {
		text = t.Strong
	}
	return []string{
		sign + " " + text.Render(ui.Cut(clean(it, "text", "(no words yet)"), w-2)),
		"  " + t.Dim.Render(ui.Cut(words, w-2)),
	}
}

// state says how far a request is, as a sign and in words.
func (p *Pane) state(it cycle.Item) (sign, words string) {
	t, today := p.env.Theme, p.env.Today()
	by := ""
	if owner := clean(it, "owner", ""); owner != "" {
		by = " by " + owner
	}
	day, dated := cycle.ParseDay(it.Get("promised"))
	promise := "promised" + by
	if dated {
		promise = "promised for " + day.Words(today) + by
	}
	switch it.Get("state") {
	case "done":
		return t.Good.Render("✓"), "done" + by
	case "declined":
		return t.Dim.Render("✗"), "declined" + by
	case "promised":
		if dated && day.Before(today) {
			return t.Warn.Render("!"), "late: " + promise
		}
		return t.Accent.Render("→"), promise
	}
	if dated && day.Before(today) {
		return t.Warn.Render("!"), "late: " + promise
	}
	if by != "" {
		return t.Faint.Render("○"), "open, with" + strings.TrimPrefix(by, " by")
	}
	return t.Faint.Render("○"), "open, nobody has answered yet"
}

// checkpoint draws the day, whether it is due, and what to look at.
func (p *Pane) checkpoint(it cycle.Item, w int, picked bool) []string {
	t, today := p.env.Theme, p.env.Today()
	text := t.Text
	if picked {
		text = t.Strong
	}
	sign := t.Faint.Render("○")
	when, due := whenDue(it, today)
	switch {
	case it.Get("done") == cycle.True:
		sign = t.Good.Render("✓")
	case due:
		sign = t.Warn.Render("!")
	}
	column := ui.Width(when)
	for _, other := range p.s.Cycle().Lists["checkpoints"] {
		words, _ := whenDue(other, today)
		column = max(column, ui.Width(words))
	}
	line := sign + " " + ui.Pad(t.Dim.Render(when), column) + "  " + text.Render(clean(it, "text", "(what to look at?)"))
	return []string{ui.Cut(line, w)}
}

// whenDue is the day of a check point in words, and whether it has come and the
// team has not looked yet.
func whenDue(it cycle.Item, today cycle.Day) (when string, due bool) {
	day, dated := cycle.ParseDay(it.Get("date"))
	switch {
	case !dated:
		return "no day yet", false
	case it.Get("done") != cycle.True && !today.Before(day):
		return day.Words(today) + ", due", true
	}
	return day.Words(today), false
}

// clean is a value of the item in one line, or what stands in its place.
func clean(it cycle.Item, field, empty string) string {
	if v := strings.TrimSpace(cycle.Clean(it.Get(field), false)); v != "" {
		return v
	}
	return empty
}
