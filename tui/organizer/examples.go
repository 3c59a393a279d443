package organizer

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/examples"
	"github.com/cqi-pdsa/pdsa/tui/guide"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// openExamples shows what good answers to the question in hand look like.
func (o *Screen) openExamples() tea.Cmd {
	var at cycle.Path
	if p, ok := o.pane().(examples.Asker); ok && o.inPane {
		at = p.Asked()
	}
	return ui.Send(ui.OpenScreen{Screen: examples.New(o.env, o.StepKey(), at)})
}

// guided reports whether the guide through a first plan has questions left.
func (o *Screen) guided() bool {
	c := o.s.Cycle()
	return !o.guest() && c.Facts().Phase(o.env.Today()) == cycle.Plan && guide.Left(c) > 0
}
