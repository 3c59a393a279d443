package remote

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

func shows(t *testing.T, l *laptop, doc, field string) string {
	t.Helper()
	c, err := l.store.Cycle(doc)
	if err != nil {
		t.Fatalf("%s: %v", l.name, err)
	}
	return c.Get(field)
}

func TestWhatOthersDid(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, sok := w.team(), w.team()
	ana.save("d1", cycle.SetField("title", "Late \x1b[31mto first period"))
	ana.mustSync()
	if r := sok.mustSync(); len(r.News) != 1 || r.News[0].String() != `p1 began "Late to first period"` {
		t.Errorf("Sync = %+v", r)
	}
	ana.save("d1", cycle.SetField("priority", "Hallways"))
	ana.save("d1", cycle.SetField("problem.who", "Students"), cycle.SetField("strengths", "Greetings"))
	ana.mustSync()
	r := sok.mustSync()
	if r.Got != 2 || len(r.News) != 1 {
		t.Fatalf("Sync = %+v", r)
	}
	if got := r.News[0].String(); !strings.HasPrefix(got, "p1 changed ") || !strings.HasSuffix(got, `and 1 more in "Late to first period"`) || !strings.Contains(got, "Problem: Who") {
		t.Errorf("news = %s", got)
	}
	if r := ana.mustSync(); len(r.News) != 0 {
		t.Errorf("own changes are no news: %v", r.News)
	}
}

// TestSyncCosts counts requests and bytes.
func TestSyncCosts(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, sok := w.team(), w.team()
	for n := range 40 {
		ana.save(fmt.Sprintf("doc%d", n), cycle.SetField("title", "Late to first period"))
	}
	ana.mustSync()
	sok.mustSync()
	ana.mustSync()
	w.checkQuiet()
	ana.save("doc7", cycle.SetField("strengths", "Greetings"))
	ana.mustSync()
	requests := w.server.Requests()
	sum := 0
	for _, r := range requests {
		sum += r.In + r.Out
	}
	if len(requests) != 2 || sum > 1000 {
		t.Errorf("one changed field took %d bytes in %v", sum, requests)
	}
}

func TestSmallLimits(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	for n := range 30 {
		ana.save("d1", cycle.SetField("strengths", strings.Repeat("long ", 100+n)))
	}
	w.server.Limit(7, 3000)
	if r := ana.mustSync(); r.Sent != 30 || r.Left != 0 {
		t.Errorf("Sync = %+v", r)
	}
	w.server.Limit(500, 400)
	ana.save("d1", cycle.SetField("strengths", "short"))
	ana.save("d1", cycle.SetField("strengths", strings.Repeat("long ", 1000)))
	r, err := ana.engine.Sync(t.Context(), nil)
	if codeOf(err) != wire.CodeTooLarge || !strings.Contains(err.Error(), "safe here") {
		t.Errorf("Sync = %+v, %v", r, err)
	}
	if status, _ := StatusOf(ana.store, nil); status.ToSend == 0 || status.Trouble == "" {
		t.Errorf("status %+v", status)
	}
}

func TestRevoked(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	w.server.Revoke(ana.token)
	_, err := ana.engine.Sync(t.Context(), nil)
	if codeOf(err) != wire.CodeSignIn || !strings.Contains(Explain(err), "pdsa join") {
		t.Errorf("Sync = %v", err)
	}
	if status, _ := StatusOf(ana.store, Trouble{err}); status.State != SignInAgain || status.ToSend != 1 {
		t.Errorf("status %+v", status)
	}
}

func TestJoiningAnotherSchool(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	w.server.AddPerson("other", "Ana", wire.Team, "hill")
	if _, err := Join(t.Context(), ana.store, ana.client(), "other", "laptop"); err != nil {
		t.Fatalf("before anything went to the first school: %v", err)
	}
	ana.engine = NewEngine(ana.store, ana.client().WithToken("token-other"))
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.mustSync()
	w.server.AddPerson("back", "Ana", wire.Team, "canal")
	_, err := Join(t.Context(), ana.store, ana.client(), "back", "laptop")
	if !errors.Is(err, store.ErrOtherSchool) || !strings.Contains(err.Error(), "--store") || !strings.Contains(err.Error(), "Hill School") {
		t.Errorf("Join = %v", err)
	}
	if token, err := LoadToken(ana.path); err != nil || token != "token-other" {
		t.Errorf("the token is %q, %v", token, err)
	}
	if ana.mustSync(); len(w.server.Changes("canal")) > 0 {
		t.Error("changes went to both schools")
	}
}

func TestLeaveAndJoinAgain(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.mustSync()
	if err := ana.store.Leave(); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.engine.Sync(t.Context(), nil); !errors.Is(err, store.ErrNotJoined) {
		t.Errorf("Sync = %v", err)
	}
	if status, _ := StatusOf(ana.store, nil); status.State != NeverJoined {
		t.Errorf("status %+v", status)
	}
	ana.save("d1", cycle.SetField("title", "Later"))
	w.server.AddPerson("again", "Ana", wire.Team, "canal")
	if _, err := Join(t.Context(), ana.store, ana.client(), "again", "laptop"); err != nil {
		t.Fatal(err)
	}
	ana.engine = NewEngine(ana.store, ana.client().WithToken("token-again"))
	if r := ana.mustSync(); r.Sent != 1 {
		t.Errorf("Sync = %+v", r)
	}
}

