package postgres

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps who and what the database is about: settings, schools, people,
// their tokens and invites, and the audit log. Lists of these are short and sorted
// here, so that the database's alphabet is not asked.

func (t *tx) Setting(key string) (string, error) {
	var value []byte
	err := t.one(`SELECT value FROM setting WHERE key = $1`, []any{key}, &value)
	if errors.Is(err, dashboard.ErrNotFound) {
		return "", nil
	}
	return string(value), err
}

func (t *tx) Settings() (map[string]string, error) {
	settings := map[string]string{}
	return settings, t.rows(`SELECT key, value FROM setting`, nil, func(scan func(into ...any) error) error {
		var key string
		var value []byte
		err := scan(&key, &value)
		settings[key] = string(value)
		return err
	})
}

func (t *tx) SetSetting(key, value string) error {
	return t.exec(`INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`, key, []byte(value))
}

func (t *tx) School(id string) (dashboard.School, error) {
	return record[dashboard.School](t, `SELECT body FROM school WHERE id = $1`, id)
}

func (t *tx) Schools() ([]dashboard.School, error) {
	schools, err := records[dashboard.School](t, `SELECT body FROM school`)
	slices.SortFunc(schools, dashboard.CompareSchools)
	return schools, err
}

func (t *tx) PutSchool(s dashboard.School) error {
	if s.ID == "" || len(s.ID) > dashboard.MaxName {
		return t.wrote(errors.New("the id of a school is missing or too long"))
	}
	if err := t.put(`INSERT INTO school (id, body) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body`, s.ID, s.UTC()); err != nil {
		return err
	}
	return t.exec(`INSERT INTO stream (school, reader) VALUES ($1, 'team'), ($1, 'coach'), ($1, 'district') ON CONFLICT DO NOTHING`, s.ID)
}

func (t *tx) Person(id string) (dashboard.Person, error) {
	return record[dashboard.Person](t, `SELECT body FROM person WHERE id = $1`, id)
}

func (t *tx) People() ([]dashboard.Person, error) {
	people, err := records[dashboard.Person](t, `SELECT body FROM person`)
	slices.SortFunc(people, dashboard.ComparePeople)
	return people, err
}

func (t *tx) PutPerson(p dashboard.Person) error {
	return t.put(`INSERT INTO person (id, body) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body`, p.ID, p.UTC())
}

func (t *tx) Token(hash string) (dashboard.Token, error) {
	var body []byte
	var seen *int64
	if err := t.one(`SELECT body, seen FROM token WHERE hash = $1`, []any{hash}, &body, &seen); err != nil {
		return dashboard.Token{}, err
	}
	return readToken(body, seen)
}

func (t *tx) Tokens() (tokens []dashboard.Token, err error) {
	err = t.rows(`SELECT body, seen FROM token`, nil, func(scan func(into ...any) error) error {
		var body []byte
		var seen *int64
		if err := scan(&body, &seen); err != nil {
			return err
		}
		token, err := readToken(body, seen)
		tokens = append(tokens, token)
		return err
	})
	slices.SortFunc(tokens, dashboard.CompareTokens)
	return tokens, err
}

func readToken(body []byte, seen *int64) (token dashboard.Token, err error) {
	if err := json.Unmarshal(body, &token); err != nil {
		return token, err
	}
	if seen == nil {
		return token, nil
	}
	if at := time.UnixMicro(*seen).UTC(); at.After(token.LastSeen) {
		token.LastSeen = at
	}
	return token, nil
}

func (t *tx) PutToken(token dashboard.Token) error {
	return t.put(`INSERT INTO token (hash, body) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET body = EXCLUDED.body, seen = NULL`, token.Hash, token.UTC())
}

func (t *tx) SeenToken(hash string, at time.Time) error {
	return t.exec(`UPDATE token SET seen = $2 WHERE hash = $1 AND (seen IS NULL OR seen < $2)`, hash, at.UnixMicro())
}

func (t *tx) Invite(hash string) (dashboard.Invite, error) {
	return record[dashboard.Invite](t, `SELECT body FROM invite WHERE hash = $1`, hash)
}

func (t *tx) Invites() ([]dashboard.Invite, error) {
	invites, err := records[dashboard.Invite](t, `SELECT body FROM invite`)
	slices.SortFunc(invites, dashboard.CompareInvites)
	return invites, err
}

func (t *tx) PutInvite(i dashboard.Invite) error {
	return t.put(`INSERT INTO invite (hash, body) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET body = EXCLUDED.body`, i.Hash, i.UTC())
}

func (t *tx) Audits(before uint64, limit int) (audits []dashboard.Audit, err error) {
	if before == 0 {
		before = 1 << 62
	}
	err = t.rows(`SELECT n, body FROM audit WHERE n < $1 ORDER BY n DESC LIMIT $2`, []any{place(before), max(limit, 0)}, func(scan func(into ...any) error) error {
		var n int64
		var body []byte
		var a dashboard.Audit
		if err := scan(&n, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &a); err != nil {
			return err
		}
		a.N = uint64(n)
		audits = append(audits, a)
		return nil
	})
	return audits, err
}

func (t *tx) AddAudit(a dashboard.Audit) error {
	body, err := json.Marshal(a.UTC())
	if err != nil {
		return t.wrote(err)
	}
	return t.exec(`INSERT INTO audit (body) VALUES ($1)`, body)
}
