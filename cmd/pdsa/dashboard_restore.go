package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
)

func (p *dashboardPlace) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore [FILE]",
		Short: "Bring a backup of the dashboard back",
		Long: "Put a copy of the backup FILE in the place of the dashboard's database. The file that was there is kept beside it. " +
			"The laptops notice, and each sends again what it holds: what was written since the backup comes back from them.\n\n" +
			"A PostgreSQL database is brought back by its own tools, such as pg_restore. Then call this without a FILE, so that the laptops notice.",
		Args: takes(0, 1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			name, err := p.name()
			if err != nil {
				return err
			}
			switch {
			case isURL(name) && len(args) > 0:
				return wrongUsef("this database is in PostgreSQL, whose own tools, such as pg_restore, bring a backup back. Then call this without a file: the laptops notice")
			case isURL(name):
				return p.tellRestored(ctx)
			case len(args) == 0:
				return wrongUsef("name the backup that is to be brought back")
			}
			if ok, err := p.app.confirm(ctx, fmt.Sprintf("Put %s in the place of %s, which is kept under another name? [y/N] ", args[0], name)); err != nil || !ok {
				return errors.Join(err, errors.New("nothing was changed"))
			}
			kept, err := p.restore(ctx, args[0], name)
			if err != nil {
				return err
			}
			if p.app.json {
				return p.app.printJSON(map[string]string{"database": name, "kept": kept})
			}
			p.app.note("restored from %s. Start the server: the laptops send what they hold", args[0])
			if kept != "" {
				p.app.note("what was there before is kept in %s", kept)
			}
			return nil
		},
	}
}

// tellRestored lets the laptops notice that a database came back from a backup by
// other means.
func (p *dashboardPlace) tellRestored(ctx context.Context) (err error) {
	if ok, err := p.app.confirm(ctx, "Did this database come back from a backup? All laptops then send again what they hold. [y/N] "); err != nil || !ok {
		return errors.Join(err, errors.New("nothing was changed"))
	}
	back, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, back.Close()) }()
	if _, err := dashboard.New(back, dashboard.Options{Now: p.app.now}).NewEpoch(ctx); err != nil {
		return err
	}
	if p.app.json {
		return p.app.printJSON(map[string]string{"database": back.Name()})
	}
	p.app.note("the laptops notice, and send what they hold")
	return nil
}

// restore returns where the database that was there is kept; empty when none was.
func (p *dashboardPlace) restore(ctx context.Context, from, name string) (kept string, err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return "", err
	}
	fresh, err := p.renewed(ctx, from, name)
	if err != nil {
		return "", fmt.Errorf("%w. Nothing was changed", err)
	}
	defer func() { _ = os.Remove(fresh) }()
	if kept, err = p.setAside(name); err != nil {
		return "", err
	}
	if err := os.Rename(fresh, name); err != nil {
		if kept != "" {
			err = errors.Join(err, os.Rename(kept, name))
		}
		return "", err
	}
	return kept, nil
}

// renewed makes a checked copy of the backup beside the database, with a new epoch.
// The backup itself is only read.
func (p *dashboardPlace) renewed(ctx context.Context, from, name string) (fresh string, err error) {
	dir, err := os.MkdirTemp(filepath.Dir(name), filepath.Base(name)+".restore-*")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	work := filepath.Join(dir, "backup.db")
	if err := boltfile.Duplicate(from, work); err != nil {
		return "", err
	}
	db, err := bolt.Open(work)
	if err != nil {
		return "", fmt.Errorf("%s is no backup to go back to: %w", from, err)
	}
	_, err = dashboard.New(db, dashboard.Options{Now: p.app.now}).NewEpoch(ctx)
	fresh = dir + ".db"
	if err == nil {
		err = db.Backup(ctx, fresh, nil)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		_ = os.Remove(fresh) // usually not there
	}
	return fresh, err
}

// setAside gives the database another name. Its lock is taken first, so that none
// in use is moved away under its server; a damaged one has none to take.
func (p *dashboardPlace) setAside(name string) (kept string, err error) {
	if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	db, err := bolt.Open(name)
	switch {
	case err == nil:
		if err := db.Close(); err != nil {
			return "", err
		}
	case errors.Is(err, bolt.ErrDamaged), errors.Is(err, dashboard.ErrMoved):
	default:
		return "", err
	}
	base := name + ".before-" + p.app.now().UTC().Format("20060102T150405")
	kept = base
	for n := 2; ; n++ {
		if _, err := os.Lstat(kept); errors.Is(err, os.ErrNotExist) {
			return kept, os.Rename(name, kept)
		}
		kept = fmt.Sprintf("%s-%d", base, n)
	}
}
