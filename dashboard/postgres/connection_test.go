package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/postgres/pgtest"
)

// TestServerRestarts: connections that are gone since they were used are replaced
// without a word, and one that breaks in the middle of an update is told of.
func TestServerRestarts(t *testing.T) {
	at := pgtest.URL(t)
	const name = "pdsa_restart"
	db := open(t, at+"&application_name="+name)
	// It waits until they are gone.
	restart := func() {
		pgtest.Exec(t, at, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = '"+name+"'")
	}
	for n := range 3 {
		err := db.Update(t.Context(), "s", func(tx dashboard.Tx) error { return tx.SetSetting("a", fmt.Sprint(n)) })
		if err != nil {
			t.Fatalf("round %d: %v", n, err)
		}
		restart()
	}
	err := db.Update(t.Context(), "s", func(tx dashboard.Tx) error {
		if err := tx.SetSetting("a", "lost"); err != nil {
			return err
		}
		restart()
		return tx.SetSetting("b", "lost")
	})
	if !errors.Is(err, errLost) {
		t.Errorf("an update whose connection breaks: %v", err)
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Errorf("Ready: %v", err)
	}
	err = db.View(t.Context(), func(r dashboard.Reader) error {
		settings, err := r.Settings()
		if settings["a"] != "2" || settings["b"] != "" {
			t.Errorf("what is kept: %v", settings)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestServersOwnIsolation: an update waits for the ones before it and then sees what
// they wrote, however strict the server is set.
func TestServersOwnIsolation(t *testing.T) {
	db := open(t, pgtest.URL(t)+"&default_transaction_isolation=serializable")
	err := db.Update(t.Context(), "s", func(at dashboard.Tx) error {
		var level string
		err := at.(*tx).one("SHOW transaction_isolation", nil, &level)
		if level != "read committed" {
			t.Errorf("an update runs as %q", level)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCloseWaits: what runs may end, and nothing new begins.
func TestCloseWaits(t *testing.T) {
	at := pgtest.URL(t)
	db := open(t, at)
	closed := make(chan error, 1)
	err := db.Update(t.Context(), "s", func(tx dashboard.Tx) error {
		go func() { closed <- db.Close() }()
		for {
			if err := db.View(t.Context(), func(dashboard.Reader) error { return nil }); errors.Is(err, errClosed) {
				break
			}
		}
		select {
		case <-closed:
			t.Error("closed in the middle of an update")
		default:
		}
		return tx.SetSetting("a", "kept")
	})
	if err := errors.Join(err, <-closed); err != nil {
		t.Fatal(err)
	}
	err = open(t, at).View(t.Context(), func(r dashboard.Reader) error {
		value, err := r.Setting("a")
		if value != "kept" {
			t.Errorf("the setting is %q", value)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestArrays: they come to the server as they are.
func TestArrays(t *testing.T) {
	db := open(t, pgtest.URL(t))
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, want := range []bytesArray{nil, {{}}, {every, {}, {0}, []byte(`{"\`), []byte("NULL")}} {
		numbers := make(numbersArray, len(want))
		for i := range numbers {
			numbers[i] = int64(i)<<40 - 1
		}
		rows, err := db.pool.QueryContext(t.Context(), `SELECT b, n FROM unnest($1::bytea[], $2::bigint[]) WITH ORDINALITY AS a (b, n, i) ORDER BY i`, want, numbers)
		if err != nil {
			t.Fatal(err)
		}
		var got bytesArray
		var gotNumbers numbersArray
		for rows.Next() {
			var b []byte
			var n int64
			if err := rows.Scan(&b, &n); err != nil {
				t.Error(err)
			}
			got, gotNumbers = append(got, b), append(gotNumbers, n)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Error(err)
		}
		if !slices.EqualFunc(got, want, bytes.Equal) || !slices.Equal(gotNumbers, numbers) {
			t.Errorf("%q with %d came as %q with %d", want, numbers, got, gotNumbers)
		}
	}
}
