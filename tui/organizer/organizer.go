// Package organizer is the screen on which a team works through a cycle: the
// steps at the left in their order, the step in hand at the right, and what to
// do next at the foot.
package organizer

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/comments"
	"github.com/cqi-pdsa/pdsa/tui/examples"
	"github.com/cqi-pdsa/pdsa/tui/guide"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Screen is the organizer of one cycle.
type Screen struct {
	env *ui.Env
	s   *session.Session
	// panes are made when their step is first looked at.
	panes  map[string]ui.Pane
	at     int  // the step in hand
	inPane bool // whether the step, not the list of steps, has the keyboard
	width  int  // of the last drawing: panes answer by it whether they are wide
	next   Link
	prev   Link
	// offered is what enter does behind a letter among the steps; nil behind other keys.
	offered *offer

	// asks counts the questions of the review by step, of the document's version.
	asks        map[string]int
	asksVersion int
	looked      map[change.ID]bool // conflicts that somebody went to look at
}

// A Link is a neighbour in the ramp; the zero Link where there is none.
type Link struct{ Doc, Title string }

// An offer is what the next key does if it is enter. No letter pressed among the
// steps opens a text at once: somebody who believes to be in a text already would
// write there what they do not look at.
type offer struct {
	words string
	do    func() tea.Cmd
}

// New returns the organizer of the open document, at the step (empty: the step
// that comes next) and, when the path is not empty, in its field.
func New(env *ui.Env, s *session.Session, step string, at cycle.Path) (*Screen, tea.Cmd) {
	o := &Screen{env: env, s: s, panes: map[string]ui.Pane{}, asksVersion: -1, looked: map[change.ID]bool{}}
	if step == "" {
		step = s.Cycle().Next(env.Today()).Step
	}
	if i := stepIndex(step); i >= 0 {
		o.at = i
	}
	if at == (cycle.Path{}) {
		return o, nil
	}
	return o, o.enter(at)
}

func stepIndex(k string) int {
	return slices.IndexFunc(cycle.Steps, func(s cycle.Step) bool { return s.Key == k })
}

// SetRamp tells the organizer the cycles before and after this one.
func (o *Screen) SetRamp(prev, next Link) {
	o.prev, o.next = prev, next
	if p, ok := o.pane().(interface{ SetNext(title, doc string) }); ok {
		p.SetNext(next.Title, next.Doc)
	}
}

// Doc is the id of the cycle.
func (o *Screen) Doc() string { return o.s.Doc() }

// StepKey is the key of the step in hand.
func (o *Screen) StepKey() string { return o.step().Key }

func (o *Screen) step() *cycle.Step { return &cycle.Steps[o.at] }

func (o *Screen) pane() ui.Pane {
	k := o.step().Key
	if o.panes[k] == nil {
		o.panes[k] = newPane(o.env, o.s, o.step())
		if p, ok := o.panes[k].(interface{ SetNext(title, doc string) }); ok && o.next.Doc != "" {
			p.SetNext(o.next.Title, o.next.Doc)
		}
	}
	return o.panes[k]
}

// Update takes keys and messages.
func (o *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case ui.NextStep:
		return o.goTo(o.at+msg.Delta, cycle.Path{}, o.inPane)
	case ui.GoStep:
		return o.goTo(stepIndex(msg.Step), msg.At, true)
	case ui.LeavePane:
		return o.leave()
	case tea.KeyPressMsg:
		return o.key(msg)
	}
	return o.pane().Update(msg)
}

