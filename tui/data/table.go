package data

import (
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// columns are the widths of the table's columns; between them are two blanks.
type columns struct {
	date, value, n, group, note int
}

const between = "  "

func (p *Pane) columns(w int) columns {
	s := p.sheet()
	c := columns{date: 11, value: 7, n: 4}
	if k := len(s.points); k > 0 && ui.Width(p.dayWords(s.points[0].Date)) > 12 {
		c.date = 17
	} else if p.row != nil {
		c.date = min(17, max(c.date, ui.Width(p.row.find("date").typed)+1))
	}
	if w < 44 {
		c.date = 11
	}
	last := s.points[max(0, len(s.points)-200):]
	for _, pt := range last {
		c.value = min(14, max(c.value, ui.Width(pt.Text)))
	}
	rest := max(8, w-2-c.date-c.value-c.n-4*len(between))
	c.group = 5
	for _, g := range s.groups {
		c.group = max(c.group, ui.Width(g))
	}
	c.group = max(5, min(c.group, rest-8))
	if p.row != nil && p.row.list == points { // the cell that is typed gets the room
		switch p.row.cell().field.Key {
		case "subgroup":
			c.group = max(5, rest-5)
		case "note":
			c.group = 5
		}
	}
	c.note = max(3, rest-c.group)
	return c
}

func (p *Pane) tableHead(c columns) string {
	return "  " + p.env.Theme.Dim.Render(ui.Pad("Date", c.date)+between+ui.PadLeft("Value", c.value)+between+
		ui.PadLeft("n", c.n)+between+ui.Pad("Group", c.group)+between+ui.Pad("Note", c.note))
}

func (p *Pane) pointer(inHand bool) string {
	if inHand {
		return p.env.Theme.Accent.Render("▸") + " "
	}
	return "  "
}

// tableRow draws the point with the index, or the empty row behind the last.
func (p *Pane) tableRow(i int, c columns) string {
	t, s := p.env.Theme, p.sheet()
	inHand := p.focused && p.at == i && (p.row == nil || p.row.list == points)
	var r *row
	switch {
	case inHand && p.row != nil:
		r = p.row
	case i == len(s.points):
		if r = p.kept[p.newKey()]; r == nil {
			line := p.pointer(inHand) + t.Faint.Render(ui.Pad(p.day(p.nextDate(), c.date), c.date)+between+ui.PadLeft("·", c.value))
			if inHand {
				line += between + t.Dim.Render("type the next number")
			}
			return line
		}
	default:
		if r = p.kept[points+"/"+s.points[i].ID]; r == nil {
			return p.pointRow(s.points[i], inHand, c)
		}
	}
	cell := func(key string, w int, left bool) string {
		text := p.cellText(r, r.find(key), w, inHand)
		if left {
			return ui.PadLeft(text, w)
		}
		return ui.Pad(text, w)
	}
	return p.pointer(inHand) + cell("date", c.date, false) + between + cell("value", c.value, true) + between +
		cell("n", c.n, true) + between + cell("subgroup", c.group, false) + between + cell("note", c.note, false)
}

func (p *Pane) pointRow(pt cycle.Point, inHand bool, c columns) string {
	t := p.env.Theme
	st := t.Text
	if inHand {
		st = t.Accent
	}
	n := ""
	if pt.N > 0 {
		n = strconv.Itoa(pt.N)
	}
	value := cycle.Clean(pt.Text, false)
	if _, apart := p.s.ConflictIn(points, pt.ID); apart {
		value += "⇄"
	}
	return p.pointer(inHand) + st.Render(ui.Pad(p.day(pt.Date, c.date), c.date)+between+ui.PadLeft(value, c.value)) + between +
		t.Dim.Render(ui.PadLeft(n, c.n)+between+ui.Pad(cycle.Clean(pt.Subgroup, false), c.group)+between+
			ui.Cut(cycle.Clean(pt.Note, false), c.note))
}

// day is a date as people say it, as far as there is room.
func (p *Pane) day(d cycle.Day, w int) string {
	s := p.dayWords(d)
	if d.IsZero() {
		s = "no date"
	}
	if ui.Width(s) > w {
		s = d.Time().Format("Jan 2 2006")
	}
	return s
}

// cellText is a cell of a row that is typed or kept: the one with the keyboard
// shows its cursor.
func (p *Pane) cellText(r *row, c *cell, w int, inHand bool) string {
	t := p.env.Theme
	if inHand && r == p.row && c == r.cell() {
		return r.editor(w)
	}
	text := ui.Cut(c.typed, w)
	switch {
	case c.why != "":
		return t.Bad.Render(ui.Cut("! "+c.typed, w))
	case c.typed == "":
		return t.Faint.Render("·")
	case inHand:
		return t.Accent.Render(text)
	default:
		return t.Text.Render(text)
	}
}

// editor draws the line of the cell in which the cursor stands. A field for a
// number is as wide as what is in it, so that it stands at the right like the
// numbers above.
func (r *row) editor(w int) string {
	a := r.area
	if kind := r.cell().field.Kind; kind == cycle.Number || kind == cycle.Count {
		w = min(w, ui.Width(a.Value())+1)
	}
	a.SetWidth(max(1, w))
	lines := strings.Split(strings.TrimRight(a.View(), "\n"), "\n")
	where := a
	where.SetVirtualCursor(false)
	y := 0
	if c := where.Cursor(); c != nil {
		y = c.Y
	}
	return ui.Cut(lines[min(max(y, 0), len(lines)-1)], w)
}
