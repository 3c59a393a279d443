// Package pgtest gives tests a real PostgreSQL: the one that the variable
// PDSA_TEST_POSTGRES names by its URL, or one of its own, which it starts in a
// temporary folder when PostgreSQL is installed, listens on a socket in there
// alone, and is gone at the end.
//
// Where there is none, tests are skipped; with PDSA_TEST_REQUIRE_ALL they fail.
package pgtest

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lib/pq"
)

// Run runs the tests of a package and stops the server that they started. It is
// for TestMain, and returns the exit code.
func Run(m *testing.M) int {
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stopping PostgreSQL:", err)
		return max(code, 1)
	}
	return code
}

// errNone says that there is no PostgreSQL to test with.
var errNone = errors.New("PostgreSQL is not installed (no initdb in the path), and PDSA_TEST_POSTGRES names none")

// server is the one PostgreSQL of the test process.
var server struct {
	once    sync.Once
	url     string
	err     error
	stop    func() error
	schemas atomic.Int64
}

func stop() error {
	if server.stop == nil {
		return nil
	}
	return server.stop()
}

// URL returns the URL of an empty schema, which is dropped at the end of the test.
func URL(t testing.TB) string {
	t.Helper()
	server.once.Do(func() {
		if server.url = os.Getenv("PDSA_TEST_POSTGRES"); server.url == "" {
			server.url, server.stop, server.err = start()
		}
	})
	switch {
	case server.err == nil:
	case errors.Is(server.err, errNone) && os.Getenv("PDSA_TEST_REQUIRE_ALL") == "":
		t.Skip(server.err)
	default:
		t.Fatal(server.err)
	}
	u, err := url.Parse(server.url)
	if err != nil {
		t.Fatalf("PDSA_TEST_POSTGRES is no URL: %v", err)
	}
	schema := fmt.Sprintf("pdsa_test_%d_%d", os.Getpid(), server.schemas.Add(1))
	Exec(t, server.url, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { Exec(t, server.url, "DROP SCHEMA "+schema+" CASCADE") })
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}

// Exec runs statements, in one go, on a connection of its own to the database at
// the URL. The test ends when one fails.
func Exec(t testing.TB, at, statements string) {
	t.Helper()
	db, err := connect(at)
	if err != nil {
		t.Fatalf("connecting to PostgreSQL: %v", err)
	}
	_, err = db.Exec(statements)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatalf("%s: %v", statements, err)
	}
}

// connect opens the database, with TLS where its server has it.
func connect(at string) (*sql.DB, error) {
	config, err := pq.NewConfig(at)
	if err != nil {
		return nil, err
	}
	if config.SSLMode == "" {
		config.SSLMode = pq.SSLModePrefer
	}
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
