// Package help is the page behind the question mark: the keys that work where
// the person was, what the step in hand is for, and words to know.
package help

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Screen is the help page.
type Screen struct {
	env  *ui.Env
	keys []key.Binding
	step *cycle.Step // nil where no step is in hand

	scroll int
	// The page is laid out for a width and a theme, and kept.
	lines []string
	width int
	theme *ui.Theme
	page  int // rows of the last drawing
}

// New returns the help page for a place with these keys. The step is the key of
// the step in hand; empty where there is none.
func New(env *ui.Env, keys []key.Binding, step string) *Screen {
	s := &Screen{env: env, keys: keys}
	if i := slices.IndexFunc(cycle.Steps, func(st cycle.Step) bool { return st.Key == step }); i >= 0 {
		s.step = &cycle.Steps[i]
	}
	return s
}

// Update takes keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			s.move(-3)
		} else {
			s.move(3)
		}
	}
	return nil
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyLeave):
		return ui.Send(ui.Back{})
	case key.Matches(msg, ui.KeyUp, keyUpVi):
		s.move(-1)
	case key.Matches(msg, ui.KeyDown, keyDownVi):
		s.move(1)
	case key.Matches(msg, ui.KeyPgUp):
		s.move(1 - s.page)
	case key.Matches(msg, keyPage):
		s.move(s.page - 1)
	case key.Matches(msg, keyTop):
		s.scroll = 0
	case key.Matches(msg, keyBottom):
		s.move(len(s.lines))
	}
	return nil
}

// move scrolls; the end of the page stays at the foot.
func (s *Screen) move(delta int) {
	s.scroll = max(0, min(s.scroll+delta, len(s.lines)-s.page))
}

// Typing is always false: nothing is typed here.
func (s *Screen) Typing() bool { return false }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	return []key.Binding{keyScroll, keyPage, keyTop, keyBottom, keyLeave}
}
