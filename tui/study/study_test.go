package study_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/study"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {53, 19}, {56, 19}, {73, 24}, {80, 12}, {94, 35}, {98, 20}, {118, 35}, {196, 55}}

func TestGolden(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{
		"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("e"), "absence": tuitest.Example(t, "chronic-absence"),
	} {
		s, _ := tuitest.Session(t, c)
		p := study.New(tuitest.Env(), s)
		for size, wh := range map[string][2]int{"56x19": {56, 19}, "94x35": {94, 35}, "118x35": {118, 35}} {
			tuitest.Golden(t, name+"-"+size, p.View(wh[0], wh[1]))
		}
		for _, focus := range []bool{false, true} {
			if focus {
				p.Focus(cycle.Path{})
			}
			for _, wh := range sizes {
				tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1])
			}
		}
	}
}

// In a low window the chart gives way to the questions while they are answered.
func TestALowWindow(t *testing.T) {
	p, _ := desk(t)
	axis, spark := "┤", "Different students who speak  ▄"
	if v := tuitest.Plain(p.View(52, 20)); strings.Contains(v, axis) || !strings.Contains(v, spark) || !strings.Contains(v, "Now ") {
		t.Errorf("while answering:\n%s", v)
	}
	if v := tuitest.Plain(p.View(52, 32)); !strings.Contains(v, axis) {
		t.Errorf("while answering in a higher window:\n%s", v)
	}
	p.Blur()
	if v := tuitest.Plain(p.View(52, 20)); !strings.Contains(v, axis) || strings.Contains(v, spark) {
		t.Errorf("before:\n%s", v)
	}
}

func desk(t testing.TB) (*study.Pane, *session.Session) {
	s, _ := tuitest.Session(t, tuitest.Example(t, "talk-in-class-2"))
	p := study.New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	return p, s
}

func view(p *study.Pane) string { return tuitest.Plain(p.View(118, 35)) }

func TestChartReadingAndPredictionAreShown(t *testing.T) {
	p, _ := desk(t)
	v := view(p)
	for _, words := range []string{"Different students who speak", "median 54.2%", "goal 62%", "Too few points to read yet: 3 of 10.", "We predicted: “Students who speak", "Results"} {
		if !strings.Contains(v, words) {
			t.Errorf("%q is missing:\n%s", words, v)
		}
	}
	if got := strings.Count(v, "●"); got != 5 {
		t.Errorf("%d of 5 points are marked:\n%s", got, v)
	}
}

func TestOtherCharts(t *testing.T) {
	p, s := desk(t)
	ctrl := func(code rune) tea.Msg { return tea.KeyPressMsg{Code: code, Mod: tea.ModCtrl} }
	for _, step := range []struct {
		msg  tea.Msg
		want string
	}{
		{ctrl('t'), "Answers in a full sentence"},
		{ctrl(tea.KeyRight), "Time to think"},
		{ctrl(tea.KeyLeft), "Answers in a full sentence"},
		{ctrl(tea.KeyLeft), "Different students who speak"},
		{ctrl(tea.KeyLeft), "Minutes of hands-on work"},
	} {
		tuitest.Drive(p, s, step.msg)
		if v := view(p); !strings.Contains(v, step.want) {
			t.Errorf("the chart is not of %q:\n%s", step.want, v)
		}
	}
	p.Focus(cycle.Path{List: "measures", Item: "m-wait"})
	if v := view(p); !strings.Contains(v, "Time to think") {
		t.Error("the path of a measure did not lead to its chart")
	}
}

func TestTheWholeScreenForTheChart(t *testing.T) {
	p, s := desk(t)
	tuitest.Drive(p, s, tea.KeyPressMsg{Code: 't', Mod: tea.ModCtrl})
	out := tuitest.Drive(p, s, tea.KeyPressMsg{Code: 'f', Mod: tea.ModCtrl})
	if want := (ui.OpenChart{Measure: s.Cycle().Measures()[1].ID}); len(out) != 1 || out[0] != want {
		t.Errorf("ctrl+f gives %v, want %v", out, want)
	}
}

func TestAnswersAreSavedAndBracketsAreText(t *testing.T) {
	tuitest.Quick(t, func(t *testing.T) {
		p, s := desk(t)
		tuitest.Drive(p, s, tuitest.Type("up [a lot]")...)
		tuitest.Drain(p, s, p.Blur())
		if got := s.Cycle().Values["study.results"]; got != "up [a lot]" {
			t.Errorf("results are %q", got)
		}
		if v := view(p); !strings.Contains(v, "Different students who speak") {
			t.Error("a bracket in the text changed the chart")
		}
	})
}

func TestChartFollowsTheNumbers(t *testing.T) {
	p, s := desk(t)
	view(p)
	id := cycle.PointID("m-talk", cycle.Day{Year: 2026, Month: 11, Day: 19}, "")
	tuitest.Drain(p, s, s.Edit(
		cycle.SetIn("points", id, "measure", "m-talk"), cycle.SetIn("points", id, "date", "2026-11-19"), cycle.SetIn("points", id, "value", "66.6"),
	))
	if v := view(p); strings.Count(v, "●") != 6 || !strings.Contains(v, "66.6%") {
		t.Errorf("the new number is not drawn:\n%s", v)
	}
}

func TestWaysOut(t *testing.T) {
	p, s := desk(t)
	if out := tuitest.Drive(p, s, tuitest.Keys("esc")...); len(out) != 1 || out[0] != (ui.LeavePane{}) {
		t.Errorf("esc gave %v", out)
	}
	last := ui.NextStep{}
	for _, msg := range tuitest.Drive(p, s, tuitest.Keys("tab", "tab", "tab", "tab", "tab")...) {
		if n, ok := msg.(ui.NextStep); ok {
			last = n
		}
	}
	if last.Delta != 1 {
		t.Error("tab past the last question does not lead to the next step")
	}
}

func TestRandomKeys(t *testing.T) {
	all := []string{"up", "down", "tab", "shift+tab", "esc", "enter", "a", "space", "[", "]", "backspace", "ctrl+t", "left", "undo", "blur"}
	tuitest.Quick(t, func(t *testing.T) {
		rapid.Check(struct{ rapid.TB }{t}, func(rt *rapid.T) {
			p, s := desk(t)
			for range rapid.IntRange(1, 15).Draw(rt, "presses") {
				switch k := rapid.SampledFrom(all).Draw(rt, "key"); k {
				case "undo":
					tuitest.Drain(p, s, s.Undo())
				case "blur":
					tuitest.Drain(p, s, p.Blur())
					p.Focus(cycle.Path{})
				default:
					tuitest.Drive(p, s, tuitest.Keys(k)...)
				}
				wh := rapid.SampledFrom(sizes).Draw(rt, "size")
				if tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1]); t.Failed() {
					rt.FailNow()
				}
				p.Keys()
			}
			p.Focus(cycle.Path{Field: "study.learned"})
			tuitest.Drive(p, s, tuitest.Type("kept")...)
			tuitest.Drain(p, s, p.Blur())
			if !strings.Contains(s.Cycle().Values["study.learned"], "kept") {
				rt.Error("an answer was lost")
			}
		})
	})
}
