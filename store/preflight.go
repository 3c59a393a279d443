package store

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/cqi-pdsa/pdsa/boltfile"
)

// openFile opens the file after a look at it, so that one which is damaged,
// foreign or newer is refused before bbolt maps it and before a byte is written.
// The look is taken under bbolt's shared lock: a file that another process is
// writing at that moment is in use, not damaged.
func openFile(path string, o Options) (*database, error) {
	db, err := guardedOpen(path, o.Wait, true)
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, &InUseError{Path: path, PID: boltfile.Holder(path)}
	}
	if bad := preflight(path); bad != nil {
		return nil, errors.Join(bad, db.close())
	}
	if err != nil {
		return nil, openError(path, err)
	}
	if o.ReadOnly {
		return db, nil
	}
	if err := db.close(); err != nil {
		return nil, openError(path, err)
	}
	switch db, err = guardedOpen(path, o.Wait, false); {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, &InUseError{Path: path, PID: boltfile.Holder(path)}
	case err != nil:
		return nil, openError(path, err)
	}
	boltfile.Note(path)
	return db, nil
}

// preflight looks at what a start needs: the first pages, the shape of the tree
// without the bulk of its leaves, the list of free pages, and the schema. What
// it leaves out is found where it is read, by its hash.
func preflight(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return openError(path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return openError(path, err)
	}
	pages, err := openPages(f, info.Size())
	if err != nil {
		return refusal(path, err)
	}
	id, err := identify(pages)
	if err != nil {
		return refusal(path, err)
	}
	return id.check(path)
}

// identity is what tells a store of this program from any other bbolt file.
type identity struct {
	buckets     map[string]bool // that are there
	schema      uint64
	schemaKnown bool
}

// parts are the buckets that a store has besides its cache.
var parts = []string{"changes", "bydoc", "sync", "meta/settings"}

// identify walks the tree as far as it is small: of the buckets that hold the
// bulk the leaf pages are left unread.
func identify(pages *pageFile) (identity, error) {
	id := identity{buckets: map[string]bool{}}
	w := &walk{
		file:      pages,
		skip:      func(bucket string) bool { return slices.Contains(bulk, bucket) },
		bucketMet: func(bucket string, _ uint64) { id.buckets[bucket] = true },
		leaf: func(bucket string, key, value []byte) error {
			if bucket == string(bucketMeta) && string(key) == string(keySchema) && len(value) == 8 {
				id.schema, id.schemaKnown = numberOf(value), true
			}
			return nil
		},
		damage: func(err error) error { return err },
	}
	return id, w.run()
}

var bulk = []string{"changes", "bydoc", "view/state", "view/rows", "view/recent", "view/follow"}

// check says why the file is not opened: ErrForeign, ErrNewer, ErrDamaged.
func (id identity) check(path string) error {
	switch {
	case !id.buckets[string(bucketMeta)] || !id.schemaKnown:
		return refusal(path, boltfile.ErrNoBolt)
	case id.schema > Schema:
		return fmt.Errorf("%w: %s. Get the new version of pdsa; the file was left untouched", ErrNewer, path)
	}
	if why := id.fault(); why != nil {
		return refusal(path, why)
	}
	return nil
}

// fault says what is wrong with a store of this program.
func (id identity) fault() error {
	if id.schema < Schema && migrations[id.schema] == nil {
		return fmt.Errorf("says that it is of version %d, which never was", id.schema)
	}
	for _, part := range parts {
		if !id.buckets[part] {
			return fmt.Errorf("has lost a part, %q", part)
		}
	}
	return nil
}

// refusal says that a file is not opened, and why.
func refusal(path string, why error) error {
	if errors.Is(why, boltfile.ErrNoBolt) {
		return fmt.Errorf("%w: %s %w. It was left untouched", ErrForeign, path, why)
	}
	return damaged(path, why)
}

func damaged(path string, why error) error {
	return fmt.Errorf("%w: %s %w. It was left untouched. `pdsa doctor --repair` brings back what it holds and the newest backup", ErrDamaged, path, why)
}

func openError(path string, err error) error {
	if errors.Is(err, ErrDamaged) {
		return err
	}
	for _, bad := range []error{berrors.ErrInvalid, berrors.ErrChecksum, berrors.ErrVersionMismatch} {
		if errors.Is(err, bad) {
			return damaged(path, boltfile.ErrNoMeta)
		}
	}
	return fmt.Errorf("the store %s cannot be opened: %w", path, writeError(err))
}

// A database is an open bbolt file. The file handle is kept beside it, because
// bbolt does not let go of its locks after a panic in the wrong moment.
type database struct {
	*bbolt.DB
	file *os.File
}

// guardedOpen opens the file and turns a panic of bbolt into ErrDamaged. The
// list of free pages is kept in the file: without it, bbolt reads every page of
// the file at each start, in a goroutine that no recover reaches.
func guardedOpen(path string, wait time.Duration, readOnly bool) (*database, error) {
	db := &database{}
	err := guard(path, func() (err error) {
		db.DB, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout: wait, ReadOnly: readOnly, FreelistType: bbolt.FreelistMapType,
			OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
				// bbolt would make the file; only create does that here.
				f, err := os.OpenFile(name, flag&^os.O_CREATE, mode)
				db.file = f
				return f, err
			},
		})
		return err
	})
	if err != nil {
		if errors.Is(err, ErrDamaged) && db.file != nil {
			_ = abandon(db.file)
		}
		return nil, err
	}
	return db, nil
}

func (db *database) close() error {
	if db == nil {
		return nil
	}
	return db.Close()
}

// guard runs what reads the mapped file. A damaged page shows as a panic or as a
// memory fault: the error is then ErrDamaged.
func guard(path string, read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case callerPanic:
			panic(cause)
		default:
			err = fmt.Errorf("%w: a part of %s cannot be read (%v). Nothing was changed. `pdsa doctor --repair` brings back what it holds and the newest backup", ErrDamaged, path, cause)
		}
	}()
	return read()
}

// callerPanic carries a panic of a function that was handed in past guard: it is
// no damage.
type callerPanic struct{ value any }

func wrapPanic() {
	if cause := recover(); cause != nil {
		panic(callerPanic{cause})
	}
}

func unwrapPanic() {
	switch cause := recover().(type) {
	case nil:
	case callerPanic:
		panic(cause.value)
	default:
		panic(cause)
	}
}
