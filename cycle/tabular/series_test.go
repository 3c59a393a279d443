package tabular_test

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

// short writes series in short: "name: x=y/n x=y". A point with a date shows it
// in place of x.
func short(all []tabular.Series) string {
	var out []string
	for _, s := range all {
		text := s.Name + ":"
		for _, p := range s.Points {
			x := p.X
			if !p.Date.IsZero() {
				x = p.Date.String()
			}
			y := fmt.Sprint(p.Y)
			if math.IsNaN(p.Y) {
				y = "?"
			}
			text += " " + x + "=" + y
			if !math.IsNaN(p.N) {
				text += fmt.Sprintf("/%v", p.N)
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func series(t testing.TB, text string, m tabular.Mapping) string {
	t.Helper()
	all, err := tabular.ReadSeries(open(t, text), m)
	if err != nil {
		return err.Error()
	}
	return short(all)
}

func TestTimes(t *testing.T) {
	for _, tt := range []struct{ name, xs, want string }{
		{"dates", "2024-09-08,2024-09-01", "2024-09-01=2 2024-09-08=1"},
		{"American dates", "9/8/2024,9/1/2024,12/1/2023", "2023-12-01=3 2024-09-01=2 2024-09-08=1"},
		{"European dates", "8/9/2024,1/9/2024,13/9/2024", "2024-09-01=2 2024-09-08=1 2024-09-13=3"},
		{"dates with points", "08.09.2024,01.09.2024,13.09.2024", "2024-09-01=2 2024-09-08=1 2024-09-13=3"},
		{"two digits", "9/8/24,9/1/24", "2024-09-01=2 2024-09-08=1"},
		{"with the time", "9/8/2024 12:00:00 AM,2024-09-01 00:00:00,2024-08-01T10:00:00Z", "2024-08-01=3 2024-09-01=2 2024-09-08=1"},
		{"words", "Oct 5 2024,Sep 30 2024", "2024-09-30=2 2024-10-05=1"},
		{"week of", "Week of 10/5/2024,week of 9/30/2024", "2024-09-30=2 2024-10-05=1"},
		{"school years", "2024-25,2017-18,2019-2020,SY 2018-19,2020/21,2021–22", "2017-07-01=2 2018-07-01=4 2019-07-01=3 2020-07-01=5 2021-07-01=6 2024-07-01=1"},
		{"school years that could be months", "2010-11,2009-10,2012-13", "2009-07-01=2 2010-07-01=1 2012-07-01=3"},
		{"months that could be school years", "2010-11,2009-10,2009-03", "2009-03-01=3 2009-10-01=2 2010-11-01=1"},
		{"months", "Oct 2024,September 2024,Aug-24,7/2024", "2024-07-01=4 2024-08-01=3 2024-09-01=2 2024-10-01=1"},
		{"weeks", "W10,Week 2,wk 3,W1", "W1=4 Week 2=2 wk 3=3 W10=1"},
		{"ISO weeks", "2024-W36,2024-W35", "2024-08-26=2 2024-09-02=1"},
		{"numbers", "10,2,3.5", "2=2 3.5=3 10=1"},
		{"years", "2023,2022", "2022=2 2023=1"},
		{"words without order", "post,pre,later", "post=1 pre=2 later=3"},
		{"mixed", "W3,2024-09-01,W1", "W3=1 2024-09-01=2 W1=3"},
		{"equal times", "W2,W1,W2,W1", "W1=2 W1=4 W2=1 W2=3"},
		{"weekdays are words", "Tue,Mon", "Tue=1 Mon=2"},
		{"no year", "10/5,9/30", "10/5=1 9/30=2"},
		{"no such day", "2024-02-30,2024-02-01", "2024-02-30=1 2024-02-01=2"},
	} {
		text := "When\tLate\n"
		for i, x := range strings.Split(tt.xs, ",") {
			text += fmt.Sprintf("%s\t%d\n", x, i+1)
		}
		got := strings.TrimPrefix(series(t, text, tabular.Mapping{X: "When", Y: "Late"}), "Late: ")
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	near := cycle.Day{Year: 2024, Month: 11, Day: 1}
	if got := series(t, "When,Late\n10/5,1\n9/30,2\n", tabular.Mapping{X: "When", Y: "Late", Near: near}); got != "Late: 2024-09-30=2 2024-10-05=1" {
		t.Error(got)
	}
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct{ ys, want string }{
		{"1;+2;-3;.5;1e3", "1 2 -3 0.5 1000"},
		{" 12.50 ;85%;$4;3,383;1,234,567;1 234", "12.5 85 4 3383 1.234567e+06 1234"},
		{"12,5;0,25;1,250", "12.5 0.25 1.25"},
		{"12,5;1,234.5;1,250", "12.5 1234.5 1250"},
		{"1,250;1,300", "1250 1300"},
		{"NA;n/a;N/A;-;*;**;;.;—;<10;< 5;>95%;null;NaN;7", "? ? ? ? ? ? ? ? ? ? ? ? ? ? 7"},
	} {
		text := "Week;Late;Note\n"
		for _, y := range strings.Split(tt.ys, ";") {
			text += "x;" + y + ";a\n"
		}
		all, err := tabular.ReadSeries(open(t, text), tabular.Mapping{Y: "Late"})
		if err != nil {
			t.Errorf("%s: %v", tt.ys, err)
			continue
		}
		var got []string
		for _, p := range all[0].Points {
			if math.IsNaN(p.Y) {
				got = append(got, "?")
			} else {
				got = append(got, fmt.Sprint(p.Y))
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s gives %v", tt.ys, got)
		}
	}
}

func TestErrorsNamePlaces(t *testing.T) {
	const text = "Week,Late,N\nW1,31,100\nW2,many,100\n"
	for _, tt := range []struct {
		m    tabular.Mapping
		want string
	}{
		{tabular.Mapping{Y: "Late"}, `file.csv, line 3, column "Late": "many" cannot be read as a number`},
		{tabular.Mapping{Y: "N", N: "late"}, `file.csv, line 3, column "Late"`},
		{tabular.Mapping{Y: "Lte"}, `there is no column "Lte". Did you mean "Late"? The columns are: "Week", "Late", "N"`},
		{tabular.Mapping{Y: "zzzzzz"}, `there is no column "zzzzzz". The columns are`},
		{tabular.Mapping{Y: "N", X: "date"}, `there is no column "date"`},
		{tabular.Mapping{Y: "N", By: "grp"}, `no column "grp"`},
		{tabular.Mapping{Y: "N", Where: []tabular.Filter{{Column: "sch", Value: "x"}}}, `no column "sch"`},
		{tabular.Mapping{Y: "N", Where: []tabular.Filter{{Column: "Week", Value: "w"}}}, `file.csv: no row has Week = w. Values there are such as "W1", "W2"`},
	} {
		if got := series(t, text, tt.m); !strings.Contains(got, tt.want) {
			t.Errorf("it says %q, want %q", got, tt.want)
		}
	}
	if got := series(t, "a,b\n1,2,3\n", tabular.Mapping{Y: "b"}); !strings.Contains(got, "line 2: it has 3 cells and there are 2 columns") {
		t.Error(got)
	}
	if got := series(t, "Week,Late\n", tabular.Mapping{Y: "Late"}); !strings.Contains(got, "no rows below the header") {
		t.Error(got)
	}
}

func TestTheOnlyColumnOfNumbers(t *testing.T) {
	if got := series(t, "Week,Late,Note\nW1,31,a\nW2,NA,b\n", tabular.Mapping{}); got != "Late: 1=31 2=?" {
		t.Error(got)
	}
	if got := series(t, "Week,Late,N\nW1,31,9\n", tabular.Mapping{N: "N"}); got != "Late: 1=31/9" {
		t.Error(got)
	}
	if got := series(t, "Week,Late\n3,31\n1,9\n", tabular.Mapping{X: "week"}); got != "Late: 1=9 3=31" {
		t.Error(got)
	}
	got := series(t, "Week,Late,N\nW1,31,9\n", tabular.Mapping{})
	if got != `2 columns hold numbers. Say which one holds the values. The columns are: "Late", "N"` {
		t.Error(got)
	}
	if got = series(t, "Week,Late\nW1,31\nW2,many\n", tabular.Mapping{}); !strings.Contains(got, `line 3, column "Late"`) {
		t.Error(got)
	}
	got = series(t, "Week,Note\nW1,x\n", tabular.Mapping{})
	if got != `no column holds only numbers. Say which one holds the values. The columns are: "Week", "Note"` {
		t.Error(got)
	}
}

const schools = `Year,School,Code,Group,Rate,N
2023-24,Lowell - Butler,01600310,All,30,500
2022-23,Lowell-Butler,01600310,All,35,510
2023-24,Lowell - Butler,01600310,EL,40,90
2022-23,Lowell-Butler,01600310,EL,*,90
2023-24,Lowell - Bailey,01600002,All,20,480
Source: the state,,,,,
`

func TestFiltersAndGroups(t *testing.T) {
	where := func(pairs ...string) (out []tabular.Filter) {
		for _, s := range pairs {
			f, err := tabular.ParseFilter(s)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, f)
		}
		return out
	}
	for _, tt := range []struct {
		where []tabular.Filter
		by, n string
		want  string
	}{
		{where("Code=01600310", "group=all"), "", "", "Rate: 2022-07-01=35 2023-07-01=30"},
		{where("Code = 1600310", "Group=ALL"), "", "N", "Rate: 2022-07-01=35/510 2023-07-01=30/500"},
		{where("School=lowell - butler", "School=Lowell-Butler", "Group=All"), "", "", "Rate: 2022-07-01=35 2023-07-01=30"},
		{where("code=1600310"), "Group", "", "All: 2022-07-01=35 2023-07-01=30; EL: 2022-07-01=? 2023-07-01=40"},
		{where("school=butler"), "", "", `file.csv: no row has school = butler. Values there are such as "Lowell-Butler", "Lowell - Butler"`},
		{where("sch=x", "group=all"), "", "", `file.csv: no row has sch = x and group = all. Values there are such as "Lowell - Butler", "Lowell-Butler", "Lowell - Bailey"`},
	} {
		got := series(t, schools, tabular.Mapping{X: "Year", Y: "Rate", By: tt.by, N: tt.n, Where: tt.where})
		if got != tt.want {
			t.Errorf("%v by %q: %s\nwant %s", tt.where, tt.by, got, tt.want)
		}
	}
	if _, err := tabular.ParseFilter("Butler"); err == nil {
		t.Error("no error for a filter without =")
	}
}

// A note under the table is no point, and does not spoil the order.
func TestNotesUnderTheTable(t *testing.T) {
	if got := series(t, schools, tabular.Mapping{X: "Year", Y: "N", Where: nil}); strings.Contains(got, "Source") || !strings.HasPrefix(got, "N: 2022-07-01") {
		t.Error(got)
	}
}

func TestSeveralColumnsAtOnce(t *testing.T) {
	all, err := tabular.ReadSeveral(open(t, "Week,Late,N\nW2,31,100\nW1,28,NA\n"), tabular.Mapping{X: "Week"}, []string{"N", "Late"})
	if err != nil {
		t.Fatal(err)
	}
	if got := short(all[0]) + " & " + short(all[1]); got != "N: W1=? W2=100 & Late: W1=28 W2=31" {
		t.Error(got)
	}
}

func TestColumn(t *testing.T) {
	columns := []string{"Chronically Absent (10% or more)", "Chronically Absent (20% or more)", "Rate", "Rate of growth"}
	for typed, want := range map[string]int{"rate": 2, "RATE  of growth": 3, "rate of": 3, "chronically absent (20": 1} {
		if got, err := tabular.Column(columns, typed); err != nil || got != want {
			t.Errorf("%q is column %d, %v", typed, got, err)
		}
	}
	var wrong *tabular.ColumnError
	if _, err := tabular.Column(columns, "chronically"); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "several columns") {
		t.Error(err)
	}
	if _, err := tabular.Column(columns, "absent 20%"); err == nil || !strings.Contains(err.Error(), `mean "Chronically Absent (20% or more)"?`) {
		t.Error(err)
	}
	if _, err := tabular.Column(columns, ""); err == nil {
		t.Error("no error for no name")
	}
}

// TestAnyOrderOfRows: series are the same whatever the order of the rows.
func TestAnyOrderOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfNDistinct(rapid.IntRange(0, 5000), 1, 30, rapid.ID[int]).Draw(t, "days")
		write := func(days []int) string {
			text := "Date,Late\n"
			for _, d := range days {
				text += fmt.Sprintf("%s,%d\n", cycle.Day{Year: 2015, Month: 1, Day: 1}.AddDays(d), d)
			}
			r, err := tabular.Open("f", strings.NewReader(text), tabular.Options{})
			if err != nil {
				t.Fatal(err)
			}
			all, err := tabular.ReadSeries(r, tabular.Mapping{X: "Date", Y: "Late"})
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range all[0].Points[1:] {
				if p.Date.Before(all[0].Points[i].Date) {
					t.Fatalf("%s stands behind %s", p.X, all[0].Points[i].X)
				}
			}
			return short(all)
		}
		one := write(days)
		if other := write(rapid.Permutation(days).Draw(t, "order")); one != other {
			t.Fatalf("%s\nand %s", one, other)
		}
	})
}

func TestButlerOutOfTheStatesFile(t *testing.T) {
	f, err := os.Open("../../examples/data/dese-lowell-attendance.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r, err := tabular.Open("attendance.csv", f, tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := tabular.ReadSeries(r, tabular.Mapping{X: "Academic Year", Y: "Chronically Absent (10% or more)", Where: []tabular.Filter{{Column: "DESE ID", Value: "1600310"}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || len(all[0].Points) != 8 || all[0].Points[0].X != "2017-18" || all[0].Points[7].Date.String() != "2024-07-01" {
		t.Error(short(all))
	}
}
