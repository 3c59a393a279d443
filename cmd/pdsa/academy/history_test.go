package academy

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// TestHistories plays what schools do to their laptops, networks to messages and
// machines to servers, and checks that nothing is ever lost and that all end up the
// same.
func TestHistories(t *testing.T) {
	onEach(t, func(t *rapid.T, tb testing.TB, kind int) {
		w := newWorld(t, tb, kind)
		defer w.end()
		w.host.atMost = rapid.SampledFrom([]int{1, 2, 5, wire.MaxChanges}).Draw(t, "at most")
		p := play{T: t, w: w, must: map[string]bool{}, kept: map[*laptop]string{}}
		p.join()
		for range rapid.IntRange(5, 30).Draw(t, "steps") {
			p.step()
		}
		p.ends()
	})
}

// ends lets everybody sync and checks that nothing is lost and all show the same.
func (p *play) ends() {
	w := p.w
	w.settle()
	p.checkHeld("the last sync")
	onServer := w.onServer()
	for v := range p.must {
		if !onServer[v] {
			p.Fatalf("%q did not reach the server", v)
		}
	}
	w.checkEqual()
	w.checkVisible()
	w.checkOrder(p.T)
	w.checkViews()
}

// onEach plays histories on every kind of database.
func onEach(t *testing.T, history func(t *rapid.T, tb testing.TB, kind int)) {
	for kind, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			few(t, d.part)
			rapid.Check(t, func(rt *rapid.T) { history(rt, t, kind) })
		})
	}
}

// few lowers the number of histories of one test.
func few(t *testing.T, part int) {
	t.Helper()
	all := flag.Lookup("rapid.checks").Value.String()
	n, err := strconv.Atoi(all)
	if err != nil {
		t.Fatal(err)
	}
	_ = flag.Set("rapid.checks", strconv.Itoa(max(1, n/part)))
	t.Cleanup(func() { _ = flag.Set("rapid.checks", all) })
}

// play is one history as it unfolds.
type play struct {
	*rapid.T
	w       *world
	must    map[string]bool // the values that have to be somewhere
	kept    map[*laptop]string
	backups []copied
}

// join lets two or three laptops of one school join, and perhaps one of another and
// a coach of both.
func (p *play) join() {
	skew := func() time.Duration {
		if rapid.Bool().Draw(p.T, "in time") {
			return 0 // so that two write in the same millisecond
		}
		return time.Duration(rapid.IntRange(-90, 90).Draw(p.T, "skew")) * time.Minute
	}
	for range rapid.IntRange(2, 3).Draw(p.T, "laptops") {
		p.w.laptop(wire.Team, skew(), p.w.canal)
	}
	if rapid.Bool().Draw(p.T, "coached") {
		p.w.laptop(wire.Team, skew(), p.w.hill)
		p.w.laptop(wire.Coach, skew(), p.w.canal, p.w.hill)
	}
	for _, l := range p.w.laptops {
		l.next = l.faults(p.T)
	}
}

// faults draws what becomes of each request; half of them arrive well. Now and then
// another laptop syncs before one of them, between a pull and a push as it may be.
func (l *laptop) faults(t *rapid.T) func() fault {
	return func() fault {
		if !l.w.between && rapid.IntRange(0, 5).Draw(t, "meanwhile") == 0 {
			l.w.between = true
			if other := rapid.SampledFrom(l.w.laptops).Draw(t, "other"); other != l && other.store != nil {
				_, _ = other.wellSync()
			}
			l.w.between = false
		}
		return fault(max(0, rapid.IntRange(-int(faults), int(faults)-1).Draw(t, "fault")))
	}
}

func (p *play) step() {
	w := p.w
	l := rapid.SampledFrom(w.laptops).Draw(p.T, "laptop")
	w.at = w.at.Add(time.Duration(rapid.IntRange(0, 3).Draw(p.T, "seconds")) * time.Second)
	switch what := rapid.IntRange(0, 21).Draw(p.T, "what"); what {
	case 0, 1, 2, 3, 4, 5, 6, 7:
		l.edit(p.T)
	case 8, 9, 10, 11, 12, 13:
		l.sync()
	case 14:
		l.close()
		l.open()
	case 15:
		if len(w.laptops) < 5 {
			c := w.clone(l)
			c.next = c.faults(p.T)
		}
	case 16:
		p.kept[l] = l.keep()
	case 17:
		if kept := p.kept[l]; kept != "" {
			l.restore(kept)
			p.must = w.held() // what only this laptop had is gone with its disk
		}
	case 18:
		p.backups = append(p.backups, w.host.backup())
	case 19:
		p.serverRestored()
	case 20:
		w.host.restart()
	case 21:
		w.answer(p.T)
	}
	p.checkHeld("this step")
	p.must = w.held()
}

// serverRestored goes back to a backup, if there is one.
func (p *play) serverRestored() {
	if len(p.backups) > 0 {
		p.w.restored = true
		p.w.host.restore(rapid.SampledFrom(p.backups).Draw(p.T, "backup"))
		p.w.joinAgain()
		p.must = p.w.held() // what only the server had is gone with its disk
	}
}

func (p *play) checkHeld(after string) {
	held := p.w.held()
	for v := range p.must {
		if !held[v] {
			p.Fatalf("%s lost %q", after, v)
		}
	}
}

// secret ends the name of a document that nobody ever shares.
const secret = "3"

