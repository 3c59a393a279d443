package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/cycle"
)

func init() {
	children["hold"] = func(path string) error {
		s, err := Open(path, Options{})
		if err != nil {
			return err
		}
		fmt.Println("open")
		_, err = io.ReadAll(os.Stdin) // until the parent is done
		return errors.Join(err, s.Close())
	}
}

// A process is a child that runs.
type process struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func start(t *testing.T, child, path string, env ...string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0], path)
	cmd.Env = append(append(os.Environ(), asChild+"="+child), env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return &process{cmd, in, bufio.NewScanner(out)}
}

func TestSecondOpenerIsToldWhoHasIt(t *testing.T) {
	path := sample(t)
	p := start(t, "hold", path)
	if !p.out.Scan() {
		t.Fatal("the child did not open the store")
	}
	for _, o := range []Options{{Wait: 1}, {Wait: 1, ReadOnly: true}} {
		_, err := Open(path, o)
		var inUse *InUseError
		if !errors.As(err, &inUse) || inUse.PID != p.Process.Pid || inUse.Path != path {
			t.Fatalf("err = %v, want PID %d", err, p.Process.Pid)
		}
		if want := fmt.Sprintf("PID %d", p.Process.Pid); !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if _, err := Examine(t.Context(), path, nil); !errors.As(err, new(*InUseError)) {
		t.Errorf("Examine: %v, want InUseError", err)
	}
	if _, err := Repair(t.Context(), path, RepairOptions{}, nil); !errors.As(err, new(*InUseError)) {
		t.Errorf("Repair: %v, want InUseError", err)
	}
	if err := errors.Join(p.in.Close(), p.Wait()); err != nil {
		t.Fatal(err)
	}
	open(t, path, Options{})
}

func TestNumberLeftBehindIsHarmless(t *testing.T) {
	path := sample(t)
	p := start(t, "hold", path)
	if !p.out.Scan() {
		t.Fatal("the child did not open the store")
	}
	_ = p.Process.Kill()
	_ = p.Wait()
	if data, err := os.ReadFile(path + ".pid"); err != nil || string(data) != strconv.Itoa(p.Process.Pid) {
		t.Fatalf("the killed process left %q, %v", data, err)
	}
	if pid := boltfile.Holder(path); pid != 0 {
		t.Errorf("holder = %d, and that process has ended", pid)
	}
	s := open(t, path, Options{})
	if pid := boltfile.Holder(path); pid != os.Getpid() {
		t.Errorf("holder = %d, want %d", pid, os.Getpid())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, junk := range []string{"", "x", "-1", "0"} {
		writeFile(t, path+".pid", []byte(junk))
		if pid := boltfile.Holder(path); pid != 0 {
			t.Errorf("holder with %q = %d", junk, pid)
		}
	}
}

func TestTwoStoresWaitForEachOther(t *testing.T) {
	path := storePath(t)
	errs := make(chan error, 2)
	for _, name := range []string{"a", "b"} {
		go func() {
			for n := range 5 {
				s, err := Open(path, Options{Wait: time.Minute})
				if err == nil {
					_, err = s.Save("c1", nil, cycle.SetIn("diary", fmt.Sprint(name, n), "text", "x"))
					err = errors.Join(err, s.Close())
				}
				if err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Fatal(err)
	}
	s := open(t, path, Options{})
	c, err := s.Cycle("c1")
	if err != nil || len(c.Lists["diary"]) != 10 {
		t.Errorf("%d items, %v, want 10", len(c.Lists["diary"]), err)
	}
}
