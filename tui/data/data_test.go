package data_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/data"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {53, 19}, {56, 19}, {73, 24}, {80, 12}, {94, 35}, {98, 20}, {118, 35}, {196, 55}}

func TestGolden(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{
		"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("e"), "absence": tuitest.Example(t, "chronic-absence"),
	} {
		s, _ := tuitest.Session(t, c)
		p := data.New(tuitest.Env(), s)
		p.Focus(cycle.Path{})
		for size, wh := range map[string][2]int{"56x19": {56, 19}, "94x35": {94, 35}, "118x35": {118, 35}} {
			tuitest.Golden(t, name+"-"+size, p.View(wh[0], wh[1]))
		}
		for _, wh := range sizes {
			tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1])
		}
		keys(p, s, "v")
		tuitest.Golden(t, name+"-chart-56x19", p.View(56, 19))
		keys(p, s, "a", "tab", "2", "x", "tab")
		for _, wh := range sizes {
			tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1])
		}
	}
}

// desk has two measures; the first has three weekly numbers, of 31, 28 and 30.
func desk(t testing.TB) (*data.Pane, *session.Session, *tuitest.Memory) {
	c := cycle.New("c")
	c.Apply(
		cycle.SetField("start", "2026-11-02"),
		cycle.SetIn("measures", "late", "name", "Late arrivals"), cycle.SetIn("measures", "late", "kind", "outcome"),
		cycle.SetIn("measures", "greet", "name", "Greeted by name"),
	)
	for _, v := range [][2]string{{"2026-10-30", "31"}, {"2026-11-06", "28"}, {"2026-11-13", "30"}} {
		d, _ := cycle.ParseDay(v[0])
		id := cycle.PointID("late", d, "")
		c.Apply(cycle.SetIn("points", id, "measure", "late"), cycle.SetIn("points", id, "date", v[0]), cycle.SetIn("points", id, "value", v[1]))
	}
	s, m := tuitest.Session(t, c)
	p := data.New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	return p, s, m
}

func keys(p *data.Pane, s *session.Session, names ...string) []tea.Msg {
	return tuitest.Drive(p, s, tuitest.Keys(names...)...)
}

func typed(p *data.Pane, s *session.Session, text string) []tea.Msg {
	return tuitest.Drive(p, s, tuitest.Type(text)...)
}

func TestTheWholeScreenForTheChart(t *testing.T) {
	p, s, _ := desk(t)
	keys(p, s, "right")
	if out := keys(p, s, "f"); len(out) != 1 || out[0] != (ui.OpenChart{Measure: "greet"}) {
		t.Errorf("f gives %v", out)
	}
}

func view(p *data.Pane) string { return tuitest.Plain(p.View(94, 30)) }

// table is the points of a measure in short: "2026-11-13=30 rain".
func table(s *session.Session, measure string) string {
	var out []string
	for _, pt := range s.Cycle().Points(measure) {
		words := pt.Date.String() + "=" + pt.Text
		if pt.N > 0 {
			words += fmt.Sprintf("/%d", pt.N)
		}
		out = append(out, strings.TrimSpace(words+" "+strings.TrimSpace(pt.Subgroup+" "+pt.Note)))
	}
	return strings.Join(out, "; ")
}

const three = "2026-10-30=31; 2026-11-06=28; 2026-11-13=30"

func said(msgs []tea.Msg) (text string, bad bool) {
	for _, msg := range msgs {
		if n, ok := msg.(ui.Notice); ok {
			text, bad = n.Text, n.Bad
		}
	}
	return text, bad
}

