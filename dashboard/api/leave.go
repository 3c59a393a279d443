package api

// leave answers POST /v1/leave.
func (a *api) leave(c *call) (answer, error) {
	return answer{body: struct{}{}}, a.dash.SignOut(c.Context(), c.who)
}
