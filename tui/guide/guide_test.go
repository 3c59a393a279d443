package guide

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/examples"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func begun() *cycle.Cycle {
	c := cycle.New("c")
	c.Apply(cycle.SetField("title", "Late to first period"), cycle.SetField("start", "2026-10-05"), cycle.SetField("weeks", "6"))
	return c
}

func open(t testing.TB, c *cycle.Cycle) (*Screen, *session.Session) {
	s, _ := tuitest.Session(t, c)
	return New(tuitest.Env(), s), s
}

func press(g *Screen, s *session.Session, keys ...string) []tea.Msg {
	return tuitest.Drive(g, s, tuitest.Keys(keys...)...)
}

func write(g *Screen, s *session.Session, text string) {
	tuitest.Drive(g, s, tuitest.Type(text)...)
}

var answers = []string{
	"Grade 7 advisers", "take attendance", "after the first lesson has begun",
	"nobody stands at the door by name", "duty ends at 7:50", "bus 12 comes with the bell", "the route is new",
	"Students come after the bell", "31 a day", "Students are in the room", "20 a day", "Nov 13",
	"Every student is met by name", "Greet at the door, 7:40 to 7:55",
	"From 31 to 20, because somebody greets them", "Late arrivals", "As marked on the door sheet", "Greet at the door", "Ana Ruiz; Sok Chan", "all",
}

func TestTheGuideWritesAFirstPlan(t *testing.T) {
	g, s := open(t, begun())
	for i, a := range answers {
		if view := tuitest.Plain(g.View(80, 24)); !strings.Contains(view, fmt.Sprintf("question %d of 20", i+1)) {
			t.Fatalf("before %q the screen shows\n%s", a, view)
		}
		write(g, s, a)
		press(g, s, "tab")
	}
	c := s.Cycle()
	if n := Left(c); n != 0 || g.form != nil {
		t.Errorf("%d questions are left", n)
	}
	causes := c.Lists["causes"]
	if len(causes) != 2 || len(c.Under("whys", "cause", causes[0].ID)) != 1 || len(c.Under("whys", "cause", causes[1].ID)) != 1 {
		t.Errorf("causes and whys: %v %v", causes, c.Lists["whys"])
	}
	if d := c.Lists["drivers"]; len(d) != 1 || len(c.Under("activities", "driver", d[0].ID)) != 1 {
		t.Errorf("driver and activity: %v %v", d, c.Lists["activities"])
	}
	if m, _ := c.MainMeasure(); m.Kind != cycle.Outcome || m.Definition == "" {
		t.Errorf("the measure is %+v", m)
	}
	if got := c.Get("point_b.by_when"); got != "2026-11-13" {
		t.Errorf("Point B by %q", got)
	}
	if a := c.Lists["actions"]; len(a) != 1 || a[0].Get("names") != "Ana Ruiz; Sok Chan" || len(a[0].WeekSet("weeks")) != 6 {
		t.Errorf("actions: %v", a)
	}
	seen := press(g, s, "enter")
	if len(seen) != 1 || seen[0] != (ui.GoStep{Step: c.Next(tuitest.Env().Today()).Step, At: c.Next(tuitest.Env().Today()).Path}) {
		t.Errorf("enter at the end gives %v", seen)
	}
}

func TestStopAndGoOn(t *testing.T) {
	g, s := open(t, begun())
	write(g, s, "Grade 7 advisers")
	press(g, s, "enter")
	write(g, s, "take attend")
	seen := press(g, s, "esc")
	if len(seen) == 0 || seen[0] != (ui.Back{}) {
		t.Errorf("esc gives %v", seen)
	}
	if got := s.Cycle().Get("problem.does"); got != "take attend" {
		t.Errorf("what was typed is lost: %q", got)
	}
	g = New(tuitest.Env(), s)
	if g.stops[g.at].path.Field != "problem.what" {
		t.Errorf("it goes on at %v", g.stops[g.at].path)
	}
}

func TestSkipAndBack(t *testing.T) {
	g, s := open(t, begun())
	for g.stops[g.at].path.List != "causes" {
		press(g, s, "tab")
	}
	at := g.at
	press(g, s, "tab") // no cause, so nobody asks why
	if g.at != at+2 || g.stops[g.at].path.List != "causes" {
		t.Errorf("after a cause that was skipped comes %v", g.stops[g.at].path)
	}
	press(g, s, "shift+tab")
	if g.at != at {
		t.Errorf("back leads to %v", g.stops[g.at].path)
	}
	press(g, s, "ctrl+n", "ctrl+p")
	if g.at != at || len(s.Cycle().Lists["causes"]) != 0 {
		t.Error("looking on and back wrote something, or ended elsewhere")
	}
}

