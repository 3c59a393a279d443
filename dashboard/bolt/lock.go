package bolt

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// The process that holds a file writes its number beside it, so that a second one
// can say who that is. The lock itself is bbolt's and ends with the process.
func pidPath(path string) string { return path + ".pid" }

// note is a courtesy: a failure to write the number is no failure.
func note(path string) {
	_ = os.WriteFile(pidPath(path), []byte(strconv.Itoa(os.Getpid())), 0o600)
}

func forget(path string) { _ = os.Remove(pidPath(path)) }

// holder returns the number of the process that holds the file; 0 when it is not
// known, as when the number was left behind by one that has ended.
func holder(path string) int {
	data, err := os.ReadFile(pidPath(path))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || pid <= 0 {
		return 0
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return 0
	}
	defer func() { _ = p.Release() }()
	if errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone) {
		return 0
	}
	return pid
}
