package page_test

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
	"github.com/cqi-pdsa/pdsa/dashboard/page"
	"github.com/cqi-pdsa/pdsa/examples"
)

// BenchmarkPages opens the pages of a district of 100 schools with 50 cycles each,
// or with -short of 10 schools.
func BenchmarkPages(b *testing.B) {
	schools, each := 100, 50
	if testing.Short() {
		schools = 10
	}
	back, err := bolt.Open(filepath.Join(b.TempDir(), "dashboard.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer back.Close()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	quiet := slog.New(slog.DiscardHandler)
	d := dashboard.New(back, dashboard.Options{Now: day, Log: quiet})
	key, err := d.Init(ctx, "Large", "Ada")
	must(err)
	admin, err := d.SignIn(ctx, key)
	must(err)
	stories := examples.Cycles()
	var school, id string
	for i := range schools {
		s, err := d.AddSchool(ctx, admin, fmt.Sprintf("School %03d", i), fmt.Sprintf("Network %d", i%5))
		must(err)
		code, err := d.Invite(ctx, admin, dashboard.Invitation{Name: "Team", Role: wire.Team, School: s.ID})
		must(err)
		_, team, err := d.Join(ctx, code, "laptop", dashboard.ForDevice)
		must(err)
		school = s.ID
		var push wire.Push
		for n := range each {
			c := stories[n%len(stories)].Clone()
			c.ID, c.Values["sharing"], c.Values["previous"] = change.NewID(), "district", ""
			id = c.ID
			made := change.Change{
				ID: change.MakeID("laptop", uint64(n+1)), Replica: "laptop", Seq: uint64(n + 1), Doc: c.ID, Kind: change.KindCycle, Author: "Team",
				At: change.Stamp{MS: day().UnixMilli()}, Schema: change.Schema, Ops: change.NewState(c.ID).Build("", nil, cycle.Diff(cycle.New(c.ID), c)),
			}
			must(made.Seal())
			push.Changes = append(push.Changes, made)
			if n%10 == 9 {
				_, err = d.Push(ctx, team, s.ID, push)
				must(err)
				push.Changes = nil
			}
		}
	}
	h := page.New(d, page.Options{Now: day, Log: quiet})
	r := httptest.NewRequest("POST", "/sign-in", strings.NewReader(url.Values{"code": {key}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	session := w.Result().Cookies()[0]
	for _, path := range []string{"/", "/cycles", "/cycles?page=100", "/schools/" + school, "/cycles/" + id, "/find?driver=talk", "/support", "/people"} {
		b.Run(strings.NewReplacer(school, "ID", id, "ID").Replace(path), func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequest("GET", path, nil)
				r.AddCookie(session)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != 200 {
					b.Fatal(w.Code)
				}
				b.ReportMetric(float64(w.Body.Len()), "B/page")
			}
		})
	}
}
