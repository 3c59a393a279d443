package dataimport

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
	"github.com/cqi-pdsa/pdsa/tui/filepick"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const title = "Bring numbers in"

// View draws the screen.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	f := ui.Frame{Title: title, Keys: s.Keys()}
	switch {
	case s.table == nil && s.busy:
		f.Body, f.Next = []string{s.env.Theme.Text.Render(s.readingLine())}, "wait for the file, or press esc to stop."
	case s.table == nil:
		f.Body, f.Next = s.pick.Body(bw, bh), filepick.Next
	default:
		_, name := filepick.Split(s.table.Path)
		f.Status = cycle.Clean(name, false) + " · " + cycle.HowMany(s.table.Rows, "row")
		f.Body, f.Next = s.mappingBody(bw, bh), s.next()
	}
	return f.View(s.env, w, h)
}

// readingLine says how far the file is read.
func (s *Screen) readingLine() string {
	const mega = 1 << 20
	done, size := s.progress.done.Load(), s.progress.size.Load()
	if size < 2*mega {
		return "Reading …"
	}
	return fmt.Sprintf("Reading … %d of %d MB", done/mega, size/mega)
}

const labelWidth = 11

// mappingBody draws the form, what would become of the file, and the first rows.
func (s *Screen) mappingBody(w, h int) []string {
	t := s.env.Theme
	var lines []string
	if h >= 20 {
		lines = append(lines, t.Dim.Render(ui.Cut("Read as "+cycle.Clean(s.table.About, false)+".", w)), "")
	}
	at := 0
	shown := s.shown()
	formLines := make([]string, 0, len(shown))
	for i, k := range shown {
		if k == s.at {
			at = i
		}
		formLines = append(formLines, s.rowLine(s.rows[k], k == s.at, w))
	}
	lines = append(lines, ui.Window(formLines, at, max(3, min(len(formLines), h-len(lines)-7)))...)
	help := s.row().help
	if s.text() == nil {
		help += " Type to find one."
	}
	if s.find != "" {
		help = fmt.Sprintf("Looking for %q. Backspace takes letters back.", cycle.Clean(s.find, false))
	}
	lines = append(lines, t.Dim.Render(ui.Cut("  "+help, w)), "")
	return append(lines, s.outcome(w, h-len(lines))...)
}

// label names a row of the form.
func (s *Screen) label(r row) string {
	switch r.kind {
	case rowSheet:
		return "Sheet"
	case rowX:
		return "When"
	case rowY:
		switch {
		case r.slot == 0:
			return "Value"
		case r.value() == "":
			return "And also"
		}
		return fmt.Sprintf("Value %d", r.slot+1)
	case rowInto:
		return "  into"
	case rowName:
		if s.get(rowInto, r.slot).value() == groupOfFirst {
			return "  group"
		}
		return "  called"
	case rowMeans:
		return "  kind"
	case rowBy:
		return "Group"
	case rowN:
		return "Out of"
	case rowWhere:
		if r.slot == 0 {
			return "Rows of"
		}
		return "And of"
	default:
		return "  only"
	}
}

func (s *Screen) rowLine(r row, inHand bool, w int) string {
	t := s.env.Theme
	pointer, label := "  ", t.Dim.Render(ui.Pad(s.label(r), labelWidth))
	if inHand {
		pointer, label = t.Accent.Render("▸ "), t.Strong.Render(ui.Pad(s.label(r), labelWidth))
	}
	room := max(4, w-2-labelWidth-4)
	if r.kind == rowName {
		n := s.namings[r.slot]
		if inHand {
			return pointer + label + "  " + form.OneLine(&n.name, room)
		}
		return pointer + label + "  " + t.Text.Render(ui.Cut(cycle.Clean(n.name.Value(), false), room))
	}
	value, style := "choose one", t.Warn
	if r.at >= 0 && r.at < len(r.options) {
		value, style = cycle.Clean(r.options[r.at], false), t.Text
		if r.free && r.at == 0 {
			style = t.Dim
		}
	}
	value = style.Render(ui.Cut(value, room))
	if inHand {
		return pointer + label + t.Accent.Render("← ") + value + t.Accent.Render(" →")
	}
	return pointer + label + "  " + value
}

// outcome says what would be written, and shows the first rows of it; before
// that is clear, the first rows of the file.
func (s *Screen) outcome(w, h int) []string {
	t := s.env.Theme
	if s.busy {
		return []string{t.Dim.Render(s.readingLine())}
	}
	plans, ok := s.ready()
	if !ok {
		lines := ui.Shorten(ui.Wrap("! "+s.trouble(), w), w, max(1, h/2))
		for i := range lines {
			lines[i] = t.Warn.Render(lines[i])
		}
		return append(append(lines, ""), s.firstRows(w, min(9, h-len(lines)-1))...)
	}
	const shown = 8
	var lines []string
	for i, p := range plans {
		counts := strings.ReplaceAll(p.Counts(), "->", "→")
		if len(plans) > 1 || p.Create {
			counts = planName(p) + ": " + counts
		}
		lines = append(lines, t.Strong.Render(ui.Cut(counts, w)))
		room := min(shown, (h-len(lines))/(len(plans)-i)-(len(plans)-1-i))
		lines = append(lines, s.entryLines(p, w, room)...)
	}
	return lines
}

