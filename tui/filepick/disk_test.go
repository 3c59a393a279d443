package filepick

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDisk(t *testing.T) {
	dir := t.TempDir() + "/"
	for _, name := range []string{"b.CSV", "a.xlsx", "letter.docx", ".hidden.csv", "~$a.xlsx", "plain"} {
		if err := os.WriteFile(dir+name, []byte("a,b\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(dir+"years", 0o700); err != nil {
		t.Fatal(err)
	}
	want := []Entry{{"a.xlsx", false}, {"b.CSV", false}, {"years", true}}
	if err := os.Symlink(dir+"years", dir+"linked"); err == nil { // not everywhere allowed
		want = []Entry{{"a.xlsx", false}, {"b.CSV", false}, {"linked", true}, {"years", true}}
	}
	got, err := List(dir, ".csv", ".xlsx")
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := List(dir + "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	f, size, err := Open("~/b.CSV")
	if err != nil || size != 4 {
		t.Fatal(size, err)
	}
	_ = f.Close()
	if _, _, err := Open(dir + "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if start := Start(); !strings.HasPrefix(start, strings.TrimSuffix(dir, "/")) {
		t.Error(start)
	}
	if err := os.Mkdir(dir+"Downloads", 0o700); err != nil {
		t.Fatal(err)
	}
	if start := Start(); !strings.HasSuffix(start, "Downloads"+string(filepath.Separator)) {
		t.Error(start)
	}
}
