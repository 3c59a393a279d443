package paperimport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
	"github.com/cqi-pdsa/pdsa/tui/dataimport"
)

// Files is what the screen needs of the laptop's files. Its methods are called in
// commands only.
type Files interface {
	// Start is the folder in which to begin, with the separator at its end.
	Start() string
	// List gives the Word documents and the folders in a folder.
	List(dir string) ([]dataimport.Entry, error)
	// Read reads a Word document.
	Read(ctx context.Context, path string) (*word.Document, error)
}

// Disk is the files of this laptop. A path may begin with ~.
type Disk struct{}

// Start is the folder of downloads, or else the home folder.
func (Disk) Start() string { return dataimport.Disk{}.Start() }

// List gives documents first and then folders, each in the order of their names.
func (Disk) List(dir string) ([]dataimport.Entry, error) {
	dir = expand(dir)
	if dir == "" {
		dir = "."
	}
	found, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files, folders []dataimport.Entry
	for _, e := range found {
		info, err := os.Stat(filepath.Join(dir, e.Name())) // through a link
		switch {
		case err != nil, strings.HasPrefix(e.Name(), "."), strings.HasPrefix(e.Name(), "~$"): // Word's own
		case info.IsDir():
			folders = append(folders, dataimport.Entry{Name: e.Name(), Folder: true})
		case slices.Contains([]string{".docx", ".docm", ".doc"}, strings.ToLower(filepath.Ext(e.Name()))):
			files = append(files, dataimport.Entry{Name: e.Name()})
		}
	}
	return append(files, folders...), nil
}

// Read reads a document.
func (Disk) Read(ctx context.Context, path string) (doc *word.Document, err error) {
	f, size, err := dataimport.Disk{}.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s", cycle.Clean(path, false))
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	at, ok := f.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("%s is no file that can be read", cycle.Clean(path, false))
	}
	return word.Read(ctx, at, size)
}

// expand puts the home folder in place of ~.
func expand(path string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || isSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return home + rest
		}
	}
	return path
}

func isSeparator(b byte) bool { return b == '/' || os.IsPathSeparator(b) }

// splitPath cuts a path behind its last separator.
func splitPath(path string) (dir, base string) {
	for i := len(path) - 1; i >= 0; i-- {
		if isSeparator(path[i]) {
			return path[:i+1], path[i+1:]
		}
	}
	return "", path
}
