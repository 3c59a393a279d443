package dataimport

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Files is what the screen needs of the laptop's files. Its methods are called
// in commands only.
type Files interface {
	// Start is the folder in which to begin, with the separator at its end.
	Start() string
	// List gives the folders, and the files that could be tables, in a folder.
	List(dir string) ([]Entry, error)
	// Open opens a file and tells its size in bytes.
	Open(path string) (io.ReadCloser, int64, error)
}

// An Entry is a file or a folder.
type Entry struct {
	Name   string
	Folder bool
}

// Disk is the files of this laptop. A path may begin with ~.
type Disk struct{}

// Start is the folder of downloads, where exports land, or else the home folder.
func (Disk) Start() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	downloads := filepath.Join(home, "Downloads")
	if info, err := os.Stat(downloads); err == nil && info.IsDir() {
		return downloads + string(filepath.Separator)
	}
	return home + string(filepath.Separator)
}

// List gives tables first and then folders, each in the order of their names.
func (Disk) List(dir string) ([]Entry, error) {
	if dir == "" {
		dir = "."
	}
	found, err := os.ReadDir(expand(dir))
	if err != nil {
		return nil, err
	}
	var files, folders []Entry
	for _, e := range found {
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case isFolder(dir, e):
			folders = append(folders, Entry{e.Name(), true})
		case isTable(e.Name()):
			files = append(files, Entry{e.Name(), false})
		}
	}
	return append(files, folders...), nil
}

func isFolder(dir string, e os.DirEntry) bool {
	if e.Type()&os.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(expand(dir), e.Name()))
	return err == nil && info.IsDir()
}

func isTable(name string) bool {
	return slices.Contains([]string{".csv", ".tsv", ".tab", ".txt", ".xlsx"}, strings.ToLower(filepath.Ext(name)))
}

// Open opens a file to read it.
func (Disk) Open(path string) (io.ReadCloser, int64, error) {
	f, err := os.Open(expand(path))
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close() // it was not read
		return nil, 0, err
	}
	return f, info.Size(), nil
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

// pasted takes off what terminals put around the path of a file that is dropped
// on them: quotes, or backslashes before blanks.
func pasted(path string) string {
	path = strings.TrimSpace(path)
	for _, quote := range []string{`"`, "'"} {
		if len(path) > 1 && strings.HasPrefix(path, quote) && strings.HasSuffix(path, quote) {
			return path[1 : len(path)-1]
		}
	}
	if runtime.GOOS != "windows" {
		path = strings.NewReplacer(`\ `, " ", `\(`, "(", `\)`, ")", `\'`, "'", `\&`, "&").Replace(path)
	}
	return path
}
