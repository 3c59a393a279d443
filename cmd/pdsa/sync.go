package main

import (
	"context"
	"encoding/json"
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
			"With --watch it goes on until you stop it. The app does the same by itself.",
		Args: takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if watch {
				return a.watch(cmd.Context())
			}
			r, err := a.syncOnce(cmd.Context(), func(ctx context.Context, e *remote.Engine) (remote.Result, error) {
				return e.Sync(ctx, a.syncProgress())
			})
			return a.printSync(r, err)
		},
	}
	cmd.Flags().BoolVar(&watch, "watch", false, "go on until stopped")
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

// watch syncs again and again. Other commands can use the store in between.
func (a *app) watch(ctx context.Context) error {
	quietly := func(ctx context.Context, e *remote.Engine) (remote.Result, error) { return e.SyncQuietly(ctx, nil) }
	return remote.Watch(ctx, func(ctx context.Context) (remote.Result, error) { return a.syncOnce(ctx, quietly) },
		nil, remote.WatchOptions{Now: a.now}, a.printEvent)
}

// printEvent prints what a watch tells, a line each.
func (a *app) printEvent(e remote.Event) {
	if a.json {
		// A watch has no one value to print: it is one for each event.
		if data, err := json.Marshal(map[string]any{"event": eventName(e), "at": a.now().Format(time.RFC3339), "text": e.String(), "detail": e}); err == nil {
			fmt.Fprintln(a.out, string(data))
		}
	} else {
		a.line("%s  %s", a.now().Format("15:04:05"), e)
	}
	_ = a.out.Flush() // a broken pipe shows at the end
}

func eventName(e remote.Event) string {
	switch e.(type) {
	case remote.Sent:
		return "sent"
	case remote.Got:
		return "received"
	case remote.Offline:
		return "offline"
	case remote.ClockWrong:
		return "clock_wrong"
	case remote.Copied:
		return "copied"
	case remote.Restored:
		return "restored"
	case remote.Refused:
		return "refused"
	case remote.Trouble:
		return "trouble"
	}
	return "synced"
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
