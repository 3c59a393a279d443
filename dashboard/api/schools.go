package api

import "github.com/cqi-pdsa/pdsa/dashboard"

// NewSchool is the body of POST /v1/schools. The answer is a dashboard.School.
type NewSchool struct {
	Name    string `json:"name"`
	Network string `json:"network,omitempty"`
}

// Schools is the answer of GET /v1/schools.
type Schools struct {
	Schools []dashboard.School `json:"schools"`
}

// addSchool answers POST /v1/schools.
func (a *api) addSchool(c *call) (answer, error) {
	var in NewSchool
	if err := decode(c.Request, &in); err != nil {
		return answer{}, err
	}
	s, err := a.dash.AddSchool(c.Context(), c.who, in.Name, in.Network)
	return answer{body: s}, err
}

// schools answers GET /v1/schools.
func (a *api) schools(c *call) (answer, error) {
	all, err := a.dash.Schools(c.Context(), c.who)
	return answer{body: Schools{Schools: append([]dashboard.School{}, all...)}}, err
}
