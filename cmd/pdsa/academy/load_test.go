package academy

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
	"github.com/cqi-pdsa/pdsa/dashboard/serve"
	"github.com/cqi-pdsa/pdsa/examples"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

const (
	session   = 15 * time.Minute
	saveEvery = 20 * time.Second // of each laptop; a sync follows
	perSchool = 3                // laptops
	shared    = 3                // cycles in which a school's laptops write
)

// BenchmarkAcademy plays an academy of 100 schools with three laptops each. They
// have saved apart for 15 minutes; then all sync each save, at once and without
// pauses, through the server's whole stack on loopback: a pull and a push, as the
// engine does. It reports the time of a request and the errors, beside a floor: the
// same exchanges, byte for byte as many, with a server that only reads and writes
// them. times-real is how much faster than 15 minutes it went. At the end all
// laptops sync as they do every day, and they and the server must show the same,
// with every save in it.
//
//	go test -run '^$' -bench Academy -benchtime 1x ./cmd/pdsa/academy
//
// The embedded database is on the disk of the temporary folder, laptops are on a
// memory disk where there is one, and PostgreSQL is one that does not wait for its
// disk. With -short there are 10 schools and a minute.
func BenchmarkAcademy(b *testing.B) {
	for _, kind := range []struct {
		name string
		make func(b *testing.B) database
	}{
		{"bolt", func(b *testing.B) database { return &inFile{dir: onDisk(b)} }},
		{"postgres", func(b *testing.B) database { return databases[2].make(b, "") }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			for b.Loop() {
				schools, saves := 100, int(session/saveEvery)
				if testing.Short() {
					schools, saves = 10, int(time.Minute/saveEvery)
				}
				a := newAcademy(b, kind.make(b), schools)
				a.save(saves)
				took := a.play()
				a.report(took, time.Duration(saves)*saveEvery)
				a.checkAll(saves)
				a.end()
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// onDisk returns a folder that is not on a memory disk.
func onDisk(b *testing.B) string {
	b.Helper()
	dir, err := os.MkdirTemp(tempOnDisk, "pdsa-academy-*")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// An academy is a running server with the laptops of its schools.
type academy struct {
	b      *testing.B
	dir    string
	back   dashboard.Backend
	url    string
	stop   func()
	places []*place
}

// A place is a laptop at the academy.
type place struct {
	school string
	number int
	store  *store.Store
	engine *remote.Engine
	client *remote.Client
	log    *exchanges
	docs   []string
	saved  []change.Change // and not sent
}

func newAcademy(b *testing.B, disk database, schools int) *academy {
	b.Helper()
	a := &academy{b: b}
	var err error
	if a.dir, err = os.MkdirTemp("", "academy-*"); err != nil {
		b.Fatal(err)
	}
	if a.back, err = disk.open(); err != nil {
		b.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	metrics := serve.NewMetrics()
	dash := dashboard.New(metrics.Watch(a.back), dashboard.Options{Log: quiet})
	secret, err := dash.Init(b.Context(), "Canal District", "Dana Cole")
	if err != nil {
		b.Fatal(err)
	}
	handler := api.New(dash, api.Options{Log: quiet})
	a.serve(serve.Options{API: handler, Ready: dash.Ready, Listen: "127.0.0.1:0", Metrics: metrics, Log: quiet})
	admin, err := dash.SignIn(b.Context(), secret)
	if err != nil {
		b.Fatal(err)
	}
	for i := range schools {
		s, err := dash.AddSchool(b.Context(), admin, fmt.Sprintf("School %d", i+1), "")
		if err != nil {
			b.Fatal(err)
		}
		for range perSchool {
			code, err := dash.Invite(b.Context(), admin, dashboard.Invitation{School: s.ID, Role: wire.Team, Name: fmt.Sprintf("Person %d", len(a.places)+1)})
			if err != nil {
				b.Fatal(err)
			}
			a.join(handler, s.ID, code)
		}
	}
	a.fill()
	return a
}

// serve starts the server as the program does.
func (a *academy) serve(o serve.Options) {
	a.b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	started, ended := make(chan string, 1), make(chan error, 1)
	o.Started = func(url string) { started <- url }
	go func() { ended <- serve.Run(ctx, o) }()
	select {
	case a.url = <-started:
	case err := <-ended:
		a.b.Fatal(err)
	}
	a.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			a.b.Error(err)
		}
	}
}

// join adds a laptop. It joins past the limit on guessing codes, which is for days
// on which not everybody sits in one room.
func (a *academy) join(handler http.Handler, school, code string) {
	a.b.Helper()
	path := filepath.Join(a.dir, fmt.Sprintf("%d.db", len(a.places)))
	s, err := store.Open(path, store.Options{})
	if err != nil {
		a.b.Fatal(err)
	}
	door := httptest.NewServer(handler)
	defer door.Close()
	c, err := remote.NewClient(door.URL, "", remote.Options{})
	if err != nil {
		a.b.Fatal(err)
	}
	if _, err := remote.Join(a.b.Context(), s, c, code, "laptop"); err != nil {
		a.b.Fatal(err)
	}
	token, err := remote.LoadToken(path)
	if err != nil {
		a.b.Fatal(err)
	}
	p := &place{school: school, number: len(a.places), store: s, log: &exchanges{under: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 2}}}
	if c, err = remote.NewClient(a.url, token, remote.Options{Transport: p.log}); err != nil {
		a.b.Fatal(err)
	}
	p.client, p.engine = c, remote.NewEngine(s, c)
	a.places = append(a.places, p)
}

// fill gives every school its cycles, shared with the district.
func (a *academy) fill() {
	a.b.Helper()
	for i, p := range a.places {
		if i%perSchool == 0 {
			for _, c := range examples.Generate(shared) {
				c.ID = change.NewID()
				if _, err := p.store.Create(c); err != nil {
					a.b.Fatal(err)
				}
				if _, err := p.store.Save(c.ID, nil, cycle.SetField("sharing", "district")); err != nil {
					a.b.Fatal(err)
				}
				p.docs = append(p.docs, c.ID)
			}
		}
		p.docs = a.places[i-i%perSchool].docs
		a.sync(p)
		p.log.took = nil
	}
}

func (a *academy) sync(p *place) {
	a.b.Helper()
	if _, err := p.engine.Sync(a.b.Context(), nil); err != nil {
		a.b.Errorf("laptop %d: %v", p.number, err)
	}
}

// save lets everybody write, without a network.
func (a *academy) save(times int) {
	a.b.Helper()
	for _, p := range a.places {
		for i := range times {
			field := []string{"title", "strengths", "problem.who"}[i%3]
			if _, err := p.store.Save(p.docs[i%len(p.docs)], nil, cycle.SetField(field, textOf(p, i))); err != nil {
				a.b.Fatal(err)
			}
		}
		var err error
		if p.saved, _, err = p.store.Unsent(p.school, times, wire.MaxBody); err != nil || len(p.saved) != times {
			a.b.Fatalf("%d changes to send, want %d: %v", len(p.saved), times, err)
		}
	}
}

// play lets everybody sync all saves, one after the other, and returns how long it
// took. The laptops' own work is left out: there are 300 of them, and here is one
// machine.
func (a *academy) play() time.Duration {
	began := time.Now()
	var all sync.WaitGroup
	for _, p := range a.places {
		all.Go(func() {
			st, err := p.store.Stream(p.school)
			for i := 0; i < len(p.saved) && err == nil; i++ {
				var page wire.Page
				var unchanged bool
				if page, unchanged, err = p.client.Pull(context.Background(), p.school, st.Epoch, st.Cursor); err != nil {
					break
				}
				if !unchanged {
					st.Cursor = page.Next
				}
				_, err = p.client.Push(context.Background(), p.school, wire.Push{Epoch: st.Epoch, Changes: p.saved[i : i+1]})
			}
			if err != nil {
				a.b.Errorf("laptop %d: %v", p.number, err)
			}
		})
	}
	all.Wait()
	return time.Since(began)
}

func textOf(p *place, i int) string {
	return "Students greet each other by name every morning " + strconv.Itoa(p.number) + "." + strconv.Itoa(i)
}

// report tells how long requests took, beside the floor.
func (a *academy) report(took, of time.Duration) {
	var times []time.Duration
	failed := 0
	for _, p := range a.places {
		for _, e := range p.log.took {
			times = append(times, e.took)
			if e.status >= 400 || e.status == 0 {
				failed++
			}
		}
	}
	floor := a.floor()
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	a.b.ReportMetric(ms(percentile(times, 50)), "p50-ms")
	a.b.ReportMetric(ms(percentile(times, 99)), "p99-ms")
	a.b.ReportMetric(ms(percentile(floor, 50)), "floor-p50-ms")
	a.b.ReportMetric(ms(percentile(floor, 99)), "floor-p99-ms")
	a.b.ReportMetric(float64(failed), "errors")
	a.b.ReportMetric(float64(len(times)), "requests")
	a.b.ReportMetric(float64(len(times))/took.Seconds(), "requests/s")
	a.b.ReportMetric(of.Seconds()/took.Seconds(), "times-real")
}

func percentile(times []time.Duration, p int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	return times[(len(times)-1)*p/100]
}

// checkAll checks by hash that every laptop and the server show the same, and that
// no save is missing.
func (a *academy) checkAll(saves int) {
	a.b.Helper()
	for range 2 {
		for _, p := range a.places {
			a.sync(p)
		}
	}
	for _, p := range a.places {
		n := 0
		for _, doc := range p.docs {
			var changes []change.Change
			err := a.back.View(a.b.Context(), func(r dashboard.Reader) (err error) {
				changes, err = r.DocChanges(p.school, doc)
				return err
			})
			if err != nil {
				a.b.Fatal(err)
			}
			n += len(changes)
			st, err := p.store.State(doc)
			if err != nil {
				a.b.Fatal(err)
			}
			if hashOf(st) != hashOf(change.Fold(doc, changes)) {
				a.b.Errorf("laptop %d does not show what the server has of %s", p.number, doc)
			}
		}
		if want := shared*2 + saves*perSchool; n != want {
			a.b.Errorf("the server has %d changes of the school of laptop %d, want %d", n, p.number, want)
		}
	}
}

func (a *academy) end() {
	for _, p := range a.places {
		p.log.under.CloseIdleConnections()
	}
	a.stop()
	for _, p := range a.places {
		_ = p.store.Close()
	}
	_ = a.back.Close()
	_ = os.RemoveAll(a.dir)
}
