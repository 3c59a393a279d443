//go:build !windows

package tui

import (
	"os"
	"syscall"
)

var hangupSignals = []os.Signal{syscall.SIGHUP}