func TestClockWrong(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, sok := w.team(), w.laptop(wire.Team, 30*time.Hour, "canal")
	sok.save("d1", cycle.SetField("title", "Late"))
	if r := sok.mustSync(); !r.ClockWrong() || r.Skew > -29*time.Hour {
		t.Errorf("the wrong one: %+v", r)
	}
	r := ana.mustSync()
	if !r.ClockAhead || r.Skew != 0 || r.Got != 1 {
		t.Errorf("the right one: %+v", r)
	}
	for _, e := range []Event{ClockWrong{}, ClockWrong{30 * time.Hour}, ClockWrong{-72 * time.Hour}} {
		if !strings.Contains(e.String(), "clock") || !strings.Contains(e.String(), "othing is lost") {
			t.Errorf("%s", e)
		}
	}
	if status, _ := StatusOf(sok.store, ClockWrong{r.Skew}); status.State != ClockIsWrong {
		t.Errorf("status %+v", status)
	}
}

func TestStatus(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	ana.mustSync()
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.save("d1", cycle.SetField("title", "Later"))
	for _, tc := range []struct {
		last Event
		want State
		text string
	}{
		{nil, ChangesToSend, "2 changes to send"},
		{Offline{}, OfflineSince, "offline, 2 changes to send"},
	} {
		if status, err := StatusOf(ana.store, tc.last); err != nil || status.State != tc.want || status.String() != tc.text {
			t.Errorf("%+v, %v: %q, want %q", status, err, status, tc.text)
		}
	}
	ana.mustSync()
	if status, _ := StatusOf(ana.store, nil); status.State != AllSent || status.Synced.IsZero() || status.String() != "all sent" {
		t.Errorf("status %+v", status)
	}
	backup := w.server.Backup()
	w.server.Restore(backup, true)
	ana.mustSync()
	if status, _ := StatusOf(ana.store, nil); status.State != ServerBack {
		t.Errorf("status %+v", status)
	}
	w.at = w.at.Add(2 * showFor)
	ana.mustSync()
	if status, _ := StatusOf(ana.store, nil); status.State != AllSent {
		t.Errorf("status %+v", status)
	}
}

// TestPageIsOneTransaction breaks off in the middle of a page: two changes under one
// number, as only a broken server sends them.
func TestPageIsOneTransaction(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	page := wire.Page{Next: 3}
	for n, doc := range []string{"d1", "d2", "d2"} {
		c := change.Change{ID: "zz-1", Replica: "zz", Seq: 1, Doc: doc, Kind: change.KindCycle, Author: fmt.Sprint(n)}
		if n == 0 {
			c.ID, c.Replica = "yy-1", "yy"
		}
		if err := c.Seal(); err != nil {
			t.Fatal(err)
		}
		page.Changes = append(page.Changes, c)
	}
	st, err := ana.store.Stream("canal")
	if err != nil {
		t.Fatal(err)
	}
	page.Epoch = st.Epoch
	if _, err := ana.store.Absorb("canal", page); err == nil {
		t.Error("the page was taken in")
	}
	st, err = ana.store.Stream("canal")
	if err != nil || st.Cursor != 0 || len(ana.changes()) != 0 {
		t.Errorf("the cursor is at %d with %d changes, %v", st.Cursor, len(ana.changes()), err)
	}
}

func TestDamagedPageIsLeftOut(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	c := change.Change{ID: "zz-1", Replica: "zz", Seq: 1, Doc: "d", Kind: change.KindCycle, Hash: strings.Repeat("0", 64)}
	st, err := ana.store.Stream("canal")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ana.store.Absorb("canal", wire.Page{Epoch: st.Epoch, Changes: []change.Change{c}, Next: 1}); !errors.Is(err, change.ErrCorrupt) {
		t.Errorf("Absorb = %v", err)
	}
	if st, _ = ana.store.Stream("canal"); st.Cursor != 0 {
		t.Errorf("the cursor went on to %d", st.Cursor)
	}
}

// TestCoachBecomesTeam reads another feed from then on, from its beginning.
func TestCoachBecomesTeam(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, coach := w.team(), w.laptop(wire.Coach, 0, "canal")
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.save("d2", cycle.SetField("title", "Shared"), cycle.SetField("sharing", "coach"))
	ana.mustSync()
	coach.mustSync()
	w.server.Assign(coach.token, wire.Team, "canal")
	if _, err := Join(t.Context(), coach.store, coach.client(), w.server.Invite(coach.token), "laptop"); err != nil {
		t.Fatal(err)
	}
	coach.mustSync()
	for _, doc := range []string{"d1", "d2"} {
		coach.save(doc, cycle.SetField("strengths", "Mine too"))
	}
	w.settle()
	w.checkEqual()
}

// TestDailyQuestion asks once a day who may read what, and leaves a school that was
// taken away.
func TestDailyQuestion(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	hill := w.laptop(wire.Team, 0, "hill")
	hill.save("h1", cycle.SetField("title", "Walkers"), cycle.SetField("sharing", "coach"))
	hill.mustSync()
	coach := w.laptop(wire.Coach, 0, "canal")
	coach.mustSync()
	w.server.Assign(coach.token, wire.Coach, "hill", "canal")
	if coach.mustSync(); len(coach.changes()) != 0 {
		t.Error("asked on the same day")
	}
	w.at = w.at.Add(checkEvery)
	if r := coach.mustSync(); r.Got != 1 {
		t.Errorf("a day later: %+v", r)
	}
	w.server.Assign(coach.token, wire.Coach, "canal")
	if r := coach.mustSync(); len(r.Refused) != 1 || r.Refused[0] != "Hill School" {
		t.Errorf("taken away: %+v", r)
	}
	if r := coach.mustSync(); len(r.Refused) != 0 {
		t.Errorf("told twice: %+v", r)
	}
	if got := shows(t, coach, "h1", "title"); got != "Walkers" {
		t.Errorf("title = %q", got)
	}
}
