package treepane

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Ref names an item of a list. The zero Ref names none.
type Ref struct{ List, ID string }

// Path is where a field of the item is kept.
func (r Ref) Path(field string) cycle.Path {
	return cycle.Path{List: r.List, Item: r.ID, Field: field}
}

// Words makes a text of the document one line that is safe to draw.
func Words(s string) string {
	if s = strings.TrimSpace(cycle.Clean(s, false)); s != "" {
		return s
	}
	return "(no words yet)"
}

// Config is what a pane says about its items. A row is one item in its place.
type Config struct {
	// Rows are the items in order.
	Rows func() []Ref
	// Up says for a list what its items hang on. The items of the others hang on
	// nothing.
	Up map[string]Up
	// Vertical and Sideways give the row to which an arrow leads from a row: down
	// and right where delta is 1, up and left where it is -1. Tab does so for tab and
	// shift+tab; from where it leads to no row they go to another step.
	Vertical, Sideways, Tab func(at, delta int) int
	// Act answers the keys that are left.
	Act func(k tea.KeyPressMsg) tea.Cmd
	// Closed may go on when the text of an item was saved and closed; k is the key
	// that did it, the zero key when the keyboard was taken away. It may be nil.
	Closed func(k tea.KeyPressMsg, typed Ref) tea.Cmd

	// Pick names the keys that choose a place while an item is moved. The arrows
	// left and right go Stride places on, one where it is nil.
	Pick   key.Binding
	Stride func(item Ref) int
	// FromLast is set where the moving of an item that hangs on nothing begins at
	// the last of the places, not at the first.
	FromLast bool
}

// Up is the list on whose items others hang, and the field that names the one.
type Up struct{ List, Field string }

// A Tree is what a pane holds of its items.
type Tree struct {
	env *ui.Env
	s   *session.Session
	cfg Config

	Focused bool
	// at is the item in hand and pos its row: when the item has gone, what stands
	// in its row is taken in hand.
	at  Ref
	pos int
	// Text is what is being typed, nil when nothing is.
	Text *form.Text
	// ended is set while enter, which closed a text, was the last key, and warned while
	// it was an esc behind that.
	ended, warned bool
	// Moving is the item that is being moved, Target what it would hang on.
	Moving, Target Ref
}

// New returns the tree of the session's document.
func New(env *ui.Env, s *session.Session, cfg Config) *Tree {
	return &Tree{env: env, s: s, cfg: cfg}
}

// Focus gives the pane the keyboard, at the item that the path names.
func (t *Tree) Focus(at cycle.Path) tea.Cmd {
	t.Focused = true
	t.Take(Ref{at.List, at.Item})
	return nil
}

// Blur takes the keyboard away and saves what was typed.
func (t *Tree) Blur() tea.Cmd {
	cmd := t.close(tea.KeyPressMsg{})
	t.Focused, t.Moving = false, Ref{}
	t.ended, t.warned = false, false
	return cmd
}

// Commit saves what is being typed.
func (t *Tree) Commit() tea.Cmd {
	if t.Text == nil {
		return nil
	}
	return t.Text.Commit()
}

// Typing reports whether letters go into a text.
func (t *Tree) Typing() bool { return t.Text != nil }

// Asked is the path of the question in hand; it is empty where there is no item.
func (t *Tree) Asked() cycle.Path {
	if t.Text != nil {
		return t.Text.Path()
	}
	rows := t.cfg.Rows()
	if len(rows) == 0 {
		return cycle.Path{}
	}
	return rows[t.index(rows)].Path("text")
}

// Hand is which of n rows is in hand, 0 when there are none: the one that is typed
// into, the one that was taken in hand, or what stands in its place.
func (t *Tree) Hand(n int, row func(i int) Ref) int {
	wanted := []Ref{t.at}
	if t.Text != nil {
		wanted = []Ref{t.typed(), t.at}
	}
	for _, want := range wanted {
		for i := range n {
			if row(i) == want {
				return i
			}
		}
	}
	return max(0, min(t.pos, n-1))
}

