package drivers

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func open(t testing.TB, c *cycle.Cycle, at cycle.Path) (*Pane, *session.Session) {
	t.Helper()
	s, _ := tuitest.Session(t, c)
	p := New(tuitest.Env(), s)
	tuitest.Drain(p, s, p.Focus(at))
	p.View(94, 35)
	return p, s
}

// small has an aim, two drivers and three activities.
func small() *cycle.Cycle {
	c := cycle.New("small")
	c.Apply(
		cycle.SetField("point_b.how_much", "20 late a day"),
		cycle.SetIn("drivers", "d1", "text", "met by name"), cycle.SetIn("drivers", "d2", "text", "time to arrive"),
		cycle.SetIn("activities", "a1", "text", "greet"), cycle.SetIn("activities", "a1", "driver", "d1"),
		cycle.SetIn("activities", "a2", "text", "name cards"), cycle.SetIn("activities", "a2", "driver", "d1"),
		cycle.SetIn("activities", "a3", "text", "breakfast cart"), cycle.SetIn("activities", "a3", "driver", "d2"),
	)
	return c
}

func at(list, item string) cycle.Path { return cycle.Path{List: list, Item: item} }

// typeIn gives keys to the pane without waiting for the rests in typing.
func typeIn(p *Pane, text string) {
	for _, msg := range tuitest.Type(text) {
		p.Update(msg)
	}
}

func press(p *Pane, s *session.Session, names ...string) []tea.Msg {
	return tuitest.Drive(p, s, tuitest.Keys(names...)...)
}

func under(c *cycle.Cycle, driver string) string {
	var out []string
	for _, it := range c.Under("activities", "driver", driver) {
		out = append(out, it.Get("text"))
	}
	return strings.Join(out, "; ")
}

func TestGolden(t *testing.T) {
	for _, name := range []string{"talk-in-class-2", "chronic-absence"} {
		c := tuitest.Example(t, name)
		for _, size := range [][2]int{{56, 19}, {94, 35}, {118, 35}} {
			p, _ := open(t, c, at("activities", c.Lists["activities"][1].ID))
			tuitest.Golden(t, name+"-"+strconv.Itoa(size[0])+"x"+strconv.Itoa(size[1]), p.View(size[0], size[1]))
		}
	}
	for _, size := range [][2]int{{56, 19}, {94, 35}} {
		p, _ := open(t, cycle.New("empty"), cycle.Path{})
		tuitest.Golden(t, "empty-"+strconv.Itoa(size[0])+"x"+strconv.Itoa(size[1]), p.View(size[0], size[1]))
	}
	p, s := open(t, tuitest.Example(t, "chronic-absence"), at("drivers", "d-noticed"))
	press(p, s, "x", "end")
	tuitest.Golden(t, "no-driver-94x35", p.View(94, 35))
	press(p, s, "home", "a")
	typeIn(p, "a wave from the office window every morning")
	tuitest.Golden(t, "typing-94x35", p.View(94, 35))
}

func TestAdd(t *testing.T) {
	p, s := open(t, small(), at("activities", "a1"))
	press(p, s, "a")
	typeIn(p, "smile")
	if got := tuitest.Plain(p.View(94, 35)); !strings.Contains(got, "▸ smile") {
		t.Errorf("what is typed does not show in its place:\n%s", got)
	}
	press(p, s, "enter")
	if got := under(s.Cycle(), "d1"); got != "greet; name cards; smile" {
		t.Errorf("activities: %s", got)
	}
	press(p, s, "d")
	typeIn(p, "a third")
	press(p, s, "esc")
	if all := s.Cycle().Lists["drivers"]; len(all) != 3 || all[2].Get("text") != "a third" {
		t.Errorf("drivers: %v", all)
	}
	tuitest.Drain(p, s, s.Undo())
	if n := len(s.Cycle().Lists["drivers"]); n != 2 {
		t.Errorf("one undo leaves %d drivers", n)
	}
	for _, k := range []string{"a", "d"} {
		before := s.Cycle().Clone()
		press(p, s, k, "enter")
		if edits := cycle.Diff(before, s.Cycle()); len(edits) > 0 || p.Typing() {
			t.Errorf("an empty text after %s changed %v", k, edits)
		}
	}
}