func TestADateThatCannotBeReadIsNotLost(t *testing.T) {
	g, s := open(t, begun())
	for g.stops[g.at].path.Field != "point_b.by_when" {
		press(g, s, "tab")
	}
	at := g.at
	write(g, s, "one day")
	press(g, s, "tab")
	if view := tuitest.Plain(g.View(60, 18)); g.at != at || !strings.Contains(view, "one day") {
		t.Errorf("it is gone:\n%s", view)
	}
	mended := tuitest.Drive(g, s, tuitest.Keys("1", "backspace")...)
	for range "one day" {
		mended = append(mended, press(g, s, "backspace")...)
	}
	if !slices.Contains(mended, tea.Msg(ui.Unsay{Of: g.stops[at].path})) || g.form.Refusal() != "" {
		t.Errorf("the refusal stays: %v", mended)
	}
	write(g, s, "one day")
	for _, m := range press(g, s, "esc") {
		if m == (ui.Back{}) {
			t.Error("esc leaves it out without a word")
		}
	}
	if seen := press(g, s, "esc"); len(seen) == 0 || seen[0] != (ui.Back{}) {
		t.Errorf("a second esc gives %v", seen)
	}
}

func TestEnterSkipsALongAnswerThatIsEmpty(t *testing.T) {
	g, s := open(t, begun())
	for g.stops[g.at].path.Field != "point_a.what" {
		press(g, s, "enter")
	}
	at := g.at
	press(g, s, "enter")
	if g.at != at+1 || s.Cycle().Get("point_a.what") != "" {
		t.Errorf("enter leads to %v and writes %q", g.stops[g.at].path, s.Cycle().Get("point_a.what"))
	}
	press(g, s, "shift+tab")
	write(g, s, "Late.\nVery late.")
	if view := tuitest.Plain(g.View(60, 18)); !strings.Contains(view, "press tab when done; enter begins a new line.") {
		t.Errorf("nothing says how to go on:\n%s", view)
	}
	press(g, s, "tab")
	if got := s.Cycle().Get("point_a.what"); got != "Late.\nVery late." {
		t.Errorf("two lines are kept as %q", got)
	}
}

// TestEachQuestionShowsWhatItBuildsOn holds the sentence above the questions: the
// whole problem, the second reason asked for as another one, the last day.
func TestEachQuestionShowsWhatItBuildsOn(t *testing.T) {
	c := begun()
	c.Apply(cycle.SetField("problem.who", "Grade 7 advisers"), cycle.SetField("problem.does", "take attendance"), cycle.SetField("problem.what", "after the first lesson"))
	g, s := open(t, c)
	shows := func(words string) {
		t.Helper()
		if view := tuitest.Plain(g.View(80, 24)); !strings.Contains(view, words) {
			t.Errorf("%q is not on the screen:\n%s", words, view)
		}
	}
	shows("Problem “Grade 7 advisers take attendance after the first lesson.”")
	shows("What is one reason this happens?")
	press(g, s, "enter")
	shows("What is another reason this happens?")
	shows("Problem “Grade 7 advisers take attendance after the first lesson.”")
	for g.stops[g.at].path.Field != "point_b.by_when" {
		press(g, s, "tab")
	}
	shows("The last week of this cycle ends on Sun, Nov 15.")
	for g.stops[g.at].path.Field != "weeks" {
		press(g, s, "tab")
	}
	shows("The cycle has 6 weeks: type all, or some of them like 1-3, 5.")
}

func TestExamplesOfTheQuestion(t *testing.T) {
	g, s := open(t, begun())
	press(g, s, "tab")
	seen := press(g, s, "f4")
	if len(seen) != 1 {
		t.Fatalf("F4 gives %v", seen)
	}
	page := seen[0].(ui.OpenScreen).Screen.(*examples.Screen)
	if view := tuitest.Plain(page.View(80, 24)); !strings.Contains(view, "take attendance") {
		t.Errorf("the page is about something else:\n%s", view)
	}
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{60, 18}, {80, 24}, {120, 40}} {
		draw := func(name string, g *Screen) {
			tuitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), g.View(size[0], size[1]))
		}
		g, s := open(t, begun())
		for i, a := range answers {
			switch i {
			case 4:
				draw("why", g)
			case 14:
				draw("prediction", g)
			}
			write(g, s, a)
			press(g, s, "tab")
		}
		draw("end", g)
	}
}

// TestAnyKeys presses keys in any order: it always stands at a question and fits.
func TestAnyKeys(t *testing.T) {
	keys := []string{"a", "x", "7", "enter", "tab", "shift+tab", "up", "down", "ctrl+n", "ctrl+p", "backspace", "esc", "f4"}
	rapid.Check(t, func(r *rapid.T) {
		g, s := open(t, begun())
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(keys), 1, 40).Draw(r, "keys") {
			press(g, s, k)
			if g.at < 0 || g.at > len(g.stops) {
				r.Fatalf("it stands at %d", g.at)
			}
		}
		for _, size := range tuitest.Sizes {
			tuitest.CheckFit(r, g.View(size[0], size[1]), size[0], size[1])
		}
	})
}