func (o *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	offered := o.offered
	o.offered = nil
	switch {
	case key.Matches(msg, ui.KeyNext):
		return o.goTo(o.at+1, cycle.Path{}, o.inPane)
	case key.Matches(msg, ui.KeyPrev):
		return o.goTo(o.at-1, cycle.Path{}, o.inPane)
	case key.Matches(msg, examples.Key), !o.inPane && key.Matches(msg, examples.KeyInList):
		return o.openExamples()
	case o.inPane:
		return o.pane().Update(msg)
	}
	switch {
	case offered != nil && key.Matches(msg, keyEdit):
		return offered.do()
	case key.Matches(msg, ui.KeyUp, keyUpVi):
		return o.goTo(o.at-1, cycle.Path{}, false)
	case key.Matches(msg, ui.KeyDown, keyDownVi):
		return o.goTo(o.at+1, cycle.Path{}, false)
	case key.Matches(msg, ui.KeyHome):
		return o.goTo(0, cycle.Path{}, false)
	case key.Matches(msg, ui.KeyEnd):
		return o.goTo(len(cycle.Steps)-1, cycle.Path{}, false)
	case key.Matches(msg, keyEdit):
		return o.enter(cycle.Path{})
	case o.guest() && key.Matches(msg, keyDoNext, keyConflicts, keyGuide):
		return nil // both are the team's to do
	case o.reader() && key.Matches(msg, keyComment):
		return nil
	case key.Matches(msg, keyDoNext):
		if k, ok := o.apart(); ok {
			o.lookedAtConflicts()
			return ui.Send(ui.OpenConflicts{At: k.Path})
		}
		h := o.comesNext()
		cmd := o.goTo(stepIndex(h.Step), cycle.Path{}, false)
		o.offered = &offer{h.Text, func() tea.Cmd { return o.goTo(stepIndex(h.Step), h.Path, true) }}
		return cmd
	case key.Matches(msg, keyGuide) && o.guided():
		o.offered = &offer{"the plan, one question at a time.", func() tea.Cmd {
			return ui.Send(ui.OpenScreen{Screen: guide.New(o.env, o.s)})
		}}
	case key.Matches(msg, keyComment):
		return ui.Send(ui.OpenScreen{Screen: comments.New(o.env, o.s, o.step().Key)})
	case key.Matches(msg, keyHistory):
		return ui.Send(ui.OpenHistory{})
	case key.Matches(msg, keyConflicts):
		o.lookedAtConflicts()
		return ui.Send(ui.OpenConflicts{})
	case key.Matches(msg, keyReview):
		return ui.Send(ui.OpenReview{})
	case key.Matches(msg, keyPresent):
		return ui.Send(ui.OpenPresent{})
	case key.Matches(msg, keyRampNext) && o.next.Doc != "":
		return ui.Send(ui.OpenCycle{Doc: o.next.Doc})
	case key.Matches(msg, keyRampPrev) && o.prev.Doc != "":
		return ui.Send(ui.OpenCycle{Doc: o.prev.Doc})
	case key.Matches(msg, ui.KeyCopy):
		return ui.Send(ui.Copy{Text: stepText(o.s.Cycle(), o.step()), What: o.step().Label})
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	}
	return nil
}

// goTo takes another step in hand; past the ends it stays.
func (o *Screen) goTo(i int, at cycle.Path, enter bool) tea.Cmd {
	if i < 0 || i >= len(cycle.Steps) {
		return nil
	}
	cmd := o.leave()
	o.at = i
	if enter {
		return tea.Sequence(cmd, o.enter(at))
	}
	return cmd
}

func (o *Screen) enter(at cycle.Path) tea.Cmd {
	if !o.mayEnter() {
		return o.read()
	}
	o.inPane = true
	return o.pane().Focus(at)
}

func (o *Screen) leave() tea.Cmd {
	if !o.inPane {
		return nil
	}
	o.inPane = false
	return o.pane().Blur()
}

// Typing reports whether letters go into a text.
func (o *Screen) Typing() bool { return o.inPane && o.pane().Typing() }

// Commit saves what is being typed.
func (o *Screen) Commit() tea.Cmd {
	if !o.inPane {
		return nil
	}
	return o.pane().Commit()
}

// Keys are the keys that work now.
func (o *Screen) Keys() []key.Binding {
	if o.inPane {
		return o.paneKeys()
	}
	if o.guest() {
		return o.guestKeys()
	}
	keys := []key.Binding{keyEdit, keyDoNext}
	if len(o.s.Conflicts()) > 0 {
		keys = append(keys, keyConflicts)
	}
	keys = append(keys, keyReview, keyComment, keyHistory, examples.KeyInList, keyPresent)
	if o.guided() {
		keys = append(keys, keyGuide)
	}
	if o.next.Doc != "" {
		keys = append(keys, keyRampNext)
	}
	if o.prev.Doc != "" {
		keys = append(keys, keyRampPrev)
	}
	return append(keys, ui.KeyCopy, ui.KeyUndo, ui.KeyRedo, keyArrows, ui.KeyHome, ui.KeyEnd, ui.KeyHelp, ui.KeyBack)
}

// paneKeys are the pane's own keys, those that lead to another step or back in
// its form, and, where it names no other, the way to the list of steps.
func (o *Screen) paneKeys() []key.Binding {
	help := ui.KeyHelp
	if o.pane().Typing() {
		help = ui.KeyF1
	}
	keys := append(o.pane().Keys(), examples.Key, ui.KeyNext, ui.KeyPrev)
	if slices.ContainsFunc(keys, func(k key.Binding) bool { return k.Help() == ui.KeyTab.Help() }) {
		keys = append(keys, ui.KeyShTab)
	}
	keys = append(keys, help)
	if slices.ContainsFunc(keys, func(k key.Binding) bool { return strings.Contains(k.Help().Key, "esc") }) {
		return keys
	}
	return append(keys, keyToSteps)
}