func TestEditInPlace(t *testing.T) {
	for _, size := range [][2]int{{94, 35}, {56, 19}} {
		p, s := open(t, small(), at("activities", "a3"))
		press(p, s, "enter")
		typeIn(p, " in the hallway")
		if got := tuitest.Plain(p.View(size[0], size[1])); !strings.Contains(got, "breakfast cart in the hallway") {
			t.Errorf("%v: not typed in place:\n%s", size, got)
		}
		press(p, s, "esc")
		if got := under(s.Cycle(), "d2"); got != "breakfast cart in the hallway" {
			t.Errorf("esc did not keep what was typed: %s", got)
		}
		if leave := press(p, s, "esc"); !slices.Contains(leave, tea.Msg(ui.LeavePane{})) {
			t.Errorf("a second esc does not leave: %v", leave)
		}
	}
}

func TestKind(t *testing.T) {
	p, s := open(t, small(), at("activities", "a1"))
	for _, want := range []string{"system", "motivation", "readiness", "research", "", "system"} {
		press(p, s, "k")
		it, _ := s.Cycle().Item("drivers", "d1")
		if it.Get("kind") != want {
			t.Errorf("kind is %q, not %q", it.Get("kind"), want)
		}
	}
	if got := tuitest.Plain(p.View(94, 35)); !strings.Contains(got, "(How we work)") {
		t.Errorf("the kind is not shown in words:\n%s", got)
	}
}

func TestRationale(t *testing.T) {
	p, s := open(t, small(), at("drivers", "d2"))
	press(p, s, "e")
	typeIn(p, "first\nsecond")
	press(p, s, "esc")
	if it, _ := s.Cycle().Item("drivers", "d2"); it.Get("rationale") != "first\nsecond" {
		t.Errorf("rationale %q", it.Get("rationale"))
	}
	if got := tuitest.Plain(p.View(94, 35)); !strings.Contains(got, "Why this: first") {
		t.Errorf("it is not shown:\n%s", got)
	}
}

func TestRemovedDriverLeavesItsActivities(t *testing.T) {
	p, s := open(t, small(), at("drivers", "d1"))
	said := press(p, s, "x")
	if !slices.ContainsFunc(said, func(m tea.Msg) bool { n, ok := m.(ui.Notice); return ok && strings.Contains(n.Text, "ctrl+z") }) {
		t.Errorf("does not say how to get it back: %v", said)
	}
	for _, size := range [][2]int{{94, 35}, {56, 19}} {
		got := tuitest.Plain(p.View(size[0], size[1]))
		for _, want := range []string{"Without a driver", "greet", "name cards"} {
			if !strings.Contains(got, want) {
				t.Errorf("%v: %q is not shown:\n%s", size, want, got)
			}
		}
	}
	press(p, s, "end", "m", "enter")
	if got := under(s.Cycle(), "d2"); got != "name cards; breakfast cart" {
		t.Errorf("moved: %s", got)
	}
	tuitest.Drain(p, s, s.Undo())
	tuitest.Drain(p, s, s.Undo())
	if got := under(s.Cycle(), "d1"); got != "greet; name cards" {
		t.Errorf("undo: %s", got)
	}
}

func TestMoveAndOrder(t *testing.T) {
	p, s := open(t, small(), at("activities", "a1"))
	press(p, s, "m", "down", "down", "enter")
	if got := under(s.Cycle(), "d2"); got != "greet; breakfast cart" {
		t.Errorf("moved: %s", got)
	}
	press(p, s, "shift+down", "shift+down")
	if got := under(s.Cycle(), "d2"); got != "breakfast cart; greet" {
		t.Errorf("order: %s", got)
	}
	press(p, s, "m", "up", "esc")
	if got := under(s.Cycle(), "d2"); got != "breakfast cart; greet" {
		t.Errorf("esc moved it: %s", got)
	}
	press(p, s, "left", "shift+up")
	if s.Cycle().Lists["drivers"][0].ID != "d2" {
		t.Error("the driver did not move up")
	}
}

