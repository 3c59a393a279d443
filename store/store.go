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
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Schema is the version of the file's layout that this program writes.
const Schema = 2

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
	bucketFollow  = []byte("follow")

	keySchema  = []byte("schema")
	keyReplica = []byte("replica")
	keyIndexed = []byte("indexed")
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
	// Backup makes the day's copy (see Store.BackupDaily) before the first write
	// of a day, for programs that end after one write. A program that stays open
	// leaves it out and calls BackupDaily in the background, so that nobody waits.
	Backup bool
	// AtOnce writes all that follows from a save in the transaction of the save, for
	// programs that end after one. A program that stays open leaves it out: its
	// saves are cheaper, and it calls Settle when the person pauses.
	AtOnce bool
	// Progress, when not nil, is told how far opening has come while the cache is
	// made anew, as after an update of the program: documents done, and all.
	Progress func(done, of int)
}

// A Store holds the cycles of one laptop. Its methods may be called by several
// goroutines.
type Store struct {
	db       *database
	path     string
	now      func() time.Time
	clock    *change.Clock
	replica  atomic.Pointer[string] // another one when the store turns out to be a copy
	readOnly bool
	saving   sync.Mutex // one save at a time, from clock reading to commit
	backups  bool       // Options.Backup
	atOnce   bool       // Options.AtOnce

	// tail is as the last reader or writer left it; see tailIn.
	tail atomic.Pointer[tail]

	// Under saving: the day on which the daily copy was seen to, and how that went.
	backedUp  string
	backupErr error

	// stuck is set after a panic in the middle of a commit: bbolt may hold its
	// locks for ever then.
	stuck atomic.Bool
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
	if fresh {
		if err := create(path, o.Wait); err != nil {
			return nil, err
		}
	}
	db, err := openFile(path, o)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, path: path, now: o.Now, readOnly: o.ReadOnly, backups: o.Backup, atOnce: o.AtOnce}
	if err := s.begin(o.Progress); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// prepare makes the folder of a new store, and sets ReadOnly when the file
// cannot be written.
func prepare(path string, o *Options) (fresh bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if o.MustExist || o.ReadOnly {
			return false, fmt.Errorf("%w: there is no store at %s", ErrNotFound, path)
		}
		return true, writeError(os.MkdirAll(filepath.Dir(path), 0o700))
	case err != nil:
		return false, err
	case info.IsDir():
		return false, fmt.Errorf("%w: %s is a folder", ErrForeign, path)
	}
	o.ReadOnly = o.ReadOnly || !writable(path)
	return false, nil
}

func writable(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return !isWriteProtected(err)
	}
	_ = f.Close()
	return true
}

// isWriteProtected reports whether the error of an attempt to write says that
// the file or its disk can only be read.
func isWriteProtected(err error) bool {
	return errors.Is(err, fs.ErrPermission) || isOne(err, readOnlyErrors)
}

// begin reads what the store is and brings it up to date.
func (s *Store) begin(progress func(done, of int)) error {
	var last change.Stamp
	err := s.view(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		replica := string(meta.Get(keyReplica))
		s.replica.Store(&replica)
		if replica == "" {
			return damaged(s.path, errors.New("has lost its own id"))
		}
		// A stamp that cannot be read is made good by the wall clock.
		_ = json.Unmarshal(meta.Get(keyClock), &last)
		if numberOf(meta.Get(keySchema)) < Schema {
			return nil // the next step makes it one with a tail
		}
		t, err := s.tailIn(tx)
		if err == nil && t.stamp.Compare(last) > 0 {
			last = t.stamp
		}
		return err
	})
	if err != nil {
		return err
	}
	s.clock = change.NewClock(s.now, last)
	if err := s.migrate(progress); err != nil {
		return err
	}
	return s.replay()
}

// Close settles (see Settle) and lets go of the file.
func (s *Store) Close() error {
	// What cannot be settled is settled at the next Open.
	_ = s.Settle()
	if !s.readOnly {
		boltfile.Forget(s.path)
	}
	if s.stuck.Load() {
		return abandon(s.db.file)
	}
	return s.db.Close()
}

// Path returns where the store is.
func (s *Store) Path() string { return s.path }

// Replica returns the id under which this store writes.
func (s *Store) Replica() string { return *s.replica.Load() }

// ReadOnly reports whether the store can only be read.
func (s *Store) ReadOnly() bool { return s.readOnly }

// Stale reports whether the cache is of another version of the program. Reading
// is slow then; opening the store with the right to write makes it anew.
func (s *Store) Stale() bool {
	stale := false
	// A store that cannot be read says so when it is.
	_ = s.view(func(tx *bbolt.Tx) error {
		stale = !isView(tx)
		return nil
	})
	return stale
}

// Now reads the store's wall clock.
func (s *Store) Now() time.Time { return s.now() }

// view reads in one transaction. What is read is copied before it returns.
func (s *Store) view(read func(*bbolt.Tx) error) error {
	return guard(s.path, func() error { return s.db.View(read) })
}

// update writes in one transaction, which is on the disk when it returns.
func (s *Store) update(write func(*bbolt.Tx) error) error {
	if s.readOnly {
		return fmt.Errorf("%w: %s is write-protected, so this was not saved", ErrReadOnly, s.path)
	}
	if s.stuck.Load() {
		return damaged(s.path, errors.New("has a part that cannot be read, so this was not saved"))
	}
	returned := false
	err := guard(s.path, func() error {
		err := s.db.Update(func(tx *bbolt.Tx) error {
			// A panic is caught in here, where bbolt still rolls back in order.
			return guard(s.path, func() error { return write(tx) })
		})
		returned = true
		return err
	})
	if !returned {
		s.stuck.Store(true)
	}
	return writeError(err)
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func numberOf(b []byte) uint64 {
	if len(b) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}
