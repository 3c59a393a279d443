package dashboard_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
)

// A history has teams of two schools and a coach write while the sharing of their
// documents changes, and readers pull at any time.
type history struct {
	*district
	*rapid.T
	streams map[string][]change.Change // by school, in the order sent
	writers map[string][]*laptop
	visible map[string]map[string]wire.Audience // by school and document, by a fold of its own
	pullers []*puller
}

// A puller is a reader of one stream who keeps all that came.
type puller struct {
	who    dashboard.Caller
	school string
	cursor wire.Cursor
	holds  map[change.ID]change.Change
}

// After any history, each reader gets exactly the changes of the documents that
// they may see: nothing is missing, nothing is foreign, whatever the size of the
// pages and whenever they pulled before.
func TestFeedsAreComplete(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		back := dashboard.Backend(backendtest.NewMemory())
		if rapid.IntRange(0, 9).Draw(rt, "back end") == 9 {
			n++
			db, err := bolt.Open(filepath.Join(dir, strconv.Itoa(n)))
			if err != nil {
				rt.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			back = db
		}
		h := &history{district: newDistrictOn(rt, back), T: rt, streams: map[string][]change.Change{}, writers: map[string][]*laptop{}, visible: map[string]map[string]wire.Audience{}}
		for _, school := range []string{h.north, h.south} {
			h.visible[school] = map[string]wire.Audience{}
			for i := range 3 {
				h.writers[school] = append(h.writers[school], h.laptop(fmt.Sprintf("%s%d", school[:4], i)))
			}
			for _, who := range []dashboard.Caller{h.team, h.reader, h.coach, h.office, h.southern} {
				if _, _, err := h.dash.Head(ctx, who, school); err == nil {
					h.pullers = append(h.pullers, &puller{who: who, school: school, holds: map[change.ID]change.Change{}})
				}
			}
		}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			if rapid.IntRange(0, 3).Draw(rt, "what") > 0 {
				h.send()
			} else {
				p := rapid.SampledFrom(h.pullers).Draw(rt, "puller")
				h.fetch(p, rapid.IntRange(1, 4).Draw(rt, "pages"))
			}
			h.check(rapid.SampledFrom(h.pullers).Draw(rt, "checked"))
		}
		for _, p := range h.pullers {
			h.check(p)
			h.fetch(p, 1000)
			for _, id := range h.due(p) {
				if _, ok := p.holds[id]; !ok {
					rt.Fatalf("%s of %s pulled now and then and misses %s", p.who.Person.Role, p.school, id)
				}
			}
		}
	})
}

// send pushes a few changes of a school's team.
func (h *history) send() {
	school := rapid.SampledFrom([]string{h.north, h.south}).Draw(h.T, "school")
	who := h.team
	if school == h.south {
		who = h.southern
	}
	var changes []change.Change
	for range rapid.IntRange(1, 4).Draw(h.T, "changes") {
		l := rapid.SampledFrom(h.writers[school]).Draw(h.T, "laptop")
		doc := rapid.SampledFrom([]string{"d1", "d2", "d3"}).Draw(h.T, "doc")
		op := set("title", "t")
		if rapid.Bool().Draw(h.T, "share") {
			op = set("sharing", rapid.SampledFrom([]string{"", "team", "coach", "district", "mars"}).Draw(h.T, "sharing"))
			if rapid.IntRange(0, 3).Draw(h.T, "seen") > 0 {
				op.Replaces = h.sharingOf(school, doc, changes)
			}
		}
		changes = append(changes, l.writes(doc, op))
	}
	h.must(h.push(who, school, changes...))
	h.streams[school] = append(h.streams[school], changes...)
	for _, c := range changes {
		h.visible[school][c.Doc] = wire.SharedWith(change.Fold(c.Doc, h.streams[school]))
	}
}

// sharingOf returns all changes that have set the document's sharing.
func (h *history) sharingOf(school, doc string, more []change.Change) []change.ID {
	var out []change.ID
	for _, c := range slices.Concat(h.streams[school], more) {
		if c.Doc == doc && c.Ops[0].Field == "sharing" {
			out = append(out, c.ID)
		}
	}
	return out
}

// fetch pulls some pages and keeps the cursor, like a laptop that is closed
// between two.
func (h *history) fetch(p *puller, pages int) {
	limit := rapid.IntRange(1, 5).Draw(h.T, "limit")
	for range pages {
		page, err := h.dash.Pull(ctx, p.who, p.school, "", p.cursor, limit)
		h.must(err)
		for _, c := range page.Changes {
			p.holds[c.ID] = c
		}
		p.cursor = page.Next
		if !page.More {
			return
		}
	}
}

// due returns the changes of the documents that the puller may see now.
func (h *history) due(p *puller) []change.ID {
	var out []change.ID
	for _, c := range h.streams[p.school] {
		if h.visible[p.school][c.Doc].Reaches(p.who.Person.Role.Audience()) {
			out = append(out, c.ID)
		}
	}
	slices.Sort(out)
	return out
}

// check pulls everything from the beginning.
func (h *history) check(p *puller) {
	got, end := h.pull(p.who, p.school, 0, rapid.IntRange(1, 7).Draw(h.T, "page"))
	if want := h.due(p); !slices.Equal(ids(got), want) {
		h.T.Fatalf("%s of %s gets %v, want %v", p.who.Person.Role, p.school, ids(got), want)
	}
	head, _, err := h.dash.Head(ctx, p.who, p.school)
	h.must(err)
	if head != end {
		h.T.Fatalf("%s of %s ends at %d, head %d", p.who.Person.Role, p.school, end, head)
	}
	for id, c := range got {
		if c.ID != id || c.Verify() != nil {
			h.T.Fatalf("%s came out altered", id)
		}
	}
}

func TestPullKeepsItsLimits(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	const each = 200 << 10
	for range 7 {
		d.must(d.push(d.team, d.north, a.writes("doc", set("title", string(make([]byte, each/6)))))) // \u0000 is six bytes in JSON
	}
	page, err := d.dash.Pull(ctx, d.team, d.north, "", 0, 0)
	d.must(err)
	if len(page.Changes) != 5 || !page.More || page.Next != 5 {
		t.Errorf("a page of %d changes that ends at %d, more: %v", len(page.Changes), page.Next, page.More)
	}
	if all, _ := d.pull(d.team, d.north, 0, 0); len(all) != 7 {
		t.Errorf("%d changes in all", len(all))
	}
	page, err = d.dash.Pull(ctx, d.team, d.north, "", 99, 0)
	d.must(err)
	if page.Next != 7 || page.More || len(page.Changes) != 0 {
		t.Errorf("from beyond the end: %+v", page)
	}
	d.refuses(second(d.dash.Pull(ctx, d.team, d.north, "old", 0, 0)), wire.CodeEpoch)
}
