package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
)

var now = time.Date(2026, 10, 14, 9, 0, 0, 0, time.UTC)

// A server is a running one, with all that goes in and out held against the
// contract.
type server struct {
	*testing.T
	url    string
	http   *http.Client
	check  *checked
	admin  string // the admin's token
	school string
	team   string // a token of the school's team
	log    *bytes.Buffer
}

func newServer(t *testing.T) *server {
	t.Helper()
	return newServerOn(t, backendtest.NewMemory())
}

func newServerOn(t *testing.T, back dashboard.Backend) *server {
	t.Helper()
	s := &server{T: t, log: &bytes.Buffer{}, check: &checked{TB: t, contract: newContract(t)}}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	clock := func() time.Time { return now }
	d := dashboard.New(back, dashboard.Options{Now: clock, Log: log})
	var err error
	if s.admin, err = d.Init(context.Background(), "Lowell", "Ada"); err != nil {
		t.Fatal(err)
	}
	running := httptest.NewServer(api.New(d, api.Options{Log: log, Now: clock}))
	t.Cleanup(running.Close)
	s.url, s.http = running.URL, &http.Client{Transport: s.check}
	var school dashboard.School
	s.ok(s.admin, "POST", "/v1/schools", api.NewSchool{Name: "North", Network: "Merrimack"}, &school)
	s.school = school.ID
	s.team = s.joined(api.NewInvite{Name: "Maria", Role: wire.Team, Schools: []string{s.school}})
	return s
}

func (s *server) joined(i api.NewInvite) string {
	s.Helper()
	var code api.Invited
	s.ok(s.admin, "POST", "/v1/invites", i, &code)
	var joined wire.Joined
	s.ok("", "POST", "/v1/join", wire.Join{Code: code.Code, Device: "laptop"}, &joined)
	return joined.Token
}

func (s *server) request(token, method, path string, in any) *http.Request {
	s.Helper()
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			s.Fatal(err)
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequest(method, s.url+path, body)
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

func (s *server) send(r *http.Request) (*http.Response, []byte) {
	s.Helper()
	res, err := s.http.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.Fatal(err)
	}
	return res, body
}

// ok expects success and reads the answer into out, when that is not nil.
func (s *server) ok(token, method, path string, in, out any) *http.Response {
	s.Helper()
	res, body := s.send(s.request(token, method, path, in))
	if res.StatusCode != http.StatusOK {
		s.Fatalf("%s %s: %s: %s", method, path, res.Status, body)
	}
	if out != nil {
		if err := json.Unmarshal(body, out); err != nil {
			s.Fatal(err)
		}
	}
	return res
}

// refused expects an error with the code and its status.
func (s *server) refused(r *http.Request, code wire.Code) wire.Error {
	s.Helper()
	res, body := s.send(r)
	var e wire.Error
	if err := json.Unmarshal(body, &e); err != nil || e.Code != code || res.StatusCode != code.Status() {
		s.Fatalf("%s %s: %s: %s; want %s", r.Method, r.URL.Path, res.Status, body, code)
	}
	return e
}

func (s *server) changes() string { return "/v1/schools/" + s.school + "/changes" }

func makeChange(seq uint64, ops ...change.Op) change.Change {
	c := change.Change{
		ID: change.MakeID("a", seq), Replica: "a", Seq: seq, Doc: "doc", Kind: change.KindCycle, Author: "Maria",
		At: change.Stamp{MS: now.UnixMilli(), N: int64(seq)}, Schema: change.Schema, Ops: ops,
	}
	if err := c.Seal(); err != nil {
		panic(err)
	}
	return c
}

func set(field, value string) change.Op {
	return change.Op{Do: change.DoSet, Field: field, Value: value}
}

