package study

import (
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Kept draws a chart and keeps it until the document, the measure, the place or
// the colors change: a screen is drawn after every key, and a chart may have
// thousands of points. The zero Kept is ready.
type Kept struct {
	of    keptKey
	lines []string
}

type keptKey struct {
	version       int
	measure, part string
	w, h          int
	theme         *ui.Theme
}

// Chart is what [Chart] draws.
func (k *Kept) Chart(env *ui.Env, s *session.Session, measure string, w, h int) []string {
	return k.get(keptKey{s.Version(), measure, "chart", w, h, env.Theme}, func() []string {
		return Chart(env, s.Cycle(), measure, w, h)
	})
}

// Reading is what [Reading] says.
func (k *Kept) Reading(env *ui.Env, s *session.Session, measure string) []string {
	return k.get(keptKey{s.Version(), measure, "reading", 0, 0, env.Theme}, func() []string {
		return Reading(s.Cycle(), measure)
	})
}

func (k *Kept) get(of keptKey, draw func() []string) []string {
	if k.lines == nil || k.of != of {
		k.of, k.lines = of, draw()
	}
	return k.lines
}
