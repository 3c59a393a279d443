package dashboard_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// returns gives changes back.
func (d *district) returns(who dashboard.Caller, changes ...change.Change) wire.Pushed {
	d.Helper()
	out, err := d.dash.Push(ctx, who, d.north, wire.Push{Returned: changes})
	d.must(err)
	return out
}

// restored begins an epoch, as after a restore.
func (d *district) restored() { d.Helper(); d.must(second(d.dash.NewEpoch(ctx))) }

// wasShared is what a coach has of a cycle: the team's laptop a wrote more than that.
func wasShared(d *district) (all []change.Change) {
	a := d.laptop("a")
	a.writes("private", set("title", "Secret"))
	all = append(all, a.writes("doc", set("title", "Late")))
	a.writes("private", set("title", "More"))
	all = append(all, a.writes("doc", set("sharing", "coach")), a.writes("doc", set("strengths", "Greetings")))
	return all
}

func TestReturned(t *testing.T) {
	d := newDistrict(t)
	d.restored()
	all := wasShared(d)
	out := d.returns(d.coach, all[1], all[0], all[2], all[0])
	if slices.Sort(out.Returned); !slices.Equal(out.Returned, []change.ID{"a-2", "a-4", "a-5"}) || len(out.Forked) > 0 || len(out.Have) > 0 {
		t.Errorf("answered %+v", out)
	}
	for _, who := range []dashboard.Caller{d.team, d.reader, d.coach} {
		if got := d.gets(who); !slices.Equal(got, []change.ID{"a-2", "a-4", "a-5"}) {
			t.Errorf("%s gets %v", who.Person.Role, got)
		}
	}
	if got := d.gets(d.office); len(got) > 0 {
		t.Errorf("the district gets %v", got)
	}
	v, err := d.dash.Cycle(ctx, d.team, "doc")
	d.must(err)
	if v.Cycle.Values["title"] != "Late" || v.Cycle.Values["strengths"] != "Greetings" {
		t.Errorf("the cycle is %v", v.Cycle.Values)
	}
	// They do not count as what the laptop has sent, and come once.
	if got := d.answers(d.team); len(got) > 0 {
		t.Errorf("the stream says that it has %v", got)
	}
	again := d.returns(d.coach, all...)
	if len(again.Returned) != 3 || len(d.gets(d.team)) != 3 {
		t.Errorf("returned again: %+v", again)
	}
	lines, err := d.dash.Audits(ctx, d.admin, 0, 2)
	d.must(err)
	if lines[0].Who != "Carl" || lines[0].What != "returned 3 changes after the restore" || lines[0].School != d.north || lines[1].What != "restored from a backup" {
		t.Errorf("the log is %+v", lines)
	}

	// The team's laptop comes after all: the gap fills, nothing is there twice.
	a := d.laptop("a")
	one, three, six := a.writes("private", set("title", "Secret")), change.Change{}, change.Change{}
	a.seq = 2
	three = a.writes("private", set("title", "More"))
	a.seq = 5
	six = a.writes("doc", set("title", "Later", "a-2"))
	d.refuses(d.push(d.team, d.north, six), wire.CodeGap)
	if got := d.answers(d.team, one, all[0], three, all[1], all[2], six); !maps.Equal(got, change.Vector{"a": 6}) {
		t.Errorf("answered %v", got)
	}
	if got := d.answers(d.team); !maps.Equal(got, change.Vector{"a": 6}) {
		t.Errorf("the stream says that it has %v", got)
	}
	page, err := d.dash.Pull(ctx, d.team, d.north, "", 0, 0)
	d.must(err)
	if len(page.Changes) != 6 {
		t.Errorf("the stream has %d changes, want 6", len(page.Changes))
	}
	if got := d.gets(d.coach); !slices.Equal(got, []change.ID{"a-2", "a-4", "a-5", "a-6"}) {
		t.Errorf("the coach gets %v", got)
	}
}

// What a coach returns may stand before what the team sends, also in part.
func TestReturnedCountsWhenTheGapFills(t *testing.T) {
	d := newDistrict(t)
	d.restored()
	all := wasShared(d)
	d.returns(d.coach, all...)
	a := d.laptop("a")
	one := a.writes("private", set("title", "Secret"))
	d.must(d.push(d.team, d.north, one))
	if got := d.answers(d.team); !maps.Equal(got, change.Vector{"a": 2}) {
		t.Errorf("the stream says that it has %v", got)
	}
	a.seq = 2
	d.must(d.push(d.team, d.north, a.writes("private", set("title", "More"))))
	if got := d.answers(d.team); !maps.Equal(got, change.Vector{"a": 5}) {
		t.Errorf("the stream says that it has %v", got)
	}
	a.seq = 5
	d.must(d.push(d.team, d.north, a.writes("doc", set("title", "Later", "a-2"))))
}

