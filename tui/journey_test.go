package tui

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/teatest/v2"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

// program runs the app as Bubble Tea runs it, with its renderer and its
// goroutines; the other tests drive the model alone.
type program struct {
	*teatest.TestModel
	t testing.TB
}

func run(t testing.TB, st *store.Store) program {
	t.Helper()
	app, err := New(st, Options{Now: func() time.Time { return tuitest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	return program{teatest.NewTestModel(t, app, teatest.WithInitialTermSize(80, 24)), t}
}

// sees waits until the words have been drawn since it was called last.
func (p program) sees(words string) {
	p.t.Helper()
	teatest.WaitFor(p.t, p.Output(), func(drawn []byte) bool { return bytes.Contains(drawn, []byte(words)) }, teatest.WithDuration(time.Minute))
}

func (p program) press(codes ...rune) {
	for _, code := range codes {
		p.Send(tea.KeyPressMsg{Code: code})
	}
}

// end quits by the key, waits for the program's end, and saves what is left as Run
// does.
func (p program) end() {
	p.t.Helper()
	p.Send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	app := p.FinalModel(p.t, teatest.WithFinalTimeout(time.Minute)).(*App)
	if err := app.flush(); err != nil {
		p.t.Error(err)
	}
}

// TestJourneyFromFirstStartToTheNextMorning begins a cycle at the first start,
// quits in the middle of a field, and finds everything when the app is opened again.
func TestJourneyFromFirstStartToTheNextMorning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pdsa.db")
	st := openStore(t, path)
	p := run(t, st)
	p.sees("Welcome")
	p.Type("Ana Ruiz")
	p.press(tea.KeyEnter)
	p.Type("Butler Middle")
	p.press(tea.KeyEnter)
	p.sees("Good to have you here")
	p.press(tea.KeyEnter)
	p.Type("Late to first period")
	p.press(tea.KeyEnter)
	p.sees("PLAN")
	// A new cycle opens in its start date; from there ctrl+n leads on.
	for range 2 {
		p.Send(tea.KeyPressMsg{Code: 'n', Mod: tea.ModCtrl})
	}
	p.sees("Priority area")
	p.Type("On-time arrival in gra")
	p.end()

	rows, err := st.Recent(10)
	if err != nil || len(rows) != 1 || rows[0].Title != "Late to first period" {
		t.Fatalf("the store holds %+v, %v", rows, err)
	}
	c, err := st.Cycle(rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Get("priority"); got != "On-time arrival in gra" {
		t.Errorf("what was being typed is kept as %q", got)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	p = run(t, openStore(t, path))
	p.sees("Late to first period")
	p.press(tea.KeyEnter)
	p.sees("PLAN")
	p.end()
}
