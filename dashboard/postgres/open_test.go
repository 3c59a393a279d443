package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
	"github.com/cqi-pdsa/pdsa/dashboard/postgres/pgtest"
)

func TestSeveralStartAtOnce(t *testing.T) {
	at := pgtest.URL(t)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			db, err := Open(t.Context(), at)
			if err != nil {
				t.Errorf("Open: %v", err)
				return
			}
			_ = db.Close()
		})
	}
	wg.Wait()
	open(t, at)
}

func TestNewerTables(t *testing.T) {
	at := pgtest.URL(t)
	_ = open(t, at).Close()
	pgtest.Exec(t, at, `INSERT INTO schema_version (version) VALUES (1000)`)
	if _, err := Open(t.Context(), at); !errors.Is(err, ErrNewer) {
		t.Errorf("Open: %v", err)
	}
}

// TestOthersTables: what is there already is left alone, and nothing is added.
func TestOthersTables(t *testing.T) {
	at := pgtest.URL(t)
	pgtest.Exec(t, at, `CREATE TABLE person (name text)`)
	if _, err := Open(t.Context(), at); err == nil || !strings.Contains(err.Error(), "person") {
		t.Errorf("Open: %v", err)
	}
	pgtest.Exec(t, at, `DROP TABLE person`)
	open(t, at)
}

func TestNoPasswordInErrors(t *testing.T) {
	const secret = "hunter2secret"
	for _, at := range []string{
		"postgres://ada:" + secret + "@localhost:notaport/x", "://" + secret, "password=" + secret + " port=x",
		"postgres://ada:" + secret + "@127.0.0.1:1/district?connect_timeout=1", "host=/nowhere dbname=district password=" + secret,
	} {
		db, err := Open(t.Context(), at)
		if err == nil {
			_ = db.Close()
			t.Fatalf("%s opens", at)
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error holds the password: %v", err)
		}
	}
	u, err := url.Parse(pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	if u.User == nil || u.User.Username() == "" {
		u.User = url.UserPassword("postgres", secret)
	} else {
		u.User = url.UserPassword(u.User.Username(), secret)
	}
	if db, err := Open(t.Context(), u.String()); err == nil {
		defer func() { _ = db.Close() }()
		if strings.Contains(db.Name(), secret) {
			t.Errorf("the name holds the password: %s", db.Name())
		}
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	at := pgtest.URL(t)
	db, second := open(t, at), open(t, at)
	err := db.Update(t.Context(), "s", func(dashboard.Tx) error {
		for name, b := range map[string]*DB{"the same process": db, "another process": second} {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			err := b.Update(ctx, "s", func(dashboard.Tx) error {
				t.Errorf("%s: an update of the same school runs at the same time", name)
				return nil
			})
			cancel()
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// Who gave up holds nothing.
	for _, b := range []*DB{db, second} {
		if err := b.Update(t.Context(), "s", func(tx dashboard.Tx) error { return tx.SetSetting("a", "b") }); err != nil {
			t.Error(err)
		}
	}
}

// TestCopyFromFile moves a dashboard from its file to PostgreSQL.
func TestCopyFromFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dashboard.db")
	from, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = from.Close() })
	memory := backendtest.NewMemory()
	for n := range 3 {
		for _, b := range []dashboard.Backend{from, memory} {
			if err := b.Update(t.Context(), fmt.Sprint("school", n), func(tx dashboard.Tx) error { return backendtest.Fill(tx, n) }); err != nil {
				t.Fatal(err)
			}
		}
	}
	to := open(t, pgtest.URL(t))
	ctx, cancel := context.WithCancel(t.Context())
	err = dashboard.Copy(ctx, from, to, func(done, _ int) {
		if done > 0 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a copy that is stopped: %v", err)
	}
	backendtest.Same(t, backendtest.NewMemory(), to)
	backendtest.Same(t, memory, from)
	if err := dashboard.Copy(t.Context(), from, to, nil); err != nil {
		t.Fatal(err)
	}
	backendtest.Same(t, memory, to)
	_ = from.Close()
	if _, err := bolt.Open(path); !errors.Is(err, dashboard.ErrMoved) || !strings.Contains(err.Error(), to.Name()) {
		t.Errorf("opening the old file: %v", err)
	}
	// Numbering goes on where it was.
	for _, b := range []dashboard.Backend{to, memory} {
		if err := b.Update(t.Context(), "school9", func(tx dashboard.Tx) error { return backendtest.Fill(tx, 9) }); err != nil {
			t.Fatal(err)
		}
	}
	backendtest.Same(t, memory, to)
}
