package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

func (a *app) syncCommand() *cobra.Command {
	var watch bool
	cmd := &cobra.Command{
		Use:   "sync",
		Short: "Send and receive what is new, with the district's dashboard",
		Long: "Send to the dashboard what was written here and receive what others wrote. It can be stopped at any time and goes on where it was. " +
			"With --watch it goes on until you stop it with Ctrl+C. The app does the same by itself.",
		Args: takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if watch {
				return a.watch(cmd)
			}
			if cmd.Flags().Changed("every") {
				return wrongUsef("--every is for --watch")
			}
			r, err := a.syncOnce(cmd.Context(), func(ctx context.Context, e *remote.Engine) (remote.Result, error) {
				return e.Sync(ctx, a.syncProgress())
			})
			return a.printSync(r, err)
		},
	}
	cmd.Flags().BoolVar(&watch, "watch", false, "go on until stopped")
	cmd.Flags().Duration("every", 30*time.Second, "with --watch, how long to wait between two times; from 1s on")
	return cmd
}

// syncOnce opens the store for as long as one sync takes.
func (a *app) syncOnce(ctx context.Context, sync func(context.Context, *remote.Engine) (remote.Result, error)) (r remote.Result, err error) {
	err = a.with(writes, func(s *store.Store) error {
		e, err := remote.Open(s, remote.Options{Now: a.now, Tries: 3})
		if err != nil {
			return err
		}
		if r, err = sync(ctx, e); err != nil {
			return err
		}
		// What other schools share is for reading: sync is through without it.
		if err := e.RefreshNetwork(ctx, a.progress("cycles of other schools:")); err != nil && ctx.Err() == nil {
			a.note("the cycles of other schools could not be brought up to date: %v", err)
		}
		return ctx.Err()
	})
	return r, err
}

// syncProgress shows on a terminal how far a sync is.
func (a *app) syncProgress() func(remote.Progress) {
	if a.json || !term.IsTerminal(a.messages.Fd()) {
		return nil
	}
	return func(p remote.Progress) {
		fmt.Fprintf(a.messages, "\r\x1b[K%d received", p.Got)
		if p.ToSend > 0 {
			fmt.Fprintf(a.messages, ", %d of %d sent", p.Sent, p.ToSend)
		}
	}
}

// printSync says what a sync did, also before it failed.
func (a *app) printSync(r remote.Result, err error) error {
	if a.json {
		if err != nil {
			return explained(err)
		}
		if err := a.printJSON(syncJSON(r)); err != nil {
			return err
		}
		return refusedError(r)
	}
	if a.syncProgress() != nil {
		fmt.Fprint(a.messages, "\r\x1b[K")
	}
	for _, e := range r.Events(a.now()) {
		switch e := e.(type) {
		case remote.Got:
			a.line("received %d", e.Changes)
			for _, n := range e.News {
				a.line("  %s", n)
			}
		case remote.Sent:
			a.line("sent %d", e.Changes)
		case remote.Refused, remote.Synced:
		default:
			a.note("%s", e)
		}
	}
	if err != nil {
		return explained(err)
	}
	switch {
	case r.Got+r.Sent == 0 && r.Left == 0:
		a.line("nothing new")
	case r.Left > 0:
		a.line("%d still to send", r.Left)
	}
	return refusedError(r)
}

func syncJSON(r remote.Result) any {
	news := r.News
	if news == nil {
		news = []remote.News{}
	}
	return map[string]any{
		"sent": r.Sent, "received": r.Got, "news": news, "to_send": r.Left, "copied": r.Copied,
		"restored": r.Restored, "clock_wrong": r.ClockWrong(), "refused": len(r.Refused) > 0,
	}
}

// errRefused says that the dashboard takes nothing from this person.
var errRefused = errors.New("not taken")

func refusedError(r remote.Result) error {
	if len(r.Refused) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", errRefused, remote.Refused{Schools: r.Refused})
}

// explainedError gives an error other words and stays what it is.
type explainedError struct{ error }

func (e *explainedError) Error() string { return remote.Explain(e.error) }
func (e *explainedError) Unwrap() error { return e.error }

func explained(err error) error {
	if err == nil {
		return nil
	}
	return &explainedError{err}
}
