package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/examples"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui"
)

// maxDemo is the most cycles that a demo makes: more than a large district has
// over years.
const maxDemo = 20_000

func (a *app) demoCommand() *cobra.Command {
	var cycles int
	var keep string
	var noOpen bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the app on a throw-away copy of the examples",
		Long: "Open the app on a throw-away copy of the examples, on the day of their stories: Friday, November 20, 2026. " +
			"--cycles adds invented ones, the same ones every time. --keep puts the store into a folder, as pdsa.db, where it stays.",
		Example: "  pdsa demo\n  pdsa demo --cycles 1000 --keep /tmp/demo --no-open",
		Args:    takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cycles < 0 || cycles > maxDemo {
				return wrongUsef("--cycles takes a number from 0 to %d", maxDemo)
			}
			if noOpen && keep == "" {
				return wrongUsef("--no-open only fills a store, so say where it is to stay: --keep DIR")
			}
			if !noOpen {
				if err := a.checkScreen(); err != nil {
					return err
				}
			}
			return a.demo(cmd.Context(), cycles, keep, noOpen)
		},
	}
	cmd.Flags().IntVar(&cycles, "cycles", 0, "how many invented cycles to add")
	cmd.Flags().StringVar(&keep, "keep", "", "keep the store in this folder")
	cmd.Flags().BoolVar(&noOpen, "no-open", false, "only fill the store")
	return cmd
}

func (a *app) demo(ctx context.Context, cycles int, keep string, noOpen bool) (err error) {
	folder := keep
	if folder == "" {
		if folder, err = os.MkdirTemp("", "pdsa-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	}
	now := a.demoClock()
	s, err := a.fillDemo(ctx, folder, cycles, now, a.progress("preparing cycle"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if noOpen {
		if a.json {
			return a.printJSON(map[string]any{"store": s.Path(), "cycles": cycles + len(examples.Cycles())})
		}
		a.line("%s", s.Path())
		return nil
	}
	return a.runApp(ctx, s, now, true)
}

// fillDemo makes a store with the examples in the folder. progress may be nil.
func (a *app) fillDemo(ctx context.Context, folder string, cycles int, now func() time.Time, progress func(done, of int)) (*store.Store, error) {
	path := filepath.Join(folder, "pdsa.db")
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%s is there already and was left as it is. Name another folder", path)
	}
	s, err := store.Open(path, store.Options{Now: now})
	if err != nil {
		return nil, err
	}
	changes, err := examplesOf(ctx, cycles)
	if err == nil {
		_, err = s.Merge(ctx, changes, progress)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openExamples gives the app the examples on a throw-away copy of their own.
func (a *app) openExamples(ctx context.Context) (tui.Examples, error) {
	folder, err := os.MkdirTemp("", "pdsa-demo-")
	if err != nil {
		return tui.Examples{}, err
	}
	now := a.demoClock()
	s, err := a.fillDemo(ctx, folder, 0, now, nil)
	if err != nil {
		return tui.Examples{}, errors.Join(err, os.RemoveAll(folder))
	}
	return tui.Examples{Store: s, Now: now, Close: func() error { return errors.Join(s.Close(), os.RemoveAll(folder)) }}, nil
}

// examplesOf makes the examples, which takes a while when there are many, and
// stops waiting for them when ctx ends.
func examplesOf(ctx context.Context, cycles int) ([]change.Change, error) {
	made := make(chan []change.Change, 1)
	go func() { made <- examples.Changes(append(examples.Cycles(), examples.Generate(cycles)...)) }()
	select {
	case changes := <-made:
		return changes, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// demoClock starts in the afternoon of the day of the stories and goes on from
// there, unless PDSA_NOW stops it.
func (a *app) demoClock() func() time.Time {
	if os.Getenv("PDSA_NOW") != "" {
		return a.now
	}
	began, day := time.Now(), examples.Day()
	afternoon := time.Date(day.Year, day.Month, day.Day, 15, 0, 0, 0, time.Local)
	return func() time.Time { return afternoon.Add(time.Since(began)) }
}
