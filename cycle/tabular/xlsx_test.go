package tabular_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

// workbook has a title page without a table, a hidden sheet, and two tables.
func workbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "Notes"))
	for _, name := range []string{"Secret", "Late", "Groups"} {
		_, err := f.NewSheet(name)
		check(err)
	}
	check(f.SetSheetVisible("Secret", false))
	check(f.SetSheetRow("Secret", "A1", &[]any{"a", "b"}))
	style := func(format int, custom string) int {
		s := &excelize.Style{NumFmt: format}
		if custom != "" {
			s.CustomNumFmt = &custom
		}
		id, err := f.NewStyle(s)
		check(err)
		return id
	}
	day := func(d int) time.Time { return time.Date(2024, 9, d, 0, 0, 0, 0, time.UTC) }
	check(f.SetSheetRow("Late", "A1", &[]any{"Late arrivals, all grades"}))
	check(f.SetSheetRow("Late", "A3", &[]any{"Date", "Late\narrivals", "Share", "Code", "Minutes"}))
	check(f.SetSheetRow("Late", "A4", &[]any{day(8), 31.25, 0.3941, 1600310, 12}))
	check(f.SetSheetRow("Late", "A5", &[]any{day(1), 28, 0.5, 1600310, 45000}))
	check(f.SetCellStyle("Late", "A4", "A4", style(14, "")))
	check(f.SetCellStyle("Late", "A5", "A5", style(0, "d-mmm")))
	check(f.SetCellStyle("Late", "B4", "B5", style(1, "")))
	check(f.SetCellStyle("Late", "C4", "C5", style(9, "")))
	check(f.SetCellStyle("Late", "D4", "D5", style(0, "00000000")))
	check(f.SetCellStyle("Late", "E4", "E5", style(0, `#,##0 "min"`)))
	check(f.SetSheetRow("Groups", "A1", &[]any{"Group", "Late"}))
	check(f.SetSheetRow("Groups", "A2", &[]any{"EL", 0.1 + 0.2}))
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	data := workbook(t)
	open := func(sheet string) *tabular.Reader {
		r, err := tabular.Open("late.xlsx", bytes.NewReader(data), tabular.Options{Sheet: sheet})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const want = "Date|Late arrivals|Share|Code|Minutes\n4:2024-09-08|31.25|39.41%|01600310|12\n5:2024-09-01|28|50%|01600310|45000"
	for _, sheet := range []string{"", "late", "2"} {
		if got := table(t, open(sheet)); got != want {
			t.Errorf("sheet %q gives\n%s", sheet, got)
		}
	}
	if got := table(t, open("Groups")); got != "Group|Late\n2:EL|0.3" {
		t.Error(got)
	}
	r := open("")
	if got := strings.Join(r.Sheets(), ","); got != "Notes,Late,Groups" || r.Sheet() != "Late" {
		t.Errorf("the sheets are %s, read is %s", got, r.Sheet())
	}
	if got := r.About(); got != `Excel, sheet "Late", 1 line above the header` {
		t.Error(got)
	}
	all, err := tabular.ReadSeries(r, tabular.Mapping{X: "Date", Y: "Share"})
	if err != nil || short(all) != "Share: 2024-09-01=50 2024-09-08=39.41" {
		t.Error(short(all), err)
	}
	for sheet, want := range map[string]string{"Scores": `no sheet "Scores". Its sheets are: "Notes", "Late", "Groups"`, "9": "no sheet", "Notes": "no rows"} {
		if _, err := tabular.Open("late.xlsx", bytes.NewReader(data), tabular.Options{Sheet: sheet}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("sheet %s: %v", sheet, err)
		}
	}
	if _, err := tabular.Open("late.csv", strings.NewReader("a,b\n1,2\n"), tabular.Options{Sheet: "x"}); err == nil {
		t.Error("a sheet of a text is no error")
	}
	if _, err := tabular.Open("late.xlsx", bytes.NewReader(data[:len(data)/2]), tabular.Options{}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Error(err)
	}
}
