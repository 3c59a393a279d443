package organizer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func open(t testing.TB, c *cycle.Cycle, step string, at cycle.Path) (*Screen, *session.Session, *tuitest.Memory) {
	t.Helper()
	s, m := tuitest.Session(t, c)
	o, cmd := New(tuitest.Env(), s, step, at)
	tuitest.Drain(o, s, cmd)
	return o, s, m
}

func press(o *Screen, s *session.Session, keys ...string) []tea.Msg {
	return tuitest.Drive(o, s, tuitest.Keys(keys...)...)
}

func has[T comparable](msgs []tea.Msg, want T) bool {
	for _, m := range msgs {
		if v, ok := m.(T); ok && v == want {
			return true
		}
	}
	return false
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		draw := func(name string, o *Screen) {
			tuitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), o.View(size[0], size[1]))
		}
		o, s, _ := open(t, tuitest.Example(t, "talk-in-class-2"), "about", cycle.Path{})
		draw("steps", o)
		press(o, s, "enter")
		draw("field", o)
		o, _, _ = open(t, cycle.New("doc"), "", cycle.Path{})
		draw("empty", o)
	}
}

func TestEveryStepFits(t *testing.T) {
	for _, name := range []string{"", "talk-in-class-2"} {
		c := cycle.New("doc")
		if name != "" {
			c = tuitest.Example(t, name)
		}
		for _, step := range cycle.Steps {
			o, s, _ := open(t, c, step.Key, cycle.Path{})
			for _, size := range tuitest.Sizes {
				tuitest.CheckFit(t, o.View(size[0], size[1]), size[0], size[1])
			}
			press(o, s, "enter")
			for _, size := range tuitest.Sizes {
				tuitest.CheckFit(t, o.View(size[0], size[1]), size[0], size[1])
			}
			if t.Failed() {
				t.Fatalf("step %s of %q", step.Key, name)
			}
		}
	}
}

// stepRow is the line of a step in the list, without the pane beside it.
func stepRow(t testing.TB, o *Screen, label string) string {
	t.Helper()
	for _, line := range o.stepLines(26, 60) {
		if line = tuitest.Plain(line); strings.Contains(line, label) {
			return strings.Join(strings.Fields(line), " ")
		}
	}
	t.Fatalf("no step %q", label)
	return ""
}

func TestSignsOfSteps(t *testing.T) {
	c := cycle.New("doc")
	c.Apply(
		cycle.SetField("title", "Late"), cycle.SetField("start", "2026-11-02"), cycle.SetField("problem.who", "Teachers"),
		cycle.SetIn("diary", "week-1", "week", "1"), cycle.SetIn("diary", "week-1", "text", "It went well."),
	)
	o, _, _ := open(t, c, "problem", cycle.Path{})
	full := c.StepState(&cycle.Steps[stepIndex("problem")])
	want := map[string]string{
		"Problem": fmt.Sprintf("▸ ◦ Problem 1/%d", full.Of), // begun, and in hand
		"Drivers": "! Drivers empty",                        // of a phase that has passed
		"DO":      "DO (now)",
		"PLAN":    "PLAN",
	}
	for label, row := range want {
		if got := stepRow(t, o, label); got != row {
			t.Errorf("%q instead of %q", got, row)
		}
	}
	if got := stepRow(t, o, cycle.Steps[stepIndex("learn")].Label); !strings.HasPrefix(got, "· ") {
		t.Errorf("a step of a phase to come: %q", got)
	}
	o, _, _ = open(t, tuitest.Example(t, "chronic-absence"), "about", cycle.Path{})
	if got := stepRow(t, o, "Problem"); got != "✓ Problem" {
		t.Errorf("a full step: %q", got)
	}
}

