package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/boltfile"
)

// Backup writes a copy of the store to the file to, which must not exist yet:
// nothing is ever written over. The copy is made under another name beside it,
// brought to the disk, opened again, and checked page by page and change by
// change; only then it gets its name. Others may go on saving meanwhile; the copy
// holds what was saved when it began.
//
// progress, when not nil, is told how many bytes are written; it must not write
// in the store. When ctx ends,
// Backup stops, leaves nothing behind and returns its error. Errors:
// fs.ErrExist, ErrFull, ErrDamaged (the store is, so its copy was not kept).
func (s *Store) Backup(ctx context.Context, to string, progress func(done, total int64)) error {
	if _, err := os.Lstat(to); err == nil {
		return exists(to)
	}
	temp, err := boltfile.Temp(to)
	if err != nil {
		return fmt.Errorf("the backup could not be made: %w", writeError(err))
	}
	defer func() { _ = os.Remove(temp) }()
	want, err := s.copyTo(ctx, temp, progress)
	if err != nil {
		return fmt.Errorf("the backup could not be made: %w", writeError(err))
	}
	if err := checkCopy(ctx, temp, want); err != nil {
		return err
	}
	switch err := boltfile.Publish(temp, to); {
	case errors.Is(err, fs.ErrExist):
		return exists(to)
	case err != nil:
		return fmt.Errorf("the backup could not be made: %w", writeError(err))
	}
	return nil
}

// checkCopy reads the whole copy. What is wrong in it is wrong in the store.
func checkCopy(ctx context.Context, path string, want int) error {
	x, err := examineContent(ctx, path)
	if err != nil {
		return fmt.Errorf("the backup could not be checked: %w", err)
	}
	bad, found := x.report.first(Damage)
	if !found && x.report.Changes != want {
		bad.What, found = fmt.Sprintf("%d changes went in and %d came out", want, x.report.Changes), true
	}
	if found {
		return fmt.Errorf("%w, so no backup was made of it: %s. The backups made before are still there; `pdsa doctor --repair` mends the store", ErrDamaged, bad.What)
	}
	return nil
}

func exists(path string) error {
	return fmt.Errorf("%s is there already and was left as it is. Give the backup another name: %w", path, fs.ErrExist)
}

// copyTo writes the file as it is now and returns how many changes it holds.
func (s *Store) copyTo(ctx context.Context, to string, progress func(done, total int64)) (changes int, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		if err := boltfile.Copy(ctx, tx, to, progress); err != nil {
			return err
		}
		return tx.Bucket(bucketChanges).ForEach(func(_, _ []byte) error {
			changes++
			return nil
		})
	})
	return changes, err
}

// backupFolder is where the copies of a store stand.
func backupFolder(path string) string { return filepath.Join(filepath.Dir(path), "backups") }
