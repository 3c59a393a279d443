package store

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// create makes an empty store at path. It is made under another name first: a
// program that ends half-way leaves nothing behind that looks like a store, and
// of two that start at once both open the same one. A store that is there by
// then is left as it is.
func create(path string, wait time.Duration) error {
	temp, err := boltfile.Temp(path)
	if err != nil {
		return writeError(err)
	}
	defer func() { _ = os.Remove(temp) }()
	if err := fill(temp, wait); err != nil {
		return writeError(err)
	}
	if err := boltfile.Publish(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return writeError(err)
	}
	return nil
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
