package dashboard

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// codeLife is how long a join code is good.
const codeLife = 24 * time.Hour

// An Invitation says whom a join code is for.
type Invitation struct {
	// Person is the id of someone who is there already and gets a code for another
	// laptop; the rest is empty then.
	Person string

	Name    string
	Role    wire.Role
	School  string   // the school's id: of a team and a reader exactly one
	Schools []string // a coach's schools; School may be among them or not
	Admin   bool
}

// Invite makes a person and a join code for them, as ShowCode writes it: good for
// one laptop and for 24 hours. Errors: CodeForbid for others than admins,
// CodeInvalid, CodeNotFound for a school or person that is not there.
func (d *Dashboard) Invite(ctx context.Context, who Caller, i Invitation) (code string, err error) {
	if err := who.admin(); err != nil {
		return "", err
	}
	code = newCode()
	id := change.NewID()
	err = d.back.Update(ctx, "", func(tx Tx) error {
		now := d.now()
		p, err := d.invited(tx, i, id, now)
		if err != nil {
			return err
		}
		return errors.Join(
			tx.PutPerson(p),
			tx.PutInvite(Invite{Hash: hashOf(code), Person: p.ID, By: who.Person.ID, Created: now, Expires: now.Add(codeLife)}),
			tx.AddAudit(Audit{At: now, Who: who.Person.Name, What: "invited", School: firstOf(p.Schools), Detail: p.Name + ", " + string(p.Role)}),
		)
	})
	if err != nil {
		return "", outward(err)
	}
	return ShowCode(code), nil
}

// invited returns the person that the invitation is for.
func (d *Dashboard) invited(r Reader, i Invitation, id string, now time.Time) (Person, error) {
	if i.Person != "" {
		p, err := r.Person(i.Person)
		if err == nil && !p.Revoked.IsZero() {
			err = ErrNotFound
		}
		return p, err
	}
	name, err := properName("the person", i.Name)
	if err != nil {
		return Person{}, err
	}
	schools := i.Schools
	if i.School != "" {
		schools = append([]string{i.School}, schools...)
	}
	p := Person{ID: id, Name: name, Admin: i.Admin, Created: now}
	p.Role, p.Schools, err = placed(r, i.Role, schools)
	return p, err
}

// Join exchanges a code for the secret of a token. Error: CodeCode, in the same
// words for a code that never was, is used or too old.
func (d *Dashboard) Join(ctx context.Context, code, device string, use TokenUse) (secret string, who Caller, err error) {
	unknown := refusal(wire.CodeCode, "this code is unknown, used, or older than a day. Check it letter by letter, or ask your district for a new one; nothing on this laptop is lost")
	if use != ForDevice && use != ForBrowser {
		return "", Caller{}, errors.New("a token is for a device or a browser")
	}
	hash := hashOf(NormalizeCode(code))
	err = d.back.Update(ctx, "", func(tx Tx) error {
		now := d.now()
		inv, err := tx.Invite(hash)
		if errors.Is(err, ErrNotFound) {
			return unknown
		}
		if err != nil {
			return err
		}
		if who.Person, err = tx.Person(inv.Person); err != nil {
			return err
		}
		if !inv.Used.IsZero() || !now.Before(inv.Expires) || !who.Person.Revoked.IsZero() {
			return unknown
		}
		inv.Used = now
		secret, who.Token, err = d.newToken(tx, who.Person.ID, deviceName(device), use)
		return errors.Join(
			err,
			tx.PutInvite(inv),
			tx.AddAudit(Audit{At: now, Who: who.Person.Name, What: "joined", School: firstOf(who.Person.Schools), Detail: who.Token.Device}),
		)
	})
	if err != nil {
		return "", Caller{}, outward(err)
	}
	return secret, who, nil
}

// longestName bounds the names of people, schools and devices, in characters.
const longestName = 120

// properName cleans a name and refuses an empty or endless one.
func properName(of, name string) (string, error) {
	name = strings.TrimSpace(cycle.Clean(strings.ToValidUTF8(name, ""), false))
	if name == "" || utf8.RuneCountInString(name) > longestName {
		return "", refusal(wire.CodeInvalid, of+" needs a name of 1 to 120 characters")
	}
	return name, nil
}

// deviceName cleans the name that a laptop gives itself; any will do.
func deviceName(name string) string {
	r := []rune(strings.TrimSpace(cycle.Clean(strings.ToValidUTF8(name, ""), false)))
	return string(r[:min(len(r), longestName)])
}

func firstOf(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}
