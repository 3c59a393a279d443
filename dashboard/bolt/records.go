package bolt

import (
	"errors"
	"slices"
	"time"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps who and what the database is about: settings, schools, people,
// their tokens and invites, and the audit log.

func (t *tx) Setting(key string) (string, error) {
	return string(t.bolt.Bucket(bucketSettings).Get([]byte(key))), nil
}

func (t *tx) Settings() (map[string]string, error) {
	settings := map[string]string{}
	return settings, t.bolt.Bucket(bucketSettings).ForEach(func(key, value []byte) error {
		settings[string(key)] = string(value)
		return nil
	})
}

func (t *tx) SetSetting(key, value string) error {
	return t.wrote(t.bolt.Bucket(bucketSettings).Put([]byte(key), []byte(value)))
}

func (t *tx) School(id string) (dashboard.School, error) {
	return get[dashboard.School](t, bucketSchools, id)
}

func (t *tx) Schools() ([]dashboard.School, error) {
	schools, err := all[dashboard.School](t, bucketSchools)
	slices.SortFunc(schools, dashboard.CompareSchools)
	return schools, err
}

func (t *tx) PutSchool(s dashboard.School) error {
	if err := checkSchool(s.ID); err != nil {
		return t.wrote(err)
	}
	if t.stream(s.ID) == nil {
		if err := createStream(t.bolt.Bucket(bucketStreams), s.ID); err != nil {
			return t.wrote(err)
		}
	}
	return t.put(bucketSchools, s.ID, s.UTC())
}

func (t *tx) Person(id string) (dashboard.Person, error) {
	return get[dashboard.Person](t, bucketPeople, id)
}

func (t *tx) People() ([]dashboard.Person, error) {
	people, err := all[dashboard.Person](t, bucketPeople)
	slices.SortFunc(people, dashboard.ComparePeople)
	return people, err
}

func (t *tx) PutPerson(p dashboard.Person) error { return t.put(bucketPeople, p.ID, p.UTC()) }

func (t *tx) Token(hash string) (dashboard.Token, error) {
	return get[dashboard.Token](t, bucketTokens, hash)
}

func (t *tx) Tokens() ([]dashboard.Token, error) {
	tokens, err := all[dashboard.Token](t, bucketTokens)
	slices.SortFunc(tokens, dashboard.CompareTokens)
	return tokens, err
}

func (t *tx) PutToken(token dashboard.Token) error {
	return t.put(bucketTokens, token.Hash, token.UTC())
}

func (t *tx) SeenToken(hash string, seen time.Time) error {
	token, err := t.Token(hash)
	if errors.Is(err, dashboard.ErrNotFound) {
		return nil
	}
	if err != nil {
		return t.wrote(err)
	}
	if seen = seen.UTC().Truncate(time.Microsecond); !seen.After(token.LastSeen) {
		return nil
	}
	token.LastSeen = seen
	return t.PutToken(token)
}

func (t *tx) Invite(hash string) (dashboard.Invite, error) {
	return get[dashboard.Invite](t, bucketInvites, hash)
}

func (t *tx) Invites() ([]dashboard.Invite, error) {
	invites, err := all[dashboard.Invite](t, bucketInvites)
	slices.SortFunc(invites, dashboard.CompareInvites)
	return invites, err
}

func (t *tx) PutInvite(i dashboard.Invite) error { return t.put(bucketInvites, i.Hash, i.UTC()) }

func (t *tx) Audits(before uint64, limit int) ([]dashboard.Audit, error) {
	var audits []dashboard.Audit
	c := t.bolt.Bucket(bucketAudits).Cursor()
	key, data := c.Last()
	if before > 0 {
		if key, data = c.Seek(number(before)); key == nil {
			key, data = c.Last()
		}
		if numberOf(key) >= before {
			key, data = c.Prev()
		}
	}
	for ; key != nil && len(audits) < limit; key, data = c.Prev() {
		var a dashboard.Audit
		if err := parse(bucketAudits, data, &a); err != nil {
			return nil, err
		}
		audits = append(audits, a)
	}
	return audits, nil
}

func (t *tx) AddAudit(a dashboard.Audit) error {
	a = a.UTC()
	a.N = last(t.bolt.Bucket(bucketAudits)) + 1
	return t.put(bucketAudits, string(number(a.N)), a)
}
