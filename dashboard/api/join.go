package api

import (
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// join answers POST /v1/join.
func (a *api) join(c *call) (answer, error) {
	var in wire.Join
	if err := decode(c.Request, &in); err != nil {
		return answer{}, err
	}
	secret, who, err := a.dash.Join(c.Context(), in.Code, in.Device, dashboard.ForDevice)
	if err != nil {
		return answer{}, err
	}
	me, err := a.dash.Me(c.Context(), who)
	return answer{body: wire.Joined{Token: secret, Me: me}}, err
}
