package bolt_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
)

// A panic of a caller is no damage: it reaches the one who made it, and nobody else.
func TestAPanicOfACallerIsNoDamage(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "dashboard.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Update(t.Context(), "", func(tx dashboard.Tx) error {
		if err := tx.PutSchool(dashboard.School{ID: "a"}); err != nil {
			return err
		}
		return tx.PutDoc(dashboard.Doc{School: "a", ID: "doc", Shared: wire.ForDistrict})
	}); err != nil {
		t.Fatal(err)
	}
	panicOf := func(call func()) (cause any) {
		defer func() { cause = recover() }()
		call()
		return nil
	}
	var nobody *dashboard.Person
	var all sync.WaitGroup
	for n := range 10 {
		all.Go(func() {
			if cause := panicOf(func() {
				_ = db.Update(t.Context(), "", func(dashboard.Tx) error { panic("a fault of the program") })
			}); cause != "a fault of the program" {
				t.Errorf("Update: %v", cause)
			}
		})
		all.Go(func() {
			if cause := panicOf(func() {
				_ = db.View(t.Context(), func(r dashboard.Reader) error {
					return r.Docs(nil, wire.ForDistrict, func(dashboard.Doc) bool { return nobody.Admin })
				})
			}); cause == nil || !strings.Contains(fmt.Sprint(cause), "nil pointer") {
				t.Errorf("View: %v", cause)
			}
		})
		all.Go(func() {
			if err := db.Update(t.Context(), "", func(tx dashboard.Tx) error { return tx.SetSetting(fmt.Sprint(n), "x") }); err != nil {
				t.Errorf("another one: %v", err)
			}
		})
	}
	all.Wait()
	if err := db.View(t.Context(), func(r dashboard.Reader) error {
		settings, err := r.Settings()
		if len(settings) != 10 {
			t.Errorf("the others wrote %v", settings)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
