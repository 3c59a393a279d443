package dataimport_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"

	"github.com/cqi-pdsa/pdsa/tui/dataimport"
)

func TestDisk(t *testing.T) {
	dir := t.TempDir() + "/"
	for _, name := range []string{"a.csv", "b.TSV", "c.tab", "d.txt", "e.xlsx", "letter.docx"} {
		if err := os.WriteFile(dir+name, []byte("a,b\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := dataimport.Disk{}.List(dir)
	if err != nil || fmt.Sprint(entries) != "[{a.csv false} {b.TSV false} {c.tab false} {d.txt false} {e.xlsx false}]" {
		t.Errorf("%v, %v", entries, err)
	}
	f, size, err := dataimport.Disk{}.Open(dir + "a.csv")
	if err != nil || size != 4 {
		t.Fatal(size, err)
	}
	_ = f.Close()
	if f, _, err := (dataimport.Disk{}).Open(dir + "none"); f != nil || !errors.Is(err, fs.ErrNotExist) {
		t.Error(f, err)
	}
	if (dataimport.Disk{}).Start() == "" {
		t.Error("there is no folder to begin in")
	}
}
