package bolt

import (
	"path/filepath"
	"testing"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
)

func TestContract(t *testing.T) {
	backendtest.Run(t, func(t testing.TB) backendtest.Database {
		path := filepath.Join(t.TempDir(), "dashboard.db")
		db := open(t, path)
		return backendtest.Database{Backend: db, Reopen: func() (dashboard.Backend, error) {
			if err := db.Close(); err != nil {
				return nil, err
			}
			next, err := Open(path)
			if err != nil {
				return nil, err
			}
			t.Cleanup(func() { _ = next.Close() })
			db = next
			return next, nil
		}}
	})
}

// open opens a database that is closed at the end of the test, if it is not before.
func open(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
