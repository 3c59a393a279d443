package review

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

type ramps struct {
	all []*cycle.Cycle
	err error
}

func (r ramps) Ramp(string) ([]*cycle.Cycle, error) { return r.all, r.err }

func open(t testing.TB, c *cycle.Cycle, r ramps) (*Screen, *session.Session) {
	t.Helper()
	s, _ := tuitest.Session(t, c)
	screen, cmd := New(tuitest.Env(), r, s)
	tuitest.Drain(screen, s, cmd)
	return screen, s
}

// weak is a cycle about which there is something to ask.
func weak() *cycle.Cycle {
	c := cycle.New("doc")
	c.Apply(
		cycle.SetField("title", "Cycle 1"), cycle.SetField("problem.who", "We"), cycle.SetField("problem.does", "lack"),
		cycle.SetField("problem.what", "an engagement program"), cycle.SetField("prediction", "Things will get better."),
		cycle.SetField("point_a.how_much", "31 late a day"), cycle.SetField("team", "Ana Ruiz; Sok Chan"),
	)
	return c
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		s, _ := open(t, weak(), ramps{})
		tuitest.Golden(t, fmt.Sprintf("weak-%dx%d", size[0], size[1]), s.View(size[0], size[1]))
		s, session := open(t, tuitest.Example(t, "chronic-absence"), ramps{})
		tuitest.Drive(s, session, tuitest.Keys("end")...)
		tuitest.Golden(t, fmt.Sprintf("strong-%dx%d", size[0], size[1]), s.View(size[0], size[1]))
	}
}

func TestEveryEntryFits(t *testing.T) {
	c := weak()
	c.Apply(cycle.SetIn("causes", "c", "text", strings.Repeat("\x1b[31mvery long ", 400)), cycle.SetIn("causes", "c", "root", "true"))
	for _, size := range tuitest.Sizes {
		s, session := open(t, c, ramps{})
		for range s.entries {
			tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
			tuitest.Drive(s, session, tuitest.Keys("down")...)
		}
	}
}

func TestEnterLeadsToTheField(t *testing.T) {
	s, session := open(t, weak(), ramps{})
	for i, e := range s.entries {
		if e.text != "Because of what? Add why you think so." {
			continue
		}
		for range i {
			tuitest.Drive(s, session, tuitest.Keys("down")...)
		}
		if view := s.View(80, 24); !strings.Contains(view, "The because is your theory") {
			t.Errorf("the reason is not shown:\n%s", view)
		}
		msgs := tuitest.Drive(s, session, tuitest.Keys("enter")...)
		want := ui.OpenCycle{Doc: session.Doc(), Step: "prediction", At: cycle.Path{Field: "prediction"}}
		if len(msgs) != 1 || msgs[0] != want {
			t.Errorf("enter gives %v", msgs)
		}
		return
	}
	t.Error("nothing is asked about the prediction")
}

func TestSetProgress(t *testing.T) {
	s, session := open(t, weak(), ramps{})
	tuitest.Drive(s, session, tuitest.Keys("end", "s")...)
	if got := session.Cycle().Get("progress"); got != "1" {
		t.Errorf("progress is %q", got)
	}
	if s.settable() {
		t.Error("what is set can be set again")
	}
}

func TestAnswersGoAway(t *testing.T) {
	s, session := open(t, weak(), ramps{})
	before := len(s.rev.Questions)
	tuitest.Drain(s, session, session.Edit(cycle.SetField("prediction", "Late arrivals fall from 31 to 20 because somebody greets each student.")))
	s.View(80, 24)
	if len(s.rev.Questions) >= before {
		t.Errorf("%d questions after a better prediction, %d before", len(s.rev.Questions), before)
	}
}

func TestRampIsRead(t *testing.T) {
	c := tuitest.Example(t, "talk-in-class-2")
	said := func(r ramps) bool {
		s, _ := open(t, c, r)
		return strings.Contains(s.View(120, 60), "build on each other")
	}
	before := tuitest.Example(t, "talk-in-class-1")
	if !said(ramps{all: []*cycle.Cycle{before, c}}) {
		t.Error("the ramp is not named")
	}
	if said(ramps{err: errors.New("the disk is away")}) {
		t.Error("a ramp that was not read is named")
	}
}
