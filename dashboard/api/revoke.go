package api

// Revoke is the body of POST /v1/revoke: the id of a person or of one device.
type Revoke struct {
	ID string `json:"id"`
}

// revoke answers POST /v1/revoke.
func (a *api) revoke(c *call) (answer, error) {
	var in Revoke
	if err := decode(c.Request, &in); err != nil {
		return answer{}, err
	}
	return answer{body: struct{}{}}, a.dash.Revoke(c.Context(), c.who, in.ID)
}