func TestANumberAndEnterIsARow(t *testing.T) {
	p, s, m := desk(t)
	before := len(m.Changes)
	typed(p, s, "26.5\n")
	if got := table(s, "late"); got != three+"; 2026-11-20=26.5" {
		t.Errorf("the points are %s", got)
	}
	if got := len(m.Changes) - before; got != 1 {
		t.Errorf("one row made %d changes", got)
	}
	id := cycle.PointID("late", cycle.Day{Year: 2026, Month: 11, Day: 20}, "")
	if _, ok := s.Cycle().Item("points", id); !ok {
		t.Error("the point has not the id of its day")
	}
	// Enter goes on with the next week's row.
	typed(p, s, "25\n")
	keys(p, s, "esc")
	if got := table(s, "late"); got != three+"; 2026-11-20=26.5; 2026-11-27=25" {
		t.Errorf("the points are %s", got)
	}
	if p.Typing() {
		t.Error("esc did not end the typing")
	}
	tuitest.Drain(p, s, s.Undo())
	tuitest.Drain(p, s, s.Undo())
	if got := table(s, "late"); got != three {
		t.Errorf("after undo the points are %s", got)
	}
}

func TestAllCells(t *testing.T) {
	p, s, _ := desk(t)
	keys(p, s, "a", "ctrl+u")
	typed(p, s, "11/18")
	keys(p, s, "tab")
	typed(p, s, "85%")
	keys(p, s, "tab")
	typed(p, s, "24")
	keys(p, s, "tab")
	typed(p, s, "Bus 12")
	keys(p, s, "tab")
	typed(p, s, "xnav snow")
	keys(p, s, "tab", "esc")
	if got := table(s, "late"); got != three+"; 2026-11-18=85/24 Bus 12 xnav snow" {
		t.Errorf("the points are %s", got)
	}
	// A group that was used is offered again.
	keys(p, s, "a", "tab", "2", "tab", "tab", "ctrl+o", "enter", "esc")
	if got := table(s, "late"); !strings.HasSuffix(got, "=2 Bus 12") {
		t.Errorf("the points are %s", got)
	}
}

func TestAnotherNumberForTheDay(t *testing.T) {
	p, s, m := desk(t)
	keys(p, s, "a", "ctrl+u")
	typed(p, s, "nov 13")
	keys(p, s, "tab")
	before := len(m.Changes)
	text, bad := said(typed(p, s, "23\n"))
	if text != "there was 30 for this date: now 23. ctrl+z brings it back" || bad {
		t.Errorf("it said %q", text)
	}
	if got := table(s, "late"); got != "2026-10-30=31; 2026-11-06=28; 2026-11-13=23" || len(m.Changes) != before+1 {
		t.Errorf("the points are %s after %d changes", got, len(m.Changes)-before)
	}
	tuitest.Drain(p, s, s.Undo())
	if got := table(s, "late"); got != three {
		t.Errorf("after undo the points are %s", got)
	}
}

func TestWhatCannotBeReadIsSaidAndKept(t *testing.T) {
	p, s, _ := desk(t)
	typed(p, s, "2x")
	keys(p, s, "tab")
	if v := view(p); !strings.Contains(v, `! Value: "2x" cannot be read as a number`) {
		t.Errorf("nothing is said at once:\n%s", v)
	}
	if text, bad := said(keys(p, s, "esc")); !bad || !strings.Contains(text, "kept") {
		t.Errorf("leaving it said %q", text)
	}
	if got := table(s, "late"); got != three {
		t.Errorf("the points are %s", got)
	}
	keys(p, s, "]", "[")
	if v := view(p); !strings.Contains(v, "2x") || !strings.Contains(v, "Not saved yet") {
		t.Errorf("what was typed is gone:\n%s", v)
	}
	keys(p, s, "enter", "backspace", "enter", "esc")
	if got := table(s, "late"); got != three+"; 2026-11-20=2" {
		t.Errorf("mended, the points are %s", got)
	}
	keys(p, s, "3", "x", "esc", "x")
	if v := view(p); strings.Contains(v, "3x") || table(s, "late") != three+"; 2026-11-20=2" {
		t.Errorf("x did not clear the unfinished row:\n%s", v)
	}
}

