package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// ErrNewer says that a newer version of the program made the tables.
var ErrNewer = errors.New("the dashboard's database was written by a newer version of pdsa; start that one")

// Each file is one step to the next version of the tables, in the order of their
// names. A step that was released is never altered.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate runs the steps that the database has not had, all in the transaction. Of
// several processes that start at once one does it and the others wait.
func migrate(ctx context.Context, tx *sql.Tx) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	slices.Sort(steps)
	version, err := lockedVersion(ctx, tx)
	if err != nil {
		return err
	}
	if version > len(steps) {
		return ErrNewer
	}
	for ; version < len(steps); version++ {
		if err := step(ctx, tx, steps[version]); err != nil {
			return fmt.Errorf("%s: %w", steps[version], err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO schema_version (version) VALUES ($1)`, version+1); err != nil {
			return err
		}
	}
	return nil
}

// lockedVersion returns how many steps the database has had; until the
// transaction ends no other process gets here.
func lockedVersion(ctx context.Context, tx *sql.Tx) (version int, err error) {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' migrations', 1))`); err != nil {
		return 0, err
	}
	var known bool
	if err := tx.QueryRowContext(ctx, `SELECT to_regclass('schema_version') IS NOT NULL`).Scan(&known); err != nil {
		return 0, err
	}
	if !known {
		_, err := tx.ExecContext(ctx, `CREATE TABLE schema_version (version int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())`)
		return 0, err
	}
	return version, tx.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM schema_version`).Scan(&version)
}

func step(ctx context.Context, tx *sql.Tx, name string) error {
	script, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	// Without arguments: only then several statements go in one.
	_, err = tx.ExecContext(ctx, string(script))
	return err
}
