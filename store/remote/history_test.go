package remote

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/streamtest"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// TestHistories plays what schools do to their laptops and networks to their
// messages, and checks that nothing is ever lost and that all end up the same. More
// histories: go test -run Histories -rapid.checks=20000.
func TestHistories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		defer w.end()
		w.server.Limit(rapid.SampledFrom([]int{1, 2, 5, wire.MaxChanges}).Draw(t, "limit"), wire.MaxBody)
		for range rapid.IntRange(2, 3).Draw(t, "laptops") {
			skew := time.Duration(rapid.IntRange(-90, 90).Draw(t, "skew")) * time.Minute
			l := w.laptop(wire.Team, skew, "canal")
			l.wire.Next = l.faults(t)
		}
		p := play{T: t, w: w, must: map[string]bool{}, kept: map[*laptop]string{}}
		for range rapid.IntRange(5, 30).Draw(t, "steps") {
			p.step()
		}
		w.settle()
		w.checkEqual()
		p.checkHeld("the last sync")
		onServer := texts(w.server.Changes("canal"))
		for v := range p.must {
			if !onServer[v] {
				t.Fatalf("%q did not reach the server", v)
			}
		}
		w.checkQuiet()
	})
}

// faults draws what becomes of each request; half of them arrive well. Now and then
// another laptop syncs before one of them, between a pull and a push as it may be.
func (l *laptop) faults(t *rapid.T) func() streamtest.Fault {
	return func() streamtest.Fault {
		if !l.w.between && rapid.IntRange(0, 5).Draw(t, "meanwhile") == 0 {
			l.w.between = true
			if other := rapid.SampledFrom(l.w.laptops).Draw(t, "other"); other != l {
				other.mustSync()
			}
			l.w.between = false
		}
		return streamtest.Fault(max(0, rapid.IntRange(-streamtest.Faults, streamtest.Faults-1).Draw(t, "fault")))
	}
}

// play is one history as it unfolds.
type play struct {
	*rapid.T
	w       *world
	must    map[string]bool // the values that have to be somewhere
	kept    map[*laptop]string
	backups []streamtest.Backup
}

func (p *play) step() {
	l := rapid.SampledFrom(p.w.laptops).Draw(p.T, "laptop")
	switch what := rapid.IntRange(0, 19).Draw(p.T, "what"); what {
	case 0, 1, 2, 3, 4, 5, 6, 7:
		l.edit(p.T)
	case 8, 9, 10, 11, 12, 13:
		_, _ = l.sync()
	case 14:
		l.close()
		next := l.wire.Next
		l.open()
		l.wire.Next = next
	case 15:
		if len(p.w.laptops) < 5 {
			c := p.w.clone(l)
			c.wire.Next = c.faults(p.T)
			l.wire.Next = l.faults(p.T)
		}
	case 16:
		p.kept[l] = l.keep()
		l.wire.Next = l.faults(p.T)
	case 17:
		if kept := p.kept[l]; kept != "" {
			l.restore(kept)
			l.wire.Next = l.faults(p.T)
			p.must = p.w.held() // what only this laptop had is gone with its disk
		}
	case 18:
		p.backups = append(p.backups, p.w.server.Backup())
	case 19:
		if len(p.backups) > 0 {
			p.w.server.Restore(rapid.SampledFrom(p.backups).Draw(p.T, "backup"), true)
			p.must = p.w.held() // what only the server had is gone with its disk
		}
	}
	p.checkHeld("this step")
	p.must = p.w.held()
}

func (p *play) checkHeld(after string) {
	held := p.w.held()
	for v := range p.must {
		if !held[v] {
			p.Fatalf("%s lost %q", after, v)
		}
	}
}

// checkQuiet checks that a sync with nothing new is one request.
func (w *world) checkQuiet() {
	w.t.Helper()
	for _, l := range w.laptops {
		w.server.Requests()
		l.mustSync()
		if got := w.server.Requests(); len(got) != 1 || got[0].Status != 304 {
			w.t.Fatalf("%s: a sync with nothing new made the requests %v", l.name, got)
		}
	}
}

// TestTurns lets people write one after the other, each having synced: nobody ever
// conflicts, and the last word is shown.
func TestTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		defer w.end()
		for range 3 {
			l := w.laptop(wire.Team, time.Duration(rapid.IntRange(-29, 29).Draw(t, "skew"))*time.Minute, "canal")
			l.wire.Next = l.faults(t)
		}
		for range rapid.IntRange(2, 10).Draw(t, "turns") {
			l := rapid.SampledFrom(w.laptops).Draw(t, "laptop")
			_, _ = l.sync()
			l.mustSync()
			l.edit(t)
			_, _ = l.sync()
			l.mustSync()
		}
		w.settle()
		w.checkEqual()
		last := map[string]string{}
		for _, c := range w.server.Changes("canal") {
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
			if shows := change.Fold(doc, w.server.Changes("canal")); len(shows.Conflicts()) > 0 {
				t.Fatalf("%s: conflicts on the server", doc)
			}
		}
	})
}
