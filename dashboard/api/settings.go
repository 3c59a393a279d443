package api

// Settings is the body of POST /v1/settings: what a district chooses for all.
type Settings struct {
	// MinGroup is the smallest student group whose numbers may leave a laptop; 0 is
	// the usual one.
	MinGroup int `json:"min_group"`
}

// settings answers POST /v1/settings.
func (a *api) settings(c *call) (answer, error) {
	var in Settings
	if err := decode(c.Request, &in); err != nil {
		return answer{}, err
	}
	return answer{body: struct{}{}}, a.dash.SetMinGroup(c.Context(), c.who, in.MinGroup)
}
