package comments_test

import (
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/comments"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func TestComments(t *testing.T) {
	s, _ := tuitest.Session(t, tuitest.Example(t, "talk-in-class-1"))
	c := comments.New(tuitest.Env(), s, "measures")
	check := func(name string) {
		t.Helper()
		for _, z := range tuitest.Sizes {
			tuitest.CheckFit(t, c.View(z[0], z[1]), z[0], z[1])
		}
		tuitest.Golden(t, name+"-80x24", c.View(80, 24))
		tuitest.Golden(t, name+"-120x40", c.View(120, 40))
	}
	check("measures")
	tuitest.Drive(c, s, tuitest.Keys("a")...)
	check("adding")
}

func TestOnlyTheStepsOwnAreShown(t *testing.T) {
	cy := cycle.New("c")
	cy.Apply(
		cycle.SetIn("comments", "1", "step", "drivers"), cycle.SetIn("comments", "1", "text", "by key"),
		cycle.SetIn("comments", "2", "step", "Drivers"), cycle.SetIn("comments", "2", "text", "by label\x1b[2J"),
		cycle.SetIn("comments", "3", "step", "goals"), cycle.SetIn("comments", "3", "text", "elsewhere"),
	)
	s, _ := tuitest.Session(t, cy)
	raw := comments.New(tuitest.Env(), s, "drivers").View(80, 24)
	if strings.Contains(raw, "\x1b[2J") {
		t.Error("an escape sequence of the text reaches the screen")
	}
	view := tuitest.Plain(raw)
	if !strings.Contains(view, "by key") || !strings.Contains(view, "by label") || strings.Contains(view, "elsewhere") {
		t.Errorf("shown are:\n%s", view)
	}
}

func TestAddingAndLeaving(t *testing.T) {
	s, m := tuitest.Session(t, cycle.New("c"))
	c := comments.New(tuitest.Env(), s, "goals")
	before := len(m.Changes)
	tuitest.Drive(c, s, tuitest.Keys("a")...)
	if !c.Typing() {
		t.Fatal("a does not go into the text")
	}
	tuitest.Feed(c, "Brave")
	tuitest.Drive(c, s, tuitest.Keys("esc")...)
	items := s.Cycle().Lists["comments"]
	if len(items) != 1 || items[0].Get("step") != "goals" || items[0].Get("author") != "Ana Ruiz" || items[0].Get("text") != "Brave" {
		t.Errorf("comments are %v", items)
	}
	if len(m.Changes) != before+1 {
		t.Error("one comment should be one change")
	}
	seen := tuitest.Drive(c, s, tuitest.Keys("esc")...)
	if len(seen) != 1 || seen[0] != (ui.Back{}) {
		t.Errorf("esc gives %v", seen)
	}
}
