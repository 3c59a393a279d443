package fishbone

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
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
	p.Wide(120)
	return p, s
}

// small is a fishbone with two bones, three causes and a why.
func small() *cycle.Cycle {
	c := cycle.New("small")
	for id, name := range map[string]string{"problem.who": "advisers", "problem.does": "take attendance", "problem.what": "late"} {
		c.Apply(cycle.SetField(id, name))
	}
	c.Apply(cycle.SetIn("bones", "b1", "name", "Routines"), cycle.SetIn("bones", "b2", "name", "People"))
	for i, bone := range []string{"b1", "b1", "b2"} {
		id := "c" + strconv.Itoa(i+1)
		c.Apply(cycle.SetIn("causes", id, "text", "cause "+id), cycle.SetIn("causes", id, "bone", bone))
	}
	c.Apply(cycle.SetIn("whys", "w1", "text", "why one"), cycle.SetIn("whys", "w1", "cause", "c1"))
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

func texts(c *cycle.Cycle, list, field, parent string) string {
	var out []string
	for _, it := range c.Under(list, field, parent) {
		out = append(out, it.Get("text"))
	}
	return strings.Join(out, "; ")
}

func TestGolden(t *testing.T) {
	for _, name := range []string{"talk-in-class-2", "chronic-absence", "reading-logs"} {
		c := tuitest.Example(t, name)
		for _, size := range [][2]int{{56, 19}, {94, 35}, {98, 25}, {118, 35}} {
			p, _ := open(t, c, at("causes", c.Lists["causes"][2].ID))
			tuitest.Golden(t, name+"-"+strconv.Itoa(size[0])+"x"+strconv.Itoa(size[1]), p.View(size[0], size[1]))
		}
	}
	for _, size := range [][2]int{{56, 19}, {118, 35}} {
		p, _ := open(t, cycle.New("empty"), cycle.Path{})
		tuitest.Golden(t, "empty-"+strconv.Itoa(size[0])+"x"+strconv.Itoa(size[1]), p.View(size[0], size[1]))
	}
}

func TestGoldenOfWork(t *testing.T) {
	c := tuitest.Example(t, "talk-in-class-2")
	p, s := open(t, c, at("causes", "c-start"))
	press(p, s, "w")
	typeIn(p, "we were taught that way")
	tuitest.Golden(t, "ask-why-118x35", p.View(118, 35))
	tuitest.Golden(t, "ask-why-56x19", p.View(56, 19))
	press(p, s, "esc", "m")
	tuitest.Golden(t, "move-118x35", p.View(118, 35))
	p, s = open(t, c, at("bones", "b-safe"))
	press(p, s, "x")
	tuitest.Golden(t, "no-bone-118x35", p.View(118, 35))
}

func TestAddCauseOnTheBoneInHand(t *testing.T) {
	p, s := open(t, small(), at("causes", "c3"))
	press(p, s, "a")
	if !p.Typing() {
		t.Fatal("no text has the keyboard")
	}
	typeIn(p, "nobody at the door")
	if got := tuitest.Plain(p.View(118, 30)); !strings.Contains(got, "• nobody at the door") {
		t.Errorf("what is typed does not show on its bone:\n%s", got)
	}
	press(p, s, "enter")
	if got := texts(s.Cycle(), "causes", "bone", "b2"); got != "cause c3; nobody at the door" {
		t.Errorf("causes of the bone: %s", got)
	}
	press(p, s, "r", "v", "v", "V")
	it := s.Cycle().Lists["causes"][3]
	if it.Get("root") != cycle.True || it.Get("votes") != "1" {
		t.Errorf("marks went elsewhere: %v", it.Values)
	}
	if got := tuitest.Plain(p.View(118, 30)); !strings.Contains(got, "★ root cause · 1 vote") {
		t.Errorf("the marks are not said in words:\n%s", got)
	}
	press(p, s, "r", "V", "V")
	if it = s.Cycle().Lists["causes"][3]; it.Get("root") != "" || it.Get("votes") != "" {
		t.Errorf("marks stayed: %v", it.Values)
	}
}

func TestAnEmptyTextAddsNothing(t *testing.T) {
	p, s := open(t, small(), at("bones", "b1"))
	for _, k := range []string{"a", "b", "w"} {
		before := s.Cycle().Clone()
		press(p, s, k, "esc")
		if edits := cycle.Diff(before, s.Cycle()); len(edits) > 0 || p.Typing() {
			t.Errorf("%s and esc changed the document: %v", k, edits)
		}
	}
}

func TestEdit(t *testing.T) {
	for _, c := range []struct{ list, id, field string }{{"bones", "b1", "name"}, {"causes", "c2", "text"}, {"whys", "w1", "text"}} {
		p, s := open(t, small(), at(c.list, c.id))
		press(p, s, "enter")
		typeIn(p, ", more")
		press(p, s, "esc")
		it, _ := s.Cycle().Item(c.list, c.id)
		if !strings.HasSuffix(it.Get(c.field), ", more") {
			t.Errorf("%s: esc did not keep what was typed: %q", c.list, it.Get(c.field))
		}
		if leave := press(p, s, "esc"); !slices.Contains(leave, tea.Msg(ui.LeavePane{})) {
			t.Errorf("%s: a second esc does not leave: %v", c.list, leave)
		}
	}
}

func TestFiveWhys(t *testing.T) {
	p, s := open(t, small(), at("causes", "c2"))
	press(p, s, "w")
	for i := range 5 {
		if p.walk != "c2" {
			t.Fatalf("the asking ended after %d answers", i)
		}
		typeIn(p, "answer "+strconv.Itoa(i+1))
		press(p, s, "enter")
		if n := len(s.State().Cycle().Under("whys", "cause", "c2")); n != i+1 {
			t.Fatalf("%d answers are saved after answer %d", n, i+1)
		}
	}
	if p.Typing() {
		t.Error("asks a sixth time")
	}
	want := "answer 1; answer 2; answer 3; answer 4; answer 5"
	if got := texts(s.Cycle(), "whys", "cause", "c2"); got != want {
		t.Errorf("whys: %s", got)
	}
	press(p, s, "w")
	if p.Typing() {
		t.Error("w asks a sixth why")
	}
	p, s = open(t, small(), at("whys", "w1"))
	press(p, s, "w")
	if got := tuitest.Plain(p.View(118, 35)); !strings.Contains(got, "Ask why: 2 of 5") || !strings.Contains(got, "Why is that so? “why one”") {
		t.Errorf("does not go on from the last why:\n%s", got)
	}
	press(p, s, "enter")
	if p.Typing() || len(s.Cycle().Lists["whys"]) != 1 {
		t.Error("an empty answer does not end the asking")
	}
}

func TestMove(t *testing.T) {
	for _, size := range [][2]int{{118, 35}, {56, 19}} {
		p, s := open(t, small(), at("causes", "c1"))
		p.View(size[0], size[1])
		press(p, s, "m", "down")
		if got := tuitest.Plain(p.View(size[0], size[1])); !strings.Contains(got, "▸") || !strings.Contains(got, "Which bone does it hang on? People") {
			t.Errorf("the target is not shown:\n%s", got)
		}
		press(p, s, "enter")
		if got := texts(s.Cycle(), "causes", "bone", "b2"); got != "cause c1; cause c3" {
			t.Errorf("moved to: %s", got)
		}
		press(p, s, "m", "up", "esc")
		if got := texts(s.Cycle(), "causes", "bone", "b1"); got != "cause c2" {
			t.Errorf("esc moved it: %s", got)
		}
		if press(p, s, "v"); s.Cycle().At(cycle.Path{List: "causes", Item: "c1", Field: "votes"}) != "1" {
			t.Error("esc does not end the moving")
		}
	}
	p, s := open(t, small(), at("whys", "w1"))
	press(p, s, "m", "down", "enter")
	if got := texts(s.Cycle(), "whys", "cause", "c2"); got != "why one" {
		t.Errorf("the why did not move: %s", got)
	}
}

func TestOrder(t *testing.T) {
	p, s := open(t, small(), at("causes", "c2"))
	press(p, s, "shift+up")
	if got := texts(s.Cycle(), "causes", "bone", "b1"); got != "cause c2; cause c1" {
		t.Errorf("order: %s", got)
	}
	press(p, s, "shift+up", "shift+down", "shift+down")
	if got := texts(s.Cycle(), "causes", "bone", "b1"); got != "cause c1; cause c2" {
		t.Errorf("order: %s", got)
	}
	c := small()
	c.Apply(cycle.SetIn("causes", "c4", "text", "cause c4"), cycle.SetIn("causes", "c4", "bone", "b1"))
	p, s = open(t, c, at("causes", "c1"))
	press(p, s, "shift+down")
	if got := texts(s.Cycle(), "causes", "bone", "b1"); got != "cause c2; cause c1; cause c4" {
		t.Errorf("order: %s", got)
	}
	p, s = open(t, small(), at("bones", "b1"))
	press(p, s, "shift+down")
	if s.Cycle().Lists["bones"][0].ID != "b2" {
		t.Error("the bone did not move")
	}
}

func TestRemoveKeepsWhatHangsOnABone(t *testing.T) {
	p, s := open(t, small(), at("bones", "b1"))
	press(p, s, "x")
	d := Read(s.Cycle())
	if len(d.Bones) != 1 || len(d.Loose) != 2 || len(d.Loose[0].Whys) != 1 {
		t.Fatalf("after removing a bone: %+v", d)
	}
	for _, size := range [][2]int{{118, 35}, {56, 19}} {
		got := tuitest.Plain(p.View(size[0], size[1]))
		for _, want := range []string{"Causes without a bone", "cause c1", "cause c2", "why one"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is not shown:\n%s", want, got)
			}
		}
	}
	press(p, s, "end", "m", "enter")
	if got := texts(s.Cycle(), "causes", "bone", "b2"); got != "cause c2; cause c3" {
		t.Errorf("a cause without a bone cannot be moved: %s", got)
	}
	tuitest.Drain(p, s, s.Undo())
	tuitest.Drain(p, s, s.Undo())
	if got := texts(s.Cycle(), "causes", "bone", "b1"); got != "cause c1; cause c2" {
		t.Errorf("undo did not bring the bone back: %s", got)
	}
}

