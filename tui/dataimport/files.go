package dataimport

import (
	"io"

	"github.com/cqi-pdsa/pdsa/tui/filepick"
)

// Files is what the screen needs of the laptop's files. Its methods are called
// in commands only.
type Files interface {
	filepick.Folders
	// Open opens a file and tells its size in bytes.
	Open(path string) (io.ReadCloser, int64, error)
}

// Disk is the files of this laptop. A path may begin with ~.
type Disk struct{}

// Start is the folder of downloads, where exports land, or else the home folder.
func (Disk) Start() string { return filepick.Start() }

// List gives tables first and then folders, each in the order of their names.
func (Disk) List(dir string) ([]filepick.Entry, error) {
	return filepick.List(dir, ".csv", ".tsv", ".tab", ".txt", ".xlsx")
}

// Open opens a file to read it.
func (Disk) Open(path string) (io.ReadCloser, int64, error) {
	f, size, err := filepick.Open(path)
	if err != nil {
		return nil, 0, err // and no *os.File that is nil
	}
	return f, size, nil
}
