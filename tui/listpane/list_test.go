package listpane_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/listpane"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func checkpoints(texts ...string) *cycle.Cycle {
	c := cycle.New("c")
	for _, text := range texts {
		c.Apply(cycle.Add("checkpoints", "id-"+text), cycle.SetIn("checkpoints", "id-"+text, "text", text))
	}
	return c
}

func open(t testing.TB, c *cycle.Cycle) (*listpane.List, *session.Session, *tuitest.Memory) {
	s, m := tuitest.Session(t, c)
	l := listpane.New(tuitest.Env(), s, listpane.Config{
		List: "checkpoints",
		Draw: func(it cycle.Item, _ int, _ bool) []string {
			return []string{"row " + cycle.Clean(it.Get("text"), false)}
		},
		Mark: func(it cycle.Item) []cycle.Edit {
			return []cycle.Edit{cycle.SetIn("checkpoints", it.ID, "done", cycle.True)}
		},
	})
	l.Focus(cycle.Path{})
	return l, s, m
}

func texts(s *session.Session) string {
	var out []string
	for _, it := range s.Cycle().Lists["checkpoints"] {
		out = append(out, it.Get("text"))
	}
	return strings.Join(out, " ")
}

func rows(l *listpane.List) string {
	lines, _ := l.Lines(40)
	return tuitest.Plain(strings.Join(lines, "\n"))
}

func TestMove(t *testing.T) {
	l, s, _ := open(t, checkpoints("a", "b", "c"))
	for _, step := range []struct{ key, want string }{
		{"shift+up", "a b c"},
		{"shift+down", "b a c"},
		{"shift+down", "b c a"},
		{"shift+down", "b c a"},
		{"shift+up", "b a c"},
	} {
		tuitest.Drive(l, s, tuitest.Keys(step.key)...)
		if got := texts(s); got != step.want {
			t.Errorf("after %s the order is %s, want %s", step.key, got, step.want)
		}
		if !strings.Contains(rows(l), "▸ row a") {
			t.Errorf("the item in hand is lost:\n%s", rows(l))
		}
	}
}

func TestRemoveAndUndo(t *testing.T) {
	l, s, _ := open(t, checkpoints("a", "m", "b"))
	tuitest.Drive(l, s, tuitest.Keys("down", "x")...)
	if texts(s) != "a b" || !strings.Contains(rows(l), "▸ row b") {
		t.Errorf("after removing the one in the middle the rows are\n%s", rows(l))
	}
	seen := tuitest.Drive(l, s, tuitest.Keys("end", "x")...)
	if texts(s) != "a" || !strings.Contains(rows(l), "▸ row a") {
		t.Errorf("after removing the last the rows are\n%s", rows(l))
	}
	if n, ok := seen[len(seen)-1].(ui.Notice); !ok || !strings.Contains(n.Text, "ctrl+z") {
		t.Errorf("nothing says how to get it back: %v", seen)
	}
	tuitest.Drain(l, s, s.Undo())
	if texts(s) != "a b" {
		t.Errorf("undo gives %q", texts(s))
	}
	tuitest.Drive(l, s, tuitest.Keys("home", "x", "x", "x")...)
	if texts(s) != "" || !strings.Contains(rows(l), "▸ No check points yet.") {
		t.Errorf("an empty list shows\n%s", rows(l))
	}
}

func TestTypingShowsInTheRow(t *testing.T) {
	l, s, m := open(t, cycle.New("c"))
	before := len(m.Changes)
	tuitest.Drive(l, s, tuitest.Keys("a", "tab")...)
	tuitest.Feed(l, "Week 3")
	if !strings.Contains(rows(l), "row Week 3") || len(m.Changes) != before {
		t.Errorf("the row is\n%s", rows(l))
	}
	tuitest.Drive(l, s, tuitest.Keys("esc")...)
	if texts(s) != "Week 3" || len(m.Changes) != before+1 {
		t.Errorf("kept is %q in %d changes", texts(s), len(m.Changes)-before)
	}
}