func TestRemoveCauseTakesItsWhysAlong(t *testing.T) {
	p, s := open(t, small(), at("causes", "c1"))
	said := press(p, s, "x")
	if len(s.Cycle().Lists["whys"]) != 0 || len(s.Cycle().Lists["causes"]) != 2 {
		t.Error("the cause or its why is still there")
	}
	if !slices.ContainsFunc(said, func(m tea.Msg) bool { n, ok := m.(ui.Notice); return ok && strings.Contains(n.Text, "ctrl+z") }) {
		t.Errorf("does not say how to get it back: %v", said)
	}
	tuitest.Drain(p, s, s.Undo())
	if len(s.Cycle().Lists["whys"]) != 1 || p.inHand().ref != (treepane.Ref{List: "causes", ID: "c1"}) {
		t.Errorf("undo: %v, in hand %v", s.Cycle().Lists["whys"], p.inHand().ref)
	}
}

func TestLooseWhys(t *testing.T) {
	c := small()
	c.Apply(cycle.Remove("causes", "c1"))
	p, s := open(t, c, at("whys", "w1"))
	for _, size := range [][2]int{{118, 35}, {56, 19}} {
		if got := tuitest.Plain(p.View(size[0], size[1])); !strings.Contains(got, "Whys without a cause") || !strings.Contains(got, "why one") {
			t.Errorf("the why is lost:\n%s", got)
		}
	}
	press(p, s, "m", "enter")
	if got := texts(s.Cycle(), "whys", "cause", "c2"); got != "why one" {
		t.Errorf("it cannot be moved: %s", got)
	}
}