func TestReturnsEnd(t *testing.T) {
	d := newDistrict(t)
	all := wasShared(d)
	returns := func() error {
		_, err := d.dash.Push(ctx, d.coach, d.north, wire.Push{Returned: all})
		return err
	}
	until := func() time.Time {
		m, err := d.dash.Meta(ctx)
		d.must(err)
		return m.Returns
	}
	d.refuses(returns(), wire.CodeForbid)
	if !until().IsZero() {
		t.Errorf("without a restore changes are taken back until %v", until())
	}
	d.restored()
	end := d.now.Add(90 * 24 * time.Hour)
	if !until().Equal(end) {
		t.Errorf("changes are taken back until %v, want %v", until(), end)
	}
	d.now = end
	d.refuses(returns(), wire.CodeForbid)
	if !until().IsZero() {
		t.Errorf("at the end changes are taken back until %v", until())
	}
	d.now = end.Add(-time.Second)
	d.must(returns())
	_, err := d.dash.Push(ctx, d.coach, d.north, wire.Push{Epoch: "old", Returned: all})
	d.refuses(err, wire.CodeEpoch)
	_, err = d.dash.Push(ctx, d.southern, d.north, wire.Push{Returned: all})
	d.refuses(err, wire.CodeNotFound)
}

// Who returns changes says that they were on the server; that is believed in bounds.
func TestWhatIsBelieved(t *testing.T) {
	forge := func(d *district, replica string, seq uint64, doc string, ops ...change.Op) change.Change {
		l := d.laptop(replica)
		l.seq = seq - 1
		return l.writes(doc, ops...)
	}
	type taken = []change.ID
	for _, tc := range []struct {
		name   string
		stream func(d *district, a *laptop) []change.Change
		who    func(d *district) dashboard.Caller
		back   func(d *district, stream []change.Change) []change.Change
		has    taken
		forked taken
	}{
		{
			name: "of what nobody shares", stream: func(*district, *laptop) []change.Change { return nil },
			back: func(d *district, _ []change.Change) []change.Change {
				return []change.Change{forge(d, "b", 3, "doc", set("title", "x"))}
			},
		},
		{
			name: "of what is private",
			stream: func(_ *district, a *laptop) []change.Change {
				return []change.Change{a.writes("doc", set("title", "x"))}
			},
			back: func(d *district, _ []change.Change) []change.Change {
				return []change.Change{forge(d, "b", 3, "doc", set("title", "x"))}
			},
		},
		{
			name: "of what is private, by a reader",
			stream: func(_ *district, a *laptop) []change.Change {
				return []change.Change{a.writes("doc", set("title", "x"))}
			},
			who: func(d *district) dashboard.Caller { return d.reader },
			back: func(d *district, _ []change.Change) []change.Change {
				return []change.Change{forge(d, "b", 3, "doc", set("title", "x"))}
			},
			has: taken{"b-3"},
		},
		{
			name:   "shared with coaches only, by the district",
			stream: func(*district, *laptop) []change.Change { return nil },
			who:    func(d *district) dashboard.Caller { return d.office },
			back: func(d *district, _ []change.Change) []change.Change {
				return []change.Change{forge(d, "b", 3, "doc", set("sharing", "coach"))}
			},
		},
		{
			name: "of what is shared",
			stream: func(_ *district, a *laptop) []change.Change {
				return []change.Change{a.writes("doc", set("sharing", "coach"))}
			},
			back: func(d *district, _ []change.Change) []change.Change {
				return []change.Change{forge(d, "b", 3, "doc", set("title", "x"))}
			},
			has: taken{"b-3"},
		},
		{
			name: "in the place of another",
			stream: func(_ *district, a *laptop) []change.Change {
				return []change.Change{a.writes("doc", set("sharing", "coach"))}
			},
			back: func(d *district, _ []change.Change) []change.Change {
				return []change.Change{forge(d, "a", 1, "doc", set("title", "x")), forge(d, "a", 2, "doc", set("title", "x"))}
			},
			has: taken{"a-2"}, forked: taken{"a-1"},
		},
		{
			name: "against the team's choice",
			stream: func(_ *district, a *laptop) []change.Change {
				return []change.Change{a.writes("doc", set("sharing", "coach")), a.writes("doc", set("sharing", "team", "a-1"))}
			},
			back: func(d *district, stream []change.Change) []change.Change {
				return []change.Change{stream[0], forge(d, "b", 3, "doc", set("sharing", "coach", "a-2")), forge(d, "b", 4, "doc", set("title", "x"))}
			},
			has: taken{"a-1", "b-4"}, // it was shared once; that it is again is not believed
		},
		{
			name: "after the team's choice, which was read",
			stream: func(_ *district, a *laptop) []change.Change {
				return []change.Change{a.writes("doc", set("sharing", "coach")), a.writes("doc", set("sharing", "team", "a-1"))}
			},
			back: func(d *district, stream []change.Change) []change.Change {
				return []change.Change{stream[1], forge(d, "b", 3, "doc", set("sharing", "coach", "a-2"))}
			},
			has: taken{"a-2", "b-3"},
		},
		{
			name: "after a choice by the same number",
			stream: func(_ *district, a *laptop) []change.Change {
				return []change.Change{a.writes("doc", set("sharing", "team"))}
			},
			back: func(d *district, _ []change.Change) []change.Change {
				return []change.Change{forge(d, "a", 1, "doc", set("sharing", "team"), set("title", "guess")), forge(d, "b", 3, "doc", set("sharing", "coach", "a-1"))}
			},
			forked: taken{"a-1"},
		},
		{
			name: "to more than the server knows of",
			stream: func(_ *district, a *laptop) []change.Change {
				return []change.Change{a.writes("doc", set("sharing", "coach"))}
			},
			back: func(d *district, _ []change.Change) []change.Change {
				return []change.Change{forge(d, "b", 3, "doc", set("sharing", "district", "a-1"))}
			},
			has: nil,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := newDistrict(t)
			stream := tc.stream(d, d.laptop("a"))
			d.must(d.push(d.team, d.north, stream...))
			d.restored()
			who := d.coach
			if tc.who != nil {
				who = tc.who(d)
			}
			before := d.gets(d.office)
			out := d.returns(who, tc.back(d, stream)...)
			slices.Sort(out.Returned)
			if !slices.Equal(out.Returned, tc.has) || !slices.Equal(out.Forked, tc.forked) {
				t.Errorf("has %v, forked %v; want %v and %v", out.Returned, out.Forked, tc.has, tc.forked)
			}
			got := d.gets(d.team)
			for _, id := range tc.has {
				if !slices.Contains(got, id) {
					t.Errorf("the team does not get %s", id)
				}
			}
			new := 0
			for _, id := range tc.has {
				if !slices.ContainsFunc(stream, func(c change.Change) bool { return c.ID == id }) {
					new++
				}
			}
			if len(got) != len(stream)+new {
				t.Errorf("the team gets %v", got)
			}
			if after := d.gets(d.office); !slices.Equal(before, after) {
				t.Errorf("the district got %v and gets %v", before, after)
			}
		})
	}
}

