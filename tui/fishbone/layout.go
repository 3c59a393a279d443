package fishbone

import (
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Style says what a span of the drawing is; the screen gives it its colour.
type Style int

// The styles of spans.
const (
	StyleLine  Style = iota // spine, ribs and other strokes
	StyleHead               // the problem
	StyleBone               // a bone's name
	StyleCause              // a cause
	StyleRoot               // a likely root cause
	StyleWhy                // a why
	StyleMore               // how many items are not shown
)

// A Span is a piece of one line of the drawing. X and Y count columns and rows
// from 0 at the top left. Ref is the item that it shows; zero for strokes.
type Span struct {
	X, Y  int
	Text  string
	Style Style
	Ref   treepane.Ref
}

// A Drawing is a fishbone laid out: spans by row and column, none over another.
type Drawing struct {
	W, H  int
	Spans []Span
}

// A Rect is a part of the drawing, in columns and rows.
type Rect struct{ X, Y, W, H int }

// Place returns where an item is drawn; ok is false when it is not, because
// there was no room.
func (d Drawing) Place(ref treepane.Ref) (at Rect, ok bool) {
	x0, y0, x1, y1 := d.W, d.H, 0, 0
	for _, s := range d.Spans {
		if s.Ref != ref {
			continue
		}
		ok = true
		x0, x1 = min(x0, s.X), max(x1, s.X+ui.Width(s.Text))
		y0, y1 = min(y0, s.Y), max(y1, s.Y+1)
	}
	if !ok {
		return Rect{}, false
	}
	return Rect{x0, y0, x1 - x0, y1 - y0}, true
}

const (
	minColumn = 18 // below it a bone's texts are no longer read with ease
	maxColumn = 48
	minHead   = 16
	maxHead   = 30
	minRows   = 4 // of one side, its bones' names left out
	ribGap    = 2 // columns from a rib to its texts: one for the cursor's sign
	textGap   = 2 // columns from a text to the next rib, at least
	headGap   = 4 // the tip of the spine and the space behind it
	maxName   = 2 // lines of a bone's name
)

// Layout draws the diagram into at most w columns and h rows: the problem at the
// right end of the spine, the bones in turn above and below it, each with its
// causes beside its rib. Causes and whys are wrapped; where a bone has more than
// fits, its whys are folded first, then causes are shortened, then the rest is
// counted. The item inHand is always drawn.
//
// ok is false when w or h is too small for that many bones.
func Layout(d Diagram, inHand treepane.Ref, w, h int) (drawing Drawing, ok bool) {
	l := layout{d: d, hand: inHand, head: min(max(w/5, minHead), maxHead)}
	l.columns = (len(d.Bones) + 1) / 2
	if l.columns == 0 {
		return l.bare(w, h)
	}
	// The taller a side, the farther its ribs lean to the left, and the less is
	// left for the texts: the sides are measured at their tallest first.
	l.upper.rows = min((h-1)/2-1, w/8)
	if len(d.Bones) > 1 {
		l.lower.rows = l.upper.rows
	}
	if l.upper.rows < minRows || !l.measure(w) {
		return Drawing{}, false
	}
	if !l.share(h - 1) {
		return Drawing{}, false
	}
	l.measure(w)
	return l.draw(h), true
}

// layout is the work of one call of Layout.
type layout struct {
	d            Diagram
	hand         treepane.Ref
	columns      int
	column, head int // widths
	foot         int // where the first rib meets the spine
	upper, lower side
}

// A side is the half above or below the spine.
type side struct{ rows, names int } // rows of texts, and of the bones' names

// measure sets the widths that follow from the height of the sides.
func (l *layout) measure(w int) bool {
	l.foot = max(l.upper.rows, l.lower.rows) + 2
	l.column = min((w-l.foot-headGap-l.head)/l.columns, maxColumn)
	l.upper.names, l.lower.names = l.nameRows(0), l.nameRows(1)
	return l.column >= minColumn
}

func (l *layout) nameRows(first int) int {
	n := 0
	for i := first; i < len(l.d.Bones); i += 2 {
		n = max(n, len(l.name(i)))
	}
	return n
}

func (l *layout) name(bone int) []string {
	return clip(ui.Wrap(l.d.Bones[bone].Name, l.text()), maxName, l.text())
}

// text is how wide the texts beside a rib are.
func (l *layout) text() int { return l.column - ribGap - textGap }

// share gives each side the rows that it needs, and where that is more than
// there is, the larger share to the one that needs more. It reports whether both
// have room for a rib.
func (l *layout) share(rows int) bool {
	most := l.upper.rows
	upper, lower := min(l.need(0), most), 0
	if len(l.d.Bones) > 1 {
		lower = min(l.need(1), most)
		lower = max(lower, minRows)
	}
	upper = max(upper, minRows)
	room := rows - l.upper.names - l.lower.names
	if upper+lower > room {
		upper = min(upper, max(room/2, room-lower))
		lower = min(lower, room-upper)
	}
	l.upper.rows, l.lower.rows = upper, lower
	return upper >= minRows && (len(l.d.Bones) == 1 || lower >= minRows)
}

// need is how many rows the texts of a side take when nothing is left out.
func (l *layout) need(first int) int {
	n := 0
	for i := first; i < len(l.d.Bones); i += 2 {
		n = max(n, count(l.blocks(l.d.Bones[i], details[0])))
	}
	return n
}

// draw puts everything in its place.
func (l *layout) draw(h int) Drawing {
	end := l.foot + l.columns*l.column
	spine := l.upper.names + l.upper.rows
	total := spine + 1 + l.lower.rows + l.lower.names
	var p paper
	for i, b := range l.d.Bones {
		foot := l.foot + i/2*l.column
		if i%2 == 0 {
			l.above(&p, i, b, foot, spine)
		} else {
			l.below(&p, i, b, foot, spine)
		}
	}
	x := 0
	for i := range l.columns {
		foot := l.foot + i*l.column
		p.put(x, spine, strings.Repeat("─", foot-x), StyleLine, treepane.Ref{})
		p.put(foot, spine, "╲", StyleLine, treepane.Ref{})
		x = foot + 1
	}
	p.put(x, spine, strings.Repeat("─", end-x)+"▶", StyleLine, treepane.Ref{})
	total = max(total, p.problem(l.d.Problem, end+headGap-1, spine, l.head, h))
	return p.drawing(end+headGap+l.head, total)
}

// bare draws a spine without bones.
func (l *layout) bare(w, h int) (Drawing, bool) {
	if w < 2*l.head || h < 3 {
		return Drawing{}, false
	}
	var p paper
	end := min(w-l.head-headGap, maxColumn)
	rows := min(h, 5)
	p.put(0, rows/2, strings.Repeat("─", end)+"▶", StyleLine, treepane.Ref{})
	total := p.problem(l.d.Problem, end+headGap-1, rows/2, l.head, rows)
	return p.drawing(end+headGap+l.head, max(rows, total)), true
}

// above draws a bone over the spine: its name, and the rib down to its foot.
func (l *layout) above(p *paper, i int, b Bone, foot, spine int) {
	lines := l.lines(b, l.upper.rows)
	top := spine - l.upper.rows
	name := l.name(i)
	for n, text := range name {
		p.put(foot-l.upper.rows-1, top-len(name)+n, text, StyleBone, b.Ref())
	}
	for n := range l.upper.rows {
		x := foot - l.upper.rows + n
		p.put(x, top+n, "╲", StyleLine, treepane.Ref{})
		if n < len(lines) {
			p.line(x+ribGap, top+n, lines[n])
		}
	}
}

// below draws a bone under the spine, its name at the end.
func (l *layout) below(p *paper, i int, b Bone, foot, spine int) {
	lines := l.lines(b, l.lower.rows)
	for n := range l.lower.rows {
		x := foot - 1 - n
		p.put(x, spine+1+n, "╱", StyleLine, treepane.Ref{})
		if n < len(lines) {
			p.line(x+ribGap, spine+1+n, lines[n])
		}
	}
	for n, text := range l.name(i) {
		p.put(foot-l.lower.rows-1, spine+1+l.lower.rows+n, text, StyleBone, b.Ref())
	}
}

// paper collects spans.
type paper struct{ spans []Span }

func (p *paper) put(x, y int, text string, style Style, ref treepane.Ref) {
	if text != "" {
		p.spans = append(p.spans, Span{x, y, text, style, ref})
	}
}

func (p *paper) line(x, y int, l line) {
	mark := strings.TrimRight(l.mark, " ")
	p.put(x, y, mark, l.style, l.ref)
	p.put(x+ui.Width(l.mark), y, l.text, l.style, l.ref)
}

// problem writes the head around the spine's row and returns the first row that
// is free below it.
func (p *paper) problem(text string, x, spine, w, h int) int {
	if text == "" {
		text = "No problem written yet"
	}
	lines := clip(ui.Wrap(text, w), max(1, h), w)
	top := min(max(0, spine-(len(lines)-1)/2), max(0, h-len(lines)))
	for n, t := range lines {
		p.put(x, top+n, t, StyleHead, treepane.Ref{})
	}
	return top + len(lines)
}

// drawing sorts the spans by row and column.
func (p *paper) drawing(w, h int) Drawing {
	slices.SortFunc(p.spans, func(a, b Span) int {
		if a.Y != b.Y {
			return a.Y - b.Y
		}
		return a.X - b.X
	})
	return Drawing{W: w, H: h, Spans: p.spans}
}
