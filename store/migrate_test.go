package store

import (
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// aged makes a store of schema 0, an earlier one than there ever was, in which
// the person stood elsewhere, and the step that brings it up to date.
func aged(t *testing.T, step func(*bbolt.Tx) error) string {
	t.Helper()
	path := sample(t)
	alter(t, path, func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		return errors.Join(
			meta.Put(keySchema, number(0)),
			meta.Put([]byte("person"), meta.Bucket(bucketSetting).Get([]byte(settingPerson))),
			meta.Bucket(bucketSetting).Delete([]byte(settingPerson)),
		)
	})
	migrations[0] = step
	t.Cleanup(func() { delete(migrations, 0) })
	return path
}

func movePerson(tx *bbolt.Tx) error {
	meta := tx.Bucket(bucketMeta)
	return errors.Join(meta.Bucket(bucketSetting).Put([]byte(settingPerson), meta.Get([]byte("person"))), meta.Delete([]byte("person")))
}

func TestMigrationAfterABackup(t *testing.T) {
	path := aged(t, movePerson)
	s := open(t, path, Options{})
	if p, err := s.Person(); err != nil || p.Name != "Ana" {
		t.Errorf("Person = %v, %v", p, err)
	}
	backups, err := s.Backups()
	if err != nil || len(backups) != 1 || backups[0].Daily || filepath.Base(backups[0].Path) != "pdsa-2026-11-21-schema-0.db" {
		t.Fatalf("backups: %+v, %v", backups, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	after := contents(t, path)
	// The copy is the store as it was: it can be brought up to date again.
	if got := contents(t, backups[0].Path); !reflect.DeepEqual(got, after) {
		t.Errorf("the backup holds %v, the store %v", got, after)
	}
	open(t, path, Options{}) // and nothing is migrated twice
	if again, _ := backupsOf(path); len(again) != 1 {
		t.Errorf("backups: %+v", again)
	}
}

func TestMigrationThatFailsLeavesTheStoreAsItWas(t *testing.T) {
	fail := errors.New("no")
	path := aged(t, func(tx *bbolt.Tx) error { return errors.Join(movePerson(tx), fail) })
	if _, err := Open(path, Options{Now: wall()}); !errors.Is(err, fail) {
		t.Fatalf("err = %v", err)
	}
	migrations[0] = movePerson
	s := open(t, path, Options{})
	if p, _ := s.Person(); p.Name != "Ana" {
		t.Errorf("Person = %v", p)
	}
}

func TestMigrationNeedsItsBackup(t *testing.T) {
	path := aged(t, movePerson)
	writeFile(t, backupFolder(path), []byte("a file where the folder should be"))
	if _, err := Open(path, Options{Now: wall()}); err == nil || !strings.Contains(err.Error(), "backup before that failed") {
		t.Fatalf("err = %v", err)
	}
}

func TestMigrationOfWhatCannotBeWritten(t *testing.T) {
	path := aged(t, movePerson)
	if _, err := Open(path, Options{ReadOnly: true}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("err = %v, want ErrReadOnly", err)
	}
	delete(migrations, 0)
	if _, err := Open(path, Options{Now: wall()}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a version that never was: %v, want ErrDamaged", err)
	}
}
