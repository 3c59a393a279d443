package remote

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	watchEvery = 30 * time.Second // between syncs while nothing is written here
	gather     = 2 * time.Second  // after a save: more of them mostly follow
	firstRetry = 5 * time.Second  // after the dashboard could not be reached
	lastRetry  = 5 * time.Minute  // and at most
)

// WatchOptions say how a watcher runs. The zero WatchOptions are right for the app.
type WatchOptions struct {
	Every time.Duration    // between syncs while nothing is written here; 0 is half a minute, more for many schools
	Now   func() time.Time // nil is time.Now
}

// Watch syncs at once and then again and again until ctx ends, and tells what
// happened. A send on wake says that something was saved: the next sync then comes
// within seconds. While the dashboard cannot be reached it is asked ever more
// rarely, five minutes apart at most, and saves wake nobody.
//
// tell is called from the goroutine of Watch. The error is that of ctx, or the one
// that ended the watch: the laptop has not joined or is not known any more, or the
// store is gone or damaged.
func (e *Engine) Watch(ctx context.Context, wake <-chan struct{}, o WatchOptions, tell func(Event)) error {
	streams, err := e.store.Streams()
	if err != nil {
		return err
	}
	if o.Every == 0 {
		o.Every = everyFor(len(streams))
	}
	return Watch(ctx, func(ctx context.Context) (Result, error) { return e.SyncQuietly(ctx, nil) }, wake, o, tell)
}

// everyFor is how often to sync so many streams: a sync is a request for each, and a
// district follows hundreds.
func everyFor(streams int) time.Duration { return watchEvery * time.Duration(1+streams/10) }

// Watch is Engine.Watch for a sync that is made up otherwise, such as one that opens
// the store only for as long as it takes.
func Watch(ctx context.Context, sync func(context.Context) (Result, error), wake <-chan struct{}, o WatchOptions, tell func(Event)) error {
	pace := NewPace(o)
	for {
		r, err := sync(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		events, pause, end := pace.Ended(r, err)
		for _, e := range events {
			tell(e)
		}
		if end != nil {
			return end
		}
		woken := wake
		if pace.Offline() {
			woken = nil
		}
		if err := wait(ctx, pause, woken); err != nil {
			return err
		}
		drain(wake)
	}
}

// wait waits for the pause to pass or, a moment for more of them included, for a
// save.
func wait(ctx context.Context, pause time.Duration, wake <-chan struct{}) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	case <-wake:
	}
	timer.Reset(min(gather, pause))
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// drain takes what was sent meanwhile: the sync that follows sends it all.
func drain(wake <-chan struct{}) {
	for {
		select {
		case _, open := <-wake:
			if !open {
				return
			}
		default:
			return
		}
	}
}

// jittered spreads the laptops of a district over time.
func jittered(d time.Duration) time.Duration {
	return d - d/5 + rand.N(d*2/5+1)
}