var betterWhen = map[string]string{"up": "higher is better", "down": "lower is better"}

// planName names the measure of a plan, with what is guessed of a new one.
func planName(p tabular.Plan) string {
	name := measureName(p.Measure)
	if p.Create && p.Measure.Unit != "" {
		name += ", " + p.Measure.Unit
	}
	switch {
	case !p.Create:
	case p.Measure.Direction != "":
		name += " (new, " + betterWhen[p.Measure.Direction] + ")"
	default:
		name += " (new)"
	}
	return name
}

// entryLines are the first entries of a plan in at most so many lines: what
// changes, then what is new.
func (s *Screen) entryLines(p tabular.Plan, w, room int) []string {
	entries := append(p.Changed[:len(p.Changed):len(p.Changed)], p.New...)
	if len(entries) == 0 {
		entries = p.Same
	}
	var lines []string
	for i, e := range entries {
		if i >= room {
			break
		}
		if i == room-1 && len(entries) > room {
			lines = append(lines, s.env.Theme.Dim.Render(fmt.Sprintf("  and %d more", len(entries)-i)))
			break
		}
		lines = append(lines, ui.Cut(s.entryLine(p, e, w), w))
	}
	return lines
}

func (s *Screen) entryLine(p tabular.Plan, e tabular.Entry, w int) string {
	t := s.env.Theme
	line := "  "
	if when := p.When(e, "Jan 2, 2006"); when == e.X || p.Span != cycle.Days {
		line += ui.Pad(when, 14)
	} else {
		line += ui.Pad(cycle.Clean(e.X, false), 12) + "  " + ui.Pad(when, 14)
	}
	line += ui.PadLeft(e.Value, 8) + "  "
	if s.get(rowN, 0).value() != "" {
		n := ""
		if e.N != "" {
			n = "of " + e.N
		}
		line += ui.Pad(n, 10)
	}
	if s.grouped() {
		group := e.Subgroup
		if group == "" {
			group = "everybody"
		}
		line += ui.Pad(cycle.Clean(group, false), min(36, max(12, w-ui.Width(line)-16))) + "  "
	}
	switch {
	case len(p.New)+len(p.Changed) == 0:
		return t.Text.Render(line) + t.Dim.Render("the same")
	case e.Old == "" && e.OldN == "":
		return t.Text.Render(line) + t.Good.Render("new")
	}
	return t.Text.Render(line) + t.Warn.Render(strings.ReplaceAll(e.Words(), "->", "→"))
}

// grouped reports whether numbers of student groups are taken.
func (s *Screen) grouped() bool {
	for slot := range s.namings {
		if s.get(rowY, slot).value() != "" && s.get(rowInto, slot).value() == groupOfFirst {
			return true
		}
	}
	return s.get(rowBy, 0).value() != ""
}

// firstRows shows the file as it is, in columns side by side.
func (s *Screen) firstRows(w, h int) []string {
	t := s.env.Theme
	if h < 2 {
		return nil
	}
	const widest = 18
	sample := s.table.Sample[:min(len(s.table.Sample), h-1)]
	lines := make([]string, len(sample)+1)
	for i, name := range s.table.Columns {
		width := ui.Width(cycle.Clean(name, false))
		for _, row := range sample {
			width = max(width, ui.Width(row.Cells[i]))
		}
		width = min(width, widest)
		if ui.Width(lines[0])+width > w {
			break
		}
		lines[0] += ui.Pad(cycle.Clean(name, false), width) + "  "
		for k, row := range sample {
			lines[k+1] += ui.Pad(row.Cells[i], width) + "  "
		}
	}
	for i := range lines {
		lines[i] = ui.Cut(strings.TrimRight(lines[i], " "), w)
		if i == 0 {
			lines[i] = t.Dim.Render(lines[i])
		}
	}
	return lines
}

// next says what enter does.
func (s *Screen) next() string {
	plans, ok := s.ready()
	switch n := counted(plans); {
	case s.busy:
		return "wait until the file is read."
	case !ok:
		return "choose with the arrow keys; nothing is written yet."
	case n == 0:
		return "all of it is there already. Press esc for another file."
	case len(plans) > 1:
		return fmt.Sprintf("press enter to write %s into %s.", cycle.HowMany(n, "number"), cycle.HowMany(len(plans), "measure"))
	default:
		return fmt.Sprintf("press enter to write %s into %s.", cycle.HowMany(n, "number"), measureName(plans[0].Measure))
	}
}

// upper makes the first letter a large one.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
