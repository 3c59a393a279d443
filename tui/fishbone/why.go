package fishbone

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// fiveWhys is how often the question is asked of one cause.
const fiveWhys = 5

// askWhy starts the walk of whys from the cause in hand, after the whys that are
// answered already.
func (p *Pane) askWhy(r row) tea.Cmd {
	switch {
	case r.cause == nil:
		return ui.Say("Take a cause in hand first, then ask why it is so.")
	case len(r.cause.Whys) >= fiveWhys:
		return ui.Say("Five whys are answered here. Change one of them with enter.")
	}
	p.ask(r.cause.ID)
	return nil
}

func (p *Pane) ask(cause string) {
	p.walk = cause
	id := change.NewID()
	p.write(cycle.Path{List: whysList, Item: id, Field: "text"},
		cycle.Add(whysList, id), cycle.SetIn(whysList, id, "cause", cause))
}

// answer saves the answer and asks again. An empty answer ends the walk, and so
// does the fifth.
func (p *Pane) answer() tea.Cmd {
	cause, answered := p.walk, strings.TrimSpace(p.text.Value()) != ""
	cmd := p.finish()
	if p.text != nil {
		return cmd // it could not be kept: the reason is shown
	}
	p.take(Ref{causesList, cause})
	if !answered {
		return cmd
	}
	if len(p.s.Cycle().Under(whysList, "cause", cause)) >= fiveWhys {
		return tea.Batch(cmd, ui.Say("Five whys. Can your team change this? Then press r: a root cause."))
	}
	p.ask(cause)
	return cmd
}

// chain is what has been said so far: the cause and its whys, without the answer
// that is being typed.
func (p *Pane) chain() (cause string, answers []string) {
	c := p.s.Cycle()
	it, ok := c.Item(causesList, p.walk)
	if !ok {
		return "", nil
	}
	typing := p.text.Path().Item
	for _, y := range whys(c.Under(whysList, "cause", p.walk)) {
		if y.ID != typing {
			answers = append(answers, y.Text)
		}
	}
	return words(it.Get("text")), answers
}
