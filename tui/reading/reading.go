// Package reading shows a whole cycle to be read from top to bottom, where nothing
// is written: somebody else's cycle, or one step after the other in peace.
package reading

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// textWidth is the widest that lines are to be read.
const textWidth = 96

// An Action is a key that the owner of the screen adds to it.
type Action struct {
	Key key.Binding
	Do  func() tea.Cmd
}

// A Screen shows one cycle.
type Screen struct {
	env    *ui.Env
	c      *cycle.Cycle
	status string // right of the title
	next   string // the sentence at the foot
	action []Action

	lines  []string
	steps  []int // the lines on which steps begin
	width  int
	theme  *ui.Theme
	step   string // to go to at the first drawing
	scroll ui.Scroll
}

// New returns the screen of a cycle, at a step when one is named.
func New(env *ui.Env, c *cycle.Cycle, step, status, next string, actions ...Action) *Screen {
	return &Screen{env: env, c: c, step: step, status: status, next: next, action: actions}
}

// headingMark marks the lines of headings until they are styled. No text of a cycle
// has it: they are clean.
const headingMark = "\x00"

// lay lays the text out for a width. It gives the line of the step to go to, -1 for
// none.
func (s *Screen) lay(w int) (goTo int) {
	w, goTo = min(w, textWidth), -1
	if s.width == w && s.theme == s.env.Theme {
		return goTo
	}
	s.width, s.theme, s.lines, s.steps = w, s.env.Theme, nil, nil
	text := report.Text(s.c, s.env.Today(), w, func(h string) string { return headingMark + h })
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		heading, is := strings.CutPrefix(line, headingMark)
		if !is {
			s.lines = append(s.lines, s.env.Theme.Text.Render(line))
			continue
		}
		if st, ok := stepOf(heading); ok {
			s.steps = append(s.steps, len(s.lines))
			if st.Key == s.step {
				goTo, s.step = len(s.lines), ""
			}
		}
		s.lines = append(s.lines, s.env.Theme.Strong.Render(heading))
	}
	return goTo
}

func stepOf(heading string) (cycle.Step, bool) {
	for _, st := range cycle.Steps {
		if st.Label == heading {
			return st, true
		}
	}
	return cycle.Step{}, false
}

// Update takes keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		return s.key(k)
	}
	s.scroll.Update(msg)
	return nil
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	for _, a := range s.action {
		if key.Matches(msg, a.Key) {
			return a.Do()
		}
	}
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case key.Matches(msg, ui.KeyNext, keyStep):
		s.toStep(1)
	case key.Matches(msg, ui.KeyPrev, keyStepBefore):
		s.toStep(-1)
	case key.Matches(msg, ui.KeyCopy):
		text := report.Text(s.c, s.env.Today(), textWidth, nil)
		return ui.Send(ui.Copy{Text: text, What: "the whole cycle"})
	default:
		s.scroll.Update(msg)
	}
	return nil
}

// toStep goes to where the next step, or the one before, begins.
func (s *Screen) toStep(delta int) {
	to := s.scroll.Top()
	for _, at := range s.steps {
		if delta > 0 && at > s.scroll.Top() {
			to = at
			break
		}
		if delta < 0 && at < s.scroll.Top() {
			to = at
		}
	}
	s.scroll.To(to)
}

// View draws the part of the cycle that is in sight.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	goTo := s.lay(bw)
	body := s.scroll.Window(s.lines, bh)
	if goTo >= 0 {
		s.scroll.To(goTo)
		body = s.scroll.Window(s.lines, bh)
	}
	title := cycle.Clean(s.c.Values["title"], false)
	if title == "" {
		title = "(no title yet)"
	}
	return ui.Frame{Title: title, Status: s.status, Body: body, Next: s.next, Keys: s.Keys()}.View(s.env, w, h)
}

// Typing is never so here.
func (s *Screen) Typing() bool { return false }

// Commit has nothing to save.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	var keys []key.Binding
	for _, a := range s.action {
		keys = append(keys, a.Key)
	}
	return append(keys, ui.KeyReadOn, ui.KeyReadPage, keyStep, ui.KeyCopy, ui.KeyHelp, ui.KeyBack)
}
