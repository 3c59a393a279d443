package dashboard

import (
	"context"
	"errors"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// AddSchool adds a school; network may be empty. Errors: CodeForbid for others
// than admins, CodeInvalid.
func (d *Dashboard) AddSchool(ctx context.Context, who Caller, name, network string) (School, error) {
	if err := who.admin(); err != nil {
		return School{}, err
	}
	name, err := properName("the school", name)
	if err != nil {
		return School{}, err
	}
	if network != "" {
		if network, err = properName("the network", network); err != nil {
			return School{}, err
		}
	}
	s := School{ID: change.NewID(), Name: name, Network: network, Created: d.now()}
	err = d.back.Update(ctx, "", func(tx Tx) error {
		return errors.Join(
			tx.PutSchool(s),
			tx.AddAudit(Audit{At: s.Created, Who: who.Person.Name, What: "added a school", School: s.ID, Detail: s.Name}),
		)
	})
	if err != nil {
		return School{}, outward(err)
	}
	return s, nil
}

// Schools returns all schools, by name. Error: CodeForbid for others than admins.
func (d *Dashboard) Schools(ctx context.Context, who Caller) (schools []School, err error) {
	if err := who.admin(); err != nil {
		return nil, err
	}
	err = d.back.View(ctx, func(r Reader) error {
		schools, err = r.Schools()
		return err
	})
	return schools, outward(err)
}

// A Member is a person with the tokens given to them. The tokens have no hash.
type Member struct {
	Person Person
	Tokens []Token
}

// People returns everyone with access, by name, those revoked too. Error:
// CodeForbid for others than admins.
func (d *Dashboard) People(ctx context.Context, who Caller) (members []Member, err error) {
	if err := who.admin(); err != nil {
		return nil, err
	}
	err = d.back.View(ctx, func(r Reader) error {
		people, err := r.People()
		if err != nil {
			return err
		}
		tokens, err := r.Tokens()
		if err != nil {
			return err
		}
		of := map[string][]Token{}
		for _, t := range tokens {
			t.Hash = ""
			of[t.Person] = append(of[t.Person], t)
		}
		for _, p := range people {
			members = append(members, Member{p, of[p.ID]})
		}
		return nil
	})
	return members, outward(err)
}

// Assign gives a person another role or other schools. Errors: CodeForbid for
// others than admins, CodeInvalid, CodeNotFound.
func (d *Dashboard) Assign(ctx context.Context, who Caller, person string, role wire.Role, schools []string) error {
	if err := who.admin(); err != nil {
		return err
	}
	return outward(d.back.Update(ctx, "", func(tx Tx) error {
		p, err := tx.Person(person)
		if err != nil {
			return err
		}
		if p.Role, p.Schools, err = placed(tx, role, schools); err != nil {
			return err
		}
		return errors.Join(
			tx.PutPerson(p),
			tx.AddAudit(Audit{At: d.now(), Who: who.Person.Name, What: "changed a role", School: firstOf(p.Schools), Detail: p.Name + ", " + string(role)}),
		)
	}))
}

// placed checks that the role goes with the schools, each of which must be there.
func placed(r Reader, role wire.Role, schools []string) (wire.Role, []string, error) {
	schools = slices.Compact(slices.Sorted(slices.Values(schools)))
	switch role {
	case wire.Team, wire.Reader:
		if len(schools) != 1 {
			return "", nil, refusal(wire.CodeInvalid, "a "+string(role)+" member belongs to exactly one school")
		}
	case wire.Coach:
		if len(schools) == 0 {
			return "", nil, refusal(wire.CodeInvalid, "a coach needs at least one school")
		}
	case wire.District:
		if len(schools) > 0 {
			return "", nil, refusal(wire.CodeInvalid, "the district stands for all schools; name none")
		}
	default:
		return "", nil, refusal(wire.CodeInvalid, "the role is one of team, reader, coach and district")
	}
	for _, id := range schools {
		if _, err := r.School(id); err != nil {
			return "", nil, err
		}
	}
	return role, schools, nil
}

// Revoke ends the access of a person, or of one laptop by its token's id. The last
// admin stays. Errors: CodeForbid for others than admins, CodeInvalid for the last
// admin, CodeNotFound.
func (d *Dashboard) Revoke(ctx context.Context, who Caller, personOrTokenID string) error {
	if err := who.admin(); err != nil {
		return err
	}
	return outward(d.back.Update(ctx, "", func(tx Tx) error {
		p, err := tx.Person(personOrTokenID)
		if errors.Is(err, ErrNotFound) {
			return d.revokeToken(tx, who, personOrTokenID)
		}
		if err != nil || !p.Revoked.IsZero() {
			return err
		}
		if err := notLastAdmin(tx, p); err != nil {
			return err
		}
		p.Revoked = d.now()
		return errors.Join(
			tx.PutPerson(p),
			tx.AddAudit(Audit{At: p.Revoked, Who: who.Person.Name, What: "revoked", School: firstOf(p.Schools), Detail: p.Name}),
		)
	}))
}

func notLastAdmin(r Reader, p Person) error {
	people, err := r.People()
	others := slices.ContainsFunc(people, func(q Person) bool { return q.ID != p.ID && q.Admin && q.Revoked.IsZero() })
	if err == nil && p.Admin && !others {
		err = refusal(wire.CodeInvalid, p.Name+" is the last admin. Invite another one first; nothing was changed")
	}
	return err
}

func (d *Dashboard) revokeToken(tx Tx, who Caller, id string) error {
	tokens, err := tx.Tokens()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(tokens, func(t Token) bool { return t.ID == id })
	if i < 0 {
		return ErrNotFound
	}
	t := tokens[i]
	if !t.Revoked.IsZero() {
		return nil
	}
	t.Revoked = d.now()
	return errors.Join(
		tx.PutToken(t),
		tx.AddAudit(Audit{At: t.Revoked, Who: who.Person.Name, What: "revoked a laptop", Detail: t.Device}),
	)
}
