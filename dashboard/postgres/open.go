package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/lib/pq"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

// attempts is how often an update is run that PostgreSQL breaks off.
const attempts = 10

// errClosed says that the database was closed by this process.
var errClosed = errors.New("the database is closed")

// DB is an open database. Its methods may be called by several goroutines.
type DB struct {
	pool *sql.DB
	name string
	// turns holds for each school a place that the update which runs has taken.
	// Those that wait hold no connection.
	turns sync.Map

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup // transactions; none is added once closed is set
}

var _ dashboard.Backend = (*DB)(nil)

// Open opens the database at the URL (or the list of key=value pairs) that
// PostgreSQL's own programs take, and brings its tables up to date. Several
// processes may do so at once.
//
// Errors: ErrNewer, and dashboard.ErrMoved, which names the database that this one
// was copied to. No error holds the password.
func Open(ctx context.Context, url string) (*DB, error) {
	at, err := readAddress(url)
	if err != nil {
		return nil, err
	}
	connector, err := pq.NewConnectorConfig(at.config)
	if err != nil {
		return nil, fmt.Errorf("the %s cannot be opened: %w", at.name(), err)
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(at.connections)
	pool.SetMaxIdleConns(at.connections)
	pool.SetConnMaxLifetime(at.life)
	pool.SetConnMaxIdleTime(at.idleTime)
	d := &DB{pool: pool, name: at.name()}
	if err := d.begin(ctx); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// begin brings the tables up to date and sees whether the database is in use still.
func (d *DB) begin(ctx context.Context) error {
	if err := d.Ready(ctx); err != nil {
		return fmt.Errorf("the %s cannot be reached: %w", d.name, err)
	}
	if err := d.transact(ctx, nil, func(p *sql.Tx) error { return migrate(ctx, p) }); err != nil {
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
func (d *DB) Ready(ctx context.Context) error { return plain(ctx, d.pool.PingContext(ctx)) }

// Close lets go of all connections, after the transactions that run.
func (d *DB) Close() error {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.running.Wait()
	return d.pool.Close()
}

// View runs fn in a transaction that reads the state at its beginning.
func (d *DB) View(ctx context.Context, fn func(dashboard.Reader) error) error {
	options := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	return d.transact(ctx, options, func(p *sql.Tx) error { return fn(&tx{ctx: ctx, pg: p}) })
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
	// The lock orders updates only if what follows it sees what was committed before:
	// not so where a server's own setting is stricter.
	options := &sql.TxOptions{Isolation: sql.LevelReadCommitted}
	err = d.transact(ctx, options, func(p *sql.Tx) error {
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
	_, err := t.pg.ExecContext(t.ctx, `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || $1, 0))`, school)
	if err != nil {
		return t.sql(err)
	}
	to, err := t.Setting(dashboard.SettingMoved)
	if err != nil {
		return err
	}
	return moved(to)
}
