package store

import (
	"fmt"

	"go.etcd.io/bbolt"
)

// migrate brings the file to this program's schema and the cache to its fold.
func (s *Store) migrate() error {
	var schema uint64
	var view bool
	err := s.db.View(func(tx *bbolt.Tx) error {
		schema = numberOf(tx.Bucket(bucketMeta).Get(keySchema))
		view = isView(tx)
		return nil
	})
	if err != nil {
		return err
	}
	if schema > Schema {
		return fmt.Errorf("%w: %s. Get the new version of pdsa; the file was left untouched", ErrNewer, s.path)
	}
	if !view {
		return s.RebuildView(nil)
	}
	return nil
}
