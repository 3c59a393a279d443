package tuitest

import (
	"testing"
	"testing/synctest"
	"time"
)

// Quick runs a test in which text is typed. Its clock moves on by itself when
// everybody waits, so that the pauses after which typing is saved take no time.
func Quick(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		// The waits that Drive has given up end before the clock stands still.
		defer time.Sleep(time.Minute)
		test(t)
	})
}
