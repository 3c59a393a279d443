package bolt

import (
	"errors"
	"fmt"

	"github.com/cqi-pdsa/pdsa/boltfile"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrInUse says that another process holds the file.
	ErrInUse = errors.New("the dashboard's database is in use")
	// ErrDamaged says that the file is not whole.
	ErrDamaged = errors.New("the dashboard's database is damaged")
	// ErrForeign says that the file is not the database of a dashboard.
	ErrForeign = errors.New("not the database of a dashboard")
	// ErrNewer says that a newer version of the program wrote the file.
	ErrNewer = errors.New("the dashboard's database was written by a newer version of pdsa")
)

func damaged(path, why string) error {
	return fmt.Errorf("%w: %s %s. It was left untouched; restore it from the newest backup", ErrDamaged, path, why)
}

// unreadable is said of damage that shows while the file is in use.
func unreadable(path string, why any) error {
	return fmt.Errorf("%w: a part of %s cannot be read (%v). Stop the dashboard and bring the newest backup back: `pdsa dashboard restore FILE`. "+
		"The laptops then send again what it lacks", ErrDamaged, path, why)
}

// lostRecord is said of a record that is not what was written.
func lostRecord(what string, why any) error {
	return fmt.Errorf("%w: %s cannot be read (%v). Stop the dashboard and bring the newest backup back: `pdsa dashboard restore FILE`", ErrDamaged, what, why)
}

func foreign(path string) error {
	return fmt.Errorf("%w: %s is another kind of file. It was left untouched; check the name", ErrForeign, path)
}

func newer(path string) error {
	return fmt.Errorf("%w: %s. Start the new version of pdsa; the file was left untouched", ErrNewer, path)
}

func inUse(path string) error {
	who := "another process, most likely a running dashboard"
	if pid := boltfile.Holder(path); pid > 0 {
		who = fmt.Sprintf("process %d, most likely a running dashboard", pid)
	}
	return fmt.Errorf("%w: %s is held by %s. Stop that one first; nothing was changed", ErrInUse, path, who)
}
