package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// Schema is the version of the file's layout that this program writes.
const Schema = 1

// kind is what a file of this package says that it is.
const kind = "pdsa dashboard"

const (
	// lockWait is how long Open waits for another process to let go of the file.
	lockWait = 250 * time.Millisecond
	// growth is by how much a full file grows.
	growth = 4 << 20
)

// mapSize is how much room for the file is set aside in the address space: bbolt
// has to wait for all readers when the file outgrows it, so that one long read,
// such as a backup, would hold up every write. On Windows the file itself becomes
// that large.
func mapSize() int {
	if runtime.GOOS == "windows" || strconv.IntSize == 32 {
		return 16 << 20
	}
	return 1 << 30
}

var (
	bucketMeta     = []byte("meta")
	bucketSettings = []byte("settings")
	bucketSchools  = []byte("schools")
	bucketPeople   = []byte("people")
	bucketTokens   = []byte("tokens")
	bucketInvites  = []byte("invites")
	bucketAudits   = []byte("audits")
	bucketRecent   = []byte("recent")
	bucketStreams  = []byte("streams")

	keyKind   = []byte("kind")
	keySchema = []byte("schema")
)

// DB is an open database. Its methods may be called by several goroutines.
type DB struct {
	db   *bbolt.DB
	path string

	line    line
	writing sync.Mutex  // held by who commits
	lost    atomic.Bool // the file cannot be read at all any more
}

var _ dashboard.Backend = (*DB)(nil)

// Open opens the database at path, and makes one, with its folder, where there is
// none. Only the user that runs the program may read it.
//
// Errors: ErrInUse; ErrDamaged, ErrForeign, ErrNewer (the file is left untouched);
// dashboard.ErrMoved, which names the database that this one was copied to.
func Open(path string) (*DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return nil, fmt.Errorf("the dashboard's database %s cannot be made: %w", path, err)
		}
	}
	if err := look(path); err != nil {
		return nil, err
	}
	var db *bbolt.DB
	err := guard(path, func() (err error) {
		db, err = bbolt.Open(path, 0o600, options(false))
		return err
	})
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, inUse(path)
	case errors.Is(err, ErrDamaged):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("the dashboard's database %s cannot be opened: %w", path, err)
	}
	db.AllocSize = growth
	d := &DB{db: db, path: path}
	if err := d.check(); err != nil {
		return nil, errors.Join(err, d.close())
	}
	boltfile.Note(path)
	return d, nil
}

// options say how bbolt opens a file. It never makes one: create does.
func options(readOnly bool) *bbolt.Options {
	return &bbolt.Options{
		Timeout: lockWait, ReadOnly: readOnly, FreelistType: bbolt.FreelistMapType, InitialMmapSize: mapSize(),
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			return os.OpenFile(name, flag&^os.O_CREATE, mode)
		},
	}
}

// check says why the file is not one to work with.
func (d *DB) check() error {
	return d.view(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		if meta == nil || string(meta.Get(keyKind)) != kind {
			return foreign(d.path)
		}
		if schema := numberOf(meta.Get(keySchema)); schema > Schema {
			return newer(d.path)
		} else if schema != Schema {
			return damaged(d.path, fmt.Sprintf("says that it is of version %d, which never was", schema))
		}
		for _, part := range parts {
			if tx.Bucket(part) == nil {
				return damaged(d.path, fmt.Sprintf("has lost a part, %q", part))
			}
		}
		return moved(tx)
	})
}

// parts are the buckets that every database has besides meta.
var parts = [][]byte{
	bucketSettings, bucketSchools, bucketPeople, bucketTokens, bucketInvites,
	bucketAudits, bucketRecent, bucketStreams,
}

// create makes an empty database. It is made under another name first: a program
// that ends half-way leaves nothing behind that looks like one, and of two that
// start at once both open the same one.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temp, err := boltfile.Temp(path)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp) }()
	db, err := bbolt.Open(temp, 0o600, options(false))
	if err != nil {
		return err
	}
	if err := errors.Join(db.Update(createBuckets), db.Close()); err != nil {
		return err
	}
	if err := boltfile.Publish(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func createBuckets(tx *bbolt.Tx) error {
	meta, err := tx.CreateBucket(bucketMeta)
	if err != nil {
		return err
	}
	for _, name := range parts {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	if err := meta.Put(keyKind, []byte(kind)); err != nil {
		return err
	}
	return meta.Put(keySchema, number(Schema))
}

// Name returns where the file is.
func (d *DB) Name() string { return d.path }

// Ready reports whether the file can be read.
func (d *DB) Ready(ctx context.Context) error {
	return d.View(ctx, func(r dashboard.Reader) error {
		_, err := r.Setting(dashboard.SettingEpoch)
		return err
	})
}

// Close lets go of the file, after the transactions that run.
func (d *DB) Close() error {
	boltfile.Forget(d.path)
	return d.close()
}

func (d *DB) close() error {
	if d.lost.Load() {
		return nil // bbolt would wait for ever; the system closes the file with the process
	}
	return d.db.Close()
}

// View runs fn on the state of the last commit. Error besides those of fn:
// ErrDamaged.
func (d *DB) View(ctx context.Context, fn func(dashboard.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return d.view(func(btx *bbolt.Tx) error { return fn(&tx{bolt: btx}) })
}

// moved returns dashboard.ErrMoved with the new place when the database was copied.
func moved(tx *bbolt.Tx) error {
	if to := tx.Bucket(bucketSettings).Get([]byte(dashboard.SettingMoved)); to != nil {
		return fmt.Errorf("%w: %s", dashboard.ErrMoved, to)
	}
	return nil
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// numberOf is 0 for what is no number.
func numberOf(b []byte) uint64 {
	if len(b) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}
