package tabular_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

func free(string) bool { return false }

func TestShortName(t *testing.T) {
	for column, want := range map[string]string{
		"Chronically Absent (10% or more)": "Chronically Absent",
		"Average # of Absences":            "Average Absences",
		"% Out-of-School Suspension":       "Out-of-School Suspension",
		"% of students late":               "Students late",
		"chronic_absence_pct":              "Chronic absence",
		"Students Disciplined":             "Students Disciplined",
		"Unexcused > 9 days":               "Unexcused > 9 days",
		"Late":                             "Late",
		"%":                                "%",
		"(n)":                              "(n)",
		"a) first (b":                      "A) first (b",
		"été":                              "Été",
	} {
		if got := tabular.ShortName(column, free); got != want {
			t.Errorf("%q is called %q, want %q", column, got, want)
		}
	}
	taken := func(name string) bool { return name == "Chronically Absent" }
	if got := tabular.ShortName("Chronically Absent (20% or more)", taken); got != "Chronically Absent (20% or more)" {
		t.Errorf("where the name is used it is called %q", got)
	}
}

func TestShortNameIsNeverEmpty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		column := rapid.StringMatching(`[a%#()_,: é-]{1,20}[a-z%]`).Draw(t, "column")
		if got := tabular.ShortName(column, free); got == "" {
			t.Fatalf("%q has no name", column)
		}
	})
}

func TestUnit(t *testing.T) {
	for _, tt := range []struct {
		column string
		cells  []string
		want   string
	}{
		{"Chronically Absent (10% or more)", []string{"12.4", "", "32,3"}, "%"},
		{"Attendance Rate", []string{"95.7"}, "%"},
		{"Attendance Rate", []string{"0.95", "1"}, ""},
		{"Rate per 1000", []string{"120"}, ""},
		{"late_pct", []string{"8"}, "%"},
		{"Late arrivals", []string{"8"}, ""},
		{"Change in %", []string{"-8"}, ""},
		{"%", nil, ""},
	} {
		if got := tabular.Unit(tt.column, tt.cells); got != tt.want {
			t.Errorf("%s of %v is in %q, want %q", tt.column, tt.cells, got, tt.want)
		}
	}
}

func TestDirection(t *testing.T) {
	for column, want := range map[string]string{
		"Chronically Absent (10% or more)": "down", "Average # of Absences": "down", "late_pct": "down", "% Out-of-School Suspension": "down",
		"Attendance Rate": "up", "Passing grades": "up", "Students": "", "Late or present": "", "Template": "",
	} {
		if got := tabular.Direction(column); got != want {
			t.Errorf("%s: %q, want %q", column, got, want)
		}
	}
}
