package remote

import (
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// TestBatches sends what is too much for one push in several, none of which the
// server has to refuse.
func TestBatches(t *testing.T) {
	for _, tc := range []struct{ changes, size, pushes int }{
		{wire.MaxChanges + 1, 10, 2},
		{40, 60 << 10, 3},
	} {
		w := newWorld(t)
		ana := w.team()
		for range tc.changes {
			ana.save("d1", cycle.SetField("strengths", strings.Repeat("<", tc.size)+w.value()))
		}
		told := 0
		w.server.Requests()
		if _, err := ana.engine.Sync(t.Context(), func(p Progress) {
			if p.Sent <= told || p.ToSend != tc.changes || p.School != "Eastern Canal" {
				t.Errorf("progress %+v after %d", p, told)
			}
			told = p.Sent
		}); err != nil {
			t.Fatal(err)
		}
		pushes := 0
		for _, r := range w.server.Requests() {
			if r.Method == "POST" {
				pushes++
			}
			if r.Status >= 400 {
				t.Errorf("refused: %v", r)
			}
		}
		if pushes != tc.pushes || told != tc.changes {
			t.Errorf("%d changes took %d pushes, want %d; told of %d", tc.changes, pushes, tc.pushes, told)
		}
		w.end()
	}
}

// TestGapsWait carries some of a colleague's changes in on a stick: they are sent for
// the colleague as far as the stream can take them.
func TestGapsWait(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, sok := w.team(), w.team()
	sok.save("d1", cycle.SetField("title", "one"))
	w.settle()
	sok.save("d1", cycle.SetField("title", "two"))
	sok.save("d2", cycle.SetField("title", "three"))
	sok.save("d1", cycle.SetField("title", "four"))
	carry(t, sok, ana, "d1")
	if r := ana.mustSync(); r.Sent != 1 {
		t.Errorf("with a gap: %+v", r)
	}
	carry(t, sok, ana, "d2")
	if r := ana.mustSync(); r.Sent != 2 {
		t.Errorf("without: %+v", r)
	}
	w.settle()
	w.checkEqual()
}

func carry(t *testing.T, from, to *laptop, doc string) {
	t.Helper()
	b, err := from.store.Bundle(doc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := to.store.Merge(t.Context(), b.Changes, nil); err != nil {
		t.Fatal(err)
	}
}

// TestLostRecord gives what follows a record that is gone other numbers: the stream
// would wait for it for ever.
func TestLostRecord(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, sok := w.team(), w.team()
	ana.save("d1", cycle.SetField("title", "one"))
	ana.mustSync()
	ana.save("d2", cycle.SetField("title", "two"))
	ana.save("d1", cycle.SetField("title", "three"))
	key := append([]byte(ana.store.Replica()), 0, 0, 0, 0, 0, 0, 0, 0, 2)
	ana.close()
	db, err := bbolt.Open(ana.path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		if err := tx.Bucket([]byte("changes")).Delete(key); err != nil {
			return err
		}
		return tx.Bucket([]byte("bydoc")).Delete(append([]byte("d2\x00"), key...))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	ana.open()
	if r := ana.mustSync(); r.Sent != 1 || r.Reissued != 1 {
		t.Errorf("Sync = %+v", r)
	}
	sok.mustSync()
	if got := shows(t, sok, "d1", "title"); got != "three" {
		t.Errorf("title = %q", got)
	}
}
