package postgres

import (
	"math"
	"time"

	"github.com/lib/pq"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps documents as they are folded.

// docsAtOnce is how many documents of a list are read before they are handed out.
const docsAtOnce = 200

const docColumns = `school, id, kind, shared, version, updated, author, fold, line`

// scanDoc reads docColumns and what follows them.
func scanDoc(scan func(into ...any) error, more ...any) (dashboard.Doc, error) {
	var id, kind, author, line []byte
	var shared string
	var version, updated int64
	d := dashboard.Doc{}
	err := scan(append([]any{&d.School, &id, &kind, &shared, &version, &updated, &author, &d.Fold, &line}, more...)...)
	d.ID, d.Kind, d.By = string(id), change.Kind(kind), string(author)
	d.Shared, d.Version, d.Updated = wire.Audience(shared), uint64(version), time.UnixMicro(updated).UTC()
	d.Row = content(line)
	return d, err
}

// content returns nil for what is empty.
func content(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

func (t *tx) docs(sql string, args ...any) (docs []dashboard.Doc, err error) {
	err = t.rows(sql, args, func(scan func(into ...any) error) error {
		d, err := scanDoc(scan)
		docs = append(docs, d)
		return err
	})
	return docs, err
}

func (t *tx) Doc(school, id string) (dashboard.Doc, error) {
	var state []byte
	var d dashboard.Doc
	found := false
	err := t.rows(`SELECT `+docColumns+`, state FROM doc WHERE school = $1 AND id = $2`, []any{school, []byte(id)}, func(scan func(into ...any) error) (err error) {
		found = true
		d, err = scanDoc(scan, &state)
		return err
	})
	if err == nil && !found {
		err = dashboard.ErrNotFound
	}
	d.State = content(state)
	return d, err
}

func (t *tx) FindDoc(id string) ([]dashboard.Doc, error) {
	return t.docs(`SELECT `+docColumns+` FROM doc WHERE id = $1 ORDER BY school`, []byte(id))
}

// Docs reads a stretch of documents at a time: each may read in the transaction
// itself, and PostgreSQL has one statement at a time.
func (t *tx) Docs(schools []string, reader wire.Audience, each func(dashboard.Doc) bool) error {
	reach, err := sharedWith(reader)
	if err != nil {
		return err
	}
	updated, school, id := int64(math.MaxInt64), "", ""
	for {
		docs, err := t.docs(`
			SELECT `+docColumns+` FROM doc
			WHERE ($1::text[] IS NULL OR school = ANY($1)) AND ($2 OR shared = ANY($3))
			AND updated <= $4 AND (updated < $4 OR (school, id) > ($5, $6))
			ORDER BY updated DESC, school, id LIMIT $7`,
			pq.StringArray(schools), reader == wire.ForTeam, pq.StringArray(reach), updated, school, []byte(id), docsAtOnce)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if !each(d) {
				return nil
			}
			updated, school, id = d.Updated.UnixMicro(), d.School, d.ID
		}
		if len(docs) < docsAtOnce {
			return nil
		}
	}
}

func (t *tx) PutDoc(d dashboard.Doc) error {
	if len(d.ID) > dashboard.MaxName {
		return t.wrote(dashboard.ErrTooLong)
	}
	return t.exec(`
		INSERT INTO doc (`+docColumns+`, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (school, id) DO UPDATE SET kind = EXCLUDED.kind, shared = EXCLUDED.shared, version = EXCLUDED.version,
		updated = EXCLUDED.updated, author = EXCLUDED.author, fold = EXCLUDED.fold, line = EXCLUDED.line, state = EXCLUDED.state`,
		d.School, []byte(d.ID), []byte(d.Kind), string(d.Shared), place(d.Version), d.Updated.UnixMicro(), []byte(d.By), d.Fold,
		full(d.Row), full(d.State))
}

// full returns an empty value for nil, which would be no value at all.
func full(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
