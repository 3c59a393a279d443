package academy

import (
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// TestReturns plays servers that come back from old backups while laptops are lost,
// so that what a team wrote is at times held only by those who read it: coaches, the
// district, a reader. Nothing that any laptop holds is lost.
func TestReturns(t *testing.T) {
	onEach(t, func(t *rapid.T, tb testing.TB, kind int) {
		w := newWorld(t, tb, kind)
		defer w.end()
		w.host.atMost = rapid.SampledFrom([]int{1, 3, wire.MaxChanges}).Draw(t, "at most")
		p := play{T: t, w: w, must: map[string]bool{}, kept: map[*laptop]string{}}
		for _, role := range []wire.Role{wire.Team, wire.Team, wire.Coach, wire.Coach, wire.District, wire.Reader} {
			if l := p.arrives(role); rapid.IntRange(0, 3).Draw(t, "bad network") == 0 {
				l.next = l.faults(t)
			}
		}
		for range rapid.IntRange(1, 3).Draw(t, "disasters") {
			p.works()
			p.backups = append(p.backups, w.host.backup())
			p.works()
			p.disaster()
		}
		p.works()
		p.ends()
	})
}

// arrives lets a person with a new laptop join.
func (p *play) arrives(role wire.Role) *laptop {
	switch role {
	case wire.District:
		return p.w.laptop(role, 0)
	case wire.Coach:
		return p.w.laptop(role, 0, p.w.canal, p.w.hill)
	}
	return p.w.laptop(role, 0, p.w.canal)
}

// works draws some steps of people who write, share and read.
func (p *play) works() {
	w := p.w
	for range rapid.IntRange(0, 12).Draw(p.T, "steps") {
		l := rapid.SampledFrom(w.laptops).Draw(p.T, "laptop")
		w.at = w.at.Add(time.Second)
		switch what := rapid.IntRange(0, 19).Draw(p.T, "what"); what {
		case 0, 1, 2, 3, 4:
			l.edit(p.T)
		case 5, 6, 7, 8:
			p.share(l)
		case 9, 10, 11, 12, 13:
			l.sync()
		case 14, 15, 16:
			for _, each := range w.laptops {
				each.sync()
			}
		case 17:
			if len(w.laptops) < 8 {
				c := w.clone(l)
				if c.next != nil {
					c.next = c.faults(p.T)
				}
			}
		case 18:
			p.kept[l] = l.keep()
		case 19:
			w.answer(p.T)
		}
		p.checkHeld("this step")
		p.must = w.held()
	}
}

// share lets a team choose with whom a cycle is shared, and write in it.
func (p *play) share(l *laptop) {
	if l.role != wire.Team {
		return
	}
	doc := rapid.SampledFrom([]string{"d1", "d2"}).Draw(p.T, "doc")
	with := rapid.SampledFrom([]string{"coach", "district", "coach", "team"}).Draw(p.T, "with")
	l.save(doc, cycle.SetField("sharing", with))
	l.save(doc, cycle.SetField("title", p.w.value("text")))
	l.sync()
}

// disaster takes the server back to a backup and some laptops away, or back to what
// they were.
func (p *play) disaster() {
	p.serverRestored()
	for _, l := range slices.Clone(p.w.laptops) {
		switch rapid.IntRange(0, 4).Draw(p.T, "fate") {
		case 0, 1:
			p.laptopLost(l)
		case 2:
			if kept := p.kept[l]; kept != "" {
				l.restore(kept)
				p.w.joinAgain()
			}
		}
	}
	p.must = p.w.held() // what only the lost ones had is gone with them
}

// laptopLost lets a new laptop, with nothing on it, take the place of one.
func (p *play) laptopLost(l *laptop) {
	p.w.laptops = slices.DeleteFunc(p.w.laptops, func(o *laptop) bool { return o == l })
	l.close()
	if err := os.Remove(l.path); err != nil {
		p.Fatalf("%v", err)
	}
	p.arrives(l.role)
}