// Every route once, as it is meant to be used.
func TestEveryRoute(t *testing.T) {
	s := newServer(t)
	var meta wire.Meta
	s.ok("", "GET", "/v1/meta", nil, &meta)
	if meta.Level != wire.LevelFolded || meta.Name != "Lowell" || !meta.Time.Equal(now) {
		t.Errorf("meta is %+v", meta)
	}
	s.ok("", "GET", "/openapi.json", nil, nil)
	var me wire.Me
	s.ok(s.team, "GET", "/v1/me", nil, &me)
	if me.Person != "Maria" || me.Home != s.school || len(me.Access) != 1 || me.Access[0].Network != "Merrimack" {
		t.Errorf("me is %+v", me)
	}
	var pushed wire.Pushed
	s.ok(s.team, "POST", s.changes(), wire.Push{Epoch: meta.Epoch, Changes: []change.Change{makeChange(1, set("title", "Late & loud"), set("sharing", "district"))}}, &pushed)
	if pushed.Have["a"] != 1 || pushed.Epoch != meta.Epoch {
		t.Errorf("pushed %+v", pushed)
	}
	var page wire.Page
	s.ok(s.team, "GET", s.changes()+"?after=0&limit=10&epoch="+meta.Epoch, nil, &page)
	if len(page.Changes) != 1 || page.Changes[0].Verify() != nil || page.More {
		t.Errorf("the page is %+v", page)
	}
	var cycles wire.Cycles
	s.ok(s.team, "GET", "/v1/cycles?scope=mine&school="+s.school+"&phase=plan&q=loud&limit=5", nil, &cycles)
	if len(cycles.Cycles) != 1 || cycles.Cycles[0].ID != "doc" || cycles.Cycles[0].Sharing != "district" || cycles.Cycles[0].By != "Maria" {
		t.Errorf("the cycles are %+v", cycles)
	}
	s.ok(s.team, "GET", "/v1/cycles?archived=true&scope=network", nil, nil)
	res, body := s.send(s.request(s.team, "GET", "/v1/cycles/doc", nil))
	shown, _, err := report.ReadJSON(body, func() string { return "new" })
	if err != nil || shown.ID != "doc" || shown.Values["title"] != "Late & loud" || res.Header.Get("ETag") == "" {
		t.Errorf("the cycle is %s, %v", body, err)
	}
	var history api.History
	s.ok(s.team, "GET", "/v1/cycles/doc/history", nil, &history)
	if len(history.Entries) != 2 || history.Entries[0].Author != "Maria" {
		t.Errorf("the history is %+v", history)
	}
	s.ok(s.admin, "GET", "/v1/schools", nil, nil)
	var people api.People
	s.ok(s.admin, "GET", "/v1/people", nil, &people)
	i := slices.IndexFunc(people.People, func(p api.Person) bool { return p.Name == "Maria" })
	s.ok(s.admin, "POST", "/v1/settings", api.Settings{MinGroup: 12}, nil)
	s.ok(s.admin, "POST", "/v1/people/"+people.People[i].ID, api.Assignment{Role: wire.Reader, Schools: []string{s.school}}, nil)
	s.refused(s.request(s.team, "POST", s.changes(), wire.Push{Changes: []change.Change{makeChange(2)}}), wire.CodeForbid)
	s.ok(s.admin, "POST", "/v1/revoke", api.Revoke{ID: people.People[i].Devices[0].ID}, nil)
	s.refused(s.request(s.team, "GET", "/v1/me", nil), wire.CodeSignIn)
	var log api.Audits
	s.ok(s.admin, "GET", "/v1/audit?limit=2", nil, &log)
	if len(log.Audits) != 2 || log.Audits[0].What != "revoked a laptop" {
		t.Errorf("the log is %+v", log)
	}
	s.ok(s.admin, "GET", "/v1/audit?before=2", nil, nil)
	s.ok(s.admin, "POST", "/v1/leave", nil, nil)
	s.refused(s.request(s.admin, "GET", "/v1/me", nil), wire.CodeSignIn)
	for _, route := range api.Routes() {
		if !s.check.used[route] {
			t.Errorf("%s was never asked", route)
		}
	}
}