func TestArrowsReachEverything(t *testing.T) {
	c := small()
	c.Apply(cycle.SetIn("activities", "a4", "text", "loose"))
	for _, size := range [][2]int{{94, 35}, {94, 16}, {56, 19}} {
		p, s := open(t, c, at("drivers", "d1"))
		seen := map[treepane.Ref]bool{}
		for _, k := range []string{"down", "down", "down", "up", "up", "up", "up", "home", "right", "down", "down", "down", "down", "down"} {
			view := tuitest.Plain(p.View(size[0], size[1]))
			if strings.Count(view, "▸") != 1 {
				t.Errorf("%v: the cursor is not to be seen:\n%s", size, view)
			}
			rows := p.diagram().rows()
			seen[rows[p.hand(rows)].ref] = true
			press(p, s, k)
		}
		if len(seen) != 6 {
			t.Errorf("%v: reached %v", size, seen)
		}
	}
}

func TestNoAim(t *testing.T) {
	p, s := open(t, cycle.New("empty"), cycle.Path{})
	for _, size := range [][2]int{{94, 35}, {56, 19}} {
		if got := strings.Join(strings.Fields(tuitest.Plain(p.View(size[0], size[1]))), " "); !strings.Contains(got, "No aim yet") {
			t.Errorf("%v: does not invite:\n%s", size, got)
		}
	}
	want := ui.GoStep{Step: "goals", At: cycle.Path{Field: "point_b.what"}}
	if got := press(p, s, "g"); !slices.Contains(got, tea.Msg(want)) {
		t.Errorf("g gave %v", got)
	}
}

func TestTabEndsInTheNextStep(t *testing.T) {
	p, s := open(t, small(), at("activities", "a3"))
	if got := press(p, s, "tab"); !slices.Contains(got, tea.Msg(ui.NextStep{Delta: 1})) {
		t.Errorf("the last tab gave %v", got)
	}
}

func TestBlurSavesWhatIsTyped(t *testing.T) {
	p, s := open(t, small(), at("drivers", "d2"))
	press(p, s, "a")
	typeIn(p, "half a thought")
	tuitest.Drain(p, s, p.Blur())
	if got := under(s.State().Cycle(), "d2"); got != "breakfast cart; half a thought" {
		t.Errorf("saved: %s", got)
	}
	if got := tuitest.Plain(p.View(94, 35)); strings.Contains(got, "▸") {
		t.Errorf("the cursor shows without the keyboard:\n%s", got)
	}
}

func TestConflict(t *testing.T) {
	p, s := open(t, small(), at("activities", "a1"))
	path := cycle.Path{List: "activities", Item: "a1", Field: "text"}
	changes := slices.Clone(tuitest.NewMemory(small()).Changes)
	first := change.Fold("small", changes)
	for _, replica := range []string{"one", "two"} {
		c := change.Change{
			ID: change.MakeID(replica, 1), Replica: replica, Seq: 1, Doc: "small", Kind: change.KindCycle, Author: "Sok Chan", At: changes[0].At,
			Schema: change.Schema, Ops: first.Build(replica, first.Seen, []cycle.Edit{cycle.Set(path, "greet "+replica)}),
		}
		if err := c.Seal(); err != nil {
			t.Fatal(err)
		}
		changes = append(changes, c)
	}
	s.Refresh(change.Fold("small", changes))
	if got := tuitest.Plain(p.View(94, 35)); !strings.Contains(got, "⇄ also written by Sok Chan") {
		t.Errorf("the conflict is not shown:\n%s", got)
	}
	if got := press(p, s, "enter"); !slices.Contains(got, tea.Msg(ui.OpenConflicts{At: path})) {
		t.Errorf("enter gave %v", got)
	}
}

