// Package examples is the page behind the question what a good answer would look
// like: the strong and the weak example of a field, with the reason, and ten more
// good ones from different subjects. They are for reading: a team that copies one
// has written about somebody else's school.
package examples

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// An Asker is a pane that knows which question is in hand.
type Asker interface {
	// Asked is the path of the field in hand. Its item may be missing.
	Asked() cycle.Path
}

// A Screen is the page.
type Screen struct {
	env       *ui.Env
	questions []question // of the step, in order
	at        int
	scroll    ui.Scroll
}

// A question is a field with its full key.
type question struct {
	key   string
	field cycle.Field
}

// New returns the page for the question at the path in the step. Where that one has
// no examples, as a date has none, it opens on one nearby.
func New(env *ui.Env, step string, at cycle.Path) *Screen {
	s := &Screen{env: env, questions: questionsOf(step)}
	asked := at.Field
	if f, _ := at.Row(); at.List != "" {
		asked = at.List + "." + f.Key
	}
	// Where the field has no examples, one of the same list is nearest.
	for _, like := range []func(q question) bool{
		func(q question) bool { return q.key == asked },
		func(q question) bool { return at.List != "" && strings.HasPrefix(q.key, at.List+".") },
	} {
		if i := slices.IndexFunc(s.questions, like); i >= 0 {
			s.at = i
			break
		}
	}
	return s
}

// questionsOf are those questions of a step that have an example.
func questionsOf(step string) []question {
	var out []question
	for row := range cycle.Fields() {
		if row.Step.Key != step || row.Field.Internal || row.Field.Strong == "" {
			continue
		}
		q := question{row.Field.Key, *row.Field}
		if row.List != nil {
			q.key = row.List.Key + "." + q.key
		}
		out = append(out, q)
	}
	return out
}

// Update takes keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keyLeave):
			return ui.Send(ui.Back{})
		case key.Matches(k, keyOther):
			s.turn(k)
			return nil
		}
	}
	s.scroll.Update(msg)
	return nil
}

// turn shows the next question of the step, or the one before.
func (s *Screen) turn(msg tea.KeyPressMsg) {
	if len(s.questions) == 0 {
		return
	}
	delta := 1
	if k := msg.String(); k == "left" || k == "shift+tab" {
		delta = -1
	}
	s.at = (s.at + delta + len(s.questions)) % len(s.questions)
	s.scroll.To(0)
}

// Typing is always false: nothing is typed here.
func (s *Screen) Typing() bool { return false }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	keys := []key.Binding{ui.KeyReadOn, ui.KeyReadPage, ui.KeyReadTop, ui.KeyReadEnd, keyLeave}
	if len(s.questions) > 1 {
		keys = append([]key.Binding{keyOther}, keys...)
	}
	return keys
}
