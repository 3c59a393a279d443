package sheet

import (
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
)

// Write writes the workbook of some cycles, in their order. Numbers about small
// groups are withheld as in other documents. The error is that of the writer.
func Write(w io.Writer, cycles []*cycle.Cycle, o report.Options) error {
	name := o.Title
	if len(cycles) == 1 {
		name = report.Title(cycles[0])
	}
	return write(w, cycle.Clean(name, false), o.Changed, []table{cyclesOf(cycles, o), planOf(cycles), measuresOf(cycles), pointsOf(cycles, o)})
}

// A table is one sheet.
type table struct {
	name   string
	head   []string
	widths []float64 // of the columns, in letters
	rows   [][]cell
}

// column adds a column to the head.
func (t *table) column(head string, width float64) {
	t.head, t.widths = append(t.head, head), append(t.widths, width)
}

func cyclesOf(cycles []*cycle.Cycle, o report.Options) table {
	t := table{name: "Cycles"}
	t.column("Cycle", 30)
	var fields []cycle.Field
	for _, key := range []string{"school", "team", "start", "weeks", "network", "priority"} {
		f, _ := cycle.FieldByKey(key)
		fields = append(fields, f)
		t.column(f.Label, 18)
	}
	t.column("Where it stands", 14)
	t.column("Problem", 40)
	for _, key := range []string{"point_a.how_much", "point_b.how_much", "point_b.by_when", "prediction", "study.results", "study.learned", "act.decision", "act.why"} {
		f, _ := cycle.FieldByKey(key)
		fields = append(fields, f)
		t.column(f.Label, 24)
	}
	for _, c := range cycles {
		row := []cell{text(report.Title(c))}
		for i, f := range fields {
			if i == 6 {
				row = append(row, text(c.Facts().Phase(o.Today).Word()+", "+c.Facts().When(o.Today)), text(c.Problem()))
			}
			row = append(row, valueOf(f, c.Values[f.Key]))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// valueOf gives a value in the kind of cell that suits its field.
func valueOf(f cycle.Field, value string) cell {
	if option, ok := f.Option(value); ok {
		return text(option.Label)
	}
	switch f.Kind {
	case cycle.Date:
		if d, ok := cycle.ParseDay(value); ok {
			return day(d)
		}
	case cycle.Number, cycle.Count:
		return number(value)
	case cycle.YesNo:
		if value == cycle.True {
			return text("yes")
		}
	}
	return text(value)
}

func planOf(cycles []*cycle.Cycle) table {
	t := table{name: "Plan"}
	t.column("Cycle", 30)
	t.column("What", 40)
	t.column("Who", 20)
	weeks := 0
	for _, c := range cycles {
		weeks = max(weeks, report.LastWeek(c))
	}
	for w := range weeks {
		t.column("Week "+strconv.Itoa(w+1), 9)
	}
	t.column("Note", 40)
	for _, c := range cycles {
		for _, a := range c.Actions() {
			row := []cell{text(report.Title(c)), text(a.What), text(a.Names)}
			for w := 1; w <= weeks; w++ {
				state := a.Status[w]
				if state == "" && slices.Contains(a.Weeks, w) {
					state = "planned"
				}
				row = append(row, text(state))
			}
			t.rows = append(t.rows, append(row, text(a.Note)))
		}
	}
	return t
}

func measuresOf(cycles []*cycle.Cycle) table {
	t := table{name: "Measures"}
	t.column("Cycle", 30)
	list, _ := cycle.ListByKey("measures")
	for _, f := range list.Fields {
		width := 14.0
		if f.Kind == cycle.Text {
			width = 50
		}
		t.column(f.Label, width)
	}
	for _, c := range cycles {
		for _, it := range c.Lists["measures"] {
			row := []cell{text(report.Title(c))}
			for _, f := range list.Fields {
				row = append(row, valueOf(f, it.Get(f.Key)))
			}
			t.rows = append(t.rows, row)
		}
	}
	return t
}

func pointsOf(cycles []*cycle.Cycle, o report.Options) table {
	t := table{name: "Data"}
	for _, c := range []struct {
		head  string
		width float64
	}{{"Cycle", 30}, {"Measure", 30}, {"Unit", 16}, {"Date", 14}, {"Value", 10}, {"Out of", 8}, {"Group", 18}, {"Note", 40}, {"Left out because", 20}} {
		t.column(c.head, c.width)
	}
	for _, c := range cycles {
		withheld := c.WithheldPoints()
		for _, p := range byMeasure(c) {
			m, _ := c.Measure(p.Measure)
			value, n, note, excluded := number(p.Text), number(""), text(p.Note), text(p.Excluded)
			if p.N > 0 {
				n = number(strconv.Itoa(p.N))
			}
			if withheld[p.ID] {
				value, n, excluded, note = text(cycle.Withheld), text(""), text(""), text("the group is too small to be shown, or would give a small one away")
			}
			date := day(p.Date)
			if span := c.SpanOf(p.Measure); span != cycle.Days && !p.Date.IsZero() {
				date = text(span.Name(p.Date))
			}
			t.rows = append(t.rows, []cell{text(report.Title(c)), text(m.Name), text(m.Unit), date, value, n, text(p.Subgroup), note, excluded})
		}
	}
	return t
}

// byMeasure gives the points in the order of their measures; those of no measure
// come last.
func byMeasure(c *cycle.Cycle) []cycle.Point {
	var out []cycle.Point
	for _, m := range c.Measures() {
		out = append(out, c.Points(m.ID)...)
	}
	return append(out, slices.DeleteFunc(c.Points(""), func(p cycle.Point) bool {
		_, there := c.Measure(p.Measure)
		return there
	})...)
}

// A cell is one value.
type cell struct {
	kind kind
	s    string // of a text
	v    float64
}

type kind int

const (
	empty kind = iota
	textCell
	numberCell
	dayCell
)

func text(s string) cell {
	s = cycle.Clean(s, true)
	if s == "" {
		return cell{}
	}
	return cell{kind: textCell, s: s}
}

// number gives a decimal number; what is none stays text.
func number(s string) cell {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return text(s)
	}
	return cell{kind: numberCell, v: v}
}

// day gives a date. The format counts days from the end of 1899, and wrongly up
// to February 1900.
func day(d cycle.Day) cell {
	n := d.Sub(cycle.Day{Year: 1899, Month: 12, Day: 30})
	switch {
	case d.IsZero():
		return cell{}
	case n < 61:
		return text(d.String())
	}
	return cell{kind: dayCell, v: float64(n)}
}