func TestADateThatCannotBeRead(t *testing.T) {
	p, s, _ := desk(t)
	keys(p, s, "a", "ctrl+u")
	typed(p, s, "soon\t")
	keys(p, s, "tab")
	typed(p, s, "21\n")
	if v := view(p); !strings.Contains(v, "! Date:") || !p.Typing() {
		t.Errorf("the row was saved, or nothing is said:\n%s", v)
	}
	keys(p, s, "ctrl+u")
	typed(p, s, "today\n")
	if got := table(s, "late"); got != three+"; 2026-11-20=21" {
		t.Errorf("the points are %s", got)
	}
}

func TestEditInPlace(t *testing.T) {
	p, s, m := desk(t)
	keys(p, s, "up", "enter", "ctrl+u")
	before := len(m.Changes)
	typed(p, s, "33\n")
	if got := table(s, "late"); got != "2026-10-30=31; 2026-11-06=28; 2026-11-13=33" || p.Typing() {
		t.Errorf("the points are %s", got)
	}
	// The note goes along to another day, in one change.
	keys(p, s, "enter", "shift+tab", "shift+tab")
	keys(p, s, "tab", "tab", "tab", "tab")
	typed(p, s, "rain\n")
	keys(p, s, "enter", "shift+tab", "ctrl+u")
	typed(p, s, "11/12\n")
	if got := table(s, "late"); got != "2026-10-30=31; 2026-11-06=28; 2026-11-12=33 rain" {
		t.Errorf("the points are %s", got)
	}
	if got := len(m.Changes) - before; got != 3 {
		t.Errorf("three edits made %d changes", got)
	}
	tuitest.Drain(p, s, s.Undo())
	if got := table(s, "late"); got != "2026-10-30=31; 2026-11-06=28; 2026-11-13=33 rain" {
		t.Errorf("after undo the points are %s", got)
	}
	keys(p, s, "end", "up", "enter", "esc")
	if len(m.Changes) != before+4 {
		t.Error("looking into a row wrote something")
	}
}

// A row is open while another laptop's note arrives: what was not touched here
// is not written back.
func TestUntouchedCellsAreLeftAlone(t *testing.T) {
	p, s, _ := desk(t)
	keys(p, s, "up", "enter", "ctrl+u")
	id := cycle.PointID("late", cycle.Day{Year: 2026, Month: 11, Day: 13}, "")
	tuitest.Drain(p, s, s.Edit(cycle.SetIn("points", id, "note", "from Sok")))
	typed(p, s, "29\n")
	if got := table(s, "late"); !strings.HasSuffix(got, "2026-11-13=29 from Sok") {
		t.Errorf("the points are %s", got)
	}
}

// What this version does not know goes along to another day, and a new row leaves
// alone what it says nothing about.
func TestNothingIsLostOnTheWay(t *testing.T) {
	p, s, _ := desk(t)
	id := cycle.PointID("late", cycle.Day{Year: 2026, Month: 11, Day: 13}, "")
	tuitest.Drain(p, s, s.Edit(cycle.SetIn("points", id, "later", "unknown"), cycle.SetIn("points", id, "n", "24"), cycle.SetIn("points", id, "note", "rain")))
	keys(p, s, "up", "enter", "shift+tab", "ctrl+u")
	typed(p, s, "11/12\n")
	id = cycle.PointID("late", cycle.Day{Year: 2026, Month: 11, Day: 12}, "")
	if got := s.Cycle().Get("points/" + id + ".later"); got != "unknown" {
		t.Errorf("a field of a later version is %q", got)
	}
	keys(p, s, "a", "ctrl+u")
	typed(p, s, "11/12")
	keys(p, s, "tab")
	typed(p, s, "22\n")
	if got := table(s, "late"); !strings.HasSuffix(got, "2026-11-12=22/24 rain") {
		t.Errorf("the points are %s", got)
	}
}

