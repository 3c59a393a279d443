package drivers

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// gap is the width of the lines between two columns; the last two columns of it
// are the cursor's.
const gap = 6

// columns are the widths of the three columns.
type columns struct{ aim, driver, activity int }

func columnsOf(w int) columns {
	var c columns
	c.aim = min(w*24/100, 40)
	c.driver = min((w-c.aim-2*gap)*45/100, 48)
	c.activity = min(w-c.aim-c.driver-2*gap, 60)
	return c
}

// lead makes a cell w columns wide and puts the lines of a gap behind it. Lines
// that begin there reach back to the text.
func (p *Pane) lead(cell, lines string, w int) string {
	cell = ui.Cut(cell, w)
	rest := w - ui.Width(cell)
	if rest > 1 && strings.HasPrefix(ansi.Strip(lines), "─") {
		return cell + " " + p.env.Theme.Faint.Render(strings.Repeat("─", rest-1)) + lines
	}
	return cell + strings.Repeat(" ", rest) + lines
}

// header names the columns.
func (p *Pane) header(w int) []string {
	t, c := p.env.Theme, columnsOf(w)
	none := strings.Repeat(" ", gap)
	row := func(aim, driver, activity string) string {
		return p.lead(t.Dim.Render(aim), none, c.aim) + p.lead(t.Dim.Render(driver), none, c.driver) + t.Dim.Render(ui.Cut(activity, c.activity))
	}
	return []string{row("Our aim (Point B)", "Drivers: what must", "Activities: what we"), row("", "be different", "will try"), ""}
}

// table draws aim, drivers and activities side by side, joined by lines. at is
// the line of the item in hand.
func (p *Pane) table(d diagram, rows []row, w int) (lines []string, at int) {
	c := columnsOf(w)
	none := strings.Repeat(" ", gap)
	// A column stays free between a text and the lines behind it.
	aim := p.aimLines(d, c.aim-1)
	if len(rows) == 0 {
		invite := p.invite(min(c.driver+gap+c.activity, 60))
		for i := range max(len(aim), len(invite)) {
			lines = append(lines, ui.Pad(lineOf(aim, i), c.aim)+none+lineOf(invite, i))
		}
		return lines, 0
	}
	put := func(toDriver, driver, toActivity, activity string) {
		n := len(lines)
		lines = append(lines, p.lead(lineOf(aim, n), toDriver, c.aim)+p.lead(driver, toActivity, c.driver)+ui.Cut(activity, c.activity))
	}
	for i := range len(d.drivers) + 1 {
		left, right, handAt := p.block(d, rows, i, c.driver-1, c.activity)
		if handAt >= 0 {
			at = len(lines) + handAt
		}
		last := i >= len(d.drivers)-1
		for k := range max(len(left), len(right.lines)) {
			toDriver := none
			if i < len(d.drivers) {
				toDriver = p.join(busOf(len(d.drivers), i, k, last), k == 0 && p.inHand(rows, d.drivers[i].ref()))
			}
			put(toDriver, lineOf(left, k), right.bus(p, rows, k), lineOf(right.lines, k))
		}
		if last {
			put(none, "", none, "")
		} else {
			put(p.join("│", false), "", none, "")
		}
	}
	for len(lines) < len(aim) {
		lines = append(lines, aim[len(lines)])
	}
	return lines, at
}

func lineOf(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func (p *Pane) aimLines(d diagram, w int) []string {
	t := p.env.Theme
	if len(d.aim) == 0 {
		return p.noAim(w)
	}
	lines := ui.Styled(t.Strong, d.aim[0], w)
	for _, part := range d.aim[1:] {
		lines = append(lines, "")
		lines = append(lines, ui.Styled(t.Text, part, w)...)
	}
	return lines
}

// busOf is the sign of the line from the aim to the drivers in row k of driver i
// of n.
func busOf(n, i, k int, last bool) string {
	switch {
	case k > 0 && !last:
		return "│"
	case k > 0:
		return ""
	case n == 1:
		return "─"
	case i == 0:
		return "┬"
	case last:
		return "└"
	default:
		return "├"
	}
}

// join draws a gap around the sign of its line, with the cursor before the item
// in hand.
func (p *Pane) join(sign string, inHand bool) string {
	t := p.env.Theme
	before, after := "  ", "   "
	switch sign {
	case "":
		sign = " "
	case "┬", "─":
		before, after = "──", "── "
	case "├", "└":
		after = "── "
	}
	if inHand {
		head := strings.TrimSuffix(after, " ")
		return t.Faint.Render(before+sign+string([]rune(head)[:1])) + t.Accent.Render("▸") + " "
	}
	return t.Faint.Render(before + sign + after)
}

// activityCell is the right side of a driver: its activities, line by line.
type activityCell struct {
	lines []string
	first map[int]treepane.Ref // the lines on which an activity begins
	rows  []int                // those lines in order
}

// bus is the line from the driver to its activities in row k.
func (c activityCell) bus(p *Pane, rows []row, k int) string {
	if len(c.rows) == 0 || k > c.rows[len(c.rows)-1] {
		return p.join("", false)
	}
	r, begins := c.first[k]
	sign := "│"
	switch {
	case begins && len(c.rows) == 1:
		sign = "─"
	case begins && k == 0:
		sign = "┬"
	case begins && k == c.rows[len(c.rows)-1]:
		sign = "└"
	case begins:
		sign = "├"
	}
	return p.join(sign, begins && p.inHand(rows, r))
}

// block draws driver i and its activities; i past the drivers is what has none.
// handAt is the row of the item in hand, -1 when it is elsewhere.
func (p *Pane) block(d diagram, rows []row, i, driverW, actW int) (left []string, right activityCell, handAt int) {
	t := p.env.Theme
	handAt = -1
	under := d.loose
	right.first = map[int]treepane.Ref{}
	if i < len(d.drivers) {
		dr := d.drivers[i]
		under = dr.activities
		left = p.item(rows, dr.ref(), dr.text, t.Strong, driverW)
		if dr.kind != "" {
			left = append(left, t.Dim.Render(ui.Cut("("+dr.kind+")", driverW)))
		}
		if p.inHand(rows, dr.ref()) {
			handAt = 0
		}
		if len(under) == 0 {
			right.lines = []string{t.Faint.Render(ui.Cut("no activity yet", actW))}
		}
	} else if len(under) > 0 {
		left = []string{t.Dim.Render("Without a driver")}
	}
	for _, a := range under {
		if p.inHand(rows, a.ref()) {
			handAt = len(right.lines)
		}
		right.first[len(right.lines)] = a.ref()
		right.rows = append(right.rows, len(right.lines))
		right.lines = append(right.lines, p.item(rows, a.ref(), a.text, t.Text, actW)...)
	}
	return left, right, handAt
}
