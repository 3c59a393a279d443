package postgres

import (
	"fmt"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps the changes that wait outside of a stream.

func (t *tx) Hold(school string, from wire.Audience, changes []change.Change) error {
	rows, err := columnsOf(changes)
	if err != nil {
		return t.wrote(err)
	}
	var taken int
	err = t.one(`
		SELECT count(*) FROM change WHERE school = $1
		AND (replica, seq) IN (SELECT * FROM unnest($2::bytea[], $3::bigint[]))`, []any{school, rows.replicas, rows.seqs}, &taken)
	if err == nil && taken > 0 {
		err = dashboard.ErrTaken
	}
	if err != nil {
		return t.wrote(err)
	}
	if _, err := t.School(school); err != nil {
		return t.wrote(err)
	}
	err = t.exec(`
		WITH given AS (
			SELECT * FROM unnest($3::bytea[], $4::bigint[], $5::bytea[], $6::bytea[]) AS g (replica, seq, doc, body)
		), noted AS (
			INSERT INTO replica (school, name, last) SELECT DISTINCT $1, replica, 0 FROM given
			ON CONFLICT (school, name) DO NOTHING
		)
		INSERT INTO waiting (school, replica, seq, doc, reader, body)
		SELECT $1, replica, seq, doc, $2, body FROM given`, school, string(from), rows.replicas, rows.seqs, rows.docs, rows.bodies)
	if err != nil {
		return err
	}
	return t.count(school, rows.replicas)
}

// waiting reads those that a query returns.
func (t *tx) waiting(sql string, args ...any) (out []dashboard.Waiting, err error) {
	err = t.rows(sql, args, func(scan func(into ...any) error) error {
		var from string
		var body []byte
		var w dashboard.Waiting
		if err := scan(&from, &body); err != nil {
			return err
		}
		if err := w.Change.UnmarshalJSON(body); err != nil {
			return fmt.Errorf("a change that waits cannot be read: %w", err)
		}
		w.From = wire.Audience(from)
		out = append(out, w)
		return nil
	})
	return out, err
}

func (t *tx) Waits(school string, ids []change.ID) (map[change.ID]dashboard.Waiting, error) {
	replicas, seqs := split(ids)
	all, err := t.waiting(`
		SELECT reader, body FROM waiting WHERE school = $1
		AND (replica, seq) IN (SELECT * FROM unnest($2::bytea[], $3::bigint[]))`, school, replicas, seqs)
	out := map[change.ID]dashboard.Waiting{}
	for _, w := range all {
		if slices.Contains(ids, w.Change.ID) {
			out[w.Change.ID] = w
		}
	}
	return out, err
}

func (t *tx) WaitsIn(school string, docs []string) ([]dashboard.Waiting, error) {
	var in bytesArray
	for _, doc := range docs {
		in = append(in, []byte(doc))
	}
	out, err := t.waiting(`
		SELECT reader, body FROM waiting WHERE school = $1 AND ($2 OR doc = ANY($3::bytea[]))`, school, docs == nil, in)
	slices.SortFunc(out, dashboard.CompareWaiting)
	return out, err
}