// A comment that waits arrives with the cycle that comes back.
func TestReturnedCycleBringsWhatWaits(t *testing.T) {
	d := newDistrict(t)
	d.restored()
	c := d.laptop("c")
	d.must(d.push(d.coach, d.north, c.writes("doc", comment("1", "x"))))
	if got := d.gets(d.team); len(got) > 0 {
		t.Errorf("the team gets %v", got)
	}
	d.returns(d.coach, wasShared(d)...)
	if got := d.gets(d.team); !slices.Contains(got, "c-1") {
		t.Errorf("the team gets %v", got)
	}
	// Another coach returns it too.
	e := d.laptop("e")
	waits := e.writes("other", comment("2", "x"))
	d.must(d.push(d.coach, d.north, waits))
	if out := d.returns(d.coach, waits); !slices.Equal(out.Returned, []change.ID{"e-1"}) || slices.Contains(d.gets(d.team), "e-1") {
		t.Errorf("returned while it waits: %+v", out)
	}
}

// A reading that breaks off leaves a coach with a part of a cycle; what shares it is
// in that part, so that it can be returned.
func TestPartOfACycleCanBeReturned(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	d.must(d.push(d.team, d.north, a.writes("doc", set("title", "Late")), a.writes("doc", set("strengths", "Greetings")), a.writes("doc", set("sharing", "coach"))))
	page, err := d.dash.Pull(ctx, d.coach, d.north, "", 0, 2)
	d.must(err)
	if len(page.Changes) != 2 || !page.More {
		t.Fatalf("the page is %+v", page)
	}
	lost := newDistrict(t)
	lost.restored()
	if out := lost.returns(lost.coach, page.Changes...); len(out.Returned) != 2 {
		t.Errorf("of %v are taken %v", page.Changes, out.Returned)
	}
}
