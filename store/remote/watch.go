package remote

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
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
	if o.Every == 0 { // a sync is a request for each: a district follows hundreds
		o.Every = watchEvery * time.Duration(1+len(streams)/10)
	}
	return Watch(ctx, func(ctx context.Context) (Result, error) { return e.Sync(ctx, nil) }, wake, o, tell)
}

// Watch is Engine.Watch for a sync that is made up otherwise, such as one that opens
// the store only for as long as it takes.
func Watch(ctx context.Context, sync func(context.Context) (Result, error), wake <-chan struct{}, o WatchOptions, tell func(Event)) error {
	if o.Every == 0 {
		o.Every = watchEvery
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	w := &watcher{sync: sync, o: o, tell: tell, retry: &backoff.ExponentialBackOff{
		InitialInterval: firstRetry, MaxInterval: lastRetry, Multiplier: 2, RandomizationFactor: 0.3,
	}}
	for {
		pause, err := w.once(ctx)
		if err != nil {
			return err
		}
		woken := wake
		if w.offline {
			woken = nil
		}
		if err := wait(ctx, pause, woken); err != nil {
			return err
		}
		drain(wake)
	}
}

type watcher struct {
	sync    func(context.Context) (Result, error)
	o       WatchOptions
	tell    func(Event)
	retry   *backoff.ExponentialBackOff
	offline bool
	trouble string // told last
}

// once syncs and returns how long to wait then.
func (w *watcher) once(ctx context.Context) (time.Duration, error) {
	r, err := w.sync(ctx)
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	var inUse *store.InUseError
	switch {
	case err == nil:
		w.offline, w.trouble = false, ""
		for _, e := range r.Events(w.o.Now()) {
			w.tell(e)
		}
		return jittered(w.o.Every), nil
	case errors.As(err, &inUse):
		return jittered(w.o.Every), nil // whoever has it open syncs it
	case codeOf(err) == wire.CodeSignIn, codeOf(err) == "" && !Passes(err) && !errors.Is(err, store.ErrFull):
		return 0, err
	}
	// What went through before the error is told too.
	done := r.Events(w.o.Now())
	for _, e := range done[:len(done)-1] {
		w.tell(e)
	}
	passes := Passes(err)
	if !w.offline {
		w.retry.Reset()
		if passes {
			w.tell(Offline{Since: w.o.Now(), Err: err})
		}
	}
	if !passes && err.Error() != w.trouble {
		w.trouble = err.Error()
		w.tell(Trouble{err})
	}
	w.offline = true
	return w.retry.NextBackOff(), nil
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
