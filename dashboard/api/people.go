package api

import (
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// People is the answer of GET /v1/people.
type People struct {
	People []Person `json:"people"`
}

// A Person is someone with access, and the laptops and browsers they use.
type Person struct {
	dashboard.Person
	Devices []Device `json:"devices"`
}

// A Device is one token, without what lets its holder in.
type Device struct {
	ID       string             `json:"id"`
	Use      dashboard.TokenUse `json:"use"`
	Device   string             `json:"device,omitempty"`
	Created  time.Time          `json:"created"`
	LastSeen time.Time          `json:"last_seen,omitzero"`
	Expires  time.Time          `json:"expires,omitzero"`
	Revoked  time.Time          `json:"revoked,omitzero"`
}

// Assignment is the body of POST /v1/people/{person}: another role or other
// schools.
type Assignment struct {
	Role    wire.Role `json:"role"`
	Schools []string  `json:"schools,omitempty"`
}

// people answers GET /v1/people.
func (a *api) people(c *call) (answer, error) {
	members, err := a.dash.People(c.Context(), c.who)
	out := People{People: make([]Person, len(members))}
	for i, m := range members {
		p := Person{Person: m.Person, Devices: make([]Device, len(m.Tokens))}
		for j, t := range m.Tokens {
			p.Devices[j] = Device{t.ID, t.Use, t.Device, t.Created, t.LastSeen, t.Expires, t.Revoked}
		}
		out.People[i] = p
	}
	return answer{body: out}, err
}

// assign answers POST /v1/people/{person}.
func (a *api) assign(c *call) (answer, error) {
	var in Assignment
	if err := decode(c.Request, &in); err != nil {
		return answer{}, err
	}
	return answer{body: struct{}{}}, a.dash.Assign(c.Context(), c.who, c.PathValue("person"), in.Role, in.Schools)
}