func TestRemove(t *testing.T) {
	p, s, _ := desk(t)
	keys(p, s, "home")
	if text, _ := said(keys(p, s, "x")); text != "removed. ctrl+z brings it back" {
		t.Errorf("it said %q", text)
	}
	if got := table(s, "late"); got != "2026-11-06=28; 2026-11-13=30" {
		t.Errorf("the points are %s", got)
	}
	tuitest.Drain(p, s, s.Undo())
	if got := table(s, "late"); got != three {
		t.Errorf("after undo the points are %s", got)
	}
}

func TestMarksOnTheChart(t *testing.T) {
	p, s, m := desk(t)
	before := len(m.Changes)
	keys(p, s, "home", "n")
	typed(p, s, "greeting began\n")
	all := s.Cycle().Lists["annotations"]
	if len(all) != 1 || all[0].Values["text"] != "greeting began" || all[0].Values["date"] != "2026-10-30" || all[0].Values["measure"] != "late" {
		t.Fatalf("the marks are %+v", all)
	}
	if len(m.Changes) != before+1 {
		t.Errorf("one mark made %d changes", len(m.Changes)-before)
	}
	if v := view(p); !strings.Contains(v, "▸ Fri, Oct 30  greeting began") {
		t.Errorf("the mark is not in hand:\n%s", v)
	}
	keys(p, s, "enter")
	typed(p, s, " again\n")
	if got := s.Cycle().Lists["annotations"][0].Values["text"]; got != "greeting began again" {
		t.Errorf("the mark says %q", got)
	}
	keys(p, s, "x")
	if len(s.Cycle().Lists["annotations"]) != 0 {
		t.Error("x did not remove the mark")
	}
	keys(p, s, "n", "esc")
	if len(m.Changes) != before+3 {
		t.Error("an empty mark was written")
	}
}

func TestMeasures(t *testing.T) {
	p, s, _ := desk(t)
	for _, k := range []string{"right", "left", "]", "["} {
		keys(p, s, k)
		if v := view(p); strings.Contains(v, "Greeted by name") != (k == "right" || k == "]") {
			t.Errorf("after %s:\n%s", k, v)
		}
	}
	keys(p, s, "right")
	typed(p, s, "7\n")
	keys(p, s, "esc")
	if got := table(s, "greet"); got != "2026-11-16=7" { // the start of the running week
		t.Errorf("the points are %s", got)
	}
	p.Focus(cycle.Path{List: "measures", Item: "late"})
	if v := view(p); !strings.Contains(v, "Late arrivals") {
		t.Errorf("the path of a measure did not lead to it:\n%s", v)
	}
	if out := keys(p, s, "g"); len(out) != 1 || out[0].(ui.GoStep).Step != "measures" {
		t.Errorf("g gave %v", out)
	}
}

func TestNoMeasuresInvites(t *testing.T) {
	s, _ := tuitest.Session(t, cycle.New("e"))
	p := data.New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	if v := view(p); !strings.Contains(v, "press g") {
		t.Errorf("it does not invite:\n%s", v)
	}
	if out := keys(p, s, "a", "5", "n", "g"); len(out) != 1 || out[0].(ui.GoStep).Step != "measures" {
		t.Errorf("the keys gave %v", out)
	}
}

func TestChartAndTableTakeTurns(t *testing.T) {
	p, s, _ := desk(t)
	if v := view(p); strings.Contains(v, "●") {
		t.Errorf("the chart is there at once:\n%s", v)
	}
	keys(p, s, "v")
	if v := view(p); strings.Count(v, "●") != 3 || strings.Contains(v, "Group") {
		t.Errorf("the chart is not shown:\n%s", v)
	}
	keys(p, s, "2")
	if v := view(p); !strings.Contains(v, "Group") {
		t.Errorf("typing does not bring the table back:\n%s", v)
	}
	keys(p, s, "esc")
	if v := tuitest.Plain(p.View(118, 30)); strings.Count(v, "●") != 4 || !strings.Contains(v, "Group") {
		t.Errorf("in a wide window both are not shown:\n%s", v)
	}
}

