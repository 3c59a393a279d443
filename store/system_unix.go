//go:build !windows

package store

import (
	"errors"
	"os"
	"syscall"
)

var (
	fullErrors     = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	readOnlyErrors = []syscall.Errno{syscall.EROFS}
)

// abandon closes a file that bbolt can no longer close. Its mapping would keep
// the lock, so that is let go of first.
func abandon(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}
