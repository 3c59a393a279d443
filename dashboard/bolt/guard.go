package bolt

import (
	"runtime"
	"runtime/debug"
	"strings"

	"go.etcd.io/bbolt"
)

// view runs read on the state of the last commit. Error besides those of read:
// ErrDamaged.
func (d *DB) view(read func(*bbolt.Tx) error) error { return d.run(d.db.View, read) }

// update runs write in a transaction and brings it to the disk. Error besides those of
// write: ErrDamaged.
func (d *DB) update(write func(*bbolt.Tx) error) error { return d.run(d.db.Update, write) }

func (d *DB) run(transact func(func(*bbolt.Tx) error) error, fn func(*bbolt.Tx) error) error {
	if d.lost.Load() {
		return unreadable(d.path, "as a request before this one found")
	}
	return guard(d.path, func() error {
		var of *bbolt.Tx
		through := false
		defer func() {
			// A transaction that is not closed after a panic keeps its locks for good,
			// and whoever comes next would wait for ever.
			if !through && (of == nil || of.DB() != nil) {
				d.lost.Store(true)
			}
		}()
		err := transact(func(btx *bbolt.Tx) error {
			of = btx
			return fn(btx)
		})
		through = true
		return err
	})
}

// guard runs what reads the mapped file. A damaged page shows in bbolt as a panic or
// as a memory fault, either of which would end the process: the error is then
// ErrDamaged. A panic of what was handed in goes on its way, as it is no damage.
func guard(path string, read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		cause := recover()
		switch {
		case cause == nil:
		case !ofFile(cause):
			panic(cause)
		default:
			err = unreadable(path, cause)
		}
	}()
	return read()
}

// readers are the packages whose panics come from what a file holds.
var readers = []string{"go.etcd.io/bbolt", "github.com/cqi-pdsa/pdsa/dashboard/bolt."}

// ofFile reports whether a panic came from reading a file. It is called while the
// panic is being recovered from, when the stack still shows where it began.
func ofFile(cause any) bool {
	if _, fault := cause.(interface{ Addr() uintptr }); fault {
		return true
	}
	callers := make([]uintptr, 100)
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers)])
	for began := false; ; {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			began = true
		case began && !strings.HasPrefix(frame.Function, "runtime."):
			for _, reader := range readers {
				if strings.HasPrefix(frame.Function, reader) {
					return true
				}
			}
			return false
		}
		if !more {
			return false
		}
	}
}
