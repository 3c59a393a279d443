package organizer

import (
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func hinted(o *Screen) string {
	_, words, _ := strings.Cut(tuitest.Plain(o.View(80, 24)), "Next: ")
	line, _, _ := strings.Cut(words, "\n")
	return strings.TrimSpace(line)
}

func TestHintNamesWhatWasWrittenApart(t *testing.T) {
	who := cycle.Path{Field: "problem.who"}
	for name, leads := range map[string]string{"two versions": "v", "what is next": "n"} {
		c := cycle.New("doc")
		o, s, m := open(t, c, "about", cycle.Path{})
		before := hinted(o)
		tuitest.Apart(t, s, m, who, "Advisers", "Tutors")
		if got := hinted(o); got != `press v: two people wrote "Problem: Who" differently.` {
			t.Fatalf("the hint is %q", got)
		}
		press(o, s, "enter")
		if got := hinted(o); !strings.HasPrefix(got, "press esc, then v: two") {
			t.Errorf("in a step the hint is %q", got)
		}
		press(o, s, "esc")
		want := ui.OpenConflicts{}
		if leads == "n" {
			want.At = who
		}
		if msgs := press(o, s, leads); !has(msgs, want) {
			t.Errorf("%s: key %s sends %v", name, leads, msgs)
		}
		if got := hinted(o); got != before || !strings.Contains(o.status(), "1 place in two versions") {
			t.Errorf("after a look the hint is %q and the status %q", got, o.status())
		}
	}
}

func TestHintNamesTheRunningWeekFirst(t *testing.T) {
	o, s, m := open(t, tuitest.Example(t, "talk-in-class-2"), "about", cycle.Path{})
	o.env.Now = func() time.Time { return tuitest.Now.AddDate(0, 0, 7) }
	c, today := s.Cycle(), o.env.Today()
	if _, _, due := c.DataDue(today); !due && len(c.Late(today)) == 0 || c.Facts().Phase(today) != cycle.Do {
		t.Fatal("nothing of the running week waits in the example")
	}
	before := hinted(o)
	tuitest.Apart(t, s, m, cycle.Path{Field: "problem.who"}, "Advisers", "Tutors")
	if got := hinted(o); got != before {
		t.Errorf("the hint is %q, and was %q", got, before)
	}
}

func TestHintWords(t *testing.T) {
	c := cycle.New("doc")
	c.Apply(cycle.Add("causes", "bus"), cycle.SetIn("causes", "bus", "text", "Bus 12 comes late on every rainy morning"))
	ana, sok := change.Write{Author: "Ana"}, change.Write{Author: "Sok"}
	tests := []struct {
		k    change.Conflict
		want string
	}{
		{
			change.Conflict{Path: cycle.Path{List: "causes", Item: "bus", Field: "votes"}, Versions: []change.Write{ana, sok}},
			`two people wrote "Causes: Bus 12 comes late o…" differently.`,
		},
		{
			change.Conflict{Path: cycle.Path{Field: "title"}, Versions: []change.Write{ana, ana}},
			`"About: Title" was written differently on two laptops.`,
		},
		{
			change.Conflict{Path: cycle.Path{List: "causes", Item: "bus"}, Versions: []change.Write{ana}, Deleted: &sok},
			`one took out "Causes: Bus 12 comes late o…" while another wrote in it.`,
		},
	}
	for _, tt := range tests {
		if got := apartWords(c, tt.k); got != tt.want {
			t.Errorf("%s\nwant %s", got, tt.want)
		}
	}
}

// Who works on a step reads what that one lacks; back among the steps, what the
// cycle lacks first, and n goes there.
func TestHintSpeaksOfTheStepInHand(t *testing.T) {
	c := cycle.New("doc")
	c.Apply(cycle.SetField("title", "Late"), cycle.SetField("problem.who", "Advisers"), cycle.SetField("problem.does", "wait"))
	o, s, _ := open(t, c, "problem", cycle.Path{Field: "problem.does"})
	if got := hinted(o); !strings.HasPrefix(got, "Problem: ") {
		t.Errorf("at work on the problem the hint is %q", got)
	}
	press(o, s, "esc")
	if got := hinted(o); !strings.HasPrefix(got, `About: "School"`) {
		t.Fatalf("among the steps the hint is %q", got)
	}
	press(o, s, "n")
	if got := hinted(o); !strings.HasPrefix(got, `press enter — About: "School"`) {
		t.Errorf("behind n the hint is %q", got)
	}
	press(o, s, "ctrl+n", "enter")
	if got := hinted(o); o.StepKey() != "evidence" || strings.Contains(got, "press") {
		t.Errorf("enter on another step leads to %s, and the hint is %q", o.StepKey(), got)
	}
	press(o, s, "esc", "n", "enter")
	if o.StepKey() != "about" || o.pane().(*formPane).Asked().Field != "school" {
		t.Errorf("n leads to %s", o.StepKey())
	}
}
