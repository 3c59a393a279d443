package tabular_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

// FuzzOpen reads anything as a table, with all that follows.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("Week,Late\nW1,31\nW2,28\n"), "")
	f.Add([]byte("\xff\xfeW\x00,\x00L\x00\n\x00a\x001\x00"), ";")
	f.Add([]byte("sep=;\na;\"b\n\"\"c\";\n1/13/2024;1,5\n2010-11;<10\n"), "")
	f.Add([]byte(schools), "")
	f.Add([]byte("a\tb\r2024-25\t\"\r"), "tab")
	f.Add([]byte("PK\x03\x04"), "")
	f.Add(workbook(f), "")
	f.Fuzz(func(t *testing.T, data []byte, delimiter string) {
		if len(data) > 1<<16 {
			return
		}
		comma, _ := tabular.ParseDelimiter(delimiter)
		o := tabular.Options{Delimiter: comma}
		r, err := tabular.Open("f", bytes.NewReader(data), o)
		if err != nil {
			return
		}
		columns := r.Columns()
		if len(columns) == 0 {
			t.Fatal("a table without columns")
		}
		for _, name := range columns {
			if strings.TrimSpace(name) == "" || name != cycle.Clean(name, false) {
				t.Fatalf("a column is called %q", name)
			}
		}
		tabular.StudentLevel(columns, r.Sample())
		g := tabular.Guess(columns, r.Sample())
		m := tabular.Mapping{X: g.X, By: g.By, N: g.N, Where: g.Where}
		if len(g.Y) == 0 {
			g.Y = columns[:1]
		}
		all, err := tabular.ReadSeveral(r, m, g.Y)
		if err == nil {
			for _, series := range all {
				p, err := tabular.NewPlan(cycle.New("c"), cycle.Measure{ID: "m"}, series)
				if err == nil {
					c := cycle.New("c")
					c.Apply(p.Edits()...)
					again, err := tabular.NewPlan(c, cycle.Measure{ID: "m"}, series)
					if err != nil || len(again.New)+len(again.Changed) > 0 {
						t.Fatalf("the same again: %d new, %d changed, %v", len(again.New), len(again.Changed), err)
					}
				}
			}
		}
		// Line numbers rise, and every row has its cells.
		if r, err = tabular.Open("f", bytes.NewReader(data), o); err != nil {
			t.Fatal(err)
		}
		last := 0
		for {
			row, err := r.Next()
			if err != nil {
				if err != io.EOF && !strings.Contains(err.Error(), "f") {
					t.Fatal(err)
				}
				return
			}
			if row.Line <= last || len(row.Cells) < len(columns) {
				t.Fatalf("line %d behind %d has %d cells of %d", row.Line, last, len(row.Cells), len(columns))
			}
			last = row.Line
		}
	})
}
