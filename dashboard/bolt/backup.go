package bolt

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Backup writes a copy of the database to the file to, which must not exist yet.
// Serving goes on meanwhile; the copy holds what was there when Backup began. It
// is made under another name beside to, brought to the disk, opened again and
// checked, page by page and change by change; only then it gets its name.
//
// progress, when not nil, is told how many bytes are written, of how many. When
// ctx ends, Backup stops and leaves nothing behind. Errors: fs.ErrExist;
// ErrDamaged: the database is, so its copy was not kept.
func (d *DB) Backup(ctx context.Context, to string, progress func(done, total int64)) error {
	if _, err := os.Lstat(to); err == nil {
		return exists(to)
	}
	temp, err := boltfile.Temp(to)
	if err != nil {
		return fmt.Errorf("the backup cannot be made: %w", err)
	}
	defer func() { _ = os.Remove(temp) }()
	want, err := d.copyTo(ctx, temp, progress)
	if err != nil {
		return fmt.Errorf("the backup cannot be made: %w", err)
	}
	if err := checkCopy(ctx, temp, want); err != nil {
		return err
	}
	switch err := boltfile.Publish(temp, to); {
	case errors.Is(err, fs.ErrExist):
		return exists(to)
	case err != nil:
		return fmt.Errorf("the backup cannot be made: %w", err)
	}
	return nil
}

func exists(path string) error {
	return fmt.Errorf("%s is there already and was left as it is. Give the backup another name: %w", path, fs.ErrExist)
}

// copyTo writes the file as it is now and returns how many changes it holds.
func (d *DB) copyTo(ctx context.Context, to string, progress func(done, total int64)) (changes uint64, err error) {
	err = d.view(func(tx *bbolt.Tx) error {
		if err := boltfile.Copy(ctx, tx, to, progress); err != nil {
			return err
		}
		return eachStream(tx, func(_ string, stream *bbolt.Bucket) error {
			changes += last(stream.Bucket(streamChanges))
			return nil
		})
	})
	return changes, err
}

// checkCopy reads the whole copy. What is wrong in it is wrong in the database.
func checkCopy(ctx context.Context, path string, want uint64) error {
	db, err := bbolt.Open(path, 0o600, options(true))
	if err != nil {
		return fmt.Errorf("the backup cannot be checked: %w", err)
	}
	var found uint64
	err = guard("the copy", func() error {
		return db.View(func(tx *bbolt.Tx) error {
			if err := eachStream(tx, func(school string, stream *bbolt.Bucket) error {
				n, err := checkStream(ctx, stream)
				found += n
				if err != nil {
					return fmt.Errorf("the stream of school %s: %w", school, err)
				}
				return nil
			}); err != nil {
				return err
			}
			if err := readAll(ctx, tx); err != nil {
				return err
			}
			// The check ends when its channel does.
			var pages error
			for err := range tx.Check() {
				pages = cmp.Or(pages, err)
			}
			return pages
		})
	})
	if err == nil && found != want {
		err = fmt.Errorf("%d changes went in and %d came out", want, found)
	}
	err = errors.Join(err, db.Close())
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("the backup cannot be checked: %w", ctx.Err())
	}
	return fmt.Errorf("%w, so no backup was made of it: %w. The backups made before are still there", ErrDamaged, err)
}

// readAll touches every entry. bbolt's own check does it in a goroutine of its own,
// where a memory fault would end the process.
func readAll(ctx context.Context, tx *bbolt.Tx) error {
	var bucket func(*bbolt.Bucket) error
	bucket = func(b *bbolt.Bucket) error {
		return b.ForEach(func(key, value []byte) error {
			if value == nil && b.Bucket(key) != nil {
				return bucket(b.Bucket(key))
			}
			_ = bytes.Count(key, nothing) + bytes.Count(value, nothing)
			return ctx.Err()
		})
	}
	return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error { return bucket(b) })
}

// nothing is looked for only so that bytes are read.
var nothing = []byte{0}

// checkStream reads every change of a stream, and returns how many there are.
func checkStream(ctx context.Context, stream *bbolt.Bucket) (n uint64, err error) {
	err = stream.Bucket(streamChanges).ForEach(func(place, body []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if n++; numberOf(place) != n {
			return fmt.Errorf("change %d is missing", n)
		}
		var c change.Change
		if err := c.UnmarshalJSON(body); err != nil {
			return fmt.Errorf("change %d: %w", n, err)
		}
		if err := c.Verify(); err != nil {
			return fmt.Errorf("change %d: %w", n, err)
		}
		return nil
	})
	return n, err
}

func eachStream(tx *bbolt.Tx, do func(school string, stream *bbolt.Bucket) error) error {
	streams := tx.Bucket(bucketStreams)
	return streams.ForEachBucket(func(school []byte) error { return do(string(school), streams.Bucket(school)) })
}