func TestLongTable(t *testing.T) {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("measures", "m", "name", "Many"))
	day := cycle.Day{Year: 2010, Month: 1, Day: 1}
	for i := range 5000 {
		d := day.AddDays(i)
		id := cycle.PointID("m", d, "")
		c.Lists["points"] = append(c.Lists["points"], cycle.Item{ID: id, Values: map[string]string{"measure": "m", "date": d.String(), "value": fmt.Sprint(i)}})
	}
	s, _ := tuitest.Session(t, c)
	p := data.New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	if v := view(p); !strings.Contains(v, "   4999") || strings.Contains(v, "   4900") {
		t.Errorf("the newest are not shown:\n%s", v)
	}
	keys(p, s, "pgup", "pgup")
	if v := view(p); strings.Contains(v, "  4999\n") {
		t.Errorf("pgup does not go back:\n%s", v)
	}
	keys(p, s, "home")
	if v := view(p); !strings.Contains(v, "▸ Fri, Jan 1, 2010") {
		t.Errorf("home does not go to the first:\n%s", v)
	}
	keys(p, s, "pgdown", "end")
	typed(p, s, "1\n")
	if n := len(s.Cycle().Points("m")); n != 5001 {
		t.Errorf("there are %d points", n)
	}
}

func TestTwoVersionsAreShown(t *testing.T) {
	p, s, m := desk(t)
	id := cycle.PointID("late", cycle.Day{Year: 2026, Month: 11, Day: 13}, "")
	apart := change.Fold("c", m.Changes)
	ops := apart.Build("other", apart.Seen.Clone(), []cycle.Edit{cycle.SetIn("points", id, "value", "99")})
	tuitest.Drain(p, s, s.Edit(cycle.SetIn("points", id, "value", "44")))
	c := change.Change{
		ID: change.MakeID("other", 1), Replica: "other", Seq: 1, Doc: "c", Kind: change.KindCycle, Author: "Sok Chan",
		At: m.Changes[len(m.Changes)-1].At, Schema: change.Schema, Ops: ops,
	}
	if err := c.Seal(); err != nil {
		t.Fatal(err)
	}
	m.Changes = append(m.Changes, c)
	s.Refresh(change.Fold("c", m.Changes))
	keys(p, s, "up")
	if v := view(p); !strings.Contains(v, "⇄") || !strings.Contains(v, "also written by") {
		t.Errorf("two versions are not shown:\n%s", v)
	}
	if out := keys(p, s, "s"); len(out) != 1 || out[0].(ui.OpenConflicts).At.Item != id {
		t.Errorf("s gave %v", out)
	}
}

// TestWhereANumberStays: a small group's number is on the laptop where it was typed
// and nowhere else, and the screen says so.
func TestWhereANumberStays(t *testing.T) {
	p, s, m := desk(t)
	keys(p, s, "end")
	for _, row := range [][]string{{"71", "4", "Bus riders"}, {"72", "", "Walkers"}, {"73", "40", "Car"}} {
		typed(p, s, row[0])
		keys(p, s, "tab")
		typed(p, s, row[1])
		keys(p, s, "tab")
		typed(p, s, row[2]+"\n")
	}
	keys(p, s, "esc", "up")
	for _, want := range []string{"73", "nothing says that the group has 10", "fewer than 10 students"} {
		if v := view(p); !strings.Contains(v, want) || want == "73" && strings.Contains(v, "Stays on") {
			t.Errorf("%q is not shown, or too much is:\n%s", want, v)
		}
		keys(p, s, "up")
	}

	// On another laptop.
	other, err := session.Open(m.Elsewhere(), "c")
	if err != nil {
		t.Fatal(err)
	}
	p = data.New(tuitest.Env(), other)
	p.Focus(cycle.Path{})
	keys(p, other, "end", "up")
	if v := view(p); strings.Contains(v, "71") || strings.Contains(v, "72") || !strings.Contains(v, "withheld") || !strings.Contains(v, "on the laptop where it was typed") {
		t.Errorf("another laptop shows\n%s", v)
	}
	keys(p, other, "enter", "tab", "tab", "tab")
	typed(p, other, "snow\n")
	if v := view(p); strings.Contains(v, "!") || !strings.Contains(v, "snow") || !strings.Contains(v, "withheld") {
		t.Errorf("a note cannot be written:\n%s", v)
	}
	keys(p, other, "esc", "end", "up", "enter", "tab", "tab")
	typed(p, other, "Vans\n")
	if v := view(p); !strings.Contains(strings.Join(strings.Fields(v), " "), "only there can its day and group be changed") {
		t.Errorf("the number is taken along to another group:\n%s", v)
	}
}

