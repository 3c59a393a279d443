package dashboard_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

func TestPushIsRefused(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	shared, private := a.writes("shared", set("sharing", "coach")), a.writes("private", set("title", "Late"))
	d.must(d.push(d.team, d.north, shared, private))
	next := *a // a laptop that has sent what it holds
	good := next.writes("shared", set("title", "x"))

	broken := good
	broken.Author = "someone else"
	misnumbered := good
	misnumbered.Seq = 9
	docless := good
	docless.Doc = ""
	long := d.laptop("l").writes("doc", set("title", strings.Repeat("x", wire.MaxChange)))
	fork := private
	fork.Author = "another laptop"
	many := make([]change.Change, wire.MaxChanges+1)
	b := d.laptop("b")
	for i := range many {
		many[i] = b.writes("doc")
	}
	outsider := func(doc string, ops ...change.Op) change.Change { return d.laptop("c").writes(doc, ops...) }

	for _, tc := range []struct {
		name    string
		who     dashboard.Caller
		school  string
		push    wire.Push
		code    wire.Code
		replica string
		have    uint64
	}{
		{name: "a school that never was", who: d.team, school: "nowhere", push: wire.Push{Changes: []change.Change{good}}, code: wire.CodeNotFound},
		{name: "another school", who: d.team, school: d.south, push: wire.Push{Changes: []change.Change{good}}, code: wire.CodeNotFound},
		{name: "a coach elsewhere", who: d.coach, school: d.south, push: wire.Push{}, code: wire.CodeNotFound},
		{name: "another epoch", who: d.team, school: d.north, push: wire.Push{Epoch: "old", Changes: []change.Change{good}}, code: wire.CodeEpoch},
		{name: "another epoch, nothing sent", who: d.team, school: d.north, push: wire.Push{Epoch: "old"}, code: wire.CodeEpoch},
		{name: "too many", who: d.team, school: d.north, push: wire.Push{Changes: many}, code: wire.CodeTooLarge},
		{name: "a change too long", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{long}}, code: wire.CodeTooLarge},
		{name: "altered on the way", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{broken}}, code: wire.CodeDamaged},
		{name: "id and number apart", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{misnumbered}}, code: wire.CodeInvalid},
		{name: "no document", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{sealed(docless)}}, code: wire.CodeInvalid},
		{name: "an endless id", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{d.laptop("l").writes(strings.Repeat("x", dashboard.MaxName+1))}}, code: wire.CodeInvalid},
		{name: "an id with a zero byte", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{d.laptop("l").writes("a\x00b")}}, code: wire.CodeInvalid},
		{name: "a gap", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{next.writes("shared")}}, code: wire.CodeGap, replica: "a", have: 2},
		{name: "out of order", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{many[1], many[0]}}, code: wire.CodeGap, replica: "b", have: 0},
		{name: "a copied laptop", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{sealed(fork)}}, code: wire.CodeFork, replica: "a", have: 2},
		{name: "two under one name at once", who: d.team, school: d.north, push: wire.Push{Changes: []change.Change{outsider("d", set("title", "1")), outsider("d", set("title", "2"))}}, code: wire.CodeFork, replica: "c", have: 1},
		{name: "a reader", who: d.reader, school: d.north, push: wire.Push{Changes: []change.Change{outsider("shared", comment("1", "hm"))}}, code: wire.CodeForbid},
		{name: "a coach's goal", who: d.coach, school: d.north, push: wire.Push{Changes: []change.Change{outsider("shared", set("point_b.what", "x"))}}, code: wire.CodeForbid},
		{name: "a return without a restore", who: d.coach, school: d.north, push: wire.Push{Returned: []change.Change{next.writes("shared")}}, code: wire.CodeForbid},
		{name: "a return, altered on the way", who: d.coach, school: d.north, push: wire.Push{Returned: []change.Change{broken}}, code: wire.CodeDamaged},
		{name: "too many with what is returned", who: d.team, school: d.north, push: wire.Push{Changes: many[:1], Returned: many[1:]}, code: wire.CodeTooLarge},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d.T = t
			_, err := d.dash.Push(ctx, tc.who, tc.school, tc.push)
			got := d.refuses(err, tc.code)
			if got.Replica != tc.replica || tc.replica != "" && got.Have[tc.replica] != tc.have {
				t.Errorf("it names replica %q with %v, want %q with %d", got.Replica, got.Have, tc.replica, tc.have)
			}
			if tc.code == wire.CodeEpoch && got.Epoch == "" {
				t.Error("it does not name the epoch")
			}
			if all, _ := d.pull(d.team, d.north, 0, 0); len(all) != 2 {
				t.Errorf("the stream has %v", ids(all))
			}
		})
	}
}

