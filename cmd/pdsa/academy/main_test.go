package academy

import (
	"flag"
	"os"
	"testing"

	"github.com/cqi-pdsa/pdsa/dashboard/postgres/pgtest"
)

// quickChecks is how many histories a plain `go test` plays; some thousands of
// times as many are for the night.
const quickChecks = "40"

// tempOnDisk is the folder for what has to be on a disk.
var tempOnDisk = os.TempDir()

// TestMain puts stores on a memory disk where there is one: thousands of them are
// made, and that a save is on the disk is the business of other packages.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		_ = flag.Set("rapid.checks", quickChecks)
	}
	os.Exit(inMemory(m))
}

// leftovers are folders to take away at the end.
var leftovers []string

func inMemory(m *testing.M) int {
	defer func() {
		for _, dir := range leftovers {
			_ = os.RemoveAll(dir)
		}
	}()
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() && os.Getenv("TMPDIR") == "" {
		if dir, err := os.MkdirTemp("/dev/shm", "pdsa-academy-*"); err == nil {
			leftovers = append(leftovers, dir)
			_ = os.Chmod(dir, 0o711) // PostgreSQL runs as somebody else
			_ = os.Setenv("TMPDIR", dir)
		}
	}
	return pgtest.Run(m)
}
