package paper

import (
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
)

// A column is what the head of a table says about one of its columns.
type column struct {
	at, span int
	key      string
	week     int
	words    string
}

// A head is a row of labels, under which rows of answers stand.
type head struct {
	section string
	columns []column
	labels  int  // how many of the columns are known
	rows    bool // the rows under it are items, and not parts of what the columns name
}

// headOf reads a row as the head of a table: the section in which most of its cells
// are labels. before is the head above, whose section is tried first.
func (f *filler) headOf(row word.Row, before *head) *head {
	section := f.section
	if before != nil {
		section = before.section
	}
	cells := filledCells(row)
	if len(cells) < 2 {
		return nil
	}
	labels := make([]string, len(cells))
	for i, cell := range cells {
		words, ok := f.labelOf(cell)
		if !ok {
			return nil
		}
		labels[i] = words
	}
	best := f.headIn(section, cells, labels, before != nil && before.section == section)
	for _, other := range sections {
		h := f.headIn(other, cells, labels, false)
		if h != nil && (best == nil || h.labels > best.labels) {
			best = h
		}
	}
	if best == nil {
		return nil
	}
	best.inherit(before, row)
	f.begin(best)
	for i, cell := range cells {
		f.markCell(cell)
		c := best.columns[i]
		if c.key != "" || c.week > 0 {
			f.form(textOf(cell))
			continue
		}
		f.heading = cleanLine(c.words)
		f.keep(f.heading, "a column that the organizer does not have")
	}
	return best
}

// inherit takes over the labels of the row above where this one is blank: heads of
// two rows have merged cells.
func (h *head) inherit(above *head, row word.Row) {
	if above == nil || above.section != h.section {
		return
	}
	for _, cell := range row.Cells {
		if textOf(cell) == "" && !hasHint(cell) {
			h.columns = append(h.columns, above.under(cell)...)
		}
	}
}

// begin goes to the section of a head.
func (f *filler) begin(h *head) {
	if h.section != f.section {
		f.leave()
		f.target = ""
	}
	f.section = h.section
	f.last = h.columns[0].key
	if h.columns[0].week > 0 {
		f.last = h.section
	}
}

func (f *filler) markCell(cell word.Cell) {
	for p := range word.Paragraphs(cell.Blocks) {
		f.mark(p)
	}
}

// headIn reads cells as the head of a table in a section; nil when fewer than two
// of them, or fewer than half, are labels there. Weeks alone are a head only under
// another one.
func (f *filler) headIn(section string, cells []word.Cell, labels []string, under bool) *head {
	h := &head{section: section}
	keyed, week := 0, 0
	for i, cell := range cells {
		words := labels[i]
		col := column{at: cell.Column, span: cell.Span, words: words}
		n, ok := f.headName(words, func(s string) (name, bool) { return f.columnName(section, s) })
		switch {
		case ok && n.key == "week":
			if n.week <= week && isDigits(words) {
				return nil // numbers, and not weeks
			}
			col.week, week = n.week, n.week
			h.labels++
		case ok:
			col.key = n.key
			h.labels++
			keyed++
		}
		h.columns = append(h.columns, col)
	}
	if h.labels < 2 || 2*h.labels < len(cells) || keyed == 0 && !under {
		return nil
	}
	h.rows = h.items()
	if section != f.section && !under && h.labels < 3 && !h.clear(f.v) {
		return nil
	}
	known := h.columns[:0:0]
	for _, c := range h.columns {
		if c.key != "" || c.week > 0 {
			known = append(known, c)
		}
	}
	// A column that is not known still has its answers: they are kept.
	if len(known) < len(h.columns) && !h.rows {
		return nil
	}
	return h
}

// clear reports whether a label of the head is clear without its section.
func (h *head) clear(v *vocabulary) bool {
	return slices.ContainsFunc(h.columns, func(c column) bool {
		rest, _ := withoutAsides(c.words)
		head, _, _ := strings.Cut(rest, ":")
		return len(v.anywhere[plain(rest)]) > 0 || len(v.anywhere[plain(head)]) > 0
	})
}

// columnName reads the label of a column in a section.
func (f *filler) columnName(section, words string) (name, bool) {
	rest, asides := withoutAsides(words)
	for _, aside := range asides {
		if !f.v.isAside(aside) && len(f.v.within[section][plain(aside)]) == 0 {
			return name{}, false
		}
	}
	p := plain(rest)
	if n, ok := numbered(p, "week"); ok && section == "actions" {
		return name{"week", n}, true
	}
	if len(p) <= 2 && section == "actions" {
		if n, ok := numbered("week "+p, "week"); ok && n <= 12 {
			return name{"week", n}, true
		}
	}
	if n, ok := numbered(p, "why"); ok && section == "fishbone" {
		return name{"whys.text", n}, true
	}
	for _, key := range f.v.find(p, section, true) {
		option := strings.HasPrefix(key, "evidence=") || strings.HasPrefix(key, "goal_checks=")
		if f.v.section[key] == section && !option && key != "form" {
			return name{key: key}, true
		}
	}
	return name{}, false
}

// items reports whether the rows under the head are items of lists.
func (h *head) items() bool {
	sides := 0
	for _, c := range h.columns {
		if strings.HasPrefix(c.key, "measures=") || c.key == "point_a" || c.key == "point_b" {
			sides++
		}
	}
	switch h.section {
	case "problem", "goals", "about", "study", "act", "prediction":
		return false
	}
	return sides < 2
}

// usualHead is the head that a table of the section has when it has none: its
// columns in the order of the organizer.
func (f *filler) usualHead(row word.Row) *head {
	keys := map[string][]string{
		"actions":  {"actions.what", "actions.names", "actions.weeks", "actions.note"},
		"measures": {"measures.name", "measures.definition", "measures.owner", "measures.rhythm"},
		"drivers":  {"drivers.text", "activities.text"},
		"requests": {"requests.text", "requests.owner", "requests.promised"},
		"practice": {"problem.who", "problem.does", "problem.what"},
		"goals":    {"point_a", "point_b"},
	}[strings.TrimSuffix(f.target, ".text")]
	if f.section == "evidence" && f.target == "evidence" {
		keys = []string{"evidence.source", "evidence.finding", "evidence.link"}
	}
	for _, cell := range filledCells(row) {
		lines := linesIn(cell)
		if len(lines) == 0 {
			continue
		}
		if _, _, ok := f.label(lines[0]); ok || f.isLabel(cell) {
			return nil
		}
	}
	if len(keys) == 0 || len(row.Cells) > len(keys) || f.target == "goals" && len(row.Cells) != 2 {
		return nil
	}
	h := &head{section: f.section}
	for i, cell := range row.Cells {
		h.columns = append(h.columns, column{at: cell.Column, span: cell.Span, key: keys[i]})
	}
	h.rows = h.items()
	return h
}
