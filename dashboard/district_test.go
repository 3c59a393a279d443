package dashboard_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
)

// T is what tests and property tests have in common.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// A district is a dashboard with two schools, somebody in every role, and a clock
// that stands still.
type district struct {
	T
	dash  *dashboard.Dashboard
	back  dashboard.Backend
	now   time.Time
	admin dashboard.Caller
	// The schools' ids and who is in them.
	north, south                          string
	team, reader, coach, office, southern dashboard.Caller
}

var ctx = context.Background()

func newDistrict(t T) *district { return newDistrictOn(t, backendtest.NewMemory()) }

func newDistrictOn(t T, back dashboard.Backend) *district {
	d := &district{T: t, back: back, now: time.Date(2026, 10, 14, 9, 0, 0, 0, time.UTC)}
	d.dash = dashboard.New(d.back, dashboard.Options{Now: func() time.Time { return d.now }, Log: slog.New(slog.DiscardHandler)})
	secret, err := d.dash.Init(ctx, "Lowell", "Ada")
	d.must(err)
	d.admin, err = d.dash.SignIn(ctx, secret)
	d.must(err)
	d.north, d.south = d.school("North"), d.school("South")
	d.team = d.person("Maria", wire.Team, d.north)
	d.reader = d.person("Rosa", wire.Reader, d.north)
	d.coach = d.person("Carl", wire.Coach, d.north)
	d.office = d.person("Dora", wire.District)
	d.southern = d.person("Sok", wire.Team, d.south)
	return d
}

func (d *district) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatalf("%v", err)
	}
}

// refuses expects an error with the code.
func (d *district) refuses(err error, code wire.Code) *wire.Error {
	d.Helper()
	var known *wire.Error
	if !errors.As(err, &known) || known.Code != code {
		d.Fatalf("the error is %#v, want the code %q", err, code)
	}
	return known
}

func (d *district) school(name string) string {
	s, err := d.dash.AddSchool(ctx, d.admin, name, "Merrimack")
	d.must(err)
	return s.ID
}

func (d *district) invite(name string, role wire.Role, schools ...string) string {
	d.Helper()
	code, err := d.dash.Invite(ctx, d.admin, dashboard.Invitation{Name: name, Role: role, Schools: schools})
	d.must(err)
	return code
}

func (d *district) person(name string, role wire.Role, schools ...string) dashboard.Caller {
	d.Helper()
	_, who, err := d.dash.Join(ctx, d.invite(name, role, schools...), "laptop", dashboard.ForDevice)
	d.must(err)
	return who
}

func (d *district) push(who dashboard.Caller, school string, changes ...change.Change) error {
	_, err := d.dash.Push(ctx, who, school, wire.Push{Changes: changes})
	return err
}

// A laptop writes changes.
type laptop struct {
	replica string
	seq     uint64
	now     func() time.Time
}

func (d *district) laptop(replica string) *laptop {
	return &laptop{replica: replica, now: func() time.Time { return d.now }}
}

// writes makes the laptop's next change.
func (l *laptop) writes(doc string, ops ...change.Op) change.Change {
	l.seq++
	c := change.Change{
		ID: change.MakeID(l.replica, l.seq), Replica: l.replica, Seq: l.seq, Doc: doc, Kind: change.KindCycle,
		Author: l.replica, At: change.Stamp{MS: l.now().UnixMilli(), N: int64(l.seq)}, Schema: change.Schema, Ops: ops,
	}
	return sealed(c)
}

func sealed(c change.Change) change.Change {
	if err := c.Seal(); err != nil {
		panic(err)
	}
	return c
}

func set(field, value string, replaces ...change.ID) change.Op {
	return change.Op{Do: change.DoSet, Field: field, Value: value, Replaces: replaces}
}

func setIn(list, item, field, value string) change.Op {
	return change.Op{Do: change.DoSet, List: list, Item: item, Field: field, Value: value}
}

func comment(item, text string) change.Op { return setIn("comments", item, "text", text) }

// pull fetches all that is behind a cursor, page by page.
func (d *district) pull(who dashboard.Caller, school string, after wire.Cursor, limit int) (map[change.ID]change.Change, wire.Cursor) {
	d.Helper()
	got := map[change.ID]change.Change{}
	for {
		page, err := d.dash.Pull(ctx, who, school, "", after, limit)
		d.must(err)
		if page.Next < after || page.More && page.Next == after {
			d.Fatalf("the cursor went from %d to %d", after, page.Next)
		}
		if limit > 0 && len(page.Changes) > limit {
			d.Fatalf("a page of %d changes, asked for %d", len(page.Changes), limit)
		}
		for _, c := range page.Changes {
			got[c.ID] = c
		}
		after = page.Next
		if !page.More {
			return got, after
		}
	}
}

func ids[V any](m map[change.ID]V) []change.ID { return slices.Sorted(maps.Keys(m)) }