func TestQuestionsOfTheReview(t *testing.T) {
	c := cycle.New("doc")
	c.Apply(cycle.SetField("prediction", "Things will get better."))
	o, s, _ := open(t, c, "problem", cycle.Path{})
	if got := stepRow(t, o, "Prediction"); !strings.HasSuffix(got, "?2") {
		t.Errorf("a weak prediction: %q", got)
	}
	tuitest.Drain(o, s, s.Edit(cycle.SetField("prediction", "Late arrivals fall from 31 to 20 because somebody greets each student.")))
	if got := stepRow(t, o, "Prediction"); strings.Contains(got, "?") {
		t.Errorf("a strong prediction: %q", got)
	}
	for _, k := range []struct {
		key  string
		want tea.Msg
	}{{"r", ui.OpenReview{}}, {"p", ui.OpenPresent{}}} {
		if msgs := press(o, s, k.key); !has(msgs, k.want) {
			t.Errorf("%s gives %v", k.key, msgs)
		}
	}
}

func TestBeginsAtTheStepThatIsNext(t *testing.T) {
	c := tuitest.Example(t, "talk-in-class-2")
	o, _, _ := open(t, c, "", cycle.Path{})
	if want := c.Next(o.env.Today()).Step; o.StepKey() != want {
		t.Errorf("at %s instead of %s", o.StepKey(), want)
	}
	o, _, _ = open(t, c, "goals", cycle.Path{})
	if o.StepKey() != "goals" || o.inPane {
		t.Errorf("at %s, in the pane %v", o.StepKey(), o.inPane)
	}
	o, _, _ = open(t, c, "about", cycle.Path{Field: "school"})
	if !o.Typing() {
		t.Error("a path does not lead into its field")
	}
}

func TestStepsByKeys(t *testing.T) {
	o, s, _ := open(t, cycle.New("doc"), "about", cycle.Path{})
	first, last := cycle.Steps[0].Key, cycle.Steps[len(cycle.Steps)-1].Key
	for _, c := range []struct{ key, want string }{
		{"up", first},
		{"down", cycle.Steps[1].Key},
		{"j", cycle.Steps[2].Key},
		{"k", cycle.Steps[1].Key},
		{"end", last},
		{"down", last},
		{"ctrl+n", last},
		{"ctrl+p", cycle.Steps[len(cycle.Steps)-2].Key},
		{"home", first},
		{"ctrl+p", first},
	} {
		press(o, s, c.key)
		if o.StepKey() != c.want || o.inPane {
			t.Fatalf("after %s at %s instead of %s, in the pane %v", c.key, o.StepKey(), c.want, o.inPane)
		}
	}
}

func TestEnterAndLeave(t *testing.T) {
	o, s, _ := open(t, cycle.New("doc"), "about", cycle.Path{})
	if o.Typing() {
		t.Fatal("typing in the list of steps")
	}
	press(o, s, "enter")
	if !o.inPane || !o.Typing() {
		t.Fatal("enter did not go into the step")
	}
	// A letter is a letter there, not the key of the list.
	press(o, s, "n", "j")
	if o.StepKey() != "about" {
		t.Errorf("a letter led to %s", o.StepKey())
	}
	press(o, s, "esc")
	if o.inPane || o.StepKey() != "about" {
		t.Errorf("esc: in the pane %v, at %s", o.inPane, o.StepKey())
	}
	if got := s.Cycle().Get("title"); got != "nj" {
		t.Errorf("what was typed is %q", got)
	}
	if msgs := press(o, s, "esc"); !has(msgs, ui.Back{}) {
		t.Errorf("esc in the list gives %v", msgs)
	}
}

func TestNextStepKeepsTheKeyboardAndSaves(t *testing.T) {
	for _, key := range []string{"ctrl+n", "ctrl+p"} {
		o, s, m := open(t, cycle.New("doc"), "problem", cycle.Path{Field: "priority"})
		if !o.inPane {
			t.Fatal("not in the step")
		}
		typedAt := o.step().Key
		tuitest.Drive(o, s, tuitest.Type("typed")...)
		n := len(m.Changes)
		press(o, s, key)
		if !o.inPane || o.StepKey() == typedAt {
			t.Errorf("%s: in the pane %v, at %s", key, o.inPane, o.StepKey())
		}
		if len(m.Changes) != n+1 {
			t.Errorf("%s: %d changes saved", key, len(m.Changes)-n)
		}
		if !strings.Contains(fmt.Sprint(s.Cycle().Values), "typed") {
			t.Errorf("%s lost what was typed: %v", key, s.Cycle().Values)
		}
	}
}

