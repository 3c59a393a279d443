package store

import (
	"os"
	"syscall"
)

// The numbers are those of winerror.h.
var (
	fullErrors     = []syscall.Errno{112, 39, 1295} // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED
	readOnlyErrors = []syscall.Errno{19}            // ERROR_WRITE_PROTECT
)

// abandon closes a file that bbolt can no longer close, and its lock with it.
func abandon(f *os.File) error { return f.Close() }
