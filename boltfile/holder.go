package boltfile

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// The process that holds a file writes its number beside it, so that a second one can
// say who that is. The lock itself is bbolt's and ends with the process; a number that
// was left behind locks nobody out.
func pidPath(path string) string { return path + ".pid" }

// Note writes the number of this process beside the file. It is a courtesy: a failure
// to write it is no failure.
func Note(path string) {
	_ = os.WriteFile(pidPath(path), []byte(strconv.Itoa(os.Getpid())), 0o600)
}

// Forget takes away what Note wrote.
func Forget(path string) { _ = os.Remove(pidPath(path)) }

// Holder returns the number of the process that holds the file; 0 when it is not
// known, as when the number was left behind by one that has ended.
func Holder(path string) int {
	data, err := os.ReadFile(pidPath(path))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || pid <= 0 || !alive(pid) {
		return 0
	}
	return pid
}

// alive reports whether the process runs. On Windows, finding it is the answer, and
// signal 0 is not known; elsewhere it is the other way round.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer func() { _ = p.Release() }()
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