// edit draws something that a person does.
func (l *laptop) edit(t *rapid.T) {
	switch l.role {
	case wire.Coach, wire.District:
		l.comment(t)
		return
	case wire.Reader:
		return
	}
	docs := []string{"d1", "d2", "d3"}
	if l.school == l.w.hill {
		docs = []string{"h1", "h3"}
	}
	doc := rapid.SampledFrom(docs).Draw(t, "doc")
	var items []string
	if st, err := l.store.State(doc); err == nil {
		for _, it := range st.Cycle().Lists["actions"] {
			items = append(items, it.ID)
		}
	}
	kind := rapid.IntRange(0, 10).Draw(t, "edit")
	if len(items) == 0 && kind >= 4 && kind <= 7 {
		kind = 3
	}
	if kind == 10 && doc[len(doc)-1:] == secret {
		kind = 0
	}
	switch kind {
	case 0, 1, 2:
		l.save(doc, cycle.SetField(rapid.SampledFrom([]string{"title", "strengths"}).Draw(t, "field"), l.w.value("text")))
	case 3:
		id := change.NewID()
		l.save(doc, cycle.Add("actions", id), cycle.SetIn("actions", id, "what", l.w.value("text")))
	case 4:
		l.save(doc, cycle.Remove("actions", rapid.SampledFrom(items).Draw(t, "item")))
	case 5, 6:
		l.save(doc, cycle.SetIn("actions", rapid.SampledFrom(items).Draw(t, "item"), "what", l.w.value("text")))
	case 7:
		l.move(t, doc, items)
	case 8:
		if _, err := l.store.Undo(doc); err != nil && !errors.Is(err, change.ErrNothingToUndo) && !errors.Is(err, store.ErrNotFound) {
			t.Fatalf("Undo: %v", err)
		}
	case 9: // by a newer version of the program
		var op change.Op
		if err := json.Unmarshal(fmt.Appendf(nil, `{"do":"paint","color":{"r":1},"value":%q}`, l.w.value("text")), &op); err != nil {
			t.Fatalf("%v", err)
		}
		if _, err := l.store.SaveOps(doc, func(*change.State) ([]change.Op, error) { return []change.Op{op}, nil }); err != nil {
			t.Fatalf("SaveOps: %v", err)
		}
	case 10:
		l.save(doc, cycle.SetField("sharing", rapid.SampledFrom([]string{"team", "coach", "district"}).Draw(t, "with")))
	}
}

// move moves an item and checks that it stands where it was put.
func (l *laptop) move(t *rapid.T, doc string, items []string) {
	item := rapid.SampledFrom(items).Draw(t, "item")
	before := rapid.SampledFrom(append([]string{""}, items...)).Draw(t, "before")
	if item == before {
		return
	}
	l.save(doc, cycle.Move("actions", item, before))
	c, err := l.store.Cycle(doc)
	if err != nil {
		t.Fatalf("%v", err)
	}
	after := ""
	for i, it := range c.Lists["actions"] {
		if it.ID == item && i+1 < len(c.Lists["actions"]) {
			after = c.Lists["actions"][i+1].ID
		}
	}
	if after != before {
		t.Fatalf("%s was put before %q and stands before %q", item, before, after)
	}
}

// comment writes as a coach does in what is there of the schools' cycles.
func (l *laptop) comment(t *rapid.T) {
	rows, err := l.store.Recent(0)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if len(rows) == 0 {
		return
	}
	doc := rapid.SampledFrom(rows).Draw(t, "row").ID
	id := change.NewID()
	l.save(doc, cycle.Add("comments", id), cycle.SetIn("comments", id, "text", l.w.value("coach")))
}

// answer writes as the district does on the page.
func (w *world) answer(t *rapid.T) {
	doc := rapid.SampledFrom([]string{"d1", "d2", "h1"}).Draw(t, "doc")
	id := change.NewID()
	_, err := w.host.dash.Write(context.Background(), w.district(), doc, func(*change.State) ([]change.Op, error) {
		return []change.Op{
			{Do: change.DoAdd, List: "comments", Item: id, Value: "a0"},
			{Do: change.DoSet, List: "comments", Item: id, Field: "text", Value: w.value("page")},
		}, nil
	})
	if err != nil && codeOf(err) != wire.CodeNotFound {
		t.Fatalf("Write: %v", err)
	}
}

// TestTurns lets people write one after the other, each having synced: nobody ever
// conflicts, and the last word is shown.
func TestTurns(t *testing.T) {
	onEach(t, func(t *rapid.T, tb testing.TB, kind int) {
		w := newWorld(t, tb, kind)
		defer w.end()
		for range 3 {
			w.laptop(wire.Team, time.Duration(rapid.IntRange(-29, 29).Draw(t, "skew"))*time.Minute, w.canal)
		}
		for _, l := range w.laptops {
			l.next = l.faults(t)
		}
		for range rapid.IntRange(2, 10).Draw(t, "turns") {
			l := rapid.SampledFrom(w.laptops).Draw(t, "laptop")
			l.sync()
			l.mustSync()
			l.edit(t)
			l.sync()
			l.mustSync()
		}
		w.settle()
		w.checkEqual()
		last := map[string]string{}
		for _, c := range w.host.changes(w.canal) {
			last[c.Doc] = c.Author
		}
		for doc, author := range last {
			st, err := w.laptops[0].store.State(doc)
			if err != nil {
				t.Fatalf("%v", err)
			}
			if conflicts := st.Conflicts(); len(conflicts) > 0 {
				t.Fatalf("%s: conflicts without anyone writing apart: %v", doc, conflicts)
			}
			if st.Updated.Author != author {
				t.Fatalf("%s: the newest write is by %s, and %s wrote last", doc, st.Updated.Author, author)
			}
		}
	})
}
