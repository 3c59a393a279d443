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

	scroll ui.Scroll
	// The page is laid out for a width and a theme, and kept.
	lines []string
	width int
	theme *ui.Theme
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
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, keyLeave) {
		return ui.Send(ui.Back{})
	}
	s.scroll.Update(msg)
	return nil
}

// Typing is always false: nothing is typed here.
func (s *Screen) Typing() bool { return false }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	return []key.Binding{ui.KeyReadOn, ui.KeyReadPage, ui.KeyReadTop, ui.KeyReadEnd, keyLeave}
}