func TestWaysOut(t *testing.T) {
	p, s, _ := desk(t)
	if out := keys(p, s, "esc"); len(out) != 1 || out[0] != (ui.LeavePane{}) {
		t.Errorf("esc gave %v", out)
	}
	if out := keys(p, s, "tab"); len(out) != 1 || out[0] != (ui.NextStep{Delta: 1}) {
		t.Errorf("tab gave %v", out)
	}
	typed(p, s, "12")
	tuitest.Drain(p, s, p.Blur())
	if got := table(s, "late"); got != three+"; 2026-11-20=12" {
		t.Errorf("leaving the step, the points are %s", got)
	}
}

func TestRandomKeys(t *testing.T) {
	all := []string{
		"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "a", "n", "x", "v", "enter", "esc", "tab", "shift+tab",
		"1", "7", ".", "-", "space", "backspace", "ctrl+u", "ctrl+o", "[", "]", "q", "undo", "blur",
	}
	rapid.Check(t, func(rt *rapid.T) {
		p, s, _ := desk(t)
		for range rapid.IntRange(1, 30).Draw(rt, "presses") {
			switch k := rapid.SampledFrom(all).Draw(rt, "key"); k {
			case "undo":
				tuitest.Drain(p, s, s.Undo())
			case "blur":
				tuitest.Drain(p, s, p.Blur())
				p.Focus(cycle.Path{})
			default:
				keys(p, s, k)
			}
			wh := rapid.SampledFrom(sizes).Draw(rt, "size")
			if tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1]); t.Failed() {
				rt.FailNow()
			}
			p.Keys()
		}
		if len(s.Cycle().Measures()) == 0 {
			return // undone too
		}
		keys(p, s, "esc", "a", "ctrl+u")
		typed(p, s, "1/1/2030")
		keys(p, s, "tab", "ctrl+u")
		typed(p, s, "4711")
		keys(p, s, "tab", "ctrl+u", "tab", "ctrl+u")
		tuitest.Drain(p, s, p.Blur())
		if all := table(s, ""); !strings.Contains(all, "2030-01-01=4711") {
			rt.Errorf("the row was lost: %s", all)
		}
	})
}

func TestAProposedDayIsTypedOver(t *testing.T) {
	p, s, _ := desk(t)
	keys(p, s, "a")
	typed(p, s, "11/18")
	keys(p, s, "tab")
	typed(p, s, "24\n")
	keys(p, s, "esc")
	if got := table(s, "late"); got != three+"; 2026-11-18=24" {
		t.Errorf("the points are %s", got)
	}
	// What is typed at a day that is there is added to it, as with any text; a
	// proposed day can be mended as well.
	keys(p, s, "up", "enter", "shift+tab", "x")
	if v := view(p); !strings.Contains(v, "Nov 18x") {
		t.Errorf("the day is typed over:\n%s", v)
	}
	keys(p, s, "backspace", "esc", "a", "end", "backspace", "9")
	if v := view(p); !strings.Contains(v, "Nov 29") {
		t.Errorf("the proposed day is gone:\n%s", v)
	}
}
