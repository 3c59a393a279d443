package api

import (
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// cycles answers GET /v1/cycles.
func (a *api) cycles(c *call) (answer, error) {
	query := c.URL.Query()
	limit, err := c.number("limit", 200)
	if err != nil {
		return answer{}, err
	}
	list, next, err := a.dash.Cycles(c.Context(), c.who, dashboard.Query{
		Scope: dashboard.Scope(query.Get("scope")), School: query.Get("school"), Phase: cycle.Phase(query.Get("phase")),
		Text: query.Get("q"), Archived: query.Get("archived") == "true", After: query.Get("after"), Limit: int(limit),
	})
	out := wire.Cycles{Cycles: []wire.CycleRow{}, Next: next}
	for _, l := range list {
		out.Cycles = append(out.Cycles, wire.CycleRow{
			ID: l.Doc.ID, School: l.School.ID, Version: strconv.FormatUint(l.Doc.Version, 10), Sharing: string(l.Doc.Shared),
			Updated: report.Time(l.Doc.Updated), By: l.Doc.By, Summary: l.Summary,
		})
	}
	return answer{body: out}, err
}
