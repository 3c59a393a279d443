package dataimport_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/tui/dataimport"
)

func TestDisk(t *testing.T) {
	dir := t.TempDir() + "/"
	for _, name := range []string{"b.CSV", "a.xlsx", "letter.docx", ".hidden.csv", "plain"} {
		if err := os.WriteFile(dir+name, []byte("a,b\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(dir+"years", 0o700); err != nil {
		t.Fatal(err)
	}
	got, err := dataimport.Disk{}.List(dir)
	if want := []dataimport.Entry{{Name: "a.xlsx"}, {Name: "b.CSV"}, {Name: "years", Folder: true}}; err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, %v", got, err)
	}
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	f, size, err := dataimport.Disk{}.Open("~/b.CSV")
	if err != nil || size != 4 {
		t.Fatal(size, err)
	}
	_ = f.Close()
	if _, _, err := (dataimport.Disk{}).Open(dir + "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if start := (dataimport.Disk{}).Start(); !strings.HasPrefix(start, strings.TrimSuffix(dir, "/")) {
		t.Error(start)
	}
	if err := os.Mkdir(dir+"Downloads", 0o700); err != nil {
		t.Fatal(err)
	}
	if start := (dataimport.Disk{}).Start(); !strings.HasSuffix(start, "Downloads"+string(os.PathSeparator)) {
		t.Error(start)
	}
}