func TestRequestsAreRefused(t *testing.T) {
	s := newServer(t)
	s.ok(s.team, "POST", s.changes(), wire.Push{Changes: []change.Change{makeChange(1)}}, nil)
	s.check.lax = true
	with := func(r *http.Request, header, value string) *http.Request {
		r.Header.Set(header, value)
		return r
	}
	raw := func(body string) *http.Request {
		return with(s.request(s.team, "POST", s.changes(), json.RawMessage(`{}`)), "X-Body", body)
	}
	fork := makeChange(1, set("title", "other"))
	damaged := makeChange(2)
	damaged.Hash = strings.Repeat("0", 64)
	push := func(token, school, epoch string, c ...change.Change) *http.Request {
		return s.request(token, "POST", "/v1/schools/"+school+"/changes", wire.Push{Epoch: epoch, Changes: c})
	}
	for _, tc := range []struct {
		name string
		r    *http.Request
		code wire.Code
	}{
		{"no token", s.request("", "GET", "/v1/me", nil), wire.CodeSignIn},
		{"another's idea of a token", s.request("pdsa_x", "GET", "/v1/cycles", nil), wire.CodeSignIn},
		{"another scheme", with(s.request("", "GET", "/v1/me", nil), "Authorization", "Basic "+s.team), wire.CodeSignIn},
		{"no address", s.request(s.team, "GET", "/v2/me", nil), wire.CodeNotFound},
		{"the root", s.request("", "GET", "/", nil), wire.CodeNotFound},
		{"another method", s.request(s.team, "DELETE", "/v1/me", nil), wire.CodeMethod},
		{"another method without a token", s.request("", "PUT", s.changes(), nil), wire.CodeMethod},
		{"not for teams", s.request(s.team, "GET", "/v1/people", nil), wire.CodeForbid},
		{"not for teams either", s.request(s.team, "POST", "/v1/schools", api.NewSchool{Name: "X"}), wire.CodeForbid},
		{"no such cycle", s.request(s.team, "GET", "/v1/cycles/none", nil), wire.CodeNotFound},
		{"no such history", s.request(s.team, "GET", "/v1/cycles/none/history", nil), wire.CodeNotFound},
		{"no such school", s.request(s.team, "GET", "/v1/schools/none/changes", nil), wire.CodeNotFound},
		{"no such school, known tag", with(s.request(s.team, "GET", "/v1/schools/none/changes", nil), "If-None-Match", "*"), wire.CodeNotFound},
		{"no such person", s.request(s.admin, "POST", "/v1/revoke", api.Revoke{ID: "none"}), wire.CodeNotFound},
		{"no such code", s.request("", "POST", "/v1/join", wire.Join{Code: "K3F9-A1B2-C0DE"}), wire.CodeCode},
		{"no name", s.request(s.admin, "POST", "/v1/schools", api.NewSchool{}), wire.CodeInvalid},
		{"no cursor", s.request(s.team, "GET", s.changes()+"?after=-1", nil), wire.CodeInvalid},
		{"no limit", s.request(s.team, "GET", s.changes()+"?limit=501", nil), wire.CodeInvalid},
		{"no scope", s.request(s.team, "GET", "/v1/cycles?scope=all", nil), wire.CodeInvalid},
		{"gap", push(s.team, s.school, "", makeChange(3)), wire.CodeGap},
		{"fork", push(s.team, s.school, "", fork), wire.CodeFork},
		{"epoch", push(s.team, s.school, "old", makeChange(2)), wire.CodeEpoch},
		{"epoch of a pull", s.request(s.team, "GET", s.changes()+"?epoch=old", nil), wire.CodeEpoch},
		{"damaged", push(s.team, s.school, "", damaged), wire.CodeDamaged},
		{"too long", push(s.team, s.school, "", makeChange(2, set("title", strings.Repeat("x", wire.MaxChange)))), wire.CodeTooLarge},
		{"too large", raw(`{"x":"` + strings.Repeat("x", wire.MaxBody) + `"}`), wire.CodeTooLarge},
		{"zipped bomb", zip(raw(`{"x":"` + strings.Repeat("x", 50*wire.MaxBody) + `"}`)), wire.CodeTooLarge},
		{"no zip", with(raw(`{}`), "Content-Encoding", "gzip"), wire.CodeInvalid},
		{"another zip", with(raw(`{}`), "Content-Encoding", "br"), wire.CodeAccept},
		{"no JSON by name", with(raw(`{}`), "Content-Type", "text/plain"), wire.CodeAccept},
		{"no JSON", raw(`{"changes":`), wire.CodeInvalid},
		{"two JSONs", raw(`{} {}`), wire.CodeInvalid},
		{"another type", raw(`{"changes":"none"}`), wire.CodeInvalid},
		{"not UTF-8", raw("{\"epoch\":\"\xff\"}"), wire.CodeInvalid},
		{"a deep one", raw(`{"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`), wire.CodeInvalid},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if body := tc.r.Header.Get("X-Body"); body != "" {
				tc.r.Header.Del("X-Body")
				tc.r.Body, tc.r.ContentLength, tc.r.GetBody = io.NopCloser(strings.NewReader(body)), int64(len(body)), nil
			}
			s.T = t
			s.refused(tc.r, tc.code)
		})
	}
	if strings.Contains(s.log.String(), "ERROR") {
		t.Errorf("the log says %s", s.log)
	}
}

// zip compresses the body that stands in the header.
func zip(r *http.Request) *http.Request {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, _ = z.Write([]byte(r.Header.Get("X-Body")))
	_ = z.Close()
	r.Header.Del("X-Body")
	r.Header.Set("Content-Encoding", "gzip")
	r.Body, r.ContentLength, r.GetBody = io.NopCloser(&buf), int64(buf.Len()), nil
	return r
}

