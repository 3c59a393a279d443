package present

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func open(t testing.TB, c *cycle.Cycle) (*Screen, *session.Session) {
	t.Helper()
	s, _ := tuitest.Session(t, c)
	return New(tuitest.Env(), s), s
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		s, session := open(t, tuitest.Example(t, "talk-in-class-1"))
		for i := range s.slides {
			tuitest.Golden(t, fmt.Sprintf("%02d-%s-%dx%d", i+1, s.slides[i].Key, size[0], size[1]), s.View(size[0], size[1]))
			tuitest.Drive(s, session, tuitest.Keys("right")...)
		}
	}
}

func TestEverySlideFits(t *testing.T) {
	for _, name := range []string{"", "chronic-absence", "reading-logs", "talk-in-class-2"} {
		c := cycle.New("doc")
		if name != "" {
			c = tuitest.Example(t, name)
		}
		for _, size := range tuitest.Sizes {
			s, session := open(t, c)
			for range s.slides {
				tuitest.CheckFit(t, s.View(size[0], size[1]), size[0], size[1])
				tuitest.Drive(s, session, tuitest.Keys("right")...)
			}
		}
	}
}

func TestKeys(t *testing.T) {
	s, session := open(t, tuitest.Example(t, "talk-in-class-1"))
	last := len(s.slides) - 1
	for _, step := range []struct {
		key  string
		want int
	}{{"left", 0}, {"right", 1}, {"space", 2}, {"backspace", 1}, {"end", last}, {"right", last}, {"home", 0}} {
		tuitest.Drive(s, session, tuitest.Keys(step.key)...)
		if s.at != step.want {
			t.Fatalf("after %s at slide %d, want %d", step.key, s.at, step.want)
		}
	}
	if msgs := tuitest.Drive(s, session, tuitest.Keys("esc")...); len(msgs) != 1 || msgs[0] != (ui.Back{}) {
		t.Errorf("esc gives %v", msgs)
	}
}

// TestTimer runs the timer by a clock of the test's own.
func TestTimer(t *testing.T) {
	s, _ := open(t, tuitest.Example(t, "talk-in-class-1"))
	now, waits := tuitest.Now, 0
	s.env.Now = func() time.Time { return now }
	s.env.Tick = func(d time.Duration, _ func(time.Time) tea.Msg) tea.Cmd {
		if d <= 0 || d > time.Second {
			t.Errorf("the timer waits for %v", d)
		}
		waits++
		return nil
	}
	press := func(key string) { s.Update(tuitest.Keys(key)[0]) }
	shows := func(want string) {
		t.Helper()
		if view := s.View(100, 30); !strings.Contains(view, want+" · 1 of") {
			t.Errorf("the timer does not show %q: %q", want, s.clock())
		}
	}
	if s.clock() != "" {
		t.Error("the timer shows before it is started")
	}
	press("t")
	now = now.Add(65*time.Second + 300*time.Millisecond)
	s.Update(tick{s, s.run})
	shows("1:05")
	press("t")
	now = now.Add(time.Hour)
	shows("1:05 (stopped)")
	press("t")
	s.Update(tick{s, s.run - 1}) // of the first start
	if waits != 3 {
		t.Errorf("%d waits, want 3: an old tick goes on", waits)
	}
	now = now.Add(10 * time.Second)
	shows("1:15")
	press("r")
	shows("0:00")
}
