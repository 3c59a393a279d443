package api

// me answers GET /v1/me.
func (a *api) me(c *call) (answer, error) {
	m, err := a.dash.Me(c.Context(), c.who)
	return answer{body: m}, err
}
