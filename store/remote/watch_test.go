package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// watched plays a watch whose syncs give what next says, and returns when it synced
// and what it told.
func watched(t *testing.T, over time.Duration, wake <-chan struct{}, next func(n int) (Result, error)) (at []time.Duration, told []string, err error) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), over)
	defer stop()
	start := time.Now()
	err = Watch(ctx, func(context.Context) (Result, error) {
		at = append(at, time.Since(start))
		return next(len(at))
	}, wake, WatchOptions{}, func(e Event) { told = append(told, fmt.Sprintf("%T", e)) })
	return at, told, err
}

func TestWatchGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at, told, err := watched(t, 5*time.Minute, nil, func(n int) (Result, error) {
			if n == 2 {
				return Result{Got: 2, Sent: 1, News: []News{{Author: "Maria", What: []string{"the goal"}}}}, nil
			}
			return Result{}, nil
		})
		if !errors.Is(err, context.DeadlineExceeded) || len(at) < 8 || len(at) > 14 {
			t.Errorf("%d syncs in five minutes, %v", len(at), err)
		}
		if want := []string{"remote.Synced", "remote.Got", "remote.Sent", "remote.Synced"}; !slices.Equal(told[:4], want) {
			t.Errorf("told %v, want %v", told[:4], want)
		}
	})
}

func TestWatchWakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wake := make(chan struct{}, 4)
		go func() {
			time.Sleep(10 * time.Second)
			for range 3 {
				wake <- struct{}{}
			}
		}()
		at, _, _ := watched(t, 20*time.Second, wake, func(int) (Result, error) { return Result{}, nil })
		if want := []time.Duration{0, 10*time.Second + gather}; !slices.Equal(at, want) {
			t.Errorf("synced at %v, want %v", at, want)
		}
	})
}

func TestWatchOffline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wake := make(chan struct{}, 1)
		wake <- struct{}{}
		at, told, _ := watched(t, time.Hour, wake, func(n int) (Result, error) {
			if n < 10 {
				return Result{}, fmt.Errorf("%w: no route", ErrUnreachable)
			}
			return Result{}, nil
		})
		if want := []string{"remote.Offline", "remote.Synced"}; len(told) < 2 || !slices.Equal(told[:2], want) {
			t.Errorf("told %v, want %v first", told, want)
		}
		last := at[9] - at[8]
		if first := at[1] - at[0]; first < 3*time.Second || first > 8*time.Second || last < 3*time.Minute || last > 7*time.Minute {
			t.Errorf("tried again after %v first and %v last", first, last)
		}
	})
}

func TestWatchEnds(t *testing.T) {
	for _, want := range []error{&wire.Error{Code: wire.CodeSignIn}, store.ErrNotJoined, store.ErrDamaged, store.ErrNotFound} {
		synctest.Test(t, func(t *testing.T) {
			at, _, err := watched(t, time.Hour, nil, func(int) (Result, error) { return Result{}, want })
			if !errors.Is(err, want) || len(at) != 1 {
				t.Errorf("Watch = %v after %d syncs, want %v", err, len(at), want)
			}
		})
	}
}

func TestWatchTellsTroubleOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, told, _ := watched(t, time.Hour, nil, func(int) (Result, error) {
			return Result{Sent: 1}, &wire.Error{Code: wire.CodeTooLarge, Message: "too large"}
		})
		told = slices.DeleteFunc(told, func(e string) bool { return e == "remote.Sent" })
		if !slices.Equal(told, []string{"remote.Trouble"}) {
			t.Errorf("told %v", told)
		}
	})
}

func TestWatchLetsTheStoreBeInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at, told, _ := watched(t, 5*time.Minute, nil, func(int) (Result, error) { return Result{}, &store.InUseError{} })
		if len(at) < 8 || len(told) > 0 {
			t.Errorf("%d syncs, told %v", len(at), told)
		}
	})
}
