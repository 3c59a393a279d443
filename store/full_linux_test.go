package store

import (
	"errors"
	"fmt"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func init() {
	// fill saves until the file may not grow any more, as on a full disk, then
	// once more, something small. It says how many saves there were.
	children["fill"] = func(path string) error {
		s, err := Open(path, Options{})
		if err != nil {
			return err
		}
		signal.Ignore(syscall.SIGXFSZ)
		const limit = 300 << 10
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			return err
		}
		n := 0
		for err == nil && n < 1000 {
			_, err = s.Save(fmt.Sprint("c", n), nil, cycle.SetField("title", strings.Repeat("x", 10_000)))
			n++
		}
		fmt.Println(n - 1)
		fmt.Println(errors.Is(err, ErrFull), err)
		_, err = s.Cycle("c0")
		fmt.Println(err)
		// A save that failed must not come to light when something else is written.
		err = s.SetSetting("theme", "dark")
		rows, err2 := s.Recent(0)
		fmt.Println(len(rows), errors.Join(err, err2))
		return s.Close()
	}
}

func TestFullDisk(t *testing.T) {
	path := storePath(t)
	p := start(t, "fill", path)
	var lines []string
	for p.out.Scan() {
		lines = append(lines, p.out.Text())
	}
	if err := p.Wait(); err != nil || len(lines) != 4 {
		t.Fatalf("%v, %q", err, lines)
	}
	var saved int
	if _, err := fmt.Sscan(lines[0], &saved); err != nil || saved == 0 || saved > 100 {
		t.Fatalf("%q saves, %v", lines[0], err)
	}
	if !strings.HasPrefix(lines[1], "true the disk is full: this was not saved.") {
		t.Errorf("the person is told %q", lines[1])
	}
	if lines[2] != "<nil>" {
		t.Errorf("reading after the save that failed: %s", lines[2])
	}
	if want := fmt.Sprint(saved, " <nil>"); lines[3] != want {
		t.Errorf("cycles after the save that failed: %q, want %q", lines[3], want)
	}
	if report := examine(t, path); !report.Good || report.Docs != saved {
		t.Errorf("%d saves, then %+v", saved, report)
	}
	// With room again, it goes on.
	s := open(t, path, Options{})
	set(t, s, "c0", "title", "short")
	if got := value(t, s, "c0", "title"); got != "short" {
		t.Errorf("title = %q", got)
	}
}
