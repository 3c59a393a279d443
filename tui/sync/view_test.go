package sync

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func screen(t *testing.T) *Screen {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "pdsa.db"), store.Options{Now: func() time.Time { return tuitest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	env := tuitest.Env()
	s, _ := New(env, NewLink(env, st, remote.Options{}))
	return s
}

// standing is the status of a laptop of a team.
func standingStatus() remote.Status {
	return remote.Status{
		State: remote.AllSent, Schools: []string{"Eastern Canal"}, Synced: tuitest.Now.Add(-5 * time.Minute),
		Dashboard: store.Dashboard{URL: "https://pdsa.canal.example", Name: "Canal District", Person: "Ana Ruiz", Role: wire.Team},
	}
}

func joinedWith(s *Screen, alter func(*Link)) {
	l := s.link
	l.known, l.status, l.env.Dashboard = true, standingStatus(), "Canal District"
	alter(l)
}

// TestStates draws every way in which a laptop can stand to the dashboard.
func TestStates(t *testing.T) {
	state := func(st remote.State, e remote.Event, toSend int) func(*Link) {
		return func(l *Link) { l.status.State, l.status.Event, l.status.ToSend, l.last = st, e, toSend, e }
	}
	signIn := remote.Trouble{Err: &wire.Error{Code: wire.CodeSignIn}}
	tests := []struct {
		name  string
		alter func(*Link)
	}{
		{"all-sent", state(remote.AllSent, nil, 0)},
		{"to-send", func(l *Link) { state(remote.ChangesToSend, nil, 3)(l) }},
		{"never-synced", func(l *Link) { state(remote.ChangesToSend, nil, 1)(l); l.status.Synced = time.Time{} }},
		{"offline", func(l *Link) {
			state(remote.OfflineSince, remote.Offline{}, 3)(l)
			l.offline = tuitest.Now.Add(-26 * time.Hour)
		}},
		{"server-trouble", state(remote.OfflineSince, remote.Trouble{Err: &wire.Error{Code: wire.CodeMoved, Message: "the dashboard has moved"}}, 1)},
		{"clock", state(remote.ClockIsWrong, remote.ClockWrong{Ahead: 3 * time.Hour}, 0)},
		{"copied", state(remote.LaptopCopied, nil, 0)},
		{"restored", state(remote.ServerBack, nil, 12)},
		{"revoked", state(remote.SignInAgain, signIn, 3)},
		{"first-sync", func(l *Link) {
			l.status.Synced, l.running, l.progress = time.Time{}, true, remote.Progress{Got: 1412, Sent: 30, ToSend: 45}
		}},
		{"coach", func(l *Link) {
			l.status.Dashboard.Role, l.status.Schools = wire.Coach, []string{"Eastern Canal", "Hill School", "A", "B", "C", "D", "E", "F"}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := screen(t)
			joinedWith(s, tt.alter)
			s.waiting = []waitingDoc{{"Late to first period", 2}, {"Talk in science class\x1b[2J", 1}}
			check(t, s, tt.name)
			t.Log(s.link.Short())
		})
	}
}

// TestJoinPages draws the way in and out.
func TestJoinPages(t *testing.T) {
	s := screen(t)
	check(t, s, "stranger")
	tuitest.Drive(s, nil, tuitest.Keys("enter")...)
	tuitest.Drive(s, nil, tuitest.Type("pdsa.canal.example")...)
	check(t, s, "address")
	s.address, s.page = "pdsa.canal.example", finding
	check(t, s, "finding")
	s.found(found{to: s, err: remote.ErrUnreachable})
	check(t, s, "not-found")
	s.found(found{to: s, name: "Canal District"})
	tuitest.Drive(s, nil, tuitest.Type("k3f7 9qxt 2m8d")...)
	check(t, s, "code")
	s.code, s.page, s.try = s.area.Value(), joining, 7
	check(t, s, "joining")
	s.joined(joined{to: s, try: 7, err: &wire.Error{Code: wire.CodeCode}})
	check(t, s, "wrong-code")
	joinedWith(s, func(l *Link) { l.status.ToSend = 2 })
	s.page = asksLeave
	check(t, s, "leave")
}

func check(t *testing.T, s *Screen, name string) {
	t.Helper()
	for _, z := range tuitest.Sizes {
		tuitest.CheckFit(t, s.View(z[0], z[1]), z[0], z[1])
	}
	tuitest.Golden(t, name+"-80x24", s.View(80, 24))
	tuitest.Golden(t, name+"-120x40", s.View(120, 40))
}

// TestOneSyncForManySaves plans one sync for all saves of a while: none puts it off.
func TestOneSyncForManySaves(t *testing.T) {
	s := screen(t)
	var planned int
	joinedWith(s, func(l *Link) { l.status.ToSend = 1 })
	for range 5 {
		if s.link.took(statusRead{status: remote.Status{State: remote.ChangesToSend, ToSend: 1}, send: true}); s.link.dueNo > planned {
			planned = s.link.dueNo
		}
	}
	if planned != 1 {
		t.Errorf("%d syncs were planned", planned)
	}
	// Nothing is planned where nothing waits, and for a laptop that is not known.
	s.link.soon = false
	s.link.took(statusRead{status: remote.Status{State: remote.AllSent}, send: true})
	s.link.took(statusRead{status: remote.Status{State: remote.SignInAgain, ToSend: 2}, send: true})
	if s.link.dueNo != 1 {
		t.Error("a sync was planned for nothing")
	}
}

func TestAgo(t *testing.T) {
	now := tuitest.Now
	for d, want := range map[time.Duration]string{
		-time.Hour: "just now", 0: "just now", 59 * time.Second: "just now", time.Minute: "1 min ago", 59 * time.Minute: "59 min ago",
		2 * time.Hour: "8:00 am", 24 * time.Hour: "yesterday", 3 * 24 * time.Hour: "Nov 17",
	} {
		if got := Ago(now.Add(-d), now); got != want {
			t.Errorf("%v ago is %q, want %q", d, got, want)
		}
	}
}

func TestTold(t *testing.T) {
	at := tuitest.Now.Add(-2 * time.Minute)
	goal := remote.News{Doc: "a", Title: "Late", Author: "Maria", At: at, What: []string{"Point B"}}
	other := remote.News{Doc: "b", Title: "Halls", Author: "Sok", At: at, Began: true}
	tests := []struct {
		all  []remote.News
		n    remote.News
		open string
		want string
	}{
		{[]remote.News{goal}, goal, "a", `Maria changed Point B 2 min ago`},
		{[]remote.News{goal}, goal, "", `Maria changed Point B in "Late" 2 min ago`},
		{[]remote.News{goal, other}, goal, "a", `Maria changed Point B 2 min ago, and 1 more cycle changed`},
		{[]remote.News{other}, other, "b", `Sok began "Halls" 2 min ago`},
	}
	for _, tt := range tests {
		if got := Told(tt.all, tt.n, tt.open, tuitest.Now); got != tt.want {
			t.Errorf("told is %q, want %q", got, tt.want)
		}
	}
}

var _ ui.Screen = (*Screen)(nil)
