package tui

import (
	"bytes"
	"os"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// TestTheStoreSettlesWhenThePersonPauses: the pause after the last save counts,
// not those after the ones before.
func TestTheStoreSettlesWhenThePersonPauses(t *testing.T) {
	st := demoStore(t)
	if err := st.SetPerson(store.Person{Name: "Ana Ruiz"}); err != nil {
		t.Fatal(err)
	}
	d := start(t, st, 80, 24, Options{})
	var due []tea.Msg
	d.env.Tick = func(_ time.Duration, msg func(time.Time) tea.Msg) tea.Cmd {
		if m, ok := msg(time.Time{}).(settleDue); ok {
			due = append(due, m)
		}
		return nil
	}
	d.keys("enter")
	for _, title := range []string{"x", "y"} {
		d.do(d.session.Edit(cycle.SetField("title", title))())
	}
	if len(due) != 2 {
		t.Fatalf("%d pauses begun by two saves", len(due))
	}
	file := func() []byte {
		data, err := os.ReadFile(st.Path())
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	before := file()
	d.do(due[0])
	if !bytes.Equal(before, file()) {
		t.Error("the store settled between two saves")
	}
	d.do(due[1])
	if bytes.Equal(before, file()) {
		t.Error("the store did not settle")
	}
}
