package api

import (
	"math"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

// Audits is the answer of GET /v1/audit, the newest first. The next page begins
// before the last one's n.
type Audits struct {
	Audits []dashboard.Audit `json:"audits"`
}

// audit answers GET /v1/audit.
func (a *api) audit(c *call) (answer, error) {
	before, err := c.number("before", math.MaxInt64)
	if err != nil {
		return answer{}, err
	}
	limit, err := c.number("limit", 1000)
	if err != nil {
		return answer{}, err
	}
	lines, err := a.dash.Audits(c.Context(), c.who, before, int(limit))
	return answer{body: Audits{Audits: append([]dashboard.Audit{}, lines...)}}, err
}