// TestEveryKeyWorks presses each key that is listed and expects that something
// comes of it.
func TestEveryKeyWorks(t *testing.T) {
	for _, hand := range []cycle.Path{at("drivers", "d1"), at("drivers", "d2"), at("activities", "a1"), at("activities", "a3"), {}} {
		c := small()
		if hand == (cycle.Path{}) {
			c = cycle.New("empty")
		}
		p, _ := open(t, c, hand)
		for _, b := range p.Keys() {
			p, s := open(t, c, hand)
			before, view := s.Cycle().Clone(), p.View(94, 35)
			k := b.Keys()[0]
			msgs := press(p, s, k)
			if len(cycle.Diff(before, s.Cycle())) == 0 && p.View(94, 35) == view && len(msgs) == 0 && k != "up" {
				t.Errorf("%v: %q (%s) does nothing", hand, k, b.Help().Desc)
			}
		}
	}
}

// TestAnyKeys presses keys at random: nothing may panic, every drawing fits, and
// what was typed is in the document.
func TestAnyKeys(t *testing.T) {
	names := []string{
		"a", "d", "k", "e", "m", "x", "g", "enter", "esc", "tab", "shift+tab", "up", "down", "left", "right",
		"shift+up", "shift+down", "home", "end", "backspace", "ctrl+b",
	}
	rapid.Check(t, func(r *rapid.T) {
		p, s := open(t, small(), cycle.Path{})
		typed := 0
		for range rapid.IntRange(1, 40).Draw(r, "keys") {
			if p.Typing() && rapid.Bool().Draw(r, "word") {
				typed++
				word := "word" + strconv.Itoa(typed) + "z"
				typeIn(p, word)
				text, path := p.Text.Value(), p.Text.Path()
				if !strings.Contains(text, word) {
					r.Fatalf("%q is not under the cursor", word)
				}
				p.Commit()
				if got := s.Cycle().At(path); strings.TrimSpace(got) != strings.TrimSpace(text) {
					r.Fatalf("typed %q, kept %q", text, got)
				}
			}
			for _, msg := range tuitest.Keys(rapid.SampledFrom(names).Draw(r, "key")) {
				p.Update(msg)
			}
			w, h := rapid.IntRange(36, 196).Draw(r, "w"), rapid.IntRange(10, 55).Draw(r, "h")
			tuitest.CheckFit(r, p.View(w, h), w, h)
			p.Keys()
		}
	})
}

func TestHostileTextIsDrawnSafely(t *testing.T) {
	c := small()
	c.Lists["drivers"][0].Values["text"] = "red \x1b[31mtext\x07\nin two lines \u202e"
	c.Lists["drivers"][0].Values["rationale"] = "\x1b]0;title\x07" + strings.Repeat("long", 300)
	c.Lists["activities"][0].Values["text"] = strings.Repeat("字", 90)
	c.Values["point_b.what"] = "\x1b[2J" + strings.Repeat("long", 60)
	p, _ := open(t, c, cycle.Path{})
	for _, size := range append([][2]int{{36, 10}, {94, 35}, {196, 55}}, tuitest.Sizes...) {
		view := p.View(size[0], size[1])
		tuitest.CheckFit(t, view, size[0], size[1])
		if strings.ContainsAny(tuitest.Plain(view), "\x1b\x07\u202e") {
			t.Errorf("%v: control characters come through", size)
		}
	}
}

func TestHelpGrowsIntoTheRoomOfASmallDiagram(t *testing.T) {
	p, _ := open(t, small(), at("activities", "a1"))
	l, _ := cycle.ListByKey(activitiesList)
	view := tuitest.Plain(p.View(51, 19))
	words := strings.Join(strings.Fields(view), " ")
	for _, want := range []string{l.Help, "Press e to write it down.", "breakfast cart"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is cut although there is room:\n%s", want, view)
		}
	}
}
