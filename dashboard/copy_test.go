package dashboard_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
)

// toCopy returns a database file with something of every kind.
func toCopy(t *testing.T) (db *bolt.DB, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "dashboard.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for n := range 3 {
		if err := db.Update(t.Context(), "", func(tx dashboard.Tx) error { return backendtest.Fill(tx, n) }); err != nil {
			t.Fatal(err)
		}
	}
	return db, path
}

// isUnmarked checks that a database is still the one to use.
func isUnmarked(t *testing.T, b dashboard.Backend) {
	t.Helper()
	err := b.Update(t.Context(), "", func(tx dashboard.Tx) error { return tx.SetSetting("still", "used") })
	if err != nil {
		t.Errorf("the original takes no more writes: %v", err)
	}
}

func TestCopy(t *testing.T) {
	from, path := toCopy(t)
	to := backendtest.NewMemory()
	var told []string
	err := dashboard.Copy(t.Context(), from, to, func(done, total int) { told = append(told, fmt.Sprint(done, "/", total)) })
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(told, " "); got != "0/18 6/18 12/18 18/18" {
		t.Errorf("told %s", got)
	}
	unmarked := backendtest.NewMemory()
	if err := unmarked.Update(t.Context(), "", func(tx dashboard.Tx) error {
		return errors.Join(backendtest.Fill(tx, 0), backendtest.Fill(tx, 1), backendtest.Fill(tx, 2))
	}); err != nil {
		t.Fatal(err)
	}
	backendtest.Same(t, unmarked, to)
	_ = from.Close()
	if _, err := bolt.Open(path); !errors.Is(err, dashboard.ErrMoved) || !strings.Contains(err.Error(), to.Name()) {
		t.Errorf("opening the old file: %v", err)
	}
}

func TestCopyStopped(t *testing.T) {
	from, _ := toCopy(t)
	to := backendtest.NewMemory()
	ctx, cancel := context.WithCancel(t.Context())
	err := dashboard.Copy(ctx, from, to, func(done, _ int) {
		if done > 0 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Copy: %v", err)
	}
	backendtest.Same(t, backendtest.NewMemory(), to)
	isUnmarked(t, from)
	if err := dashboard.Copy(t.Context(), from, to, nil); err != nil {
		t.Errorf("copying again: %v", err)
	}
}

func TestCopyToOccupied(t *testing.T) {
	for name, put := range map[string]func(dashboard.Tx) error{
		"setting": func(tx dashboard.Tx) error { return tx.SetSetting("a", "b") },
		"school":  func(tx dashboard.Tx) error { return tx.PutSchool(dashboard.School{ID: "s"}) },
		"person":  func(tx dashboard.Tx) error { return tx.PutPerson(dashboard.Person{ID: "p"}) },
		"audit":   func(tx dashboard.Tx) error { return tx.AddAudit(dashboard.Audit{}) },
	} {
		from, _ := toCopy(t)
		to, same := backendtest.NewMemory(), backendtest.NewMemory()
		for _, b := range []dashboard.Backend{to, same} {
			if err := b.Update(t.Context(), "", put); err != nil {
				t.Fatal(err)
			}
		}
		if err := dashboard.Copy(t.Context(), from, to, nil); !errors.Is(err, dashboard.ErrOccupied) {
			t.Errorf("%s: %v", name, err)
		}
		backendtest.Same(t, same, to)
		isUnmarked(t, from)
	}
}

func TestWrittenWhileCopied(t *testing.T) {
	from, _ := toCopy(t)
	to := backendtest.NewMemory()
	err := dashboard.Copy(t.Context(), from, to, func(done, _ int) {
		if done > 0 {
			isUnmarked(t, from)
		}
	})
	if err == nil || !strings.Contains(err.Error(), "was written to") {
		t.Errorf("Copy: %v", err)
	}
	isUnmarked(t, from)
}

// breaking fails at its first update.
type breaking struct {
	dashboard.Backend
	broken bool
}

var errPower = errors.New("the power went")

func (b *breaking) Update(ctx context.Context, school string, fn func(dashboard.Tx) error) error {
	if !b.broken {
		b.broken = true
		return errPower
	}
	return b.Backend.Update(ctx, school, fn)
}

func TestCopyBrokenOffBeforeTheMark(t *testing.T) {
	file, path := toCopy(t)
	from, to := &breaking{Backend: file}, backendtest.NewMemory()
	if err := dashboard.Copy(t.Context(), from, to, nil); !errors.Is(err, errPower) {
		t.Fatalf("Copy: %v", err)
	}
	if err := dashboard.Copy(t.Context(), from, to, nil); err != nil {
		t.Fatalf("copying again: %v", err)
	}
	_ = file.Close()
	if _, err := bolt.Open(path); !errors.Is(err, dashboard.ErrMoved) {
		t.Errorf("opening the old file: %v", err)
	}
}

// forgetful spoils what is written to it.
type forgetful struct {
	dashboard.Backend
	spoil func(dashboard.Tx) dashboard.Tx
}

func (f forgetful) Update(ctx context.Context, school string, fn func(dashboard.Tx) error) error {
	return f.Backend.Update(ctx, school, func(tx dashboard.Tx) error { return fn(f.spoil(tx)) })
}

type (
	losesPublished struct{ dashboard.Tx }
	altersStates   struct{ dashboard.Tx }
	losesChanges   struct{ dashboard.Tx }
	altersWaiting  struct{ dashboard.Tx }
)

func (a altersWaiting) Hold(school string, _ wire.Audience, changes []change.Change) error {
	return a.Tx.Hold(school, wire.ForDistrict, changes)
}

func (l losesPublished) Publish(school string, reader wire.Audience, ids []change.ID) error {
	return l.Tx.Publish(school, reader, ids[1:])
}

func (a altersStates) PutDoc(d dashboard.Doc) error {
	d.State = append(d.State, 'x')
	return a.Tx.PutDoc(d)
}

func (l losesChanges) Append(school string, changes []change.Change) (uint64, error) {
	return l.Tx.Append(school, changes[:len(changes)-1])
}

func TestCopyIsCompared(t *testing.T) {
	for name, spoil := range map[string]func(dashboard.Tx) dashboard.Tx{
		"published": func(tx dashboard.Tx) dashboard.Tx { return losesPublished{tx} },
		"states":    func(tx dashboard.Tx) dashboard.Tx { return altersStates{tx} },
		"changes":   func(tx dashboard.Tx) dashboard.Tx { return losesChanges{tx} },
		"waiting":   func(tx dashboard.Tx) dashboard.Tx { return altersWaiting{tx} },
	} {
		from, _ := toCopy(t)
		to := backendtest.NewMemory()
		if err := dashboard.Copy(t.Context(), from, forgetful{to, spoil}, nil); err == nil {
			t.Errorf("%s: the loss is not found", name)
		}
		backendtest.Same(t, backendtest.NewMemory(), to)
		isUnmarked(t, from)
	}
}
