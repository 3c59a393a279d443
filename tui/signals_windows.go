package tui

import (
	"os"
	"syscall"
)

// Windows tells of a closed console window as SIGTERM.
var hangupSignals = []os.Signal{syscall.SIGTERM}
