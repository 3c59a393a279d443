package store

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// keepBackups is how many daily copies are kept.
const keepBackups = 7

// BackupInfo tells of one copy beside the store.
type BackupInfo struct {
	Path string
	Day  time.Time // the day it was made for, at midnight local time
	Size int64     // bytes
	// Daily is false for a copy made before the store was brought up to date for
	// a new version; those are kept until someone removes them.
	Daily bool
}

// BackupDaily makes the day's copy, backups/pdsa-2026-11-21.db beside the store,
// unless it is there already or nothing was ever written, and then removes the
// oldest daily copies but seven. Files with other names are left alone.
//
// A copy takes as long as reading and writing the file. A program that stays
// open calls it in the background after its start; one that ends after a write
// sets Options.Backup. Errors as for Backup; ErrReadOnly.
func (s *Store) BackupDaily(ctx context.Context) (made bool, err error) {
	if s.readOnly {
		return false, ErrReadOnly
	}
	to, err := s.backupName(s.today())
	if err != nil {
		return false, err
	}
	if _, err := os.Lstat(to); err == nil {
		return false, nil
	}
	empty := false
	err = s.view(func(tx *bbolt.Tx) error {
		key, _ := tx.Bucket(bucketChanges).Cursor().First()
		empty = key == nil
		return nil
	})
	if err != nil || empty {
		return false, err
	}
	// Another process or goroutine may have been quicker.
	if err := s.Backup(ctx, to, nil); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	}
	return true, s.prune(to)
}

// backupFirst makes the day's copy before a write when Options.Backup asks for
// it. That it failed keeps nobody from saving: the write is the safer of the two.
func (s *Store) backupFirst() {
	if !s.backups || s.readOnly || s.backedUp == s.today() {
		return
	}
	s.backedUp = s.today()
	_, s.backupErr = s.BackupDaily(context.Background())
}

// BackupProblem returns why the daily copy that Options.Backup asks for could
// not be made; nil when there is no such problem.
func (s *Store) BackupProblem() error {
	s.saving.Lock()
	defer s.saving.Unlock()
	return s.backupErr
}

func (s *Store) today() string { return s.now().Local().Format(time.DateOnly) }

// backupName is the path of a copy; its folder is made.
func (s *Store) backupName(suffix string) (string, error) {
	folder := backupFolder(s.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", writeError(err)
	}
	stem, ext := stemOf(s.path)
	return filepath.Join(folder, stem+"-"+suffix+ext), nil
}

func stemOf(path string) (stem, ext string) {
	ext = filepath.Ext(path)
	return strings.TrimSuffix(filepath.Base(path), ext), ext
}

// prune removes the oldest daily copies. The one just made stays, also when the
// clock was wrong once and the others are dated after it.
func (s *Store) prune(made string) error {
	all, err := backupsOf(s.path)
	if err != nil {
		return err
	}
	kept := 0
	for _, b := range all {
		if !b.Daily || b.Path == made {
			continue
		}
		if kept++; kept < keepBackups {
			continue
		}
		if err := os.Remove(b.Path); err != nil {
			return err
		}
	}
	return nil
}

// Backups returns the copies beside the store, the newest first.
func (s *Store) Backups() ([]BackupInfo, error) { return backupsOf(s.path) }

func backupsOf(path string) ([]BackupInfo, error) {
	folder := backupFolder(path)
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	stem, ext := stemOf(path)
	var all []BackupInfo
	for _, e := range entries {
		name, ours := strings.CutPrefix(strings.TrimSuffix(e.Name(), ext), stem+"-")
		day, rest, _ := strings.Cut(name, "-schema-")
		date, err := time.ParseInLocation(time.DateOnly, day, time.Local)
		info, gone := e.Info()
		if !ours || filepath.Ext(e.Name()) != ext || err != nil || gone != nil || !info.Mode().IsRegular() {
			continue
		}
		all = append(all, BackupInfo{Path: filepath.Join(folder, e.Name()), Day: date, Size: info.Size(), Daily: rest == "" && day == name})
	}
	slices.SortFunc(all, func(a, b BackupInfo) int {
		return cmp.Or(b.Day.Compare(a.Day), cmp.Compare(b.Path, a.Path))
	})
	return all, nil
}
