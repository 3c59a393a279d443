package store

import (
	"os"
	"strconv"
	"strings"
)

// The process that holds a store writes its number beside it, so that a second
// one can say who that is.
func pidPath(path string) string { return path + ".pid" }

// note is a courtesy: the lock itself is bbolt's, so a failure to write the
// number is no failure.
func note(path string) {
	_ = os.WriteFile(pidPath(path), []byte(strconv.Itoa(os.Getpid())), 0o600)
}

func forget(path string) { _ = os.Remove(pidPath(path)) }

// holder returns the number of the process that holds the store; 0 when it is
// not known.
func holder(path string) int {
	data, err := os.ReadFile(pidPath(path))
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(data)))
	return pid
}
