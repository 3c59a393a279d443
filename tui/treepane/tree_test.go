package treepane_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// open is a tree of drivers d1, d2, d3 and of activities a, b under d1 and c under
// no driver.
func open(t *testing.T, set func(*treepane.Config)) (*treepane.Tree, *session.Session) {
	t.Helper()
	c := cycle.New("c")
	for _, id := range []string{"d1", "d2", "d3"} {
		c.Apply(cycle.Add("drivers", id), cycle.SetIn("drivers", id, "text", "driver "+id))
	}
	for _, id := range []string{"a", "b", "c"} {
		c.Apply(cycle.Add("activities", id), cycle.SetIn("activities", id, "text", "activity "+id))
	}
	c.Apply(cycle.SetIn("activities", "a", "driver", "d1"), cycle.SetIn("activities", "b", "driver", "d1"))
	s, _ := tuitest.Session(t, c)
	cfg := treepane.Config{
		Rows: func() []treepane.Ref { return rows(s.Cycle()) },
		Up:   map[string]treepane.Up{"activities": {List: "drivers", Field: "driver"}},
		Tab:  func(at, delta int) int { return at + delta },
		Pick: ui.Bind("↑ ↓", "choose", "up", "down", "left", "right"),
	}
	if set != nil {
		set(&cfg)
	}
	tree := treepane.New(tuitest.Env(), s, cfg)
	tree.Focus(cycle.Path{})
	return tree, s
}

func rows(c *cycle.Cycle) (out []treepane.Ref) {
	for _, list := range []string{"drivers", "activities"} {
		for _, it := range c.Lists[list] {
			out = append(out, treepane.Ref{List: list, ID: it.ID})
		}
	}
	return out
}

func inHand(tree *treepane.Tree) string { return tree.Asked().Item }

func order(s *session.Session) string {
	var ids []string
	for _, r := range rows(s.Cycle()) {
		ids = append(ids, r.ID)
	}
	return strings.Join(ids, " ")
}

func TestOrderIsThatOfNeighbors(t *testing.T) {
	tree, s := open(t, nil)
	for _, step := range []struct{ item, key, want, keys string }{
		{"a", "shift+down", "d1 d2 d3 b c a", "earlier"},
		{"a", "shift+down", "d1 d2 d3 b c a", "earlier"}, // c hangs on nothing
		{"a", "shift+up", "d1 d2 d3 a b c", "later"},
		{"c", "shift+up", "d1 d2 d3 a b c", ""},
	} {
		item := treepane.Ref{List: "activities", ID: step.item}
		tree.Take(item)
		tuitest.Drive(tree, s, tuitest.Keys(step.key)...)
		if got := order(s); got != step.want || inHand(tree) != step.item {
			t.Errorf("%s at %s: %s with %s in hand, want %s", step.key, step.item, got, inHand(tree), step.want)
		}
		var keys []string
		for _, k := range tree.OrderKeys(item) {
			keys = append(keys, k.Help().Desc)
		}
		if got := strings.Join(keys, " "); got != step.keys {
			t.Errorf("the keys of %s are %q, want %q", step.item, got, step.keys)
		}
	}
}

// Who ends a text with enter and, to be sure, with esc stays where they are, once.
func TestEscBehindEnterStays(t *testing.T) {
	left := func(msgs []tea.Msg) bool {
		return slices.ContainsFunc(msgs, func(m tea.Msg) bool { _, leaves := m.(ui.LeavePane); return leaves })
	}
	for keys, leaves := range map[string]bool{
		"enter esc": false, "enter esc esc": true, "enter up esc": true, "esc": false, "esc esc": true,
	} {
		tree, s := open(t, func(cfg *treepane.Config) {
			cfg.Vertical = func(at, _ int) int { return at }
		})
		tree.Add("drivers", "text", treepane.Ref{})
		tuitest.Drive(tree, s, tuitest.Type("met at the door")...)
		if got := left(tuitest.Drive(tree, s, tuitest.Keys(strings.Fields(keys)...)...)); got != leaves {
			t.Errorf("%s behind a text leaves the pane: %v", keys, got)
		}
	}
	tree, s := open(t, nil)
	tree.Add("drivers", "text", treepane.Ref{})
	tuitest.Drive(tree, s, tuitest.Keys("enter")...)
	said, isNotice := tuitest.Drive(tree, s, tuitest.Keys("esc")...)[0].(ui.Notice)
	gone := ui.Unsay{Of: said.Of}
	if msgs := tuitest.Drive(tree, s, tuitest.Keys("esc")...); !isNotice || !slices.Contains(msgs, tea.Msg(gone)) {
		t.Errorf("%q stays over the steps: %v", said.Text, msgs)
	}
	tree.Add("drivers", "text", treepane.Ref{})
	tuitest.Drive(tree, s, tuitest.Keys("enter")...)
	tuitest.Drain(tree, s, tree.Blur())
	tree.Focus(cycle.Path{})
	if !left(tuitest.Drive(tree, s, tuitest.Keys("esc")...)) {
		t.Error("an enter of before keeps the person in the pane")
	}
}