func TestStartWithCommonBones(t *testing.T) {
	p, s := open(t, cycle.New("empty"), cycle.Path{})
	press(p, s, "s")
	if n := len(s.Cycle().Lists["bones"]); n != len(commonBones) {
		t.Fatalf("%d bones", n)
	}
	press(p, s, "s")
	if n := len(s.Cycle().Lists["bones"]); n != len(commonBones) {
		t.Errorf("s adds bones twice: %d", n)
	}
	tuitest.Drain(p, s, s.Undo())
	if n := len(s.Cycle().Lists["bones"]); n != 0 {
		t.Errorf("one undo leaves %d bones", n)
	}
}

// TestEveryItemIsReached walks with the arrows alone, from the first item, along
// every way there is; the item in hand is always to be seen.
func TestEveryItemIsReached(t *testing.T) {
	c := tuitest.Example(t, "chronic-absence")
	c.Apply(cycle.Remove("bones", c.Lists["bones"][1].ID))
	for _, size := range [][2]int{{118, 35}, {98, 20}, {56, 19}} {
		p, s := open(t, c, cycle.Path{})
		rows := p.diagram().rows()
		p.View(size[0], size[1])
		reached := []treepane.Ref{rows[0].ref}
		for i := 0; i < len(reached); i++ {
			for _, way := range []string{"up", "down", "left", "right"} {
				p.Take(reached[i])
				press(p, s, way)
				view := tuitest.Plain(p.View(size[0], size[1]))
				if strings.Count(view, "▸") < 2 {
					t.Fatalf("%v: the item in hand %v is not to be seen:\n%s", size, p.inHand().ref, view)
				}
				if to := p.inHand().ref; !slices.Contains(reached, to) {
					reached = append(reached, to)
				}
			}
		}
		if len(reached) != len(rows) {
			t.Errorf("%v: %d of %d items are reached", size, len(reached), len(rows))
		}
	}
}

