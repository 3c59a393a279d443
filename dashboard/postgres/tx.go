package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A tx is one transaction, to read or to write.
type tx struct {
	ctx context.Context
	pg  *sql.Tx
	// failed is the first write that failed: nothing of the transaction may be
	// kept then.
	failed error
	// brokenOff is set when PostgreSQL broke the transaction off, whatever fn makes
	// of the error.
	brokenOff bool
}

var _ dashboard.Tx = (*tx)(nil)

// sql notes what came of a statement, and gives its error plain words.
func (t *tx) sql(err error) error {
	t.brokenOff = t.brokenOff || isBrokenOff(err)
	return plain(t.ctx, err)
}

// wrote notes what came of a write, and gives the error of a constraint its name.
func (t *tx) wrote(err error) error {
	if err == nil {
		return nil
	}
	if refused := pq.As(err, pqerror.UniqueViolation); refused != nil {
		err = fmt.Errorf("%w: %s", dashboard.ErrTaken, refused.Table)
	}
	if pq.As(err, pqerror.ForeignKeyViolation) != nil {
		err = dashboard.ErrNotFound
	}
	err = t.sql(err)
	if t.failed == nil {
		t.failed = err
	}
	return err
}

// exec runs a statement that writes.
func (t *tx) exec(query string, args ...any) error {
	_, err := t.pg.ExecContext(t.ctx, query, args...)
	return t.wrote(err)
}

// one reads one row; ErrNotFound when there is none.
func (t *tx) one(query string, args []any, into ...any) error {
	err := t.pg.QueryRowContext(t.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return dashboard.ErrNotFound
	}
	return t.sql(err)
}

// rows reads rows one by one.
func (t *tx) rows(query string, args []any, each func(scan func(into ...any) error) error) error {
	rows, err := t.pg.QueryContext(t.ctx, query, args...)
	if err != nil {
		return t.sql(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return t.sql(rows.Err())
}

// record reads a record that is kept as JSON.
func record[T any](t *tx, query string, args ...any) (r T, err error) {
	var body []byte
	if err := t.one(query, args, &body); err != nil {
		return r, err
	}
	return r, json.Unmarshal(body, &r)
}

// records reads all records of a table that are kept as JSON.
func records[T any](t *tx, query string, args ...any) (all []T, err error) {
	err = t.rows(query, args, func(scan func(into ...any) error) error {
		var body []byte
		var r T
		if err := scan(&body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &r); err != nil {
			return err
		}
		all = append(all, r)
		return nil
	})
	return all, err
}

// put keeps a record as JSON.
func (t *tx) put(query, key string, record any) error {
	body, err := json.Marshal(record)
	if err != nil {
		return t.wrote(err)
	}
	return t.exec(query, key, body)
}

// place turns a place or a number into what PostgreSQL can compare.
func place(n uint64) int64 { return int64(min(n, math.MaxInt64)) }

// sharedWith lists the audiences whose documents the reader may see; an error for
// readers that are none.
func sharedWith(reader wire.Audience) ([]string, error) {
	switch reader {
	case wire.ForTeam, wire.ForCoach, wire.ForDistrict:
	default:
		return nil, fmt.Errorf("%q is no group of readers", string(reader))
	}
	var reach []string
	for _, shared := range []wire.Audience{wire.ForTeam, wire.ForCoach, wire.ForDistrict} {
		if shared.Reaches(reader) {
			reach = append(reach, string(shared))
		}
	}
	return reach, nil
}

// checkFeed refuses readers that have no feed.
func checkFeed(reader wire.Audience) error {
	if reader != wire.ForCoach && reader != wire.ForDistrict {
		return fmt.Errorf("%q has no feed", string(reader))
	}
	return nil
}
