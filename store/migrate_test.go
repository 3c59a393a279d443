package store

import (
	"bytes"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// toSchema1 gives a settled store the layout of schema 1.
func toSchema1(tx *bbolt.Tx) error {
	meta, log := tx.Bucket(bucketMeta), tx.Bucket(bucketChanges)
	return errors.Join(
		meta.Put(keySchema, number(1)), meta.Put(keySeq1, number(log.Sequence())),
		meta.Delete(keyIndexed), log.SetSequence(0),
	)
}

// aged makes a store of schema 0, an earlier one than there ever was, in which
// the person stood elsewhere, and the step that brings it up to date.
func aged(t *testing.T, step func(*bbolt.Tx) error) string {
	t.Helper()
	path := sample(t)
	alter(t, path, func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		return errors.Join(
			toSchema1(tx),
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

// TestFromSchema1 opens a store of the time when the index always reached the end
// of the log.
func TestFromSchema1(t *testing.T) {
	path := sample(t)
	want := contents(t, path)
	alter(t, path, toSchema1)
	if r := examine(t, path); !r.Good || len(r.Findings) != 0 {
		t.Errorf("Examine: %+v", r)
	}
	short := filepath.Join(t.TempDir(), "short.db")
	writeFile(t, short, fileBytes(t, path))
	alter(t, short, func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(keySeq1, number(13)) })
	if r := examine(t, short); r.Good || !strings.Contains(r.String(), "was saved on this laptop and is not there") {
		t.Errorf("a change that is gone: %+v", r)
	}
	alter(t, short, func(tx *bbolt.Tx) error {
		key, _ := tx.Bucket(bucketByDoc).Cursor().First()
		return tx.Bucket(bucketByDoc).Delete(bytes.Clone(key))
	})
	if r := examine(t, short); !strings.Contains(r.String(), "not listed under its cycle") {
		t.Errorf("a change that is not listed: %+v", r)
	}
	if _, err := Open(path, Options{ReadOnly: true}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("to read: %v, want ErrReadOnly", err)
	}
	s := open(t, path, Options{})
	if got, err := readAll(s); err != nil || !reflect.DeepEqual(got, want) || behind(t, s) != 0 {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if st := set(t, s, "cycle-0", "title", "later"); st.Seen[s.Replica()] != 13 {
		t.Errorf("the numbers go on with %d", st.Seen[s.Replica()])
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r := examine(t, path); !r.Good || r.Changes != 13 {
		t.Errorf("afterwards: %+v", r)
	}
	if got := contents(t, filepath.Join(backupFolder(path), "pdsa-2026-11-21-schema-1.db")); !reflect.DeepEqual(got, want) {
		t.Errorf("the backup holds %v, want %v", got, want)
	}
}
