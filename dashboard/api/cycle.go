package api

import (
	"encoding/json"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
)

// cycle answers GET /v1/cycles/{id} with the document that `pdsa show --json`
// prints.
func (a *api) cycle(c *call) (answer, error) {
	v, err := a.dash.Cycle(c.Context(), c.who, c.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	data, err := report.JSON(v.Cycle, report.Facts(v.State, cycle.DayOf(a.now())), nil)
	return answer{body: json.RawMessage(data)}, err
}
