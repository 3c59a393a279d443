package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// errLost says in words what database/sql calls a bad connection.
var errLost = errors.New("the connection to the database was lost")

// transact runs fn in a transaction, which is kept only if fn returns nil.
func (d *DB) transact(ctx context.Context, options *sql.TxOptions, fn func(*sql.Tx) error) error {
	if !d.enter() {
		return errClosed
	}
	defer d.running.Done()
	p, err := d.pool.BeginTx(ctx, options)
	if err != nil {
		return plain(ctx, err)
	}
	// After a commit it does nothing.
	defer func() { _ = p.Rollback() }()
	if err := fn(p); err != nil {
		return err
	}
	return plain(ctx, p.Commit())
}

// enter counts a transaction as running, unless the database is closed.
func (d *DB) enter() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	d.running.Add(1)
	return true
}

// plain puts the reason in the place of what follows from it: once the context has
// ended, the driver has stopped the statement, closed the connection and taken the
// transaction back, and says any of these.
func plain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, driver.ErrBadConn):
		return errLost
	}
	return err
}

// isBrokenOff reports whether PostgreSQL took a transaction back because of others
// that ran at the same time.
func isBrokenOff(err error) bool {
	return pq.As(err, pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected) != nil
}
