package remote

import (
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// A Pace says after each sync what there is to tell of it and when to sync next. It
// does nothing itself: Watch keeps it with timers, and a program with a loop of its
// own keeps it with that. It is for one goroutine.
type Pace struct {
	o       WatchOptions
	retry   *backoff.ExponentialBackOff
	offline bool
	trouble string // told last
}

// NewPace returns a pace. The zero WatchOptions are right for the app.
func NewPace(o WatchOptions) *Pace {
	if o.Every == 0 {
		o.Every = watchEvery
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Pace{o: o, retry: &backoff.ExponentialBackOff{
		InitialInterval: firstRetry, MaxInterval: lastRetry, Multiplier: 2, RandomizationFactor: 0.3,
	}}
}

// Follow tells the pace how many streams a sync is about: many are asked for more
// rarely.
func (p *Pace) Follow(streams int) { p.o.Every = everyFor(streams) }

// Offline reports whether the last sync failed: a save is then no reason for another.
func (p *Pace) Offline() bool { return p.offline }

// Gather is how long to wait after a save: more of them mostly follow.
func (p *Pace) Gather() time.Duration { return gather }

// Ended takes how a sync ended. tell is what there is to tell of it, in order, and
// pause how long to wait for the next one. end is the error when there is to be none
// because it would not help: the laptop has not joined or is not known any more, or
// the store is gone or damaged.
func (p *Pace) Ended(r Result, err error) (tell []Event, pause time.Duration, end error) {
	tell = r.Events(p.o.Now())
	var inUse *store.InUseError
	switch {
	case err == nil:
		p.offline, p.trouble = false, ""
		return tell, jittered(p.o.Every), nil
	case errors.As(err, &inUse):
		return nil, jittered(p.o.Every), nil // whoever has it open syncs it
	}
	tell = tell[:len(tell)-1] // what went through before the error is told too
	if codeOf(err) == wire.CodeSignIn || codeOf(err) == "" && !Passes(err) && !errors.Is(err, store.ErrFull) {
		return tell, 0, err
	}
	passes := Passes(err)
	if !p.offline {
		p.retry.Reset()
		if passes {
			tell = append(tell, Offline{Since: p.o.Now(), Err: err})
		}
	}
	if !passes && err.Error() != p.trouble {
		p.trouble = err.Error()
		tell = append(tell, Trouble{err})
	}
	p.offline = true
	return tell, p.retry.NextBackOff(), nil
}
