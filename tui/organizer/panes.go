package organizer

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/act"
	"github.com/cqi-pdsa/pdsa/tui/data"
	"github.com/cqi-pdsa/pdsa/tui/diary"
	"github.com/cqi-pdsa/pdsa/tui/drivers"
	"github.com/cqi-pdsa/pdsa/tui/evidence"
	"github.com/cqi-pdsa/pdsa/tui/fishbone"
	"github.com/cqi-pdsa/pdsa/tui/goals"
	"github.com/cqi-pdsa/pdsa/tui/measures"
	"github.com/cqi-pdsa/pdsa/tui/plangrid"
	"github.com/cqi-pdsa/pdsa/tui/problem"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/study"
	"github.com/cqi-pdsa/pdsa/tui/support"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// newPane makes the pane of a step. Steps of plain fields need none of their
// own: the form is read off the table.
func newPane(env *ui.Env, s *session.Session, step *cycle.Step) ui.Pane {
	switch step.Key {
	case "evidence":
		return evidence.New(env, s)
	case "problem":
		return problem.New(env, s)
	case "fishbone":
		return fishbone.New(env, s)
	case "goals":
		return goals.New(env, s)
	case "drivers":
		return drivers.New(env, s)
	case "plan":
		return plangrid.New(env, s)
	case "measures":
		return measures.New(env, s)
	case "diary":
		return diary.New(env, s)
	case "data":
		return data.New(env, s)
	case "learn":
		return study.New(env, s)
	case "next":
		return act.New(env, s)
	case "support":
		return support.New(env, s)
	}
	return newFormPane(env, s, step)
}
