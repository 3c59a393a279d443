package tabular

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A Mapping says which columns a series is made of, and of which rows. Columns
// are named as Column finds them.
type Mapping struct {
	X     string   // the time; empty counts the rows
	Y     string   // the value; empty takes the only column of numbers
	By    string   // makes one series a group; may be empty
	N     string   // out of how many; may be empty
	Where []Filter // two for one column mean either, for two columns both
	// Near tells the year of dates that have none; without it they are no dates.
	Near cycle.Day
}

// A Series is the points of one group in the order of time.
type Series struct {
	Name   string // the group, or the name of the column of values
	Points []Point

	group bool // one of several groups
}

// A Point is one row of the table.
type Point struct {
	X    string    // as the table has it
	Date cycle.Day // zero when x is no date
	Y    float64   // NaN when missing
	N    float64   // NaN when missing
	Line int

	kind  timeKind
	order float64 // its place among points of one kind
}

// The bounds of what is kept in memory.
const (
	maxPoints = 1_000_000
	maxGroups = 1_000
)

// ReadSeries reads the rest of the table into series: one, or one a group in the
// order in which the groups appear.
//
// Points are put in the order of time whatever their order in the table, when
// all of them are dates (school years and months among them), or weeks, or
// numbers; else they stay in the table's order. Equal times keep the table's
// order. Lines under the table that have neither a value nor a time are left out.
//
// The error is a *ColumnError, a *NoRowsError, a *LineError for a cell that is no
// number, or the one of the reader.
func ReadSeries(r *Reader, m Mapping) ([]Series, error) {
	all, err := ReadSeveral(r, m, []string{m.Y})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// ReadSeveral is ReadSeries for several columns of values at once: it gives the
// series of each of ys in order. The Y of the mapping is not used.
func ReadSeveral(r *Reader, m Mapping, ys []string) ([][]Series, error) {
	c, err := newCollector(r, m, ys)
	if err != nil {
		return nil, err
	}
	if text, ok := r.source.(*scanner); ok {
		text.reuse = true // nothing of a row is kept but copies
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := c.take(row); err != nil {
			return nil, err
		}
	}
	if err := c.where.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", cycle.Clean(r.name, false), err)
	}
	return c.finish(m.Near), nil
}

// A collector puts rows into series.
type collector struct {
	file     string
	columns  []string
	x, by, n int // columns, -1 for none
	ys       []int
	where    *filters
	groups   []*group
	byName   map[string]*group
	points   int
	lastX    string
}

// A group is the rows of one series, with a list of points for each column of
// values.
type group struct {
	name string
	rows int
	ys   []column
}

type column struct {
	points    []Point
	either    []int // points whose comma may be either
	decimal   bool  // a decimal comma was seen
	thousands bool  // a comma between thousands was seen
}

func newCollector(r *Reader, m Mapping, ys []string) (*collector, error) {
	c := &collector{file: r.name, columns: r.columns, byName: map[string]*group{}}
	var err error
	find := func(name string) int {
		if name == "" || err != nil {
			return -1
		}
		var i int
		i, err = Column(r.columns, name)
		return i
	}
	c.x, c.by, c.n = find(m.X), find(m.By), find(m.N)
	if err != nil {
		return nil, err
	}
	if c.where, err = newFilters(r.columns, m.Where); err != nil {
		return nil, err
	}
	for _, y := range ys {
		i := find(y)
		if y == "" && err == nil {
			i, err = c.onlyNumeric(r.sample)
		}
		if err != nil {
			return nil, err
		}
		c.ys = append(c.ys, i)
	}
	return c, nil
}

// onlyNumeric finds the column of values where none is named.
func (c *collector) onlyNumeric(sample []Row) (int, error) {
	used := append([]int{c.x, c.by, c.n}, c.where.columns...)
	found := numericColumns(sample, len(c.columns), func(i int) bool { return slices.Contains(used, i) })
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return 0, &ColumnError{Text: "no column holds only numbers. Say which one holds the values", Columns: c.columns}
	}
	var names []string
	for _, i := range found {
		names = append(names, c.columns[i])
	}
	return 0, &ColumnError{Text: fmt.Sprintf("%d columns hold numbers. Say which one holds the values", len(found)), Columns: names}
}

// numericColumns are those that hold numbers and nothing else. Where there is no
// such column, those of mostly numbers: the cell that is none can then be named.
func numericColumns(sample []Row, columns int, used func(int) bool) []int {
	var pure, mixed []int
	for i := range columns {
		if used(i) {
			continue
		}
		switch numbers, words := countNumbers(sample, i); {
		case numbers > 0 && words == 0:
			pure = append(pure, i)
		case numbers > 0 && numbers >= words:
			mixed = append(mixed, i)
		}
	}
	if len(pure) > 0 {
		return pure
	}
	return mixed
}

// countNumbers counts the cells of a column that are numbers, and those that are
// something else. Missing values are neither.
func countNumbers(sample []Row, column int) (numbers, words int) {
	for _, row := range sample {
		switch v, err := parseCell(row.Cells[column]); {
		case err != nil:
			words++
		case !v.missing:
			numbers++
		}
	}
	return numbers, words
}

