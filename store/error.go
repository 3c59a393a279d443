package store

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrNotFound says that no cycle has the id or title asked for.
	ErrNotFound = errors.New("not found")
	// ErrDamaged says that the file is not whole. It was left untouched.
	ErrDamaged = errors.New("the store is damaged")
	// ErrForeign says that the file is not a store of this program.
	ErrForeign = errors.New("not a pdsa store")
	// ErrNewer says that a newer version of the program wrote the file.
	ErrNewer = errors.New("the store was written by a newer version of pdsa")
	// ErrReadOnly says that the file can be read but not written.
	ErrReadOnly = errors.New("the store can only be read")
	// ErrFull says that the disk has no room left.
	ErrFull = errors.New("the disk is full")
)

// InUseError says that another process holds the store.
type InUseError struct {
	Path string
	PID  int // 0 when not known
}

func (e *InUseError) Error() string {
	who := ""
	if e.PID > 0 {
		who = fmt.Sprintf(" (PID %d)", e.PID)
	}
	return fmt.Sprintf("your cycles are already open in another window%s. Close it, or go on there; nothing was changed", who)
}

// writeError gives a failed write the words a person can act on.
func writeError(err error) error {
	switch {
	case err == nil:
		return nil
	case isOne(err, fullErrors):
		return fmt.Errorf("%w: this was not saved. Free some space and save again; everything saved before is safe", ErrFull)
	case isOne(err, readOnlyErrors):
		return fmt.Errorf("%w: the disk is write-protected, so this was not saved; everything saved before is safe", ErrReadOnly)
	}
	return err
}

// isOne reports whether the error is one of the system's. bbolt hands some on as
// text only.
func isOne(err error, numbers []syscall.Errno) bool {
	for _, no := range numbers {
		if errors.Is(err, no) || strings.Contains(err.Error(), no.Error()) {
			return true
		}
	}
	return false
}
