package dashboard_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// answers pushes changes and returns how far their replicas go then.
func (d *district) answers(who dashboard.Caller, changes ...change.Change) change.Vector {
	d.Helper()
	out, err := d.dash.Push(ctx, who, d.north, wire.Push{Changes: changes})
	d.must(err)
	return out.Have
}

// gets returns the ids of all that somebody can pull of the school.
func (d *district) gets(who dashboard.Caller) []change.ID {
	d.Helper()
	all, _ := d.pull(who, d.north, 0, 0)
	return ids(all)
}

// A comment on a cycle that the writer cannot see, for whatever reason, is answered
// like any other, and nobody reads it.
func TestCommentsOnHiddenCyclesWait(t *testing.T) {
	for _, tc := range []struct {
		name, doc string
		who       func(*district) dashboard.Caller
		shown     bool
	}{
		{"shared", "shared", func(d *district) dashboard.Caller { return d.coach }, true},
		{"private", "private", func(d *district) dashboard.Caller { return d.coach }, false},
		{"never was", "nothing", func(d *district) dashboard.Caller { return d.coach }, false},
		{"for coaches", "shared", func(d *district) dashboard.Caller { return d.office }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := newDistrict(t)
			a, c := d.laptop("a"), d.laptop("c")
			d.must(d.push(d.team, d.north, a.writes("shared", set("sharing", "coach")), a.writes("private", set("title", "Late"))))
			who := tc.who(d)
			one, two := c.writes(tc.doc, comment("1", "hm")), c.writes(tc.doc, comment("2", "hm"))
			for i, push := range []struct {
				changes []change.Change
				want    uint64
			}{{[]change.Change{one}, 1}, {[]change.Change{one}, 1}, {[]change.Change{one, two}, 2}, {[]change.Change{one}, 2}, {nil, 2}} {
				if got := d.answers(who, push.changes...); !maps.Equal(got, change.Vector{"c": push.want}) {
					t.Errorf("push %d is answered %v, want %d", i+1, got, push.want)
				}
			}
			for _, reader := range []dashboard.Caller{d.team, d.reader, d.coach, d.office} {
				if got := slices.Contains(d.gets(reader), "c-1"); got != (tc.shown && reader.Person.Role != wire.District) {
					t.Errorf("%s gets it: %v", reader.Person.Role, got)
				}
			}
			other := one
			other.Author = "another laptop"
			d.refuses(d.push(who, d.north, sealed(other)), wire.CodeFork)
			c.writes(tc.doc)
			gap := d.refuses(d.push(who, d.north, c.writes(tc.doc, comment("4", "hm"))), wire.CodeGap)
			if gap.Have["c"] != 2 {
				t.Errorf("a gap is answered with %v", gap.Have)
			}
		})
	}
}

// What waits comes to the team and to who wrote it once the cycle is shared with
// them, and not before.
func TestWaitingCommentsArrive(t *testing.T) {
	d := newDistrict(t)
	a, c, o := d.laptop("a"), d.laptop("c"), d.laptop("o")
	d.must(d.push(d.team, d.north, a.writes("doc", set("title", "Late")), a.writes("open", set("sharing", "district"))))
	d.must(d.push(d.coach, d.north, c.writes("doc", comment("1", "x")), c.writes("open", comment("2", "x")), c.writes("doc", comment("3", "x"))))
	d.must(d.push(d.office, d.north, o.writes("doc", comment("4", "x"))))
	if got := d.gets(d.team); !slices.Equal(got, []change.ID{"a-1", "a-2", "c-2"}) {
		t.Errorf("the team gets %v", got)
	}
	d.must(d.push(d.team, d.north, a.writes("doc", set("sharing", "coach"))))
	if got := d.gets(d.team); !slices.Equal(got, []change.ID{"a-1", "a-2", "a-3", "c-1", "c-2", "c-3"}) {
		t.Errorf("the team gets %v", got)
	}
	if got := d.gets(d.coach); !slices.Equal(got, []change.ID{"a-1", "a-2", "a-3", "c-1", "c-2", "c-3"}) {
		t.Errorf("the coach gets %v", got)
	}
	d.must(d.push(d.team, d.north, a.writes("doc", set("sharing", "district", "a-3"))))
	if got := d.gets(d.office); !slices.Contains(got, "o-1") || !slices.Contains(d.gets(d.team), "o-1") {
		t.Errorf("the district gets %v", got)
	}
	v, err := d.dash.Cycle(ctx, d.team, "doc")
	d.must(err)
	if n := len(v.Cycle.Lists["comments"]); n != 3 {
		t.Errorf("the cycle has %d comments, want 3", n)
	}
	// Each is there once, and the numbers go on.
	if got := d.answers(d.coach, c.writes("doc", comment("5", "x"))); got["c"] != 4 {
		t.Errorf("answered %v", got)
	}
}

// The team's laptop, which had read the comment before the server came back from a
// backup, sends what waits: the team reads it then.
func TestTeamSendsWhatWaits(t *testing.T) {
	d := newDistrict(t)
	c := d.laptop("c")
	one, two := c.writes("doc", comment("1", "x")), c.writes("doc", comment("2", "x"))
	d.must(d.push(d.coach, d.north, one))
	other := one
	other.Author = "somebody else"
	for _, sent := range []change.Change{one, sealed(other)} {
		d := newDistrict(t)
		d.must(d.push(d.coach, d.north, sent))
		if got := d.answers(d.team, one, two); got["c"] != 2 {
			t.Errorf("answered %v", got)
		}
		all, _ := d.pull(d.team, d.north, 0, 0)
		if len(all) != 2 || all["c-1"].Hash != one.Hash {
			t.Errorf("the team gets %v", all)
		}
		if got := d.answers(d.team, one, two); got["c"] != 2 || len(d.gets(d.team)) != 2 {
			t.Errorf("sent again: %v", got)
		}
	}
}
