package dashboard

import (
	"context"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A Caller is someone who has signed in.
type Caller struct {
	Person Person
	Token  Token

	at string // the only school whose cycles are looked for by id; empty: any
}

// At returns the caller as one who means the cycles of one school: several schools
// may have one with the same id.
func (c Caller) At(school string) Caller {
	c.at = school
	return c
}

// stands reports whether the school's stream is the caller's to read: a team's
// own school, a coach's assigned ones, all for the district.
func (c Caller) stands(school string) bool {
	return c.Person.Role == wire.District || slices.Contains(c.Person.Schools, school)
}

// sees returns the group as which the caller reads the school's cycles. People of
// other schools see what is shared with the whole district.
func (c Caller) sees(school string) wire.Audience {
	if c.stands(school) {
		return c.Person.Role.Audience()
	}
	return wire.ForDistrict
}

// schoolFor returns a school whose stream the caller may read. Who may not takes
// the same way as who asks for a school that never was.
func schoolFor(r Reader, who Caller, id string) (School, error) {
	s, err := r.School(id)
	if err == nil && !who.stands(id) {
		err = ErrNotFound
	}
	if err != nil {
		return School{}, err
	}
	return s, nil
}

// schoolsFor returns the schools whose streams the caller may read, by name.
func schoolsFor(r Reader, who Caller) ([]School, error) {
	all, err := r.Schools()
	return slices.DeleteFunc(all, func(s School) bool { return !who.stands(s.ID) }), err
}

// admin refuses who is none.
func (c Caller) admin() error {
	if !c.Person.Admin {
		return refusal(wire.CodeForbid, "only an admin of the dashboard may do this")
	}
	return nil
}

// Me says whom the dashboard takes the caller for, and which streams are theirs.
func (d *Dashboard) Me(ctx context.Context, who Caller) (wire.Me, error) {
	me := wire.Me{Person: who.Person.Name, Role: who.Person.Role, Access: []wire.Access{}}
	err := d.back.View(ctx, func(r Reader) (err error) {
		if me.Epoch, err = epochIn(r); err != nil {
			return err
		}
		if me.Name, err = r.Setting(settingName); err != nil {
			return err
		}
		if me.MinGroup, err = minGroupIn(r); err != nil {
			return err
		}
		schools, err := schoolsFor(r, who)
		for _, s := range schools {
			me.Access = append(me.Access, wire.Access{School: s.ID, Name: s.Name, Network: s.Network, Role: who.Person.Role})
			if who.Person.Role == wire.Team {
				me.Home = s.ID
			}
		}
		return err
	})
	if err != nil {
		return wire.Me{}, outward(err)
	}
	return me, nil
}
