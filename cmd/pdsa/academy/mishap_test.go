package academy

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// TestMishaps plays single mishaps on every kind of database.
func TestMishaps(t *testing.T) {
	for kind, d := range databases {
		for _, m := range []struct {
			name string
			play func(*testing.T, *world)
		}{
			{"copied laptop", copiedLaptop},
			{"server restored", serverRestored},
			{"server put back by hand", serverPutBack},
			{"server dies around the commit", serverDies},
			{"newer program", newerProgram},
			{"other school", otherSchool},
			{"comment outlives sharing and server", commentOutlives},
		} {
			t.Run(d.name+"/"+m.name, func(t *testing.T) {
				w := newWorld(t, t, kind)
				defer w.end()
				m.play(t, w)
			})
		}
	}
}

func copiedLaptop(t *testing.T, w *world) {
	ana := w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.mustSync()
	twin := w.clone(ana)
	ana.save("d1", cycle.SetField("strengths", "Greetings"))
	twin.save("d1", cycle.SetField("priority", "Hallways"))
	if r := ana.mustSync(); r.Copied {
		t.Errorf("the first one: %+v", r)
	}
	if r := twin.mustSync(); !r.Copied || r.Reissued != 1 || r.Sent != 1 || twin.store.Replica() == ana.store.Replica() {
		t.Errorf("the twin: %+v", r)
	}
	w.settle()
	w.checkEqual()
}

func serverRestored(t *testing.T, w *world) {
	ana, sok := w.team(), w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	w.settle()
	backup := w.host.backup()
	ana.save("d1", cycle.SetField("title", "Later"))
	sok.save("d2", cycle.SetField("title", "Walkers"))
	w.settle()
	w.host.restore(backup)
	// Ana's laptop alone brings back what Sok wrote too.
	if r := ana.mustSync(); !r.Restored || r.Sent != 2 {
		t.Errorf("Sync = %+v", r)
	}
	if n := len(w.host.changes(w.canal)); n != 3 {
		t.Errorf("the server has %d changes, want 3", n)
	}
	w.settle()
	w.checkEqual()
}

// serverPutBack gives the stream as many changes as Ana's laptop knew of, so that
// only the number of her next one shows that hers are missing.
func serverPutBack(t *testing.T, w *world) {
	ana, sok := w.team(), w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	w.settle()
	backup := w.host.backup()
	ana.save("d1", cycle.SetField("title", "Later"))
	ana.mustSync()
	w.host.putBack(backup)
	sok.save("d2", cycle.SetField("title", "Walkers"))
	sok.mustSync()
	ana.save("d1", cycle.SetField("title", "Latest"))
	if r := ana.mustSync(); !r.Restored || r.Sent != 2 || r.Got != 1 {
		t.Errorf("Sync = %+v", r)
	}
	w.settle()
	w.checkEqual()
}

func serverDies(t *testing.T, w *world) {
	ana, sok := w.team(), w.team()
	for i, f := range []fault{serverDiesBefore, serverDiesAfter} {
		ana.save("d1", cycle.SetField("title", w.value("text")))
		pulled := false
		ana.next = func() fault {
			if !pulled {
				pulled = true
				return 0
			}
			return f
		}
		if _, err := ana.engine.Sync(context.Background(), nil); err == nil {
			t.Error("a sync with a server that dies goes well")
		}
		ana.next = nil
		// Before the commit nothing of it is there, after it all of it.
		if n := len(w.host.changes(w.canal)); n != 2*i {
			t.Errorf("after %v the server has %d changes, want %d", f, n, 2*i)
		}
		w.settle()
	}
	w.checkEqual()
	if n := len(sok.changes()); n != 2 {
		t.Errorf("Sok has %d changes, want 2", n)
	}
}

func newerProgram(t *testing.T, w *world) {
	ana, sok := w.team(), w.team()
	var op change.Op
	if err := json.Unmarshal([]byte(`{"do":"paint","color":{"g":[2],"r":1},"value":"red"}`), &op); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.store.SaveOps("d1", func(*change.State) ([]change.Op, error) { return []change.Op{op}, nil }); err != nil {
		t.Fatal(err)
	}
	w.settle()
	for id, c := range sok.changes() {
		data, err := json.Marshal(c)
		if err != nil || !strings.Contains(string(data), `"color":{"g":[2],"r":1}`) || c.Hash != ana.changes()[id].Hash {
			t.Errorf("what a newer program wrote came as %s, %v", data, err)
		}
	}
	w.checkEqual()
}

func otherSchool(t *testing.T, w *world) {
	ana, tom := w.team(), w.laptop(wire.Team, 0, w.hill)
	ana.save("d1", cycle.SetField("title", "Late"))
	w.settle()
	ask := func(school string) string {
		page, _, err := tom.client().Pull(context.Background(), school, "", 0)
		if codeOf(err) != wire.CodeNotFound || len(page.Changes) > 0 {
			t.Errorf("Pull gave %d changes and %v", len(page.Changes), err)
		}
		_, err = tom.client().Push(context.Background(), school, wire.Push{})
		if codeOf(err) != wire.CodeNotFound {
			t.Errorf("Push gave %v", err)
		}
		return err.Error()
	}
	if there, not := ask(w.canal), ask("nowhere"); there != not {
		t.Errorf("a school of others gives %q, and one that is not there %q", there, not)
	}
}

// commentOutlives lets a coach send what was written while a cycle was shared, after
// it is not any more and the server knows nothing of the time when it was.
func commentOutlives(t *testing.T, w *world) {
	ana := w.team()
	coach := w.laptop(wire.Coach, 0, w.canal, w.hill)
	backup := w.host.backup()
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.save("d1", cycle.SetField("sharing", "coach"))
	ana.mustSync()
	coach.mustSync()
	id := change.NewID()
	coach.save("d1", cycle.Add("comments", id), cycle.SetIn("comments", id, "text", "Who counts?"))
	ana.save("d1", cycle.SetField("sharing", "team"))
	ana.mustSync()
	w.host.restore(backup)
	ana.mustSync()
	if r := coach.mustSync(); r.Sent != 3 || r.Left != 0 { // and what it returns, which is there
		t.Errorf("the coach's sync: %+v", r)
	}
	w.settle()
	if st, err := ana.store.State("d1"); err != nil || len(st.Cycle().Lists["comments"]) != 1 {
		t.Errorf("the comment did not come: %v", err)
	}
}