// What someone may not see has to look like what never was.
func TestHiddenLooksLikeNothing(t *testing.T) {
	d := newDistrict(t)
	d.must(d.push(d.team, d.north, d.laptop("a").writes("private", set("title", "Late"))))
	for _, pair := range [][2]error{
		{d.push(d.coach, d.south), d.push(d.coach, "nowhere")},
		{second(d.dash.Cycle(ctx, d.southern, "private")), second(d.dash.Cycle(ctx, d.southern, "nothing"))},
		{second(d.dash.History(ctx, d.office, "private")), second(d.dash.History(ctx, d.office, "nothing"))},
		{second(d.dash.Pull(ctx, d.southern, d.north, "", 0, 0)), second(d.dash.Pull(ctx, d.southern, "nowhere", "", 0, 0))},
	} {
		a, b := d.refuses(pair[0], wire.CodeNotFound), d.refuses(pair[1], wire.CodeNotFound)
		if a.Message != b.Message || a.Have != nil || b.Have != nil || a.Replica != b.Replica {
			t.Errorf("%+v and %+v can be told apart", a, b)
		}
	}
}

func second[V any](_ V, err error) error { return err }

func TestPushTwiceIsHarmless(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	one, two := a.writes("doc", set("title", "Late")), a.writes("doc", set("title", "Later", "a-1"))
	d.must(d.push(d.team, d.north, one))
	out, err := d.dash.Push(ctx, d.team, d.north, wire.Push{Changes: []change.Change{one, two, two}})
	d.must(err)
	if !maps.Equal(out.Have, change.Vector{"a": 2}) {
		t.Errorf("have is %v", out.Have)
	}
	d.must(d.push(d.team, d.north, one, two))
	page, err := d.dash.Pull(ctx, d.team, d.north, out.Epoch, 0, 0)
	d.must(err)
	if len(page.Changes) != 2 || page.Next != 2 {
		t.Errorf("the stream has %d changes and ends at %d", len(page.Changes), page.Next)
	}
}

// A push of several replicas stands or falls as one.
func TestPushIsWhole(t *testing.T) {
	d := newDistrict(t)
	b := d.laptop("b")
	b.writes("doc")
	d.refuses(d.push(d.team, d.north, d.laptop("a").writes("doc"), b.writes("doc")), wire.CodeGap)
	if all, _ := d.pull(d.team, d.north, 0, 0); len(all) != 0 {
		t.Errorf("the stream has %v", ids(all))
	}
}

func TestEmptyPushTellsWhatIsThere(t *testing.T) {
	d := newDistrict(t)
	a, c := d.laptop("a"), d.laptop("c")
	d.must(d.push(d.team, d.north, a.writes("doc", set("sharing", "coach")), a.writes("doc2")))
	d.must(d.push(d.coach, d.north, c.writes("doc", comment("1", "good"))))
	for _, tc := range []struct {
		who  dashboard.Caller
		want change.Vector
	}{
		{d.team, change.Vector{"a": 2, "c": 1}},
		{d.reader, change.Vector{"a": 2, "c": 1}},
		{d.coach, change.Vector{"c": 1}},
		{d.office, change.Vector{}},
	} {
		out, err := d.dash.Push(ctx, tc.who, d.north, wire.Push{})
		d.must(err)
		if !maps.Equal(out.Have, tc.want) {
			t.Errorf("%s is told %v, want %v", tc.who.Person.Role, out.Have, tc.want)
		}
	}
}

// A comment written offline arrives after the team has taken the cycle back. Were
// it refused, the coach's laptop could never send anything again.
func TestCommentOnWhatIsNoLongerShared(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	d.must(d.push(d.team, d.north, a.writes("doc", set("sharing", "coach"))))
	d.must(d.push(d.team, d.north, a.writes("doc", set("sharing", "team", "a-1"))))
	d.must(d.push(d.coach, d.north, d.laptop("c").writes("doc", comment("1", "good"))))
	if all, _ := d.pull(d.team, d.north, 0, 0); !slices.Contains(ids(all), "c-1") {
		t.Error("the team does not get the comment")
	}
	if all, _ := d.pull(d.coach, d.north, 0, 0); len(all) != 0 {
		t.Errorf("the coach gets %v", ids(all))
	}
}

func TestOtherKindsArePassedOn(t *testing.T) {
	d := newDistrict(t)
	c := d.laptop("a").writes("doc", change.Op{Do: "paint", Value: "green"})
	c.Kind = change.KindPlan
	c = sealed(c)
	d.must(d.push(d.team, d.north, c))
	all, _ := d.pull(d.reader, d.north, 0, 0)
	if got := all[c.ID]; got.Hash != c.Hash || got.Verify() != nil {
		t.Errorf("it came back as %+v", got)
	}
	d.refuses(second(d.dash.Cycle(ctx, d.team, "doc")), wire.CodeNotFound)
}
