package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
	"github.com/cqi-pdsa/pdsa/store"
)

// tableFlags say which numbers of a file are meant.
type tableFlags struct {
	file, sheet string
	x, y, by, n string
	where       []string
}

func (t *tableFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&t.file, "csv", "", "a file with a table (CSV, TSV, xlsx); - reads standard input")
	flags.StringVar(&t.x, "x", "", "the column with dates, school years, weeks or numbers")
	flags.StringVar(&t.y, "y", "", "the column with the values")
	flags.StringVar(&t.by, "by", "", "the column with the groups: one chart for each")
	flags.StringVar(&t.n, "n", "", "the column that says out of how many")
	flags.StringArrayVar(&t.where, "where", nil, "only rows with COLUMN=VALUE; can be given several times")
	flags.StringVar(&t.sheet, "sheet", "", "the sheet of a workbook")
}

// given reports whether one of the flags beside the file is there.
func (t *tableFlags) given() bool {
	return t.x+t.y+t.by+t.n+t.sheet != "" || len(t.where) > 0
}

// chartOfFile reads the series of a file. Nothing of it is kept.
func (a *app) chartOfFile(f *charting) (cycle.Chart, error) {
	t := &f.table
	c := cycle.Chart{
		Goal: math.NaN(), Rules: f.rules, Limits: f.limits, Counts: t.n != "",
		Source: filepath.Base(t.file), Direction: f.better,
	}
	m := tabular.Mapping{X: t.x, Y: t.y, By: t.by, N: t.n}
	for _, w := range t.where {
		filter, err := tabular.ParseFilter(w)
		if err != nil {
			return c, wrongUsef("--where: %w", err)
		}
		m.Where = append(m.Where, filter)
		c.Source += ", " + filter.String()
	}
	var in io.Reader = a.in
	name := t.file
	if name == "-" {
		name, c.Source = "standard input", strings.Replace(c.Source, "-", "standard input", 1)
	} else {
		file, err := os.Open(t.file)
		if err != nil {
			return c, fmt.Errorf("%s cannot be read: %w", t.file, errors.Unwrap(err))
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	r, err := tabular.Open(name, in, tabular.Options{Sheet: t.sheet})
	if err != nil {
		return c, tableError(err)
	}
	all, err := tabular.ReadSeries(r, m)
	if err != nil {
		return c, tableError(err)
	}
	c.Source = cycle.Clean(c.Source, false)
	if i, err := tabular.Column(r.Columns(), t.y); t.y != "" && err == nil {
		c.Title = cycle.Clean(r.Columns()[i], false)
	}
	for _, s := range all {
		name := cycle.Clean(s.Name, false)
		if t.by == "" {
			c.Title, name = name, ""
		}
		points := s.Points
		if len(r.Columns()) == 1 {
			points = withBlankLines(points)
		}
		c.Series = append(c.Series, seriesOf(name, points))
	}
	if len(c.Series) == 0 {
		return c, fmt.Errorf("%w: %s has no rows to draw", store.ErrNotFound, name)
	}
	return c, nil
}

// withBlankLines puts missing values where a file of a single column has blank
// lines between its header, on the first line, and its last value: such a line is
// an empty cell. In files of several columns it is no row.
func withBlankLines(rows []tabular.Point) []tabular.Point {
	var out []tabular.Point
	last := 1
	for _, row := range rows {
		for ; last+1 < row.Line; last++ {
			out = append(out, tabular.Point{Y: math.NaN(), N: math.NaN(), Line: last + 1})
		}
		out = append(out, row)
		last = row.Line
	}
	for i := range out {
		out[i].X = strconv.Itoa(i + 1)
	}
	return out
}

// seriesOf turns rows into points. What the file calls them stays their name,
// unless all are days of the calendar or all school years: days have a shorter one
// on the axis.
func seriesOf(name string, rows []tabular.Point) cycle.ChartSeries {
	s := cycle.ChartSeries{Name: name}
	days, years := true, 0
	for _, row := range rows {
		d, err := cycle.ParseDate(row.X, cycle.Day{})
		days = days && err == nil
		if _, of, ok := cycle.ParseYear(row.X); ok && of == cycle.SchoolYears {
			years++
		}
		s.Points = append(s.Points, cycle.ChartPoint{X: cycle.Clean(row.X, false), Date: d.Date, Value: row.Y, N: row.N})
	}
	mixed := years > 0 && years < len(rows) // of school years and days
	for i := range s.Points {
		if !days || mixed {
			s.Points[i].Date = cycle.Day{}
		}
	}
	return s
}

// tableError gives the error of a table the exit code that it deserves.
func tableError(err error) error {
	var column *tabular.ColumnError
	var none *tabular.NoRowsError
	switch {
	case errors.As(err, &column):
		return wrongUse(err)
	case errors.As(err, &none):
		return fmt.Errorf("%w: %w", store.ErrNotFound, err)
	}
	return err
}