func TestCommitSavesWhatIsTyped(t *testing.T) {
	o, s, m := open(t, cycle.New("doc"), "about", cycle.Path{Field: "title"})
	tuitest.Drive(o, s, tuitest.Type("Late")...)
	tuitest.Drain(o, s, o.Commit())
	if got := m.Changes[len(m.Changes)-1].Ops[0].Value; got != "Late" || !o.Typing() {
		t.Errorf("saved %q, typing %v", got, o.Typing())
	}
}

func TestMessagesLead(t *testing.T) {
	o, s, _ := open(t, cycle.New("doc"), "about", cycle.Path{})
	tuitest.Drive(o, s, ui.GoStep{Step: "problem", At: cycle.Path{Field: "problem.does"}})
	if o.StepKey() != "problem" || !o.inPane {
		t.Errorf("at %s, in the pane %v", o.StepKey(), o.inPane)
	}
	tuitest.Drive(o, s, ui.NextStep{Delta: 1})
	if o.StepKey() != "fishbone" || !o.inPane {
		t.Errorf("at %s, in the pane %v", o.StepKey(), o.inPane)
	}
	tuitest.Drive(o, s, ui.LeavePane{})
	if o.inPane {
		t.Error("still in the pane")
	}
	tuitest.Drive(o, s, ui.GoStep{Step: "no such step"})
	if o.StepKey() != "fishbone" {
		t.Errorf("an unknown step led to %s", o.StepKey())
	}
}

func TestOtherScreens(t *testing.T) {
	o, s, _ := open(t, tuitest.Example(t, "talk-in-class-2"), "about", cycle.Path{})
	if msgs := press(o, s, "h"); !has(msgs, ui.OpenHistory{}) {
		t.Errorf("h gives %v", msgs)
	}
	if msgs := press(o, s, "c"); len(msgs) != 1 {
		t.Errorf("c gives %v", msgs)
	}
	if msgs := press(o, s, ">"); len(msgs) != 0 {
		t.Errorf("> without a next cycle gives %v", msgs)
	}
	o.SetRamp(Link{"before", "The cycle before"}, Link{"after", "The cycle after"})
	if msgs := press(o, s, ">"); !has(msgs, ui.OpenCycle{Doc: "after"}) {
		t.Errorf("> gives %v", msgs)
	}
	if msgs := press(o, s, "<"); !has(msgs, ui.OpenCycle{Doc: "before"}) {
		t.Errorf("< gives %v", msgs)
	}
	press(o, s, "n", "enter")
	if h := s.Cycle().Next(o.env.Today()); o.StepKey() != h.Step || !o.inPane {
		t.Errorf("n leads to %s instead of %s", o.StepKey(), h.Step)
	}
}

// Who types on after leaving a step writes nowhere: no letter among the steps leads
// into a text before enter is pressed.
func TestLettersAmongTheStepsWriteNothing(t *testing.T) {
	for _, name := range []string{"", "talk-in-class-2"} {
		for first := 'a'; first <= 'z'; first++ {
			c := cycle.New("doc")
			if name != "" {
				c = tuitest.Example(t, name)
			}
			o, s, m := open(t, c, "fishbone", cycle.Path{})
			before := len(m.Changes)
			for _, msg := range press(o, s, string(first)) {
				if to, leads := msg.(ui.OpenScreen); leads && to.Screen.Typing() {
					t.Errorf("%c opens a text", first)
				}
			}
			tuitest.Drive(o, s, tuitest.Type("notes")...)
			tuitest.Drain(o, s, o.Commit())
			if len(m.Changes) > before || o.inPane {
				t.Errorf("%cnotes, typed among the steps of %q, wrote in %s", first, name, o.StepKey())
			}
		}
	}
}

