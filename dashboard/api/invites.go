package api

import (
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// NewInvite is the body of POST /v1/invites: a new person by name, role and
// schools, or the id of one who is there.
type NewInvite struct {
	Person  string    `json:"person,omitempty"`
	Name    string    `json:"name,omitempty"`
	Role    wire.Role `json:"role,omitempty"`
	Schools []string  `json:"schools,omitempty"`
	Admin   bool      `json:"admin,omitempty"`
}

// Invited is its answer.
type Invited struct {
	Code string `json:"code"` // a secret until it is used, good for 24 hours
}

// invite answers POST /v1/invites.
func (a *api) invite(c *call) (answer, error) {
	var in NewInvite
	if err := decode(c.Request, &in); err != nil {
		return answer{}, err
	}
	code, err := a.dash.Invite(c.Context(), c.who, dashboard.Invitation{
		Person: in.Person, Name: in.Name, Role: in.Role, Schools: in.Schools, Admin: in.Admin,
	})
	return answer{body: Invited{Code: code}}, err
}
