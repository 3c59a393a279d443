package fishbone

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/tui/treepane"
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
	p.Add(whysList, "text", treepane.Ref{List: causesList, ID: cause})
}

// answered goes on after the answer to a why was saved. Enter asks again; an empty
// answer ends the walk, and so does the fifth.
func (p *Pane) answered(k tea.KeyPressMsg, typed treepane.Ref) tea.Cmd {
	cause := treepane.Ref{List: causesList, ID: p.walk}
	p.walk = ""
	answer, kept := p.s.Cycle().Item(typed.List, typed.ID)
	again := key.Matches(k, keyAnswer)
	if cause.ID == "" || kept && !again {
		return nil
	}
	p.Take(cause)
	switch {
	case !again || strings.TrimSpace(answer.Get("text")) == "":
		return nil
	case len(p.s.Cycle().Under(whysList, "cause", cause.ID)) >= fiveWhys:
		return ui.Say("Five whys. Can your team change this? Then press r: a root cause.")
	}
	p.ask(cause.ID)
	return nil
}

// chain is what has been said so far: the cause and its whys, without the answer
// that is being typed.
func (p *Pane) chain() (cause string, answers []string) {
	c := p.s.Cycle()
	it, ok := c.Item(causesList, p.walk)
	if !ok {
		return "", nil
	}
	typing := p.Text.Path().Item
	for _, y := range whys(c.Under(whysList, "cause", p.walk)) {
		if y.ID != typing {
			answers = append(answers, y.Text)
		}
	}
	return treepane.Words(it.Get("text")), answers
}
