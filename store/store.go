package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Schema is the version of the file's layout that this program writes.
const Schema = 1

var (
	bucketMeta    = []byte("meta")
	bucketSetting = []byte("settings")
	bucketChanges = []byte("changes")
	bucketByDoc   = []byte("bydoc")
	bucketSync    = []byte("sync")
	bucketView    = []byte("view")
	bucketState   = []byte("state")
	bucketRows    = []byte("rows")
	bucketRecent  = []byte("recent")

	keySchema  = []byte("schema")
	keyReplica = []byte("replica")
	keySeq     = []byte("seq")
	keyClock   = []byte("clock")
	keyVersion = []byte("version")
)

// Options say how a store is opened. The zero Options are those of the app.
type Options struct {
	// Now is the wall clock; nil is time.Now.
	Now func() time.Time
	// Wait is how long to wait for another process to let go of the file. Zero
	// is a quarter of a second.
	Wait time.Duration
	// ReadOnly opens the file without the right to write.
	ReadOnly bool
	// MustExist refuses to make a new store.
	MustExist bool
	// Backup keeps the daily copies beside the file; see Store.backupDaily.
	Backup bool
}

// A Store holds the cycles of one laptop. Its methods may be called by several
// goroutines.
type Store struct {
	db       *bbolt.DB
	path     string
	now      func() time.Time
	clock    *change.Clock
	replica  string
	readOnly bool
	saving   sync.Mutex // one save at a time, from clock reading to commit
}

// Open opens the store at path, and makes one where there is none. A file that
// cannot be written is opened for reading.
//
// Errors: *InUseError; ErrDamaged, ErrForeign, ErrNewer (the file is left
// untouched); ErrNotFound with Options.MustExist; ErrFull.
func Open(path string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == 0 {
		o.Wait = 250 * time.Millisecond
	}
	fresh, err := prepare(path, &o)
	if err != nil {
		return nil, err
	}
	db, err := openFile(path, o)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, path: path, now: o.Now, readOnly: o.ReadOnly}
	if err := s.begin(fresh, o); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// prepare looks at the path before bbolt does, which would take an empty file
// for a new store. It sets ReadOnly when the file or its folder says so.
func prepare(path string, o *Options) (fresh bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if o.MustExist || o.ReadOnly {
			return false, fmt.Errorf("%w: there is no store at %s", ErrNotFound, path)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return false, writeError(err)
		}
		return true, nil
	case err != nil:
		return false, err
	case info.IsDir():
		return false, fmt.Errorf("%w: %s is a folder", ErrForeign, path)
	}
	if !writable(path) {
		o.ReadOnly = true
	}
	return false, preflight(path, info.Size())
}

func writable(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return !errors.Is(err, fs.ErrPermission) && !isReadOnlyDisk(err)
	}
	_ = f.Close()
	return true
}

func openFile(path string, o Options) (*bbolt.DB, error) {
	db, err := guardedOpen(path, &bbolt.Options{Timeout: o.Wait, ReadOnly: o.ReadOnly, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true})
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, &InUseError{Path: path, PID: holder(path)}
	case err != nil:
		return nil, openError(path, err)
	}
	if !o.ReadOnly {
		note(path)
	}
	return db, nil
}

// begin reads what the store is, or writes it into a new file in the one
// transaction that creates it.
func (s *Store) begin(fresh bool, o Options) error {
	if fresh {
		if err := s.create(); err != nil {
			return writeError(err)
		}
	}
	var last change.Stamp
	err := s.db.View(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		if meta == nil {
			return fmt.Errorf("%w: %s holds something else. It was left untouched", ErrForeign, s.path)
		}
		s.replica = string(meta.Get(keyReplica))
		if v := meta.Get(keyClock); v != nil {
			return json.Unmarshal(v, &last)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.clock = change.NewClock(s.now, last)
	if err := s.migrate(); err != nil {
		return err
	}
	if o.Backup && !s.readOnly {
		return s.backupDaily()
	}
	return nil
}

func (s *Store) create() error {
	return s.db.Update(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucket(bucketMeta)
		if err != nil {
			return err
		}
		for _, name := range [][]byte{bucketChanges, bucketByDoc, bucketSync} {
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		if _, err := meta.CreateBucket(bucketSetting); err != nil {
			return err
		}
		if err := createView(tx); err != nil {
			return err
		}
		if err := meta.Put(keySchema, number(Schema)); err != nil {
			return err
		}
		if err := meta.Put(keySeq, number(0)); err != nil {
			return err
		}
		return meta.Put(keyReplica, []byte(change.NewID()))
	})
}

// Close lets go of the file.
func (s *Store) Close() error {
	if !s.readOnly {
		forget(s.path)
	}
	return s.db.Close()
}

// Path returns where the store is.
func (s *Store) Path() string { return s.path }

// Replica returns the id under which this store writes.
func (s *Store) Replica() string { return s.replica }

// ReadOnly reports whether the store can only be read.
func (s *Store) ReadOnly() bool { return s.readOnly }

// Now reads the store's wall clock.
func (s *Store) Now() time.Time { return s.now() }

func (s *Store) update(fn func(*bbolt.Tx) error) error {
	if s.readOnly {
		return fmt.Errorf("%w: %s is write-protected, so this was not saved", ErrReadOnly, s.path)
	}
	return writeError(s.db.Update(fn))
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func numberOf(b []byte) uint64 {
	if len(b) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}
