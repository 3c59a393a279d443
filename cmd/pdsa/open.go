package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

// lockWait is how long a command waits for another one to finish. It is longer
// than a command takes, and short enough to say soon that the app is open.
const lockWait = 2 * time.Second

func (a *app) path() (string, error) {
	if a.storePath != "" {
		return a.storePath, nil
	}
	return store.DefaultPath()
}

// access says what a command does with the store.
type access int

const (
	reads  access = iota // looks at a cycle that is there
	looks                // looks at all cycles; no store is no cycle
	writes               // changes something that is there
	makes                // makes a store where there is none
	stays                // likewise, and stays open: the app makes its backups itself
)

// open opens the store. Commands that only read share it with each other.
func (a *app) open(for_ access) (*store.Store, error) {
	path, err := a.path()
	if err != nil {
		return nil, err
	}
	readOnly := for_ == reads || for_ == looks
	ends := for_ == writes || for_ == makes
	o := store.Options{Now: a.now, Wait: lockWait, MustExist: for_ == reads || for_ == writes, ReadOnly: readOnly, Backup: ends, AtOnce: ends}
	o.Progress = a.progress("bringing your cycles up to date,")
	s, err := store.Open(path, o)
	if readOnly && (for_ == looks && errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrReadOnly) || err == nil && s.Stale()) {
		// A new store, or one that another version wrote, has to be written to
		// before it can be read.
		if err == nil {
			if err := s.Close(); err != nil {
				return nil, err
			}
		}
		o.ReadOnly = false
		s, err = store.Open(path, o)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("%w. `pdsa new` makes the first cycle, `pdsa` opens the app", err)
	}
	return s, err
}

// with opens the store, calls fn and closes it.
func (a *app) with(for_ access, fn func(*store.Store) error) error {
	s, err := a.open(for_)
	if err != nil {
		return err
	}
	err = fn(s)
	if problem := s.BackupProblem(); problem != nil {
		a.note("the day's backup could not be made: %v. What you wrote is saved", problem)
	}
	return errors.Join(err, s.Close())
}

// withCycle opens the store and finds the cycle that a person means.
func (a *app) withCycle(for_ access, want string, fn func(*store.Store, *change.State) error) error {
	return a.with(for_, func(s *store.Store) error {
		id, err := s.Find(want)
		if err != nil {
			return err
		}
		st, err := s.State(id)
		if err != nil {
			return err
		}
		return fn(s, st)
	})
}

// eachCycle calls fn for every cycle, the one last written in first, until ctx
// ends.
func eachCycle(ctx context.Context, s *store.Store, fn func(store.Row) error) error {
	rows, err := s.Recent(0)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// completeIDs offers the cycles for the first argument of a command.
func (a *app) completeIDs(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	err := a.with(reads, func(s *store.Store) error {
		return eachCycle(context.Background(), s, func(row store.Row) error {
			out = append(out, cobra.CompletionWithDesc(row.ID, row.Title))
			return nil
		})
	})
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
