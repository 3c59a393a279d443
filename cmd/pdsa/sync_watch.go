package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

// watch syncs again and again until it is stopped, which is how it is meant to end.
// Other commands can use the store in between.
func (a *app) watch(cmd *cobra.Command) error {
	ctx := cmd.Context()
	every, err := cmd.Flags().GetDuration("every")
	if err != nil {
		return err
	}
	if every < time.Second {
		return wrongUsef("--every takes a time from 1s on, such as 30s or 5m")
	}
	said := map[string]string{}
	quietly := func(ctx context.Context, e *remote.Engine) (remote.Result, error) { return e.SyncQuietly(ctx, nil) }
	err = remote.Watch(ctx, func(ctx context.Context) (remote.Result, error) { return a.syncOnce(ctx, quietly) },
		nil, remote.WatchOptions{Every: every, Now: a.now}, func(e remote.Event) {
			if a.json || news(said, e) {
				a.printEvent(e)
			}
		})
	if ctx.Err() == nil {
		return explained(err)
	}
	a.printEvent(a.ended())
	return nil
}

// news reports whether an event is more than what was said before: how things stand
// is only said when it has changed.
func news(said map[string]string, e remote.Event) bool {
	switch e.(type) {
	case remote.Synced, remote.ClockWrong, remote.Refused:
		before := said[eventName(e)]
		said[eventName(e)] = e.String()
		return e.String() != before
	}
	return true
}

// ended is the last event of a watch. Left is nil where the store is in use, and
// then goes on syncing, elsewhere.
type ended struct {
	Left *int `json:"to_send,omitempty"`
}

func (e ended) String() string {
	if e.Left == nil {
		return "stopped"
	}
	return "stopped, " + remote.Synced{Left: *e.Left}.String()
}

func (a *app) ended() ended {
	var out ended
	_ = a.with(reads, func(s *store.Store) error { // the line is a courtesy
		status, err := remote.StatusOf(s, nil)
		if err == nil {
			out.Left = &status.ToSend
		}
		return err
	})
	return out
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
	case ended:
		return "stopped"
	}
	return "synced"
}