func TestCopyStep(t *testing.T) {
	o, s, _ := open(t, tuitest.Example(t, "talk-in-class-2"), "about", cycle.Path{})
	msgs := press(o, s, "y")
	if len(msgs) != 1 {
		t.Fatal(msgs)
	}
	if c := msgs[0].(ui.Copy); !strings.Contains(c.Text, "Title: Talk in science: tell a partner first\n") {
		t.Errorf("%q", c.Text)
	}
}

func TestStatus(t *testing.T) {
	o, s, m := open(t, tuitest.Example(t, "talk-in-class-2"), "about", cycle.Path{})
	if got := o.status(); got != "Do · week 3 of 6 · saved" {
		t.Errorf("%q", got)
	}
	o.env.ReadOnly = true
	if got := o.status(); !strings.HasSuffix(got, "read only") {
		t.Errorf("a store that cannot be written says %q", got)
	}
	o.env.ReadOnly = false
	m.Err = fmt.Errorf("the disk is full")
	cmd := s.Edit(cycle.SetField("title", "Other"))
	if got := o.status(); !strings.HasSuffix(got, "saving") {
		t.Errorf("%q", got)
	}
	tuitest.Drain(o, s, cmd)
	if got := o.status(); !strings.HasSuffix(got, "NOT SAVED") {
		t.Errorf("%q", got)
	}
}

func TestAnyKeys(t *testing.T) {
	c := tuitest.Example(t, "talk-in-class-2")
	names := []string{
		"up", "down", "left", "right", "enter", "esc", "tab", "shift+tab", "ctrl+n", "ctrl+p", "n", "x", "a", "space", "home", "end",
		"pgup", "pgdown", "backspace", "delete", "y", "1",
	}
	rapid.Check(t, func(rt *rapid.T) {
		o, s, _ := open(t, c, rapid.SampledFrom(cycle.Steps).Draw(rt, "step").Key, cycle.Path{})
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 15).Draw(rt, "keys") {
			press(o, s, k)
		}
		size := rapid.SampledFrom(tuitest.Sizes).Draw(rt, "size")
		tuitest.CheckFit(rt, o.View(size[0], size[1]), size[0], size[1])
	})
}

func TestKeysAreListedOnce(t *testing.T) {
	for _, step := range cycle.Steps {
		o, s, _ := open(t, tuitest.Example(t, "talk-in-class-2"), step.Key, cycle.Path{})
		press(o, s, "enter")
		seen := map[string]bool{}
		for _, b := range o.Keys() {
			if name := b.Help().Key + " " + b.Help().Desc; seen[name] {
				t.Errorf("%s: %q is listed twice", step.Key, name)
			} else {
				seen[name] = true
			}
		}
	}
}

// In a list without room for both, the count gives way to the name of the step.
func TestNameOfAStepIsWhole(t *testing.T) {
	c := cycle.New("doc")
	c.Apply(cycle.SetField("strengths", "Ms. Chan's advisory is on time."))
	o, _, _ := open(t, c, "evidence", cycle.Path{})
	for _, w := range []int{listWidth(80), listWidth(120)} {
		found := false
		for _, line := range o.stepLines(w, 60) {
			found = found || strings.HasPrefix(tuitest.Plain(line), "▸ ◦ Evidence & strengths")
		}
		if !found {
			t.Errorf("the name is cut in %d columns", w)
		}
	}
}

func TestHelpListsTheWayBackInAForm(t *testing.T) {
	o, s, _ := open(t, cycle.New("doc"), "about", cycle.Path{})
	press(o, s, "enter")
	if !slices.ContainsFunc(o.Keys(), func(k key.Binding) bool { return k.Help() == ui.KeyShTab.Help() }) {
		t.Error("shift+tab works and is not listed")
	}
}
