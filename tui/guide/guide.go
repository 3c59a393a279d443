// Package guide leads through the questions of a first plan, one at a time. It asks
// what the organizer asks, in the words of its table, and writes in the same
// places: whoever stops half way goes on in either.
package guide

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/examples"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Step stands in ui.OpenCycle for the guide.
const Step = "guide"

// A Screen is the guide.
type Screen struct {
	env   *ui.Env
	s     *session.Session
	stops []*stop
	at    int        // len(stops) when all questions have been asked
	form  *form.Form // of the question in hand; nil at the end
	// warned is set once the person was told that something typed cannot be kept.
	warned bool
}

// New returns the guide through the open document, at its first question without
// an answer.
func New(env *ui.Env, s *session.Session) *Screen {
	g := &Screen{env: env, s: s, stops: stopsOf(s.Cycle(), change.NewID)}
	for g.at < len(g.stops) && g.stops[g.at].answered(s.Cycle()) {
		g.at++
	}
	g.open()
	return g
}

// open puts the question in hand under the cursor.
func (g *Screen) open() {
	g.form, g.warned = nil, false
	if g.at >= len(g.stops) {
		return
	}
	st := g.stops[g.at]
	f := st.field
	f.Label = "Answer"
	g.form = form.New(g.env, g.s, []form.Row{{Path: st.path, Field: f}})
	g.form.Along = func(cycle.Path, string) []cycle.Edit { return st.along(g.s.Cycle()) }
	g.form.Over = g.turn
	_ = g.form.Focus(st.path) // loads a text and starts nothing
}

// turn goes on to another question; its answer is saved by then. What cannot be
// kept holds the person until it is mended or emptied.
func (g *Screen) turn(delta int) tea.Cmd {
	if g.form != nil && g.form.Refusal() != "" {
		return g.form.Complain("Mend it, or empty it to go on")
	}
	to := g.at + delta
	for to > 0 && to < len(g.stops) && g.stops[to].idle(g.s.Cycle()) {
		to += delta
	}
	if to < 0 || to > len(g.stops) {
		return nil
	}
	g.at = to
	g.open()
	return nil
}

// Update takes keys and messages.
func (g *Screen) Update(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && key.Matches(k, keyStop):
		return g.stop()
	case g.form == nil && isKey:
		return g.endKey(k)
	case g.form == nil:
		return nil
	case isKey && key.Matches(k, examples.Key):
		st := g.stops[g.at]
		return ui.Send(ui.OpenScreen{Screen: examples.New(g.env, st.step.Key, st.path)})
	case isKey && (key.Matches(k, ui.KeyNext) || key.Matches(k, keySkip) && g.nothingTyped()):
		return tea.Sequence(g.form.Commit(), g.turn(1))
	case isKey && key.Matches(k, ui.KeyPrev):
		return tea.Sequence(g.form.Commit(), g.turn(-1))
	}
	return g.form.Update(msg)
}

func (g *Screen) endKey(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(k, keyGo):
		h := g.s.Cycle().Next(g.env.Today())
		return ui.Send(ui.GoStep{Step: h.Step, At: h.Path})
	case key.Matches(k, keyBefore):
		return g.turn(-1)
	}
	return nil
}

// manyLines reports whether the answer in hand may have several lines.
func (g *Screen) manyLines() bool { return g.stops[g.at].field.Kind == cycle.Text }

// nothingTyped reports whether a text in hand is empty: enter skips it then, as
// everywhere, and begins no second line.
func (g *Screen) nothingTyped() bool {
	_, text, ok := g.form.Draft()
	return ok && text == ""
}

// stop goes back to the organizer. Who typed something that cannot be kept is
// told so once.
func (g *Screen) stop() tea.Cmd {
	cmd := g.Commit()
	if g.form != nil && g.form.Refusal() != "" && !g.warned {
		g.warned = true
		return tea.Batch(cmd, g.form.Complain("esc once more leaves it out"))
	}
	said := ui.Say("the first plan is written")
	if n := Left(g.s.Cycle()); n > 0 {
		said = ui.Say(fmt.Sprintf("all is saved. g and enter go on: %s left", plural(n, "question")))
	}
	return tea.Sequence(cmd, ui.Send(ui.Back{}), said)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// Typing reports whether letters go into a text.
func (g *Screen) Typing() bool { return g.form != nil && g.form.Typing() }

// Commit saves what is being typed.
func (g *Screen) Commit() tea.Cmd {
	if g.form == nil {
		return nil
	}
	return g.form.Commit()
}
