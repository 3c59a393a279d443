package bolt

import (
	"errors"
	"fmt"
	"os"

	"github.com/cqi-pdsa/pdsa/boltfile"
)

// look says why a file cannot be opened, before bbolt maps it: ErrDamaged or
// ErrForeign.
func look(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%w: %s is a folder", ErrForeign, path)
	}
	switch _, err = boltfile.ReadMeta(f, info.Size()); {
	case errors.Is(err, boltfile.ErrOneMeta):
		// The state before the last save serves: the laptops send again what it lacks.
		return nil
	case errors.Is(err, boltfile.ErrNoBolt):
		return foreign(path)
	case errors.Is(err, boltfile.ErrEmpty), errors.Is(err, boltfile.ErrNoMeta), errors.Is(err, boltfile.ErrShort):
		return damaged(path, err.Error())
	}
	return err
}
