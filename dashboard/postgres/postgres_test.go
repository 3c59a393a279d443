package postgres

import (
	"os"
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
		return backendtest.Database{
			Backend: db, Another: another,
			Reopen: func() (dashboard.Backend, error) {
				_ = db.Close()
				return another()
			},
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
