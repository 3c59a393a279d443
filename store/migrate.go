package store

import (
	"context"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// migrations holds for every earlier schema the step to the next one. A step
// runs in the transaction that also writes the new number, and leaves the cache
// alone: where its form changed, viewFormat was raised and it is made anew.
var migrations = map[uint64]func(*bbolt.Tx) error{1: migrateToTail}

// keySeq1 is where schema 1 kept the number of the last own change.
var keySeq1 = []byte("seq")

// migrateToTail is the step to schema 2, in which the index may stay behind the
// log: the number of the last own change goes to the log, and beside it stands
// how far the index reaches. In schema 1 it always reached the end.
func migrateToTail(tx *bbolt.Tx) error {
	meta := tx.Bucket(bucketMeta)
	last := numberOf(meta.Get(keySeq1))
	if err := tx.Bucket(bucketChanges).SetSequence(last); err != nil {
		return err
	}
	if err := meta.Put(keyIndexed, number(last)); err != nil {
		return err
	}
	return meta.Delete(keySeq1)
}

// migrate brings the file to this program's schema, after a backup, and the
// cache to its fold, which needs none: the cache holds nothing of its own.
func (s *Store) migrate(progress func(done, of int)) error {
	var schema uint64
	var view bool
	err := s.view(func(tx *bbolt.Tx) error {
		schema = numberOf(tx.Bucket(bucketMeta).Get(keySchema))
		view = isView(tx)
		return nil
	})
	if err != nil {
		return err
	}
	if schema < Schema {
		if err := s.upgrade(schema); err != nil {
			return err
		}
	}
	if !view && !s.readOnly {
		return s.RebuildView(progress)
	}
	return nil
}

func (s *Store) upgrade(schema uint64) error {
	if s.readOnly {
		return fmt.Errorf("%w: %s is of an earlier version and has to be brought up to date first. Open it once where it can be written", ErrReadOnly, s.path)
	}
	if err := s.backupBefore(schema); err != nil {
		return fmt.Errorf("%s has to be brought up to date, and the backup before that failed: %w. The file was left untouched", s.path, err)
	}
	return s.update(func(tx *bbolt.Tx) error {
		for ; schema < Schema; schema++ {
			if err := migrations[schema](tx); err != nil {
				return fmt.Errorf("bringing %s up to date failed: %w. It was left as it was", s.path, err)
			}
		}
		return tx.Bucket(bucketMeta).Put(keySchema, number(schema))
	})
}

// backupBefore makes the copy that a migration starts from. One that an earlier
// try has left will do: the file is still the same.
func (s *Store) backupBefore(schema uint64) error {
	to, err := s.backupName(fmt.Sprintf("%s-schema-%d", s.today(), schema))
	if err != nil {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return nil
	}
	return s.Backup(context.Background(), to, nil)
}
