package sheet_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/reporttest"
	"github.com/cqi-pdsa/pdsa/cycle/report/sheet"
	"github.com/cqi-pdsa/pdsa/examples"
)

func written(t *testing.T, cycles ...*cycle.Cycle) []byte {
	t.Helper()
	var b bytes.Buffer
	o := report.Options{Today: examples.Day(), Changed: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}
	if err := sheet.Write(&b, cycles, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// opened has another program's reader open the workbook.
func opened(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func rows(t *testing.T, f *excelize.File, name string) [][]string {
	t.Helper()
	out, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// find gives the row that begins with the values.
func find(t *testing.T, all [][]string, values ...string) []string {
	t.Helper()
	for _, row := range all {
		if len(row) >= len(values) && strings.Join(row[:len(values)], "|") == strings.Join(values, "|") {
			return row
		}
	}
	t.Fatalf("no row begins with %q in %q", values, all)
	return nil
}

func TestSheets(t *testing.T) {
	c := reporttest.Story(examples.Cycles())
	f := opened(t, written(t, c))
	title := report.Title(c)
	find(t, rows(t, f, "Cycles"), title, "Eastern Canal Middle School")
	plan := rows(t, f, "Plan")
	if got := strings.Join(plan[0], "|"); got != "Cycle|What|Who|Week 1|Week 2|Week 3|Week 4|Week 5|Week 6|Note" {
		t.Errorf("the head of the plan is %s", got)
	}
	find(t, plan, title, "Partner minute before whole-class talk", "Marisol", "done", "done", "done", "planned", "planned", "planned")
	find(t, rows(t, f, "Measures"), title, "Different students who speak", "Outcome", "% of students")
	find(t, rows(t, f, "Data"), title, "Different students who speak", "% of students", "Nov 4, 2026", "54.2", "24")
	if kind, err := f.GetCellType("Data", "E2"); err != nil || kind != excelize.CellTypeUnset {
		t.Errorf("a value is no number but %v (%v)", kind, err)
	}
	if n := len(rows(t, f, "Data")); n != len(c.Lists["points"])+1 {
		t.Errorf("%d rows for %d points", n, len(c.Lists["points"]))
	}
}

func TestTextIsNeverAFormula(t *testing.T) {
	data := written(t, reporttest.Hostile(), reporttest.Empty())
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range z.File {
		if file.Modified.Year() != 1980 {
			t.Errorf("%s carries the time %v", file.Name, file.Modified)
		}
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<f>", "<f ", "hyperlink", "externalLink", "<script", "\x1b", "\u202e"} {
			if strings.Contains(string(part), bad) {
				t.Errorf("%q is in %s", bad, file.Name)
			}
		}
	}
	f := opened(t, data)
	for _, name := range f.GetSheetList() {
		for i, row := range rows(t, f, name) {
			for j := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := f.GetCellFormula(name, at); formula != "" || err != nil {
					t.Errorf("%s of %s holds the formula %s (%v)", at, name, formula, err)
				}
			}
		}
	}
	// A cell that begins as a formula stays text when somebody edits it.
	at, err := f.GetCellStyle("Cycles", "A2")
	if err != nil {
		t.Fatal(err)
	}
	if !*f.Styles.CellXfs.Xf[at].QuotePrefix {
		t.Error("editing would make the text a formula")
	}
	if value, err := f.GetCellValue("Cycles", "A2"); err != nil || !strings.HasPrefix(value, `=HYPERLINK("http://evil.example","x") <script>`) {
		t.Errorf("the text is %q (%v)", value, err)
	}
}

func TestTextStaysAsItIs(t *testing.T) {
	c := reporttest.Empty()
	texts := []string{"_x0041_ and _x005F_x0041_", "_x0041_x0042_", "_x", "a_xZZZZ_", " space ", "1e5", "007", "two\nlines", "não ភាសា 😀"}
	for i, s := range texts {
		c.Apply(cycle.SetIn("actions", string(rune('a'+i)), "what", s))
	}
	plan := rows(t, opened(t, written(t, c)), "Plan")
	for i, s := range texts {
		if got := plan[i+1][1]; got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestALongTextIsCutAndSaysSo(t *testing.T) {
	c := reporttest.Empty()
	c.Apply(cycle.SetField("study.results", strings.Repeat("😀", cycle.MaxText/4)), cycle.SetField("study.learned", strings.Repeat("é", cycle.MaxText/2)))
	for _, row := range rows(t, opened(t, written(t, c)), "Cycles")[1:] {
		cut := 0
		for _, s := range row {
			if strings.Contains(s, "cut here") {
				cut++
			}
			if strings.Contains(s, "\ufffd") {
				t.Error("a character is cut in two")
			}
		}
		// The first is just as long as a cell can hold and one unit more.
		if cut != 2 {
			t.Errorf("%d texts are cut", cut)
		}
	}
}

func TestSmallGroupsAreWithheld(t *testing.T) {
	c := reporttest.Empty()
	c.Apply(cycle.SetIn("measures", "m", "name", "Late"))
	for id, p := range map[string][3]string{"all": {"", "30", "71"}, "small": {"EL", "9", "72.25"}, "large": {"Other", "21", "73.5"}} {
		c.Apply(cycle.SetIn("points", id, "measure", "m"), cycle.SetIn("points", id, "date", "2026-10-05"),
			cycle.SetIn("points", id, "subgroup", p[0]), cycle.SetIn("points", id, "n", p[1]), cycle.SetIn("points", id, "value", p[2]))
	}
	all := rows(t, opened(t, written(t, c)), "Data")
	find(t, all, "Cycle without a title", "Late", "", "Oct 5, 2026", "71", "30")
	find(t, all, "Cycle without a title", "Late", "", "Oct 5, 2026", "withheld", "", "EL")
	find(t, all, "Cycle without a title", "Late", "", "Oct 5, 2026", "withheld", "", "Other")
}

func TestEqualCyclesGiveEqualBytes(t *testing.T) {
	if !bytes.Equal(written(t, reporttest.Ramp(examples.Cycles())...), written(t, reporttest.Ramp(examples.Cycles())...)) {
		t.Error("the second workbook differs")
	}
}