func TestTabEndsInTheNextStep(t *testing.T) {
	p, s := open(t, small(), at("causes", "c1"))
	if press(p, s, "tab"); p.inHand().ref != (treepane.Ref{List: "bones", ID: "b2"}) {
		t.Errorf("tab went to %v", p.inHand().ref)
	}
	if got := press(p, s, "tab"); !slices.Contains(got, tea.Msg(ui.NextStep{Delta: 1})) {
		t.Errorf("the last tab gave %v", got)
	}
}

func TestConflict(t *testing.T) {
	p, s := open(t, small(), at("causes", "c1"))
	path := cycle.Path{List: "causes", Item: "c1", Field: "text"}
	changes := slices.Clone(tuitest.NewMemory(small()).Changes)
	first := change.Fold("small", changes)
	for _, replica := range []string{"one", "two"} {
		c := change.Change{
			ID: change.MakeID(replica, 1), Replica: replica, Seq: 1, Doc: "small", Kind: change.KindCycle, Author: "Sok Chan", At: changes[0].At,
			Schema: change.Schema, Ops: first.Build(replica, first.Seen, []cycle.Edit{cycle.Set(path, "cause "+replica)}),
		}
		if err := c.Seal(); err != nil {
			t.Fatal(err)
		}
		changes = append(changes, c)
	}
	s.Refresh(change.Fold("small", changes))
	if len(s.Conflicts()) != 1 {
		t.Fatalf("%d conflicts", len(s.Conflicts()))
	}
	if got := tuitest.Plain(p.View(118, 35)); !strings.Contains(got, "⇄ also written by") {
		t.Errorf("the conflict is not shown:\n%s", got)
	}
	if got := press(p, s, "enter"); !slices.Contains(got, tea.Msg(ui.OpenConflicts{At: path})) {
		t.Errorf("enter gave %v", got)
	}
}

func TestBlurSavesWhatIsTyped(t *testing.T) {
	p, s := open(t, small(), at("bones", "b2"))
	press(p, s, "a")
	typeIn(p, "half a thought")
	tuitest.Drain(p, s, p.Blur())
	if got := texts(s.State().Cycle(), "causes", "bone", "b2"); got != "cause c3; half a thought" {
		t.Errorf("saved: %s", got)
	}
	if got := tuitest.Plain(p.View(118, 30)); strings.Contains(got, "▸") {
		t.Errorf("the cursor shows without the keyboard:\n%s", got)
	}
}

func TestWide(t *testing.T) {
	p, s := open(t, small(), cycle.Path{})
	for w, want := range map[int]bool{99: false, 100: true, 200: true} {
		if p.Wide(w) != want {
			t.Errorf("Wide(%d) is %v", w, !want)
		}
	}
	p.Wide(120)
	press(p, s, "t")
	if p.Wide(120) || strings.Contains(tuitest.Plain(p.View(118, 30)), "╲") {
		t.Error("t does not show the tree")
	}
	press(p, s, "t")
	if !p.Wide(120) || !strings.Contains(tuitest.Plain(p.View(118, 30)), "╲") {
		t.Error("t does not show the diagram again")
	}
}

// TestEveryKeyWorks presses each key that is listed and expects that something
// comes of it.
func TestEveryKeyWorks(t *testing.T) {
	for _, hand := range []cycle.Path{at("bones", "b1"), at("causes", "c1"), at("causes", "c2"), at("whys", "w1"), {}} {
		c := small()
		c.Apply(cycle.SetIn("causes", "c1", "votes", "2"))
		if hand == (cycle.Path{}) {
			c = cycle.New("empty")
		}
		p, _ := open(t, c, hand)
		for _, b := range p.Keys() {
			for _, k := range b.Keys()[:1] {
				p, s := open(t, c, hand)
				before, view := s.Cycle().Clone(), p.View(118, 35)
				msgs := press(p, s, k)
				if len(cycle.Diff(before, s.Cycle())) == 0 && p.View(118, 35) == view && len(msgs) == 0 && k != "up" {
					t.Errorf("%v: %q (%s) does nothing", hand, k, b.Help().Desc)
				}
			}
		}
	}
}