func TestUnchangedIs304(t *testing.T) {
	s := newServer(t)
	s.ok(s.team, "POST", s.changes(), wire.Push{Changes: []change.Change{makeChange(1)}}, nil)
	for _, path := range []string{s.changes(), "/v1/me", "/v1/cycles", "/v1/cycles/doc", "/v1/cycles/doc/history"} {
		etag := s.ok(s.team, "GET", path, nil, nil).Header.Get("ETag")
		r := s.request(s.team, "GET", path, nil)
		if path == s.changes() {
			r = s.request(s.team, "GET", path+"?after=1", nil)
		}
		r.Header.Set("If-None-Match", `"x", W/`+etag)
		if res, body := s.send(r); res.StatusCode != http.StatusNotModified || len(body) > 0 || res.Header.Get("ETag") != etag {
			t.Errorf("%s: %s with %q", path, res.Status, body)
		}
	}
	r := s.request(s.team, "GET", s.changes()+"?after=1", nil)
	var page wire.Page
	etag := s.ok(s.team, "GET", s.changes(), nil, &page).Header.Get("ETag")
	if etag != page.Next.ETag(page.Epoch) {
		t.Errorf("the ETag is %s, next %d", etag, page.Next)
	}
	s.ok(s.team, "POST", s.changes(), wire.Push{Changes: []change.Change{makeChange(2, set("title", "x"))}}, nil)
	far := s.request(s.team, "GET", s.changes()+"?after=0&limit=1", nil)
	far.Header.Set("If-None-Match", wire.Cursor(2).ETag(page.Epoch))
	if res, _ := s.send(far); res.StatusCode != http.StatusOK {
		t.Errorf("the first of two pages is %s for a laptop that has the last", res.Status)
	}
	r.Header.Set("If-None-Match", etag)
	if res, body := s.send(r); res.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(`"a-2"`)) {
		t.Errorf("after a change: %s: %s", res.Status, body)
	}
	r = s.request(s.team, "HEAD", "/v1/cycles/doc", nil)
	if res, body := s.send(r); res.StatusCode != http.StatusOK || len(body) > 0 || res.Header.Get("ETag") == "" {
		t.Errorf("HEAD: %s", res.Status)
	}
}

func TestGzipBothWays(t *testing.T) {
	s := newServer(t)
	body, err := json.Marshal(wire.Push{Changes: []change.Change{makeChange(1, set("title", strings.Repeat("late ", 5000)))}})
	if err != nil {
		t.Fatal(err)
	}
	s.check.lax = true
	r := s.request(s.team, "POST", s.changes(), json.RawMessage(`{}`))
	r.Header.Set("X-Body", string(body))
	if res, body := s.send(zip(r)); res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", res.Status, body)
	}
	for accept, zipped := range map[string]bool{"gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "gzip; q=0.0": false, "identity": false, "": false, "xgzip": false} {
		r := s.request(s.team, "GET", s.changes(), nil)
		r.Header.Set("Accept-Encoding", accept)
		res, body := s.send(r)
		if got := res.Header.Get("Content-Encoding") == "gzip"; got != zipped {
			t.Errorf("Accept-Encoding %q: zipped %v", accept, got)
			continue
		}
		if zipped {
			z, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if len(body) > 2000 {
				t.Errorf("%d bytes", len(body))
			}
			if body, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
			if err := s.check.validateJSON(body); err != nil {
				t.Error(err)
			}
		}
	}
}

func (c *contract) validateJSON(page []byte) error {
	var value any
	if err := json.Unmarshal(page, &value); err != nil {
		return err
	}
	return c.validate(value, "components", "schemas", "Page")
}

// After a restore the server says until when it takes changes back, and what became of
// each.
func TestReturns(t *testing.T) {
	back := backendtest.NewMemory()
	s := newServerOn(t, back)
	d := dashboard.New(back, dashboard.Options{Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	coach := s.joined(api.NewInvite{Name: "Carl", Role: wire.Coach, Schools: []string{s.school}})
	s.ok(s.team, "POST", s.changes(), wire.Push{Changes: []change.Change{makeChange(1, set("title", "Late"))}}, nil)
	lost := wire.Push{Returned: []change.Change{makeChange(3, set("sharing", "coach")), makeChange(1, set("title", "other"))}}
	s.refused(s.request(coach, "POST", s.changes(), lost), wire.CodeForbid)
	epoch, err := d.NewEpoch(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var meta wire.Meta
	s.ok("", "GET", "/v1/meta", nil, &meta)
	if meta.Epoch != epoch || !meta.Returns.After(now) {
		t.Errorf("meta is %+v", meta)
	}
	lost.Epoch = epoch
	var pushed wire.Pushed
	s.ok(coach, "POST", s.changes(), lost, &pushed)
	if !slices.Equal(pushed.Returned, []change.ID{"a-3"}) || !slices.Equal(pushed.Forked, []change.ID{"a-1"}) || len(pushed.Have) != 0 {
		t.Errorf("pushed %+v", pushed)
	}
	var page wire.Page
	s.ok(coach, "GET", s.changes(), nil, &page)
	if len(page.Changes) != 2 {
		t.Errorf("the page is %+v", page)
	}
}
