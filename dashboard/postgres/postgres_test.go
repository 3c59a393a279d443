package postgres

import (
	"os"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
	"github.com/cqi-pdsa/pdsa/dashboard/postgres/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Run(m)) }

func TestContract(t *testing.T) {
	backendtest.Run(t, func(t testing.TB) backendtest.Database {
		url := pgtest.URL(t)
		db := open(t, url)
		another := func() (dashboard.Backend, error) {
			next, err := Open(t.Context(), url)
			if err != nil {
				return nil, err
			}
			t.Cleanup(func() { _ = next.Close() })
			return next, nil
		}
		var current dashboard.Backend = db
		return backendtest.Database{
			Backend: db, Another: another,
			Reopen: func() (dashboard.Backend, error) {
				_ = current.Close()
				var err error
				current, err = another()
				return current, err
			},
			Empty: func() error { empty(t, url); return nil },
		}
	})
}

// open opens a database that is closed at the end of the test, if it is not before.
func open(t testing.TB, url string) *DB {
	t.Helper()
	db, err := Open(t.Context(), url)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// empty takes everything out of the tables.
func empty(t testing.TB, url string) {
	tables := []string{"setting", "person", "token", "invite", "audit", "feed", "waiting", "doc", "replica", "change", "stream", "school"}
	pgtest.Exec(t, url, "DELETE FROM "+strings.Join(tables, "; DELETE FROM "))
}
