package dataimport_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/dataimport"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// TestSeveralColumns brings in several columns at once: measures of their own, and
// a column as a student group of the first.
func TestSeveralColumns(t *testing.T) {
	d, s, m := desk(t, "")
	typed(d, s, "att\t\n")
	wants(t, d, "← Attendance Rate →", "called     Attendance Rate", "Attendance Rate, % (new, higher is better): 8 new")
	typed(d, s, "chron")
	wants(t, d, "called     Chronically Absent", "Chronically Absent, % (new, lower is better): 8 new")
	keys(d, s, "down", "down", "down", "down")
	typed(d, s, "chronically absent (2")
	wants(t, d, "▸ Value 2    ← Chronically Absent (20% or more) →", "called     Chronically Absent (20% or more)", "kind       say it later", "And also     nothing more", "into 2 measures")
	keys(d, s, "down", "down", "down", "right")
	keys(d, s, "down")
	typed(d, s, "unex")
	keys(d, s, "down", "end", "down", "ctrl+u")
	typed(d, s, "Unexcused")
	wants(t, d, "▸   group", "Chronically Absent, % (new, lower is better): 12 new", "into 2 measures")
	before := len(m.Changes)
	msgs := keys(d, s, "enter")
	if _, bad, back := said(msgs); bad || !back {
		t.Fatalf("not written:\n%s", view(d))
	}
	if len(m.Changes) != before+1 {
		t.Errorf("%d changes", len(m.Changes)-before)
	}
	all := s.Cycle().Measures()
	if len(all) != 2 || all[0].Name != "Chronically Absent" || all[0].Unit != "%" || all[0].Kind != "outcome" || all[0].Direction != "down" || all[1].Name != "Chronically Absent (20% or more)" || all[1].Kind != "outcome" {
		t.Errorf("the measures are %+v", all)
	}
	groups := map[string]int{}
	for _, p := range s.Cycle().Points(all[0].ID) {
		groups[p.Subgroup]++
	}
	if groups[""] != 8 || groups["Unexcused"] != 4 {
		t.Errorf("the groups are %v", groups)
	}
	if !slices.ContainsFunc(msgs, func(msg tea.Msg) bool {
		return msg == ui.GoStep{Step: "data", At: cycle.Path{List: "measures", Item: all[0].ID}}
	}) {
		t.Error("the new measure is not shown")
	}
	// The same file again finds its measures by their names.
	d, cmd := dataimport.New(tuitest.Env(), s, disk(t), "")
	tuitest.Drain(d, s, cmd)
	typed(d, s, "att\t\n")
	typed(d, s, "chron")
	wants(t, d, "into       Chronically Absent", "0 new, 0 changed, 8 the same")
}

// A column that is taken back leaves no place open between the others.
func TestTakingAColumnBack(t *testing.T) {
	d, s, _ := desk(t, "")
	typed(d, s, "att\t\n")
	keys(d, s, "down", "down", "down", "down")
	typed(d, s, "average")
	keys(d, s, "down", "down", "down", "down")
	typed(d, s, "absent 10")
	wants(t, d, "Value 2      Average # of Absences", "▸ Value 3    ← Absent 10 or more days →", "into 3 measures")
	keys(d, s, "up", "up", "up", "up", "home")
	wants(t, d, "▸ Value 2    ← Absent 10 or more days →", "called     Absent 10 or more days", "And also     nothing more", "into 2 measures")
}

func TestTwoFilters(t *testing.T) {
	_, s, _ := desk(t, "")
	wide := "Date,School,Grade,Late\n10/30/2026,North,6,4\n10/30/2026,North,7,5\n10/30/2026,South,6,8\n11/6/2026,North,7,3\n"
	d, cmd := dataimport.New(tuitest.Env(), s, files{"wide.csv": wide}, "")
	tuitest.Drain(d, s, cmd)
	typed(d, s, "wide.csv\n")
	keys(d, s, "home") // which school
	wants(t, d, "Rows of      School", "only     ← North →", "And of       nothing more")
	keys(d, s, "down")
	typed(d, s, "grade")
	wants(t, d, "! Choose which rows to take: there are 2 different ones in Grade.")
	keys(d, s, "down")
	typed(d, s, "7")
	wants(t, d, "And of       Grade", "only     ← 7 →", "And of       nothing more")
	keys(d, s, "up", "up", "up", "up", "up") // the groups: not by grade
	keys(d, s, "home")
	wants(t, d, "▸ Group      ← none →", "2 new, 0 changed")
	keys(d, s, "enter")
	if got := points(s); got != "Late: 2026-10-30=5 2026-11-06=3" {
		t.Errorf("%s\n%s", got, view(d))
	}
	// Taken back, the second moves up.
	d, cmd = dataimport.New(tuitest.Env(), s, files{"wide.csv": wide}, "")
	tuitest.Drain(d, s, cmd)
	typed(d, s, "wide.csv\n")
	keys(d, s, "home", "down")
	typed(d, s, "grade")
	keys(d, s, "up", "up", "home")
	wants(t, d, "▸ Rows of    ← Grade →")
	keys(d, s, "home")
	wants(t, d, "▸ Rows of    ← all rows →")
}

// A file about something else does not go into a measure that has numbers.
func TestAnotherFile(t *testing.T) {
	_, s, _ := desk(t, "Chronic absence")
	tuitest.Drain(nil, s, s.Edit(cycle.Add("points", "p"), cycle.SetIn("points", "p", "measure", "m"), cycle.SetIn("points", "p", "date", "2026-11-06"), cycle.SetIn("points", "p", "value", "3")))
	for name, into := range map[string]string{"late.csv": "a new measure", "value.csv": "Chronic absence"} {
		d, cmd := dataimport.New(tuitest.Env(), s, files{"late.csv": disk(t)["late.csv"], "value.csv": "Date,Value\n10/30/2026,31\n"}, "m")
		tuitest.Drain(d, s, cmd)
		typed(d, s, name+"\n")
		wants(t, d, "into       "+into)
	}
}

func TestOneMeasureGetsOneColumn(t *testing.T) {
	d, s, _ := desk(t, "Late arrivals")
	typed(d, s, "late.csv\n")
	keys(d, s, "down", "right", "down", "ctrl+u")
	typed(d, s, "LATE arrivals")
	if text, bad, _ := said(keys(d, s, "enter")); !bad || !strings.Contains(text, `There is a measure "Late arrivals" already`) {
		t.Errorf("it said %q", text)
	}
	d, s, _ = desk(t, "")
	typed(d, s, "att\t\n")
	keys(d, s, "down", "down", "down", "down")
	typed(d, s, "average")
	keys(d, s, "down", "down", "ctrl+u")
	typed(d, s, "attendance rate")
	if text, bad, _ := said(keys(d, s, "enter")); !bad || !strings.Contains(text, `Two columns would go into "attendance rate"`) {
		t.Errorf("it said %q", text)
	}
}