func TestMoving(t *testing.T) {
	for _, c := range []struct {
		item, keys, want string
		fromLast         bool
	}{
		{"a", "m down enter", "d2", false},
		{"a", "m down down down enter", "d3", false},
		{"a", "m right enter", "d3", false}, // a stride of two
		{"a", "m down esc enter", "d1", false},
		{"c", "m enter", "d1", false},
		{"c", "m enter", "d3", true},
	} {
		tree, s := open(t, func(cfg *treepane.Config) {
			cfg.FromLast = c.fromLast
			cfg.Stride = func(treepane.Ref) int { return 2 }
			cfg.Act = func(tea.KeyPressMsg) tea.Cmd { return nil }
		})
		tree.Take(treepane.Ref{List: "activities", ID: c.item})
		tuitest.Drive(tree, s, tuitest.Keys(strings.Fields(c.keys)...)...)
		if it, _ := s.Cycle().Item("activities", c.item); it.Get("driver") != c.want || inHand(tree) != c.item {
			t.Errorf("%s at %s: under %q with %s in hand, want %s", c.keys, c.item, it.Get("driver"), inHand(tree), c.want)
		}
	}
	tree, s := open(t, nil)
	if tree.CanMove(treepane.Ref{List: "drivers", ID: "d1"}) {
		t.Error("a driver hangs on nothing and can be moved all the same")
	}
	tree.Take(treepane.Ref{List: "activities", ID: "a"})
	tuitest.Drive(tree, s, tuitest.Keys("m", "down")...)
	tuitest.Drain(tree, s, s.Edit(cycle.Remove("drivers", "d2")))
	tuitest.Drive(tree, s, tuitest.Keys("enter")...)
	if it, _ := s.Cycle().Item("activities", "a"); it.Get("driver") != "d1" || tree.Moving != (treepane.Ref{}) {
		t.Errorf("put on a driver that has gone: %v", it)
	}
}

func TestWhatTakesThePlaceOfAnItemIsInHand(t *testing.T) {
	tree, s := open(t, nil)
	for _, step := range []struct{ remove, want string }{{"d2", "d3"}, {"d3", "a"}, {"b", "a"}} {
		list := "drivers"
		if step.remove == "b" {
			list = "activities"
		}
		tree.Take(treepane.Ref{List: list, ID: step.remove})
		tuitest.Drain(tree, s, s.Edit(cycle.Remove(list, step.remove)))
		if step.remove == "b" {
			tuitest.Drain(tree, s, s.Edit(cycle.Remove("activities", "c")))
		}
		if got := inHand(tree); got != step.want {
			t.Errorf("after removing %s %s is in hand, want %s", step.remove, got, step.want)
		}
	}
}

func TestTextOfANewItem(t *testing.T) {
	var closed []treepane.Ref
	tree, s := open(t, func(cfg *treepane.Config) {
		cfg.Closed = func(_ tea.KeyPressMsg, typed treepane.Ref) tea.Cmd {
			closed = append(closed, typed)
			return nil
		}
	})
	before := order(s)
	tree.Add("activities", "text", treepane.Ref{List: "drivers", ID: "d2"})
	tuitest.Drive(tree, s, tuitest.Keys("esc")...)
	if got := order(s); got != before || tree.Typing() || inHand(tree) != "d1" {
		t.Errorf("an item in which nothing was said: %s with %s in hand", got, inHand(tree))
	}
	tree.Add("activities", "text", treepane.Ref{List: "drivers", ID: "d2"})
	tuitest.Feed(tree, "Greet at the door")
	tuitest.Drain(tree, s, tree.Blur())
	if len(closed) != 2 || inHand(tree) != closed[1].ID {
		t.Fatalf("closed %v, in hand is %s", closed, inHand(tree))
	}
	it, _ := s.Cycle().Item("activities", closed[1].ID)
	if it.Get("text") != "Greet at the door" || it.Get("driver") != "d2" {
		t.Errorf("kept is %v", it)
	}
}
