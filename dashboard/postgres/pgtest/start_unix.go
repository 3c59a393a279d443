//go:build unix

package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// maxFolder keeps the path of the socket below the 104 bytes that the systems
// allow at least.
const maxFolder = 80

// serve starts the server; when its standard input ends, as it does when the test
// process does, however that happens, it stops the server and removes its folder.
const serve = `dir=$1; shift; "$@" & pid=$!; read -r _; kill -INT $pid; wait $pid; rm -rf "$dir"`

// start makes a cluster and starts a server on it.
func start() (at string, stop func() error, err error) {
	bin, err := binaries()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return "", nil, err
	}
	if len(dir) > maxFolder {
		return "", nil, errors.Join(os.Remove(dir), fmt.Errorf("the path %s is too long for a socket; set TMPDIR", dir))
	}
	clean := func() error { return os.RemoveAll(dir) }
	as, err := unprivileged(dir)
	if err != nil {
		return "", nil, errors.Join(err, clean())
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = as, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), clean())
	}
	query := url.Values{"host": {dir}}
	at = "postgres://postgres@/postgres?" + query.Encode()
	halt, output, err := launch(filepath.Join(bin, "postgres"), dir, data, as)
	if err != nil {
		return "", nil, errors.Join(err, clean())
	}
	stop = func() error { return errors.Join(halt(), clean()) }
	if err := answers(at); err != nil {
		return "", nil, errors.Join(fmt.Errorf("PostgreSQL does not answer: %w", err), stop(), errors.New(output.String()))
	}
	return at, stop, nil
}

// launch starts the server, which nothing but tests uses: what is lost in a power
// cut does not matter.
func launch(postgres, dir, data string, as *syscall.SysProcAttr) (halt func() error, output *bytes.Buffer, err error) {
	cmd := exec.Command("sh", "-c", serve, "sh", dir, postgres, "-D", data, "-k", dir, "-F",
		"-c", "listen_addresses=", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "deadlock_timeout=20ms")
	output = &bytes.Buffer{}
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = as, dir, output, output
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	return func() error { return closed(in, cmd) }, output, nil
}

// closed ends the server's input and waits for it.
func closed(in io.Closer, cmd *exec.Cmd) error {
	err := in.Close()
	var exit *exec.ExitError
	if waited := cmd.Wait(); !errors.As(waited, &exit) {
		err = errors.Join(err, waited)
	}
	return err
}

// answers waits until the server lets someone in.
func answers(at string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	db, err := connect(at)
	if err != nil {
		return err
	}
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return db.Close()
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, db.Close())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// binaries returns the folder of PostgreSQL's programs, the newest where there are
// several.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	var found []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/initdb", "/usr/pgsql-*/bin/initdb", "/opt/homebrew/opt/postgresql@*/bin/initdb"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		found = append(found, paths...)
	}
	if len(found) == 0 {
		return "", errNone
	}
	return filepath.Dir(slices.Max(found)), nil
}

// unprivileged returns how to start PostgreSQL, which refuses to run as root, and
// gives that user the folder.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return &syscall.SysProcAttr{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(uidErr, gidErr, os.Chown(dir, int(uid), int(gid))); err != nil {
			return nil, err
		}
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody")
}
