package runchart

// Columns places points on a row of character cells. Every point has the same
// whole number of columns, so that none is merged, moved or made up; when there
// are more points than columns, a window of them is shown.
type Columns struct {
	First, Last int // the window; First > Last when there is nothing to show
	PerPoint    int // columns for each point, 1 or more
	Width       int // columns in all
}

// NewColumns places n points on width columns. End is the last point to show,
// for looking back in a long series; 0 or more than n is the latest. MaxPerPoint
// keeps a short series together; 0 spreads it over the whole width.
func NewColumns(n, width, end, maxPerPoint int) Columns {
	n, width = max(n, 0), max(width, 0)
	if end < 1 || end > n {
		end = n
	}
	c := Columns{First: 1, Last: n, PerPoint: 1, Width: width}
	if n > width {
		c.Last = max(end, width)
		c.First = c.Last - width + 1
		if width == 0 {
			c.First, c.Last = 1, 0
		}
		return c
	}
	if n > 0 {
		c.PerPoint = width / n
	}
	if maxPerPoint > 0 {
		c.PerPoint = min(c.PerPoint, maxPerPoint)
	}
	c.PerPoint = max(c.PerPoint, 1)
	return c
}

// Column gives the column of a point, the middle one of its own, counted from
// 0; false when the point is outside the window.
func (c Columns) Column(point int) (int, bool) {
	if point < c.First || point > c.Last {
		return 0, false
	}
	return (point-c.First)*c.PerPoint + c.PerPoint/2, true
}

// Across gives the place of a point on a surface that has no columns, as a share
// of the width: each of n points stands in the middle of its own strip.
func Across(point, n int) float64 {
	if n < 1 {
		return 0
	}
	return (float64(point) - 0.5) / float64(n)
}

// A Label is a text under the axis: the point it names and its first column.
type Label struct {
	Point, Column int
}

// ThinLabels chooses the labels under the axis that can be written without
// touching: every point's, or every second, third, .. one's. Width gives the
// width of a point's label in columns, gap the columns to leave between two.
// Counting starts at point 1, so that a label stays with its point while the
// window moves. Labels are centered on their point and kept inside the width.
func (c Columns) ThinLabels(gap int, width func(point int) int) []Label {
	for every := 1; every <= c.Last-c.First+1; every++ {
		if labels, ok := c.labels(every, gap, width); ok {
			return labels
		}
	}
	// Even a single label is too wide, or there are no points.
	return nil
}

func (c Columns) labels(every, gap int, width func(int) int) ([]Label, bool) {
	var out []Label
	free := 0
	start := (c.First-1+every-1)/every*every + 1 // the first point of the window that is counted
	for point := start; point <= c.Last; point += every {
		w := width(point)
		if w > c.Width {
			return nil, false
		}
		column, _ := c.Column(point)
		at := min(max(column-w/2, 0), c.Width-w)
		if at < free {
			return nil, false
		}
		out = append(out, Label{Point: point, Column: at})
		free = at + w + gap
	}
	return out, len(out) > 0
}

// A Mark is an annotation to be placed: its point and the width of its text in
// columns.
type Mark struct {
	Point, Width int
}

// A Note is where an annotation goes.
type Note struct {
	Point, Column int
	// Inline says that the text is written beside the mark, from TextColumn on.
	// Where it would collide it is told under the chart instead, by Number.
	Inline     bool
	TextColumn int
	// Number is 0 for a text beside its mark, else 1, 2, .. in time order; the
	// annotations of one point share a number. It is written at Column, Level
	// rows down, so that numbers of near points do not cover each other.
	Number, Level int
	// Outside says that the point is not in the window; the note has no place.
	Outside bool
}

// noteGap is the columns between a mark and its text, and between a text and the
// next mark.
const noteGap = 1

// PlaceNotes places annotations that come in time order and gives one note for
// each, in the same order. A text is written beside its mark when it ends before
// the next mark and before the edge, and when it is the only one of its point.
func (c Columns) PlaceNotes(marks []Mark) []Note {
	notes := make([]Note, len(marks))
	for i, m := range marks {
		column, ok := c.Column(m.Point)
		notes[i] = Note{Point: m.Point, Column: column, Outside: !ok}
	}
	number := 0
	var ends []int // the first free column of each level
	for i := range notes {
		n := &notes[i]
		switch {
		case n.Outside:
		case i > 0 && notes[i-1].Point == n.Point:
			n.Number, n.Level = notes[i-1].Number, notes[i-1].Level
		case c.fits(notes, i, marks[i].Width) && (len(ends) == 0 || ends[0] <= n.Column):
			n.Inline, n.TextColumn = true, n.Column+1+noteGap
		default:
			number++
			n.Number = number
			n.Level = freeLevel(&ends, n.Column, digits(number))
		}
	}
	return notes
}

// fits says whether the text of note i can stand beside its mark.
func (c Columns) fits(notes []Note, i, width int) bool {
	end := notes[i].Column + 1 + noteGap + width
	if i+1 < len(notes) && !notes[i+1].Outside {
		return notes[i+1].Point != notes[i].Point && end+noteGap <= notes[i+1].Column
	}
	return end <= c.Width
}

// freeLevel takes width columns from column on in the first level where they
// are free.
func freeLevel(ends *[]int, column, width int) int {
	for level, end := range *ends {
		if column >= end {
			(*ends)[level] = column + width
			return level
		}
	}
	*ends = append(*ends, column+width)
	return len(*ends) - 1
}

func digits(n int) int {
	count := 1
	for ; n > 9; n /= 10 {
		count++
	}
	return count
}
