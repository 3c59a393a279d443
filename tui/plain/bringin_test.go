package plain

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const stateFile = "../../examples/data/dese-lowell-attendance.csv"

// TestBringIn goes the way of somebody who hears the questions: one school out of
// the state's file, two measures.
func TestBringIn(t *testing.T) {
	st := openStore(t)
	screen := talk(t, st, begin("11", "i", "nothing.csv", stateFile,
		"",                          // when: as guessed
		"chronically",               // could be two
		"chronically absent (10",    // the column
		"Average # of Absences", "", // another one, and no more
		"", "", // no groups, no n
		"", "bailey", "", // the school, and no second column
		"", "Chronic absence", "outcome", // a new measure, its name and kind
		"", "", "", // likewise, as proposed
		"yes", "1", "", "", "i", stateFile, "", "chronically absent (10", "", "", "", "", "bailey", "", "2", "", "q")...)
	c := byTitle(t, st, "Late")[0]
	all := c.Measures()
	if len(all) != 2 || all[0].Name != "Chronic absence" || all[0].Kind != "outcome" || all[0].Unit != "%" || all[1].Name != "Average Absences" || all[1].Kind != "" {
		t.Fatalf("the measures are %+v\n%s", all, screen)
	}
	if a, b := len(c.Points(all[0].ID)), len(c.Points(all[1].ID)); a != 8 || b != 8 {
		t.Errorf("%d and %d numbers were written, want 8 and 8", a, b)
	}
	wantOnScreen(t, screen, "There is nothing to count yet", "Not read. There is no file", "215 rows, read as text with a comma",
		`"chronically" could be Chronically Absent (10% or more) or Chronically Absent (20%`, "What is it called? An empty line takes: Chronically Absent.",
		"Chronic absence: 8 new, 0 changed, 0 the same.", "2017-18: ", "Saved.", "1 Chronic absence: 8 numbers", "All of it is there already")
}

func TestBringInIsAsked(t *testing.T) {
	st := openStore(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	students := write("students.csv", "Student ID,Date,Absent\n31204,9/1/2026,1\n")
	twice := write("twice.csv", "Date,School,Late\n10/30/2026,North,4\n10/30/2026,South,8\n")
	late := write("late.csv", "Date,Late\n10/30/2026,4\n")
	screen := talk(t, st, begin("11", "i", students, ".",
		"i", twice, "", "", "", "", "", "-", "", "", "", // all rows
		"i", late, "", "", "", "", "", "", "", "", "", "no",
		"i", late, ".", "", "q")...)
	c := byTitle(t, st, "Late")[0]
	if n := len(c.Points("")); n != 0 {
		t.Errorf("%d numbers were written without a yes", n)
	}
	wantOnScreen(t, screen, `Not read. This file was not taken: the column "Student ID"`, "Nothing was written. Lines 2 and 3 are both for", "Write this into the cycle? Type yes or no.")
	if strings.Count(screen, "Nothing was written") != 2 {
		t.Error(screen)
	}
}
