package paperfile_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/paper/papertest"
	"github.com/cqi-pdsa/pdsa/tui/paperfile"
)

var today = cycle.Day{Year: 2026, Month: 11, Day: 20}

func TestPropose(t *testing.T) {
	dir := t.TempDir() + string(filepath.Separator)
	for name, data := range map[string]string{
		"Our organizer.docx": string(papertest.File{Body: papertest.P("Strengths: music")}.Bytes()),
		"empty.docx":         string(papertest.File{Body: papertest.Bold("Problem of practice") + papertest.P("______")}.Bytes()),
		"old.doc":            "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on",
		"table.csv":          "a,b\n",
	} {
		if err := os.WriteFile(dir+name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := paperfile.Propose(t.Context(), paperfile.Disk{}, dir+"Our organizer.docx", "Butler", "Ana Ruiz", today)
	if err != nil {
		t.Fatal(err)
	}
	c := p.Cycle
	if c.Get("strengths") != "music" || c.Get("title") != "Our organizer" || c.Get("school") != "Butler" || !strings.Contains(c.Get("team"), "Ana Ruiz") || c.ID == "" {
		t.Errorf("%v", c.Values)
	}
	for name, want := range map[string]string{
		"none.docx": "there is no file", "empty.docx": "no answer was found in empty.docx", "old.doc": "this is an old Word file", "table.csv": "",
	} {
		if _, err := paperfile.Propose(t.Context(), paperfile.Disk{}, dir+name, "", "", today); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := paperfile.Propose(ctx, paperfile.Disk{}, dir+"Our organizer.docx", "", "", today); !errors.Is(err, context.Canceled) {
		t.Errorf("a canceled task ends with %v", err)
	}
	entries, err := paperfile.Disk{}.List(dir)
	if err != nil || fmt.Sprint(entries) != "[{Our organizer.docx false} {empty.docx false} {old.doc false}]" {
		t.Errorf("%v %v", entries, err)
	}
	if (paperfile.Disk{}).Start() == "" {
		t.Error("there is no folder to begin in")
	}
}
