package filepick

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// An Entry is a file or a folder.
type Entry struct {
	Name   string
	Folder bool
}

// Start is the folder of downloads, where exports land, or else the home folder,
// with the separator at its end; empty where there is no home.
func Start() string {
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

// List gives the files with one of the endings (".csv", in small letters) and then
// the folders in a folder, each in the order of their names. What is hidden and
// what Word and Excel put beside a file that is open is left out. The empty dir is
// the folder in which the program was started. The error is that of the disk.
func List(dir string, endings ...string) ([]Entry, error) {
	dir = expand(dir)
	if dir == "" {
		dir = "."
	}
	found, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files, folders []Entry
	for _, e := range found {
		switch {
		case strings.HasPrefix(e.Name(), "."), strings.HasPrefix(e.Name(), "~$"):
		case isFolder(dir, e):
			folders = append(folders, Entry{e.Name(), true})
		case slices.Contains(endings, strings.ToLower(filepath.Ext(e.Name()))):
			files = append(files, Entry{e.Name(), false})
		}
	}
	return append(files, folders...), nil
}

// isFolder follows links.
func isFolder(dir string, e os.DirEntry) bool {
	if e.Type()&os.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// Open opens a file to read it, and gives its size in bytes. A path may begin with
// ~. The error is that of the disk: fs.ErrNotExist and others.
func Open(path string) (*os.File, int64, error) {
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

// Split cuts a path behind its last separator.
func Split(path string) (dir, base string) {
	for i := len(path) - 1; i >= 0; i-- {
		if isSeparator(path[i]) {
			return path[:i+1], path[i+1:]
		}
	}
	return "", path
}

// isWhole reports whether a path begins at the root, at home or at a drive.
func isWhole(path string) bool {
	return path != "" && (isSeparator(path[0]) || path[0] == '~' || len(path) > 2 && path[1] == ':')
}

// Dropped is the path in what a terminal types when a file is dropped on it: in
// quotes, or with backslashes before blanks and the like. A plain path stays as it
// is.
func Dropped(text string) string {
	path := strings.TrimSpace(cycle.Clean(text, false))
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
