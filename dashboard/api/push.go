package api

import "github.com/cqi-pdsa/pdsa/cycle/change/wire"

// push answers POST /v1/schools/{school}/changes.
func (a *api) push(c *call) (answer, error) {
	var in wire.Push
	if err := decode(c.Request, &in); err != nil {
		return answer{}, err
	}
	out, err := a.dash.Push(c.Context(), c.who, c.PathValue("school"), in)
	return answer{body: out}, err
}
