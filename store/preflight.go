package store

import (
	"errors"
	"fmt"
	"syscall"

	"go.etcd.io/bbolt"
)

// preflight looks at a file before bbolt maps it.
func preflight(path string, size int64) error {
	if size == 0 {
		return fmt.Errorf("%w: %s is empty, it has lost its content. It was left untouched. `pdsa doctor --repair` brings back the newest backup", ErrDamaged, path)
	}
	return nil
}

func guardedOpen(path string, o *bbolt.Options) (*bbolt.DB, error) {
	return bbolt.Open(path, 0o600, o)
}

func openError(path string, err error) error {
	return fmt.Errorf("%w: %s: %w", ErrForeign, path, err)
}

func isReadOnlyDisk(err error) bool { return errors.Is(err, syscall.EROFS) }
