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
	xs       []string // the times; rows that follow each other with one time share it
}

// A group is the rows of one series, with a list of points for each column of
// values.
type group struct {
	name string
	ys   []column
}

// A column is the cells of one series of a column of values, kept in pieces so
// that a long one is not copied as it grows.
type column struct {
	pieces    [][]cell
	count     int
	either    []int // cells whose comma may be either
	decimal   bool  // a decimal comma was seen
	thousands bool  // a comma between thousands was seen
}

// A cell is a value with its place in the table.
type cell struct {
	x, line int // x is an index into the times; -1 counts the rows
	y, n    float64
}

// pieceCells bound how many cells stand in a piece.
const (
	firstPiece = 16
	largePiece = 4096
)

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
	at := cell{line: row.Line, n: math.NaN()}
	if c.n >= 0 {
		n, err := c.number(row, c.n)
		if err != nil {
			return err
		}
		if !n.missing {
			at.n = n.number
		}
	}
	at.x = c.xOf(row)
	for k, i := range c.ys {
		y, err := c.number(row, i)
		if err != nil {
			return err
		}
		g.ys[k].add(at, y)
	}
	if c.points += len(c.ys); c.points > maxPoints {
		return &LineError{File: c.file, Line: row.Line, Err: fmt.Errorf("there are more than %d rows to take. Take fewer with a filter", maxPoints)}
	}
	return nil
}

// xOf gives the index of the row's time.
func (c *collector) xOf(row Row) int {
	if c.x < 0 {
		return -1
	}
	if x := row.Cells[c.x]; len(c.xs) == 0 || c.xs[len(c.xs)-1] != x {
		c.xs = append(c.xs, strings.Clone(x)) // the row's text is let go
	}
	return len(c.xs) - 1
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

func (col *column) add(at cell, y value) {
	at.y = y.number
	if y.missing {
		at.y = math.NaN()
	}
	switch y.comma {
	case eitherComma:
		col.either = append(col.either, col.count)
	case decimalComma:
		col.decimal = true
	case thousandsComma:
		col.thousands = true
	}
	last := len(col.pieces) - 1
	if last < 0 || len(col.pieces[last]) == cap(col.pieces[last]) {
		col.pieces = append(col.pieces, make([]cell, 0, min(max(firstPiece, col.count), largePiece)))
		last++
	}
	col.pieces[last] = append(col.pieces[last], at)
	col.count++
}

// made makes points of the cells, with the times as they were read.
func (col *column) made(xs []string, times []moment) []Point {
	points := make([]Point, 0, col.count)
	for _, piece := range col.pieces {
		for _, at := range piece {
			p := Point{Y: at.y, N: at.n, Line: at.line}
			if at.x < 0 {
				p.X = strconv.Itoa(len(points) + 1)
			} else {
				when := times[at.x]
				p.X, p.kind, p.order, p.Date = xs[at.x], when.kind, when.number, when.day
			}
			points = append(points, p)
		}
	}
	return points
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
		all := make([][]Point, len(c.groups))
		for i, g := range c.groups {
			all[i] = g.ys[k].made(c.xs, times)
			if decimal && !thousands {
				for _, at := range g.ys[k].either {
					all[i][at].Y /= 1000
				}
			}
		}
		kind := kindOf(all)
		for i, g := range c.groups {
			s := Series{Name: g.name, Points: inOrder(all[i], kind), group: c.by >= 0}
			if c.by < 0 {
				s.Name = c.columns[y]
			}
			out[k] = append(out[k], s)
		}
	}
	return out
}

// times reads the times of all rows.
func (c *collector) times(near cycle.Day) []moment {
	reader := newTimeReader(slices.Values(c.xs), near)
	times := make([]moment, len(c.xs))
	for i, x := range c.xs {
		times[i] = reader.read(x)
	}
	return times
}

// kindOf is what all points with a value are, of one column of values.
func kindOf(all [][]Point) timeKind {
	kind, first := noTime, true
	for _, points := range all {
		for _, p := range points {
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
