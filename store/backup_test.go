package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestBackupIsAWholeStore(t *testing.T) {
	path := sample(t)
	want := contents(t, path)
	s := open(t, path, Options{})
	to := filepath.Join(t.TempDir(), "copy.db")
	var last, total int64
	err := s.Backup(t.Context(), to, func(done, of int64) {
		if done < last || done > of {
			t.Errorf("progress %d of %d after %d", done, of, last)
		}
		last, total = done, of
	})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(to); err != nil || last != total || info.Size() != total || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("progress ended at %d of %d; file %v, %v", last, total, info, err)
	}
	set(t, s, "cycle-0", "title", "later")
	if got := contents(t, to); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}

	before := fileBytes(t, to)
	if err := s.Backup(t.Context(), to, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over an existing file: %v, want fs.ErrExist", err)
	}
	if string(before) != string(fileBytes(t, to)) {
		t.Error("the existing file was altered")
	}
}

func TestBackupThatIsStoppedLeavesNothing(t *testing.T) {
	s := open(t, sample(t), Options{})
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	parts := 0
	err := s.Backup(ctx, filepath.Join(dir, "copy.db"), func(int64, int64) {
		parts++
		stop()
	})
	if !errors.Is(err, context.Canceled) || parts != 1 {
		t.Errorf("err = %v after %d parts, want Canceled after one", err, parts)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "missing", "copy.db"), nil); err == nil {
		t.Error("a backup into a folder that is not there was made")
	}
}

func TestBackupOfADamagedStoreIsNotKept(t *testing.T) {
	path := sample(t)
	alter(t, path, func(tx *bbolt.Tx) error {
		changes := tx.Bucket(bucketChanges)
		key, record := changes.Cursor().First()
		record = append([]byte(nil), record...)
		record[len(record)-4] ^= 1
		return changes.Put(key, record)
	})
	s := open(t, path, Options{})
	dir := t.TempDir()
	if err := s.Backup(t.Context(), filepath.Join(dir, "copy.db"), nil); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "hash") {
		t.Errorf("err = %v, want ErrDamaged", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBackupDaily(t *testing.T) {
	path := storePath(t)
	day := fallDay
	s := open(t, path, Options{Now: func() time.Time { return day }})
	if made, err := s.BackupDaily(t.Context()); made || err != nil {
		t.Errorf("of an empty store: %v, %v", made, err)
	}
	set(t, s, "c1", "title", "x")
	others := []string{"notes.txt", "pdsa-2020-01-01.txt", "pdsa-2020-13-01.db", "other-2020-01-01.db", "pdsa-2020-01-01-schema-0.db", "pdsa-2020-01-01 (copy).db"}
	for _, name := range others {
		writeFile(t, filepath.Join(backupFolder(path), name), []byte("mine"))
	}
	for n := range 10 {
		day = fallDay.AddDate(0, 0, n)
		for again := range 2 {
			if made, err := s.BackupDaily(t.Context()); made != (again == 0) || err != nil {
				t.Fatalf("day %d: %v, %v", n, made, err)
			}
		}
	}
	all, err := s.Backups()
	if err != nil {
		t.Fatal(err)
	}
	var daily []string
	for _, b := range all {
		if b.Daily {
			daily = append(daily, filepath.Base(b.Path))
		}
		if b.Size == 0 || b.Day.IsZero() {
			t.Errorf("%+v", b)
		}
	}
	if len(daily) != keepBackups || daily[0] != "pdsa-2026-11-30.db" || daily[6] != "pdsa-2026-11-24.db" {
		t.Errorf("daily copies: %v", daily)
	}
	for _, name := range others {
		if _, err := os.Stat(filepath.Join(backupFolder(path), name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A clock that was wrong for a while does not cost the new copies.
	day = fallDay.AddDate(-1, 0, 0)
	if made, err := s.BackupDaily(t.Context()); !made || err != nil {
		t.Fatal(made, err)
	}
	if _, err := os.Stat(filepath.Join(backupFolder(path), "pdsa-2025-11-21.db")); err != nil {
		t.Error(err)
	}
}

func TestBackupBeforeTheFirstWriteOfADay(t *testing.T) {
	path := storePath(t)
	day := fallDay
	s := open(t, path, Options{Backup: true, Now: func() time.Time { return day }})
	set(t, s, "c1", "title", "first day")
	day = day.AddDate(0, 0, 1)
	set(t, s, "c1", "title", "second day")
	set(t, s, "c1", "title", "second day, later")
	all, err := s.Backups()
	if err != nil || len(all) != 1 {
		t.Fatalf("backups: %+v, %v", all, err)
	}
	copied := open(t, all[0].Path, Options{ReadOnly: true})
	if got := value(t, copied, "c1", "title"); got != "first day" {
		t.Errorf("the copy says %q", got)
	}
	if err := s.BackupProblem(); err != nil {
		t.Error(err)
	}
}

func TestSaveGoesOnWithoutTheDailyBackup(t *testing.T) {
	path := sample(t)
	writeFile(t, backupFolder(path), []byte("a file where the folder should be"))
	s := open(t, path, Options{Backup: true})
	if _, err := s.Save("cycle-0", nil, cycle.SetField("title", "saved")); err != nil {
		t.Fatal(err)
	}
	if err := s.BackupProblem(); err == nil {
		t.Error("nobody is told that there is no backup")
	}
}

func TestSavesGoOnDuringABackup(t *testing.T) {
	path := sample(t)
	s := open(t, path, Options{})
	dir := t.TempDir()
	done := make(chan error)
	go func() {
		var err error
		for n := 0; n < 5 && err == nil; n++ {
			err = s.Backup(context.Background(), filepath.Join(dir, fmt.Sprint(n)), nil)
		}
		done <- err
	}()
	for n := range 50 {
		set(t, s, "cycle-0", "title", fmt.Sprint("during ", n))
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		if r := examine(t, filepath.Join(dir, fmt.Sprint(n))); !r.Good {
			t.Errorf("copy %d: %v", n, r)
		}
	}
}
