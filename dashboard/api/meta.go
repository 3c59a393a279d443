package api

// meta answers GET /v1/meta.
func (a *api) meta(c *call) (answer, error) {
	m, err := a.dash.Meta(c.Context())
	return answer{body: m}, err
}
