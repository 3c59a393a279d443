package tabular

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// MaxNew is the most data points that one import brings into a measure. A table
// that holds more is of several schools, or of every day of many years.
const MaxNew = 5_000

// A Plan is what an import does to one measure of a cycle. Points that the table
// does not have, or has without a value, stay as they are.
type Plan struct {
	Measure cycle.Measure
	Create  bool // the measure is not there and is made
	New     []Entry
	Changed []Entry
	Same    []Entry
	Missing int // rows without a value
	// Span tells what the dates of the table stand for: days or years.
	Span cycle.Span
}

// An Entry is one data point of a plan.
type Entry struct {
	ID       string
	X        string // as the table says it
	Date     cycle.Day
	Subgroup string // empty for everybody
	Value    string // the number as a cycle keeps it
	N        string // likewise, empty when the table does not say
	Old      string // the value that is there; of changed points
	OldN     string
	Line     int
}

// Words say what becomes of the point: "31 -> 29", with the numbers behind it
// when these change.
func (e Entry) Words() string {
	var parts []string
	if e.Old != e.Value {
		parts = append(parts, orNone(e.Old)+" -> "+e.Value)
	}
	if e.N != "" && e.N != e.OldN {
		parts = append(parts, "out of "+orNone(e.OldN)+" -> "+e.N)
	}
	return strings.Join(parts, ", ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// NewPlan compares series with the data points of a measure. A measure whose id
// the cycle does not have is made, with its name, kind, unit and direction.
//
// Every point with a value must have a date, or be a week of a cycle that has a
// start, or a year, which stands for its first day. A group called "all" or
// "total" is everybody. The error names the line of a point without a date, and
// both lines where two have the same date and group.
func NewPlan(c *cycle.Cycle, m cycle.Measure, series []Series) (Plan, error) {
	_, there := c.Item("measures", m.ID)
	p := Plan{Measure: m, Create: !there}
	type place struct {
		date  cycle.Day
		group string
	}
	old := map[place]cycle.Point{}
	for _, pt := range c.Points(m.ID) {
		old[place{pt.Date, pt.Subgroup}] = pt
	}
	taken := map[place]Point{}
	for _, s := range series {
		group := ""
		if s.group {
			if err := cycle.CheckText(s.Name); err != nil {
				return Plan{}, err
			}
			group = subgroup(s.Name)
		}
		for _, pt := range s.Points {
			if math.IsNaN(pt.Y) {
				p.Missing++
				continue
			}
			date, err := dateOf(c, pt)
			if err != nil {
				return Plan{}, err
			}
			at := place{date, group}
			if first, twice := taken[at]; twice {
				return Plan{}, &TwiceError{Date: date, X: pt.X, Lines: [2]int{first.Line, pt.Line}}
			}
			taken[at] = pt
			p.put(entryOf(c, m.ID, date, group, pt), old[at])
		}
	}
	if len(p.New) > MaxNew {
		return Plan{}, fmt.Errorf("%d new data points are more than the %d that one import may bring. Take fewer rows with a filter", len(p.New), MaxNew)
	}
	p.Span = cycle.SpanOf(func(yield func(cycle.Day) bool) {
		for at := range taken {
			if !yield(at.date) {
				return
			}
		}
	})
	return p, nil
}

// When names the time of an entry: the year where the table is of whole years,
// else the day in the layout of time.Format.
func (p Plan) When(e Entry, layout string) string {
	if year := p.Span.Name(e.Date); year != "" {
		return year
	}
	return e.Date.Time().Format(layout)
}

// A TwiceError says that two rows would be the same data point.
type TwiceError struct {
	Date  cycle.Day
	X     string
	Lines [2]int
}

func (e *TwiceError) Error() string {
	return fmt.Sprintf("lines %d and %d are both for %s. Choose the rows of one school or group, or the column that tells the groups apart", e.Lines[0], e.Lines[1], quote(e.X))
}

// AsGroup gives the series of a column as those of a student group: what a table
// has side by side becomes groups of one measure. Out of how many a number is says
// the table for all students, and so it is left out.
func AsGroup(series []Series, name string) []Series {
	var out []Series
	for _, s := range series {
		points := slices.Clone(s.Points)
		for i := range points {
			points[i].N = math.NaN()
		}
		out = append(out, Series{Name: name, Points: points, group: true})
	}
	return out
}

// subgroup gives the name that a cycle keeps for a group of the table.
func subgroup(name string) string {
	switch fold(name) {
	case "", "all", "all students", "total", "overall", "everybody", "everyone", "all student groups":
		return ""
	}
	return cycle.Clean(name, false)
}

// dateOf gives the day that a point is kept under.
func dateOf(c *cycle.Cycle, p Point) (cycle.Day, error) {
	var times timeReader
	at := times.read(p.X)
	switch {
	case !p.Date.IsZero():
		return p.Date, nil
	case at.kind == weekTime && (at.number < 1 || at.number > cycle.MaxWeeks):
		return cycle.Day{}, fmt.Errorf("line %d: %s is no week of a cycle", p.Line, quote(p.X))
	case at.kind == weekTime && c.Start().IsZero():
		return cycle.Day{}, fmt.Errorf("line %d: %s has no date until the cycle has a start. Write the start date first", p.Line, quote(p.X))
	case at.kind == weekTime:
		return c.WeekStart(int(at.number)), nil
	case at.kind == numberTime && at.number == math.Trunc(at.number) && inRange(int(at.number)):
		return cycle.Day{Year: int(at.number), Month: 1, Day: 1}, nil
	case p.X == "":
		return cycle.Day{}, fmt.Errorf("line %d has a number and no date", p.Line)
	}
	return cycle.Day{}, fmt.Errorf("line %d: %s is no date, week or school year. Choose the column that says when", p.Line, quote(p.X))
}

func entryOf(c *cycle.Cycle, measure string, date cycle.Day, group string, p Point) Entry {
	id := cycle.PointID(measure, date, group)
	for { // a point that was moved to another date by hand keeps its id
		it, there := c.Item("points", id)
		if !there || it.Values["date"] == date.String() && it.Values["subgroup"] == group {
			break
		}
		id += "a"
	}
	e := Entry{ID: id, X: p.X, Date: date, Subgroup: group, Value: numberText(p.Y), Line: p.Line}
	if n := math.Round(p.N); n >= 0 && n < 1e9 {
		e.N = strconv.Itoa(int(n))
	}
	return e
}

// numberText writes a number as a cycle keeps it.
func numberText(v float64) string {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if _, kept, err := cycle.ParseNumber(text); err == nil {
		return kept
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// put sorts an entry under new, changed or same.
func (p *Plan) put(e Entry, old cycle.Point) {
	if old.ID == "" {
		p.New = append(p.New, e)
		return
	}
	e.ID, e.Old = old.ID, old.Text
	if old.N > 0 {
		e.OldN = strconv.Itoa(old.N)
	}
	if v, err := strconv.ParseFloat(e.Value, 64); err == nil && v == old.Value {
		e.Value = e.Old
	}
	if e.Value == e.Old && (e.N == "" || e.N == e.OldN) {
		p.Same = append(p.Same, e)
		return
	}
	p.Changed = append(p.Changed, e)
}

// Edits carry the plan out. They belong into one change. None where all is the
// same.
func (p Plan) Edits() []cycle.Edit {
	if len(p.New)+len(p.Changed) == 0 {
		return nil
	}
	var edits []cycle.Edit
	set := func(list, item, field, value string) {
		if value != "" {
			edits = append(edits, cycle.SetIn(list, item, field, value))
		}
	}
	if p.Create {
		m := p.Measure
		edits = append(edits, cycle.Add("measures", m.ID))
		set("measures", m.ID, "name", m.Name)
		set("measures", m.ID, "kind", m.Kind)
		set("measures", m.ID, "unit", m.Unit)
		set("measures", m.ID, "direction", m.Direction)
	}
	for _, e := range p.New {
		edits = append(edits, cycle.Add("points", e.ID))
		set("points", e.ID, "measure", p.Measure.ID)
		set("points", e.ID, "date", e.Date.String())
		set("points", e.ID, "value", e.Value)
		set("points", e.ID, "n", e.N)
		set("points", e.ID, "subgroup", e.Subgroup)
	}
	for _, e := range p.Changed {
		if e.Value != e.Old {
			set("points", e.ID, "value", e.Value)
		}
		if e.N != e.OldN {
			set("points", e.ID, "n", e.N)
		}
	}
	return edits
}

// Counts say what the plan does: "12 new, 1 changed (31 -> 29), 5 the same".
func (p Plan) Counts() string {
	const shown = 3
	text := fmt.Sprintf("%d new, %d changed", len(p.New), len(p.Changed))
	var changes []string
	for i, e := range p.Changed {
		if i == shown {
			changes = append(changes, "..")
			break
		}
		changes = append(changes, e.Words())
	}
	if len(changes) > 0 {
		text += " (" + strings.Join(changes, "; ") + ")"
	}
	text += fmt.Sprintf(", %d the same", len(p.Same))
	if p.Missing > 0 {
		text += fmt.Sprintf(", %d without a value", p.Missing)
	}
	return text
}
