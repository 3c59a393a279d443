package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// create makes an empty store at path. It is made under another name first: a
// program that ends half-way leaves nothing behind that looks like a store, and
// of two that start at once both open the same one. A store that is there by
// then is left as it is.
func create(path string, wait time.Duration) error {
	temp, err := tempBeside(path)
	if err != nil {
		return writeError(err)
	}
	defer func() { _ = os.Remove(temp) }()
	if err := fill(temp, wait); err != nil {
		return writeError(err)
	}
	if err := publish(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return writeError(err)
	}
	return nil
}

// tempBeside makes an empty file in the folder of path, for this user only.
func tempBeside(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

func fill(path string, wait time.Duration) error {
	db, err := guardedOpen(path, wait, false)
	if err != nil {
		return err
	}
	return errors.Join(db.Update(createBuckets), db.close())
}

func createBuckets(tx *bbolt.Tx) error {
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
	if err := meta.Put(keyIndexed, number(0)); err != nil {
		return err
	}
	return meta.Put(keyReplica, []byte(change.NewID()))
}

// publish gives a finished file its name and never writes over another: the
// error is then fs.ErrExist.
func publish(temp, path string) error {
	err := os.Link(temp, path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		// Some disks, such as memory sticks, have no links.
		if _, taken := os.Lstat(path); taken == nil {
			return fs.ErrExist
		}
		err = os.Rename(temp, path)
	}
	if err == nil {
		syncFolder(path)
	}
	return err
}

// syncFolder makes the names in a file's folder last through a power cut. Where
// the system cannot do that for folders, it does it by itself.
func syncFolder(path string) {
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}
