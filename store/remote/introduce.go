package remote

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// Introduce fills in who writes on this laptop, where nobody has said, with the
// person that the dashboard knows. A name that is not empty is taken in any case.
func Introduce(s *store.Store, me wire.Me, name string) error {
	who, err := s.Person()
	if err != nil {
		return err
	}
	before := who
	if name = strings.TrimSpace(cycle.Clean(name, false)); name != "" {
		who.Name = name
	}
	if who.Name == "" {
		who.Name = me.Person
	}
	for _, at := range me.Access {
		if who.School == "" && at.School == me.Home {
			who.School = at.Name
		}
	}
	if who == before {
		return nil
	}
	return s.SetPerson(who)
}
