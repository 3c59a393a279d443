package tui

import (
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

func TestServerGoneAndBack(t *testing.T) {
	d := newDistrict(t)
	ana := d.laptop("Ana Ruiz", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	ana.link.Next = down
	ana.begins("Late")
	ana.begins("Halls")
	ana.inStep()
	ana.sees("offline since 10:00 am, 2 changes to send")
	ana.keys("s")
	ana.sees("The dashboard does not answer (since 10:00 am)", "2 changes wait to be sent", "Halls", "Late")
	ana.keys("s")
	ana.sees("! the dashboard does not answer")
	ana.link.Next = nil
	ana.inStep()
	ana.sees("All is sent. Last synced just now.")
	d.pass(7 * time.Minute)
	ana.give(tea.WindowSizeMsg{Width: 80, Height: 24})
	ana.sees("synced 7 min ago")
}

// TestRevoked takes the sign-in away: the app says so in words, stops asking, keeps
// everything, and joins again with a new code.
func TestRevoked(t *testing.T) {
	d := newDistrict(t)
	ana := d.laptop("Ana Ruiz", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	members, err := d.dash.People(t.Context(), d.admin)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if m.Person.Name == "Ana Ruiz" {
			if err := d.dash.Revoke(t.Context(), d.admin, m.Person.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	ana.begins("Late")
	ana.inStep()
	ana.sees("! the dashboard does not know this laptop any more", "sign in to sync")
	ana.keys("s")
	ana.sees("does not know this laptop any more", "Your cycles are safe here", "join again")
	ana.keys("j")
	ana.sees("dashboard.example.org")
	ana.keys("enter")
	ana.types(d.code("Ana Maria Ruiz", wire.Team, "Eastern Canal"))
	ana.keys("enter")
	ana.sees("All is sent")
}

// gate lets requests to the streams through only when it is open.
type gate struct {
	serves http.Handler
	at     chan struct{} // a request has come
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/changes") {
		g.at <- struct{}{}
		<-r.Context().Done()
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	g.serves.ServeHTTP(w, r)
}

// TestFirstSyncIsCancelled holds the first sync up: the app goes on, shows how far it
// is, and x stops it.
func TestFirstSyncIsCancelled(t *testing.T) {
	d := newDistrict(t)
	ana := d.laptop("Ana Ruiz", "Eastern Canal")
	g := &gate{d.serves, make(chan struct{}, 10)}
	ana.link.To = g
	code := d.code("Ana Ruiz", wire.Team, "Eastern Canal")
	ana.keys("s", "enter")
	ana.types("dashboard.example.org")
	ana.keys("enter")
	ana.types(code)
	ana.give(tuitest.Keys("enter")[0])
	ana.until("Syncing: asking")
	<-g.at
	ana.give(tuitest.Keys("esc")[0])
	ana.until("My cycles")
	ana.sees("first sync: asking")
	ana.give(tuitest.Keys("s")[0])
	ana.until("Syncing")
	ana.give(tuitest.Keys("x")[0])
	ana.settle()
	ana.sees("stopped", "Joined, and not synced yet")
	ana.link.To = d.serves
	ana.keys("s")
	ana.sees("All is sent")
}

func TestJoiningSaysWhatIsWrong(t *testing.T) {
	d := newDistrict(t)
	ana := d.laptop("Ana Ruiz", "Eastern Canal")
	ana.keys("s")
	ana.sees("has not joined", "Your cycles are on this laptop only")
	ana.keys("enter", "enter")
	ana.sees("! type the address")
	ana.types("http://pdsa.example.org")
	ana.keys("enter")
	ana.sees("not secure")
	for range len("http://pdsa.example.org") {
		ana.keys("backspace")
	}
	ana.types("dashboard.example.org")
	ana.link.Next = down
	ana.keys("enter")
	ana.sees("! the dashboard does not answer", "dashboard.example.org")
	ana.link.Next = nil
	ana.keys("enter")
	ana.sees("Canal District", "the cycles on this laptop and their history go to Canal District")
	ana.types("AAAA-BBBB-CCCC")
	ana.keys("enter")
	ana.sees("! this code does not work", "AAAA-BBBB-CCCC")
	ana.keys("esc", "esc", "esc")
	ana.sees("My cycles")
	if _, err := ana.st.Dashboard(); err == nil {
		t.Error("joined all the same")
	}
}

func TestLeaving(t *testing.T) {
	d := newDistrict(t)
	ana := d.laptop("Ana Ruiz", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	doc := ana.begins("Late")
	ana.keys("s", "l")
	ana.sees("Leave Canal District?", "1 change would stay here unsent")
	ana.keys("esc")
	ana.keys("l", "y")
	ana.sees("has not joined", "left. All cycles stay")
	ana.keys("esc")
	ana.sees("Late")
	ana.seesNot("synced")
	if ana.value(doc, "title") != "Late" {
		t.Error("the cycle is gone")
	}
}