// take puts a row into its series.
func (c *collector) take(row Row) error {
	if !c.where.pass(row.Cells) {
		return nil
	}
	if len(row.Cells) > len(c.columns) {
		return &LineError{File: c.file, Line: row.Line, Err: fmt.Errorf("it has %d cells and there are %d columns. A name with a comma in it may lack its quotes", len(row.Cells), len(c.columns))}
	}
	g, err := c.group(row)
	if err != nil {
		return err
	}
	p := Point{Line: row.Line, N: math.NaN()}
	if c.n >= 0 {
		n, err := c.number(row, c.n)
		if err != nil {
			return err
		}
		if !n.missing {
			p.N = n.number
		}
	}
	g.rows++
	p.X = c.xOf(row, g)
	for k, i := range c.ys {
		y, err := c.number(row, i)
		if err != nil {
			return err
		}
		g.ys[k].add(p, y)
	}
	if c.points += len(c.ys); c.points > maxPoints {
		return &LineError{File: c.file, Line: row.Line, Err: fmt.Errorf("there are more than %d rows to take. Take fewer with a filter", maxPoints)}
	}
	return nil
}

// xOf is the row's x. Rows of one day often follow each other and share its text.
func (c *collector) xOf(row Row, g *group) string {
	if c.x < 0 {
		return strconv.Itoa(g.rows)
	}
	if x := row.Cells[c.x]; x != c.lastX {
		c.lastX = strings.Clone(x) // the row's text is let go
	}
	return c.lastX
}

func (c *collector) group(row Row) (*group, error) {
	name := ""
	if c.by >= 0 {
		name = row.Cells[c.by]
	}
	if g := c.byName[name]; g != nil {
		return g, nil
	}
	if len(c.groups) == maxGroups {
		return nil, &LineError{File: c.file, Line: row.Line, Column: c.columns[c.by], Err: fmt.Errorf("it has more than %d different values, which are no groups", maxGroups)}
	}
	g := &group{name: strings.Clone(name), ys: make([]column, len(c.ys))}
	c.byName[g.name] = g
	c.groups = append(c.groups, g)
	return g, nil
}

func (c *collector) number(row Row, column int) (value, error) {
	v, err := parseCell(row.Cells[column])
	if err != nil {
		return v, &LineError{File: c.file, Line: row.Line, Column: c.columns[column], Err: err}
	}
	return v, nil
}

func (col *column) add(p Point, y value) {
	p.Y = y.number
	if y.missing {
		p.Y = math.NaN()
	}
	switch y.comma {
	case eitherComma:
		col.either = append(col.either, len(col.points))
	case decimalComma:
		col.decimal = true
	case thousandsComma:
		col.thousands = true
	}
	if len(col.points) == cap(col.points) { // doubling copies less than append's growth
		col.points = slices.Grow(col.points, max(16, len(col.points)))
	}
	col.points = append(col.points, p)
}

// finish reads the times, settles the commas and sorts.
func (c *collector) finish(near cycle.Day) [][]Series {
	out := make([][]Series, len(c.ys))
	times := c.times(near)
	for k, y := range c.ys {
		decimal, thousands := false, false
		for _, g := range c.groups {
			decimal, thousands = decimal || g.ys[k].decimal, thousands || g.ys[k].thousands
		}
		for _, g := range c.groups {
			col := &g.ys[k]
			if decimal && !thousands {
				for _, i := range col.either {
					col.points[i].Y /= 1000
				}
			}
			for i := range col.points {
				p := &col.points[i]
				if c.x >= 0 {
					at := times.read(p.X)
					p.kind, p.order, p.Date = at.kind, at.number, at.day
				}
			}
		}
		kind := c.kind(k)
		for _, g := range c.groups {
			s := Series{Name: g.name, Points: inOrder(g.ys[k].points, kind), group: c.by >= 0}
			if c.by < 0 {
				s.Name = c.columns[y]
			}
			out[k] = append(out[k], s)
		}
	}
	return out
}

func (c *collector) times(near cycle.Day) timeReader {
	return newTimeReader(func(yield func(string) bool) {
		for _, g := range c.groups {
			for _, p := range g.ys[0].points {
				if !yield(p.X) {
					return
				}
			}
		}
	}, near)
}

// kind is what all points with a value are, of one column of values.
func (c *collector) kind(k int) timeKind {
	kind, first := noTime, true
	for _, g := range c.groups {
		for _, p := range g.ys[k].points {
			if math.IsNaN(p.Y) {
				continue
			}
			if first {
				kind, first = p.kind, false
			}
			if p.kind != kind {
				return noTime
			}
		}
	}
	return kind
}

// inOrder sorts points of one kind by time and leaves out lines without a value
// that are of another kind: notes under the table.
func inOrder(points []Point, kind timeKind) []Point {
	if kind == noTime {
		return points
	}
	points = slices.DeleteFunc(points, func(p Point) bool { return math.IsNaN(p.Y) && p.kind != kind })
	earlier := func(a, b Point) int {
		if kind != dayTime {
			return cmp.Compare(a.order, b.order)
		}
		if c := cmp.Compare(a.Date.Year, b.Date.Year); c != 0 {
			return c
		}
		return cmp.Compare(int(a.Date.Month)*100+a.Date.Day, int(b.Date.Month)*100+b.Date.Day)
	}
	if !slices.IsSortedFunc(points, earlier) {
		slices.SortStableFunc(points, earlier)
	}
	return points
}
