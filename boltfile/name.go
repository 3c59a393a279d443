package boltfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A file is made under another name and gets its own when it is whole: a program that
// ends half-way leaves nothing behind that looks like one, and of two that make the
// same file at once the second finds that of the first.

// Temp makes an empty file in the folder of path, for this user only, and returns its
// name.
func Temp(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// Publish gives a finished file its name and never writes over another: the error is
// then fs.ErrExist, and temp stays.
func Publish(temp, path string) error {
	err := os.Link(temp, path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		// Some disks, such as memory sticks, have no links.
		if _, taken := os.Lstat(path); taken == nil {
			return fs.ErrExist
		}
		err = os.Rename(temp, path)
	}
	if err == nil {
		SyncFolder(path)
	}
	return err
}

// SyncFolder makes the names in a file's folder last through a power cut. Where the
// system cannot do that for folders, it does it by itself.
func SyncFolder(path string) {
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}
