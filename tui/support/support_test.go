package support

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var sizes = [][2]int{{36, 10}, {40, 13}, {56, 19}, {74, 24}, {94, 35}, {118, 35}, {172, 55}}

func open(t testing.TB, c *cycle.Cycle) (*Pane, *session.Session, *tuitest.Memory) {
	s, m := tuitest.Session(t, c)
	p := New(tuitest.Env(), s)
	p.Focus(cycle.Path{})
	return p, s, m
}

func TestSupport(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("c")} {
		for state, keys := range map[string][]string{"rest": nil, "request": {"enter"}, "comment": {"tab", "tab", "enter", "tab", "tab"}, "adding": {"a"}, "progress": {"tab", "tab", "tab"}} {
			p, s, _ := open(t, c)
			tuitest.Drive(p, s, tuitest.Keys(keys...)...)
			for _, z := range sizes {
				tuitest.CheckFit(t, p.View(z[0], z[1]), z[0], z[1])
			}
			for _, z := range [][2]int{{56, 19}, {94, 35}} {
				tuitest.Golden(t, fmt.Sprintf("%s-%s-%dx%d", name, state, z[0], z[1]), p.View(z[0], z[1]))
			}
		}
	}
}

func TestStatesInWords(t *testing.T) {
	p, _, _ := open(t, cycle.New("c"))
	for _, c := range []struct {
		values map[string]string
		want   string
	}{
		{map[string]string{"state": "promised", "promised": "2026-12-04", "owner": "D. Lee"}, "→ promised for Fri, Dec 4 by D. Lee"},
		{map[string]string{"state": "promised", "promised": "2026-11-19", "owner": "D. Lee"}, "! late: promised for Thu, Nov 19 by D. Lee"},
		{map[string]string{"state": "promised", "promised": "2026-11-20"}, "→ promised for Fri, Nov 20"},
		{map[string]string{"state": "done", "promised": "2026-11-02"}, "✓ done"},
		{map[string]string{"state": "declined"}, "✗ declined"},
		{map[string]string{"state": "open"}, "○ open, nobody has answered yet"},
		{map[string]string{"owner": "D. Lee"}, "○ open, with D. Lee"},
	} {
		sign, words := p.state(cycle.Item{Values: c.values})
		if got := tuitest.Plain(sign + " " + words); got != c.want {
			t.Errorf("%v: %q, want %q", c.values, got, c.want)
		}
	}
}

func TestDueCheckpointIsMarkedUntilDone(t *testing.T) {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("checkpoints", "k", "date", "2026-11-20"), cycle.SetIn("checkpoints", "k", "text", "Look at the chart"))
	p, s, _ := open(t, c)
	if view := tuitest.Plain(p.View(56, 30)); !strings.Contains(view, "! Fri, Nov 20, due") {
		t.Errorf("it is not marked as due:\n%s", view)
	}
	tuitest.Drive(p, s, tuitest.Keys("tab", "space")...)
	if view := tuitest.Plain(p.View(56, 30)); !strings.Contains(view, "✓ Fri, Nov 20 ") {
		t.Errorf("it is not marked as done:\n%s", view)
	}
}

func TestACommentCarriesItsAuthor(t *testing.T) {
	p, s, m := open(t, cycle.New("c"))
	before := len(m.Changes)
	tuitest.Drive(p, s, tuitest.Keys("tab", "tab", "a")...)
	tuitest.Feed(p, "Why Mondays?")
	tuitest.Drive(p, s, tuitest.Keys("tab", "3", "esc")...)
	items := s.Cycle().Lists["comments"]
	if len(items) != 1 || items[0].Get("author") != "Ana Ruiz" || items[0].Get("text") != "Why Mondays?" || items[0].Get("kind") != "question" {
		t.Fatalf("comments are %v", items)
	}
	if got := len(m.Changes) - before; got != 2 {
		t.Errorf("%d changes for the words and the kind", got)
	}
}

func TestARequestLeftBlankIsNoRequest(t *testing.T) {
	p, s, m := open(t, cycle.New("c"))
	before := len(m.Changes)
	tuitest.Drive(p, s, tuitest.Keys("a", "esc")...)
	if len(m.Changes) != before {
		t.Error("a request that was not written left a change")
	}
	tuitest.Drive(p, s, tuitest.Keys("a")...)
	tuitest.Feed(p, "x")
	tuitest.Drive(p, s, tuitest.Keys("tab", "shift+tab", "backspace", "esc")...)
	if n := len(s.Cycle().Lists["requests"]); n != 0 {
		t.Errorf("%d requests are left of a text that was deleted again", n)
	}
}

func TestArrowsWalkThroughAllLists(t *testing.T) {
	p, s, _ := open(t, tuitest.Example(t, "talk-in-class-2"))
	for range 2 + 3 + 3 {
		tuitest.Drive(p, s, tuitest.Keys("down")...)
	}
	if !p.progress.Active() {
		t.Fatalf("eight times down leads to list %d", p.at)
	}
	tuitest.Drive(p, s, tuitest.Keys("right")...)
	if got := s.Cycle().Values["progress"]; got != "3" {
		t.Errorf("the progress is %q", got)
	}
	seen := tuitest.Drive(p, s, tuitest.Keys("tab")...)
	if len(seen) == 0 || seen[len(seen)-1] != (ui.NextStep{Delta: 1}) {
		t.Errorf("tab past the progress gives %v", seen)
	}
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, s, _ := open(t, cycle.New("c"))
		typed := 0
		for range rapid.IntRange(1, 40).Draw(rt, "n") {
			k := rapid.SampledFrom([]string{"tab", "tab", "shift+tab", "enter", "up", "down", "a", "é", "é", "left", "space", "esc"}).Draw(rt, "key")
			if k == "é" {
				// A date with a letter in it stays in its field and is not kept.
				if !p.Typing() || onDate(p) {
					continue
				}
				typed++
			}
			tuitest.Drive(p, s, tuitest.Keys(k)...)
			z := rapid.SampledFrom(sizes).Draw(rt, "size")
			tuitest.CheckFit(rt, p.View(z[0], z[1]), z[0], z[1])
			p.Keys()
		}
		tuitest.Drain(p, s, p.Blur())
		kept := 0
		for _, items := range s.Cycle().Lists {
			for _, it := range items {
				for _, v := range it.Values {
					kept += strings.Count(v, "é")
				}
			}
		}
		if kept != typed {
			rt.Errorf("%d letters typed, %d kept", typed, kept)
		}
	})
}

func onDate(p *Pane) bool {
	return strings.Contains(tuitest.Plain(p.View(172, 55)), "▸ Promised for") || strings.Contains(tuitest.Plain(p.View(172, 55)), "▸ Date")
}
