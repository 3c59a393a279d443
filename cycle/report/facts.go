package report

import (
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Facts returns what follows from a document and the day: where the cycle
// stands, how full it is, who wrote last and what to do next. They stand beside
// the fields when a document is shown and are passed over when it is read back.
func Facts(st *change.State, today cycle.Day) map[string]any {
	c := st.Cycle()
	facts := c.Facts()
	full, of := c.Progress()
	return map[string]any{
		"phase":      facts.Phase(today),
		"week":       facts.Week(today),
		"when":       facts.When(today),
		"filled":     full,
		"steps":      of,
		"updated":    Time(st.Updated.At.Time()),
		"updated_by": st.Updated.Author,
		"conflicts":  len(st.Conflicts()),
		"next":       c.Next(today).Text,
		"sentence":   c.Problem(),
	}
}

// Time writes a time as documents carry it: RFC 3339 in UTC, whole seconds.
func Time(t time.Time) string { return t.UTC().Format(time.RFC3339) }