func TestWhatCannotBeReadStaysInAnItem(t *testing.T) {
	l, s, _ := open(t, cycle.New("c"))
	tuitest.Drive(l, s, tuitest.Keys("a")...)
	tuitest.Feed(l, "someday")
	tuitest.Drive(l, s, tuitest.Keys("esc")...)
	form, _ := l.Open(60, 20)
	if l.Editing() || l.Len() != 1 || !strings.Contains(tuitest.Plain(strings.Join(form, "\n")), "someday") {
		t.Errorf("what was typed is gone: %d rows\n%s", l.Len(), strings.Join(form, "\n"))
	}
}

func TestAnItemTakenAwayUnderTheKeyboardComesBackWithTheTyping(t *testing.T) {
	l, s, _ := open(t, checkpoints("a"))
	tuitest.Drive(l, s, tuitest.Keys("enter", "tab")...)
	tuitest.Drain(l, s, s.Edit(cycle.Remove("checkpoints", "id-a")))
	tuitest.Feed(l, "!")
	tuitest.Drive(l, s, tuitest.Keys("esc")...)
	if !strings.Contains(texts(s), "!") {
		t.Errorf("kept is %q", texts(s))
	}
}

func TestConflictShows(t *testing.T) {
	c := checkpoints("a")
	s, m := tuitest.Session(t, c)
	p := cycle.Path{List: "checkpoints", Item: "id-a", Field: "text"}
	tuitest.Apart(t, s, m, p, "ours", "theirs")
	l := listpane.New(tuitest.Env(), s, listpane.Config{List: "checkpoints", Draw: func(it cycle.Item, w int, _ bool) []string { return []string{it.Get("text")} }})
	if got := rows(l); got != "⇄ ours" && got != "⇄ theirs" {
		t.Errorf("the row does not say that there are two versions: %q", got)
	}
	l.Focus(p)
	lines, _ := l.Open(60, 20)
	if got := tuitest.Plain(strings.Join(lines, "\n")); !strings.Contains(got, "also written by") {
		t.Errorf("the other version does not show:\n%s", got)
	}
	seen := tuitest.Drive(l, s, tuitest.Keys("enter")...)
	if len(seen) != 1 || seen[0] != tea.Msg(ui.OpenConflicts{At: p}) {
		t.Errorf("enter on a place in two versions gives %v", seen)
	}
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l, s, _ := open(t, checkpoints("a", "b"))
		for range rapid.IntRange(1, 40).Draw(rt, "n") {
			k := rapid.SampledFrom([]string{"tab", "shift+tab", "enter", "up", "down", "a", "x", "b", "left", "space", "esc", "shift+up", "shift+down", "undo", "redo"}).Draw(rt, "key")
			switch k {
			case "undo":
				tuitest.Drain(l, s, s.Undo())
				l.Update(ui.Saved{Doc: "c", Undid: true})
			case "redo":
				tuitest.Drain(l, s, s.Redo())
				l.Update(ui.Saved{Doc: "c", Undid: true})
			default:
				tuitest.Drive(l, s, tuitest.Keys(k)...)
			}
			w := rapid.IntRange(30, 120).Draw(rt, "w")
			h := rapid.IntRange(6, 30).Draw(rt, "h")
			lw, ow, beside := listpane.Split(w)
			list, at := l.Lines(lw)
			opened, openAt := l.Open(ow, listpane.OpenRoom(len(list), h, beside))
			joined := l.Join(list, at, opened, openAt, w, h)
			if len(joined) > h {
				rt.Fatalf("%d lines in a height of %d", len(joined), h)
			}
			tuitest.CheckFit(rt, ui.Block(joined, w, h), w, h)
			for _, line := range joined {
				if ui.Width(line) > w {
					rt.Fatalf("%d wide in %d: %s", ui.Width(line), w, line)
				}
			}
			l.Keys()
		}
	})
}
