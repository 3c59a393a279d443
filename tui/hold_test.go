package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/library"
	"github.com/cqi-pdsa/pdsa/tui/organizer"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// burst gives the keys before any of their commands has answered: words in
// quotation marks are typed, the others are names of keys.
func (d *driven) burst(keys ...string) {
	var cmds []tea.Cmd
	for _, k := range keys {
		msgs := tuitest.Keys(k)
		if text, ok := strings.CutPrefix(k, `"`); ok {
			msgs = tuitest.Type(text)
		}
		for _, msg := range msgs {
			cmds = append(cmds, d.Update(msg))
		}
	}
	for _, cmd := range cmds {
		tuitest.Drain(d, nil, cmd)
	}
}

// Letters typed right behind a key that leads elsewhere arrive there.
func TestFastTyping(t *testing.T) {
	field := func(key string) func(*cycle.Cycle) string {
		return func(c *cycle.Cycle) string { return c.Get(key) }
	}
	tests := []struct {
		name  string
		from  ui.OpenCycle
		keys  []string
		words string
		in    func(*cycle.Cycle) string
	}{
		{
			name: "past the last field of a step", from: ui.OpenCycle{Step: "evidence", At: cycle.Path{Field: "strengths"}},
			keys: []string{"tab", `" typed`}, words: " typed", in: field("priority"),
		},
		{
			name: "out of a step and into another", from: ui.OpenCycle{Step: "learn", At: cycle.Path{Field: "study.results"}},
			keys: []string{"esc", "home", "enter", `" typed`}, words: " typed", in: field("title"),
		},
		{
			name: "into a screen", from: ui.OpenCycle{Step: "about"},
			keys: []string{"c", "a", `"typed`, "esc", "esc"}, words: "typed", in: func(c *cycle.Cycle) string {
				said := c.Lists["comments"]
				return said[len(said)-1].Get("text")
			},
		},
		{
			name: "out of a screen", from: ui.OpenCycle{Step: "about"},
			keys: []string{"h", "esc", "enter", `" typed`}, words: " typed", in: field("title"),
		},
		{
			name: "into a cycle", from: ui.OpenCycle{Step: "about"},
			keys: []string{"esc", "enter", "home", "enter", `" typed`}, words: " typed", in: field("title"),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := demoStore(t)
			d := start(t, st, 80, 24, Options{Demo: true})
			tt.from.Doc = d.first(t)
			d.do(tt.from)
			d.burst(tt.keys...)
			if err := d.flush(); err != nil {
				t.Fatal(err)
			}
			c, err := st.Cycle(tt.from.Doc)
			if err != nil {
				t.Fatal(err)
			}
			if got := tt.in(c); !strings.HasSuffix(got, tt.words) {
				t.Errorf("%q is not where it was typed, but %q\n%s", tt.words, got, d.screen())
			}
		})
	}
}

// first is the id of the cycle on which the library stands.
func (d *driven) first(t *testing.T) string {
	t.Helper()
	d.keys("enter")
	defer d.keys("esc")
	o, ok := d.top().(*organizer.Screen)
	if !ok {
		t.Fatalf("enter opens no cycle:\n%s", d.screen())
	}
	return o.Doc()
}

// slow is a store in which making a cycle takes its time.
type slow struct {
	*store.Store
	meanwhile func() error
}

func (s slow) Create(c *cycle.Cycle) (*change.State, error) {
	if err := s.meanwhile(); err != nil {
		return nil, err
	}
	return s.Store.Create(c)
}

// begin starts a cycle on a slow store; patience is over and letters are typed
// before it is made. The error is what comes of making it.
func begin(t *testing.T, failed error) *driven {
	t.Helper()
	st := demoStore(t)
	d := start(t, st, 80, 24, Options{Demo: true})
	var waits []tea.Msg
	d.env.Tick = func(after time.Duration, then func(time.Time) tea.Msg) tea.Cmd {
		if after == patience {
			waits = append(waits, then(time.Time{}))
		}
		return nil
	}
	lib, err := library.New(d.env, slow{st, func() error {
		for _, msg := range waits {
			d.Update(msg)
		}
		d.burst(`"Mo Lee`)
		return failed
	}})
	if err != nil {
		t.Fatal(err)
	}
	d.stack[0] = lib
	d.keys("n")
	d.types("Hall passes")
	d.keys("enter")
	return d
}

// However long it takes to make a cycle, the letters typed behind its title go on
// in its first field.
func TestKeysWaitForACycleThatIsMade(t *testing.T) {
	d := begin(t, nil)
	d.sees(t, "Hall passes", "Mo Lee")
	if len(d.hold.keys) > 0 {
		t.Errorf("%d keys are kept back", len(d.hold.keys))
	}
}

// When it cannot be made, that is said and keys go on in the library.
func TestACycleThatCannotBeMade(t *testing.T) {
	d := begin(t, errors.New("the disk is full"))
	d.sees(t, "the disk is full")
	d.keys("n")
	if d.hold.on() || !d.top().Typing() {
		t.Errorf("keys do nothing any more:\n%s", d.screen())
	}
}

// Keys never wait for longer than patience, whatever a command is doing.
func TestKeysWaitNoLongerThanPatience(t *testing.T) {
	d := start(t, demoStore(t), 80, 24, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-talk-2", Step: "learn", At: cycle.Path{Field: "study.results"}})
	var waits []tea.Msg
	d.env.Tick = func(after time.Duration, then func(time.Time) tea.Msg) tea.Cmd {
		if after == patience {
			waits = append(waits, then(time.Time{}))
		}
		return nil
	}
	d.types("a")
	d.Update(tuitest.Keys("tab")[0]) // its save does not end
	for _, msg := range tuitest.Type("bc") {
		d.Update(msg)
	}
	if len(waits) != 1 || len(d.hold.keys) != 2 {
		t.Fatalf("%d waits, %d keys are kept back", len(waits), len(d.hold.keys))
	}
	d.do(waits...)
	d.types("d")
	d.sees(t, "bcd")
	if len(d.hold.keys) > 0 {
		t.Errorf("%d keys are kept back", len(d.hold.keys))
	}
}

// The second ctrl+c ends the app even while keys wait for a cycle that does not
// open.
func TestQuittingWhileKeysWait(t *testing.T) {
	d := start(t, demoStore(t), 80, 24, Options{Demo: true})
	d.Update(ui.OpenCycle{Doc: "ex-talk-2"})
	d.keys("x", "ctrl+c")
	if d.quit {
		t.Fatal("ctrl+c came before the key in front of it")
	}
	d.keys("ctrl+c")
	if !d.quit {
		t.Fatal("the app does not end")
	}
}

// When the next cycle cannot be made that is what the screen says, and keys go on
// where they were.
func TestANextCycleThatCannotBeMade(t *testing.T) {
	st := demoStore(t)
	d := start(t, st, 100, 30, Options{Demo: true})
	d.do(ui.OpenCycle{Doc: "ex-reading", Step: "next"})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	d.do(openNextMsg("ex-reading", cycle.Replan))
	if strings.Contains(d.screen(), "is open") || d.notice == nil || !d.notice.Bad {
		t.Errorf("the screen says\n%s", d.screen())
	}
	d.keys("home")
	if o, ok := d.top().(*organizer.Screen); !ok || o.StepKey() != "about" {
		t.Error("keys do nothing any more")
	}
}
