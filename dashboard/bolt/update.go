package bolt

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

// bbolt's own way of letting writes share a commit is DB.Batch. It commits in a
// goroutine of its own, where a damaged page would end the process. Here it is one of
// the callers that commits for all.

// gatherTime is how long a write waits for others to share its commit: little
// beside the time that a disk takes for one.
const gatherTime = 2 * time.Millisecond

// An update is a call of DB.Update.
type update struct {
	ctx  context.Context
	fn   func(dashboard.Tx) error
	done chan error
}

// A line is the updates that wait for the next commit.
type line struct {
	mu      sync.Mutex
	waiting []*update
}

// join puts an update into the line and reports whether it is the first.
func (l *line) join(u *update) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, u)
	return len(l.waiting) == 1
}

// take empties the line.
func (l *line) take() []*update {
	l.mu.Lock()
	defer l.mu.Unlock()
	waiting := l.waiting
	l.waiting = nil
	return waiting
}

// errAlone tells an update that it is to run by itself.
var errAlone = errors.New("not in this commit")

// Update runs fn in one transaction that is on the disk when it returns. bbolt
// has one writer at a time, so all updates run one after the other; those that
// come within a few milliseconds share a commit. When one of them fails, it is
// taken out and run by itself, and the others are run again. Error besides those of
// fn: ErrDamaged.
func (d *DB) Update(ctx context.Context, _ string, fn func(dashboard.Tx) error) error {
	u := &update{ctx: ctx, fn: fn, done: make(chan error, 1)}
	if d.line.join(u) {
		time.Sleep(gatherTime)
		d.commitLine()
	}
	err := <-u.done
	if errors.Is(err, errAlone) {
		d.writing.Lock()
		defer d.writing.Unlock()
		err = d.update(func(btx *bbolt.Tx) error { return u.run(btx) })
	}
	return err
}

// commitLine commits what waits, and tells each update what became of it.
func (d *DB) commitLine() {
	d.writing.Lock()
	defer d.writing.Unlock()
	together := d.line.take()
	for len(together) > 0 {
		failed := -1
		err := d.update(func(btx *bbolt.Tx) error {
			for i, u := range together {
				if err := u.runAmongOthers(btx); err != nil {
					failed = i
					return err
				}
			}
			return nil
		})
		if failed >= 0 {
			together[failed].done <- errAlone
			together = slices.Delete(together, failed, failed+1)
			continue
		}
		if errors.Is(err, ErrDamaged) && len(together) > 1 {
			err = errAlone // only some of them may have met the damage
		}
		for _, u := range together {
			u.done <- err
		}
		return
	}
}

// run runs the update in a transaction.
func (u *update) run(btx *bbolt.Tx) error {
	if err := errors.Join(u.ctx.Err(), moved(btx)); err != nil {
		return err
	}
	t := &tx{bolt: btx}
	if err := u.fn(t); err != nil {
		return err
	}
	return t.failed
}

// runAmongOthers is run for a transaction that others share: a panic is one update's
// own, and comes again when that runs by itself.
func (u *update) runAmongOthers(btx *bbolt.Tx) (err error) {
	defer func() {
		if recover() != nil {
			err = errAlone
		}
	}()
	return u.run(btx)
}