func (t *Tree) index(rows []Ref) int {
	return t.Hand(len(rows), func(i int) Ref { return rows[i] })
}

// typed is the item that the text belongs to.
func (t *Tree) typed() Ref { return Ref{t.Text.Path().List, t.Text.Path().Item} }

// Take takes an item in hand that is there.
func (t *Tree) Take(item Ref) {
	if i := slices.Index(t.cfg.Rows(), item); i >= 0 {
		t.at, t.pos = item, i
	}
}

// Conflict returns a conflict about the item.
func (t *Tree) Conflict(item Ref) (change.Conflict, bool) {
	return t.s.ConflictIn(item.List, item.ID)
}

// Update takes keys while the pane has the keyboard, and what belongs to a text
// at any time.
func (t *Tree) Update(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case !isKey && t.Text != nil:
		return t.Text.Update(msg)
	case !isKey || !t.Focused:
		return nil
	}
	ended, warned := t.ended, t.warned
	t.ended, t.warned = false, false
	switch {
	case t.Text != nil && t.Text.Done(k):
		cmd := t.close(k)
		t.ended = t.Text == nil && key.Matches(k, ui.KeyEnter)
		return cmd
	case t.Text != nil:
		return t.Text.Update(k)
	case t.Moving != Ref{}:
		return t.moveKey(k)
	case key.Matches(k, ui.KeyTab):
		return t.tab(1)
	case key.Matches(k, ui.KeyShTab):
		return t.tab(-1)
	case key.Matches(k, ui.KeyBack) && ended:
		// It was meant for the text, which enter has closed.
		t.warned = true
		return ui.Send(ui.Notice{Text: "esc once more goes back to the steps", Of: t.Asked()})
	case key.Matches(k, ui.KeyBack) && warned:
		return tea.Batch(ui.Send(ui.Unsay{Of: t.Asked()}), ui.Send(ui.LeavePane{}))
	case key.Matches(k, ui.KeyBack):
		return ui.Send(ui.LeavePane{})
	}
	rows := t.cfg.Rows()
	if len(rows) == 0 {
		return t.cfg.Act(k)
	}
	if to, ok := t.travel(k, rows); ok {
		t.at, t.pos = rows[to], to
		return nil
	}
	switch item := rows[t.index(rows)]; {
	case key.Matches(k, KeyMove):
		t.lift(item)
	case key.Matches(k, keyEarlier):
		return t.shift(item, -1)
	case key.Matches(k, keyLater):
		return t.shift(item, 1)
	default:
		return t.cfg.Act(k)
	}
	return nil
}

// travel gives the row to which an arrow, home or end leads.
func (t *Tree) travel(k tea.KeyPressMsg, rows []Ref) (to int, ok bool) {
	at := t.index(rows)
	switch {
	case key.Matches(k, ui.KeyUp):
		return t.cfg.Vertical(at, -1), true
	case key.Matches(k, ui.KeyDown):
		return t.cfg.Vertical(at, 1), true
	case key.Matches(k, ui.KeyLeft):
		return t.cfg.Sideways(at, -1), true
	case key.Matches(k, ui.KeyRight):
		return t.cfg.Sideways(at, 1), true
	case key.Matches(k, ui.KeyHome):
		return 0, true
	case key.Matches(k, ui.KeyEnd):
		return len(rows) - 1, true
	}
	return 0, false
}

func (t *Tree) tab(delta int) tea.Cmd {
	rows := t.cfg.Rows()
	if len(rows) > 0 {
		if to := t.cfg.Tab(t.index(rows), delta); to >= 0 && to < len(rows) {
			t.at, t.pos = rows[to], to
			return nil
		}
	}
	return ui.Send(ui.NextStep{Delta: delta})
}
