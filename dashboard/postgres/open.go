package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

// connections is how many connections a process has at most, when the URL does
// not say so with pool_max_conns.
const connections = 16

// attempts is how often an update is run that PostgreSQL breaks off.
const attempts = 10

// DB is an open database. Its methods may be called by several goroutines.
type DB struct {
	pool *pgxpool.Pool
	name string
	// turns holds for each school a place that the update which runs has taken.
	// Those that wait hold no connection.
	turns sync.Map
}

var _ dashboard.Backend = (*DB)(nil)

// Open opens the database at the URL (or the list of key=value pairs) that
// PostgreSQL's own programs take, and brings its tables up to date. Several
// processes may do so at once.
//
// Errors: ErrNewer, and dashboard.ErrMoved, which names the database that this one
// was copied to. No error holds the password.
func Open(ctx context.Context, url string) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The error of the driver may quote the URL.
		return nil, errors.New("the address of the PostgreSQL database is not one; it looks like postgres://user:password@host:5432/name")
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = connections
	}
	c := config.ConnConfig
	name := fmt.Sprintf("PostgreSQL database %q on %s", c.Database, c.Host)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("the %s cannot be opened: %w", name, err)
	}
	d := &DB{pool: pool, name: name}
	if err := d.begin(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return d, nil
}

// begin brings the tables up to date and sees whether the database is in use still.
func (d *DB) begin(ctx context.Context) error {
	if err := d.pool.Ping(ctx); err != nil {
		return fmt.Errorf("the %s cannot be reached: %w", d.name, err)
	}
	if err := migrate(ctx, d.pool); err != nil {
		return fmt.Errorf("the %s cannot be brought up to date, and was left as it was: %w", d.name, err)
	}
	return d.View(ctx, func(r dashboard.Reader) error {
		to, err := r.Setting(dashboard.SettingMoved)
		if err != nil {
			return err
		}
		return moved(to)
	})
}

func moved(to string) error {
	if to == "" {
		return nil
	}
	return fmt.Errorf("%w: %s", dashboard.ErrMoved, to)
}

// Name returns the names of the database and of its host.
func (d *DB) Name() string { return d.name }

// Ready reports whether the database answers.
func (d *DB) Ready(ctx context.Context) error { return d.pool.Ping(ctx) }

// Close lets go of all connections, after the transactions that run.
func (d *DB) Close() error {
	d.pool.Close()
	return nil
}

// View runs fn in a transaction that reads the state at its beginning.
func (d *DB) View(ctx context.Context, fn func(dashboard.Reader) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return pgx.BeginTxFunc(ctx, d.pool, options, func(p pgx.Tx) error { return fn(&tx{ctx: ctx, pg: p}) })
}

// Update runs fn in a transaction once all updates before it that name the same
// school have ended.
func (d *DB) Update(ctx context.Context, school string, fn func(dashboard.Tx) error) error {
	release, err := d.turn(ctx, school)
	if err != nil {
		return err
	}
	defer release()
	for attempt := 1; ; attempt++ {
		again, err := d.try(ctx, school, fn)
		if !again || attempt == attempts {
			return err
		}
		// Whoever was in the way shall not meet this one again in step.
		wait := time.Duration(attempt) * time.Duration(1+rand.IntN(10)) * time.Millisecond
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// turn waits until no update of the school runs in this process.
func (d *DB) turn(ctx context.Context, school string) (release func(), err error) {
	place, _ := d.turns.LoadOrStore(school, make(chan struct{}, 1))
	taken := place.(chan struct{})
	select {
	case taken <- struct{}{}:
		return func() { <-taken }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// try runs an update once; again says that PostgreSQL broke it off and it may be
// run again.
func (d *DB) try(ctx context.Context, school string, fn func(dashboard.Tx) error) (again bool, err error) {
	t := &tx{ctx: ctx}
	err = pgx.BeginFunc(ctx, d.pool, func(p pgx.Tx) error {
		t.pg = p
		if err := t.lock(school); err != nil {
			return err
		}
		if err := fn(t); err != nil {
			return err
		}
		return t.failed
	})
	return t.brokenOff || isBrokenOff(err), err
}

// lock waits for other processes' updates of the school. The setting is read by a
// statement of its own, which sees what they wrote.
func (t *tx) lock(school string) error {
	var to []byte
	b := &pgx.Batch{}
	b.Queue(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || $1, 0))`, school).
		QueryRow(func(row pgx.Row) error { return row.Scan(nil) })
	b.Queue(`SELECT value FROM setting WHERE key = $1`, dashboard.SettingMoved).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(&to); !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			return nil
		})
	if err := t.sql(t.pg.SendBatch(t.ctx, b).Close()); err != nil {
		return err
	}
	return moved(string(to))
}

// isBrokenOff reports whether PostgreSQL took a transaction back because of others
// that ran at the same time.
func isBrokenOff(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == codeSerialization || pg.Code == codeDeadlock)
}

// Codes of PostgreSQL's errors.
const (
	codeSerialization = "40001"
	codeDeadlock      = "40P01"
	codeTaken         = "23505"
	codeNoSuchRow     = "23503"
)
