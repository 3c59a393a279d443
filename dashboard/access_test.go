package dashboard_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

func TestNormalizeCode(t *testing.T) {
	for typed, want := range map[string]string{
		"K3F9-A1B2-C0DE":         "k3f9a1b2c0de",
		" k3f9 a1b2 c0de\n":      "k3f9a1b2c0de",
		"k3f9–aLb2—cOde.":        "k3f9a1b2c0de",
		"K3F9-AIB2-CODE":         "k3f9a1b2c0de",
		"\u200bK3F9A1B2C0DE":     "k3f9a1b2c0de",
		"":                       "",
		"K3F9-A1B2-C0D":          "",
		"K3F9-A1B2-C0DEX":        "",
		"K3F9-A1B2-C0D!":         "",
		"K3F9-A1B2-C0DU":         "",
		strings.Repeat("-", 300): "",
	} {
		if got := dashboard.NormalizeCode(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func FuzzNormalizeCode(f *testing.F) {
	for _, seed := range []string{"K3F9-A1B2-C0DE", "oO0 iIlL1", "–—\u00a0", "ſſſſſſſſſſſſ", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code := dashboard.NormalizeCode(typed)
		if code == "" {
			return
		}
		if len(code) != 12 || strings.Trim(code, "0123456789abcdefghjkmnpqrstvwxyz") != "" {
			t.Fatalf("%q gives %q", typed, code)
		}
		if again := dashboard.NormalizeCode(dashboard.ShowCode(code)); again != code {
			t.Fatalf("%q is shown as %q and read as %q", code, dashboard.ShowCode(code), again)
		}
	})
}

func TestJoin(t *testing.T) {
	d := newDistrict(t)
	code := d.invite("Lina", wire.Team, d.north)
	typed := strings.ToLower(strings.ReplaceAll(code, "-", " "))
	secret, who, err := d.dash.Join(ctx, typed, "Lina's\tlaptop", dashboard.ForDevice)
	d.must(err)
	if who.Person.Name != "Lina" || who.Person.Role != wire.Team || !slices.Equal(who.Person.Schools, []string{d.north}) || strings.Contains(who.Token.Device, "\t") {
		t.Errorf("joined as %+v", who)
	}
	again, err := d.dash.SignIn(ctx, secret)
	d.must(err)
	if again.Person.ID != who.Person.ID {
		t.Error("the token is somebody else's")
	}
	_, _, err = d.dash.Join(ctx, code, "a second one", dashboard.ForDevice)
	used := d.refuses(err, wire.CodeCode)

	old := d.invite("Late", wire.Team, d.north)
	d.now = d.now.Add(24 * time.Hour)
	_, _, err = d.dash.Join(ctx, old, "laptop", dashboard.ForDevice)
	late := d.refuses(err, wire.CodeCode)
	_, _, err = d.dash.Join(ctx, "0000-0000-0000", "laptop", dashboard.ForDevice)
	unknown := d.refuses(err, wire.CodeCode)
	_, _, err = d.dash.Join(ctx, "hello", "laptop", dashboard.ForDevice)
	if word := d.refuses(err, wire.CodeCode); word.Message != used.Message || late.Message != used.Message || unknown.Message != used.Message {
		t.Error("the answers tell used, old and unknown codes apart")
	}

	// Another laptop for someone who is there.
	code, err = d.dash.Invite(ctx, d.admin, dashboard.Invitation{Person: who.Person.ID})
	d.must(err)
	_, second, err := d.dash.Join(ctx, code, "laptop", dashboard.ForDevice)
	d.must(err)
	if second.Person.ID != who.Person.ID || second.Token.ID == who.Token.ID {
		t.Errorf("joined as %+v", second)
	}
	code, err = d.dash.Invite(ctx, d.admin, dashboard.Invitation{Person: who.Person.ID})
	d.must(err)
	d.must(d.dash.Revoke(ctx, d.admin, who.Person.ID))
	_, _, err = d.dash.Join(ctx, code, "laptop", dashboard.ForDevice)
	d.refuses(err, wire.CodeCode)
}

func TestTokensEnd(t *testing.T) {
	d := newDistrict(t)
	join := func(use dashboard.TokenUse) (string, dashboard.Caller) {
		secret, who, err := d.dash.Join(ctx, d.invite("Lina", wire.Team, d.north), "laptop", use)
		d.must(err)
		return secret, who
	}
	signIn := func(secret string) error { return second(d.dash.SignIn(ctx, secret)) }

	bySession, inBrowser := join(dashboard.ForBrowser)
	byIdle, _ := join(dashboard.ForDevice)
	d.now = d.now.Add(11 * time.Hour)
	d.must(signIn(bySession))
	d.now = d.now.Add(2 * time.Hour)
	d.refuses(signIn(bySession), wire.CodeSignIn)
	for range 5 { // a laptop in use stays
		d.now = d.now.Add(100 * 24 * time.Hour)
		d.must(signIn(byIdle))
	}
	d.now = d.now.Add(200 * 24 * time.Hour)
	d.refuses(signIn(byIdle), wire.CodeSignIn)

	byToken, who := join(dashboard.ForDevice)
	d.must(d.dash.Revoke(ctx, d.admin, who.Token.ID))
	d.refuses(signIn(byToken), wire.CodeSignIn)
	byPerson, who := join(dashboard.ForDevice)
	session, err := d.dash.Session(ctx, who, "browser")
	d.must(err)
	d.must(signIn(session))
	d.must(d.dash.Revoke(ctx, d.admin, who.Person.ID))
	d.refuses(signIn(byPerson), wire.CodeSignIn)
	d.refuses(signIn(session), wire.CodeSignIn)
	left, who := join(dashboard.ForDevice)
	d.must(d.dash.SignOut(ctx, who))
	d.refuses(signIn(left), wire.CodeSignIn)

	for _, secret := range []string{"", "pdsa_", left[:len(left)-1], who.Token.Hash, inBrowser.Token.ID} {
		d.refuses(signIn(secret), wire.CodeSignIn)
	}
}

func TestUseIsNotedOnceAMinute(t *testing.T) {
	d := newDistrict(t)
	secret, _, err := d.dash.Join(ctx, d.invite("Lina", wire.Team, d.north), "laptop", dashboard.ForDevice)
	d.must(err)
	joined := d.now
	for i, want := range []time.Duration{0, 0, time.Minute} {
		d.now = joined.Add(time.Duration(i) * 30 * time.Second)
		second(d.dash.SignIn(ctx, secret))
		who, err := d.dash.SignIn(ctx, secret)
		d.must(err)
		if got := who.Token.LastSeen.Sub(joined); got != want {
			t.Errorf("after %v it was seen after %v, want %v", d.now.Sub(joined), got, want)
		}
	}
}

func TestOnlyAdminsAdminister(t *testing.T) {
	d := newDistrict(t)
	for _, who := range []dashboard.Caller{d.team, d.reader, d.coach, d.office} {
		d.refuses(second(d.dash.AddSchool(ctx, who, "West", "")), wire.CodeForbid)
		d.refuses(second(d.dash.Schools(ctx, who)), wire.CodeForbid)
		d.refuses(second(d.dash.Invite(ctx, who, dashboard.Invitation{Name: "X", Role: wire.District})), wire.CodeForbid)
		d.refuses(second(d.dash.People(ctx, who)), wire.CodeForbid)
		d.refuses(d.dash.Assign(ctx, who, who.Person.ID, wire.District, nil), wire.CodeForbid)
		d.refuses(d.dash.Revoke(ctx, who, d.team.Person.ID), wire.CodeForbid)
		d.refuses(second(d.dash.Audits(ctx, who, 0, 0)), wire.CodeForbid)
	}
}

func TestInvitationsAreChecked(t *testing.T) {
	d := newDistrict(t)
	for _, tc := range []struct {
		name string
		i    dashboard.Invitation
		code wire.Code
	}{
		{"no name", dashboard.Invitation{Name: " ", Role: wire.District}, wire.CodeInvalid},
		{"an endless name", dashboard.Invitation{Name: strings.Repeat("x", 121), Role: wire.District}, wire.CodeInvalid},
		{"no role", dashboard.Invitation{Name: "X"}, wire.CodeInvalid},
		{"a role of its own", dashboard.Invitation{Name: "X", Role: "king"}, wire.CodeInvalid},
		{"a team of two schools", dashboard.Invitation{Name: "X", Role: wire.Team, School: d.north, Schools: []string{d.south}}, wire.CodeInvalid},
		{"a reader of none", dashboard.Invitation{Name: "X", Role: wire.Reader}, wire.CodeInvalid},
		{"a coach of none", dashboard.Invitation{Name: "X", Role: wire.Coach}, wire.CodeInvalid},
		{"a district of one", dashboard.Invitation{Name: "X", Role: wire.District, School: d.north}, wire.CodeInvalid},
		{"no such school", dashboard.Invitation{Name: "X", Role: wire.Team, School: "nowhere"}, wire.CodeNotFound},
		{"no such person", dashboard.Invitation{Person: "nobody"}, wire.CodeNotFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d.T = t
			d.refuses(second(d.dash.Invite(ctx, d.admin, tc.i)), tc.code)
		})
	}
}

func TestLastAdminStays(t *testing.T) {
	d := newDistrict(t)
	d.refuses(d.dash.Revoke(ctx, d.admin, d.admin.Person.ID), wire.CodeInvalid)
	d.refuses(d.dash.Revoke(ctx, d.admin, "nobody"), wire.CodeNotFound)
	code, err := d.dash.Invite(ctx, d.admin, dashboard.Invitation{Name: "Eve", Role: wire.District, Admin: true})
	d.must(err)
	_, eve, err := d.dash.Join(ctx, code, "laptop", dashboard.ForDevice)
	d.must(err)
	d.must(d.dash.Revoke(ctx, eve, d.admin.Person.ID))
	d.refuses(d.dash.Revoke(ctx, eve, eve.Person.ID), wire.CodeInvalid)
}

func TestAssignMovesAPerson(t *testing.T) {
	d := newDistrict(t)
	secret, who, err := d.dash.Join(ctx, d.invite("Lina", wire.Team, d.north), "laptop", dashboard.ForDevice)
	d.must(err)
	d.must(d.dash.Assign(ctx, d.admin, who.Person.ID, wire.Coach, []string{d.south}))
	who, err = d.dash.SignIn(ctx, secret)
	d.must(err)
	me, err := d.dash.Me(ctx, who)
	d.must(err)
	if me.Role != wire.Coach || me.Home != "" || len(me.Access) != 1 || me.Access[0].School != d.south {
		t.Errorf("is now %+v", me)
	}
	d.refuses(second(d.dash.Pull(ctx, who, d.north, "", 0, 0)), wire.CodeNotFound)
}

func TestTheDistrictChoosesTheSmallestGroup(t *testing.T) {
	d := newDistrict(t)
	a := d.laptop("a")
	ops := []change.Op{set("sharing", "district"), setIn("measures", "m", "name", "On time")}
	for field, v := range map[string]string{"measure": "m", "date": "2026-10-05", "subgroup": "A", "value": "62", "n": "12"} {
		ops = append(ops, setIn("points", "p", field, v))
	}
	d.must(d.push(d.team, d.north, a.writes("doc", ops...)))
	shown := func() string {
		v, err := d.dash.Cycle(ctx, d.office, "doc")
		d.must(err)
		return v.Cycle.Get("points/p.value")
	}
	chosen := func() int {
		me, err := d.dash.Me(ctx, d.team)
		d.must(err)
		return me.MinGroup
	}
	if shown() != "62" || chosen() != 0 {
		t.Errorf("before it shows %s and chose %d", shown(), chosen())
	}
	d.refuses(d.dash.SetMinGroup(ctx, d.team, 15), wire.CodeForbid)
	d.refuses(d.dash.SetMinGroup(ctx, d.admin, 5), wire.CodeInvalid)
	d.refuses(d.dash.SetMinGroup(ctx, d.admin, -1), wire.CodeInvalid)
	d.refuses(d.dash.SetMinGroup(ctx, d.admin, 1000), wire.CodeInvalid)
	d.must(d.dash.SetMinGroup(ctx, d.admin, 15))
	if shown() != cycle.Withheld || chosen() != 15 {
		t.Errorf("then it shows %s and chose %d", shown(), chosen())
	}
	d.must(d.dash.SetMinGroup(ctx, d.admin, 0))
	if shown() != "62" || chosen() != 0 {
		t.Errorf("at last it shows %s and chose %d", shown(), chosen())
	}
}

func TestPeopleTellNoHashes(t *testing.T) {
	d := newDistrict(t)
	members, err := d.dash.People(ctx, d.admin)
	d.must(err)
	tokens := 0
	for _, m := range members {
		for _, tok := range m.Tokens {
			tokens++
			if tok.Hash != "" || tok.Person != m.Person.ID {
				t.Errorf("%s has %+v", m.Person.Name, tok)
			}
		}
	}
	if len(members) != 6 || tokens != 6 {
		t.Errorf("%d people with %d tokens", len(members), tokens)
	}
}

func TestAuditLog(t *testing.T) {
	d := newDistrict(t)
	d.must(d.dash.Record(ctx, dashboard.Audit{What: "exported", School: d.north}))
	d.must(second(d.dash.NewEpoch(ctx)))
	lines, err := d.dash.Audits(ctx, d.admin, 0, 3)
	d.must(err)
	if len(lines) != 3 || lines[0].What != "restored from a backup" || lines[1].What != "exported" || lines[1].Who != "the server" || lines[2].What != "joined" {
		t.Errorf("the log is %+v", lines)
	}
	more, err := d.dash.Audits(ctx, d.admin, lines[2].N, 0)
	d.must(err)
	if len(more) == 0 || more[0].N >= lines[2].N || more[len(more)-1].What != "set up" {
		t.Errorf("before it: %+v", more)
	}
}

func TestInitOnce(t *testing.T) {
	d := newDistrict(t)
	_, err := d.dash.Init(ctx, "Again", "Eve")
	if !errors.Is(err, dashboard.ErrExists) {
		t.Errorf("the error is %v", err)
	}
	before, err := d.dash.Meta(ctx)
	d.must(err)
	epoch, err := d.dash.NewEpoch(ctx)
	d.must(err)
	after, err := d.dash.Meta(ctx)
	d.must(err)
	if before.Name != "Lowell" || before.Epoch == "" || before.Epoch == after.Epoch || after.Epoch != epoch {
		t.Errorf("%+v became %+v", before, after)
	}
}

// A code read over someone's shoulder is typed by two people at once.
func TestCodeIsGoodOnce(t *testing.T) {
	d := newDistrict(t)
	code := d.invite("Lina", wire.Team, d.north)
	errs := make(chan error)
	for range 8 {
		go func() {
			_, _, err := d.dash.Join(ctx, code, "laptop", dashboard.ForDevice)
			errs <- err
		}()
	}
	joined := 0
	for range 8 {
		if err := <-errs; err == nil {
			joined++
		} else {
			d.refuses(err, wire.CodeCode)
		}
	}
	if joined != 1 {
		t.Errorf("%d joined with one code", joined)
	}
}