// TestAnyKeys presses keys at random: nothing may panic, every drawing fits, and
// what was typed is in the document once the pane has lost the keyboard.
func TestAnyKeys(t *testing.T) {
	names := []string{
		"a", "b", "w", "r", "v", "V", "m", "x", "s", "t", "enter", "esc", "tab", "shift+tab", "up", "down", "left", "right",
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
				if !strings.Contains(p.Text.Value(), word) {
					r.Fatalf("%q is not under the cursor", word)
				}
				text, path := p.Text.Value(), p.Text.Path()
				p.Commit()
				if got := s.Cycle().At(path); got != strings.TrimSpace(text) {
					r.Fatalf("typed %q, kept %q", text, got)
				}
			}
			name := rapid.SampledFrom(names).Draw(r, "key")
			for _, msg := range tuitest.Keys(name) {
				p.Update(msg)
			}
			w, h := rapid.IntRange(36, 196).Draw(r, "w"), rapid.IntRange(10, 55).Draw(r, "h")
			tuitest.CheckFit(r, p.View(w, h), w, h)
			for _, b := range p.Keys() {
				if p.Typing() && key.Matches(tea.KeyPressMsg{Code: 'a', Text: "a"}, b) {
					r.Fatal("a letter is a key while typing")
				}
			}
		}
	})
}

func TestHostileTextIsDrawnSafely(t *testing.T) {
	c := small()
	c.Lists["causes"][0].Values["text"] = "red \x1b[31mtext\x07\nin two lines \u202e"
	c.Lists["bones"][0].Values["name"] = strings.Repeat("long", 80)
	c.Lists["causes"][1].Values["text"] = strings.Repeat("字", 90)
	c.Lists["causes"][2].Values["votes"] = "-3"
	p, _ := open(t, c, cycle.Path{})
	for _, size := range append([][2]int{{36, 10}, {98, 20}, {118, 35}, {196, 55}}, tuitest.Sizes...) {
		view := p.View(size[0], size[1])
		tuitest.CheckFit(t, view, size[0], size[1])
		if strings.ContainsAny(tuitest.Plain(view), "\x1b\x07\u202e") {
			t.Errorf("%v: control characters come through", size)
		}
	}
}

// The keys that a team presses again and again are those that the foot of an
// 80-column window has room for.
func TestMostUsefulKeysComeFirst(t *testing.T) {
	c := small()
	c.Apply(cycle.SetIn("causes", "c3", "bone", ""))
	for cause, want := range map[string]string{
		"c2": "a add cause   w why?   r root cause   v vote   enter edit   ? help   esc back",
		"c3": "a add cause   m move   w why?   r root cause   v vote   ? help   esc back", // on no bone
	} {
		p, _ := open(t, c, at("causes", cause))
		keys := append(p.Keys(), ui.KeyHelp, ui.KeyBack)
		if got := tuitest.Plain(ui.KeyLine(tuitest.Env().Theme, keys, 78)); got != want {
			t.Errorf("%s: the keys are %q", cause, got)
		}
	}
}

func TestHelpGrowsIntoTheRoomOfASmallTree(t *testing.T) {
	p, _ := open(t, small(), at("bones", "b1"))
	l, _ := cycle.ListByKey(causesList)
	words := func(h int) string { return strings.Join(strings.Fields(tuitest.Plain(p.View(51, h))), " ") }
	if view := words(19); !strings.Contains(view, l.Help) {
		t.Errorf("the help is cut although there is room:\n%s", tuitest.Plain(p.View(51, 19)))
	}
	if view := words(12); !strings.Contains(view, "cause c3") {
		t.Errorf("the help takes the room of the tree:\n%s", tuitest.Plain(p.View(51, 12)))
	}
}

func TestTreeIsOfferedWhereADiagramIsDrawn(t *testing.T) {
	many := small()
	for i := range 14 {
		many.Apply(cycle.SetIn("bones", "more"+strconv.Itoa(i), "name", "bone"))
	}
	for _, c := range []struct {
		name string
		doc  *cycle.Cycle
		want bool
	}{{"small", small(), true}, {"many bones", many, false}} {
		p, _ := open(t, c.doc, at("bones", "b1"))
		p.View(118, 35)
		if got := slices.ContainsFunc(p.Keys(), func(k key.Binding) bool { return k.Help() == keyTree.Help() }); got != c.want {
			t.Errorf("%s: the tree is offered: %v", c.name, got)
		}
	}
}

func TestANumberIsTheVotes(t *testing.T) {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("causes", "c1", "text", "nobody stands at the door"))
	p, s := open(t, c, cycle.Path{List: "causes", Item: "c1"})
	press(p, s, "7", "v")
	if got := s.Cycle().At(cycle.Path{List: "causes", Item: "c1", Field: "votes"}); got != "8" {
		t.Errorf("votes are %q", got)
	}
}
