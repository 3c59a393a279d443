package page_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
	"github.com/cqi-pdsa/pdsa/dashboard/page"
	"github.com/cqi-pdsa/pdsa/examples"
)

var ctx = context.Background()

// A district is a dashboard with its pages: two schools, and somebody in every
// role. North holds the stories of the examples, one shared with each group.
type district struct {
	*testing.T
	dash *dashboard.Dashboard
	now  time.Time
	log  strings.Builder
	page http.Handler

	admin        dashboard.Caller
	north, south string
	// The secrets of their laptops.
	adminKey, team, reader, coach, office, southern string

	seq map[string]uint64 // of the laptops
}

// day is that of the stories.
func day() time.Time { return examples.Day().Time().Add(15 * time.Hour) }

func newDistrict(t *testing.T) *district {
	t.Helper()
	d := &district{T: t, now: day(), seq: map[string]uint64{}}
	quiet := slog.New(slog.NewTextHandler(&d.log, nil))
	d.dash = dashboard.New(backendtest.NewMemory(), dashboard.Options{Now: d.clock, Log: quiet})
	d.page = page.New(d.dash, page.Options{Now: d.clock, Log: quiet})
	var err error
	d.adminKey, err = d.dash.Init(ctx, "Lowell", "Ada Admin")
	d.must(err)
	d.admin, err = d.dash.SignIn(ctx, d.adminKey)
	d.must(err)
	d.north, d.south = d.school("North", "Merrimack"), d.school("South", "")
	d.team = d.joins("Maria", wire.Team, d.north)
	d.reader = d.joins("Rosa", wire.Reader, d.north)
	d.coach = d.joins("Carl", wire.Coach, d.north)
	d.office = d.joins("Dora", wire.District)
	d.southern = d.joins("Sok", wire.Team, d.south)
	return d
}

func (d *district) clock() time.Time { return d.now }

func (d *district) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *district) school(name, network string) string {
	s, err := d.dash.AddSchool(ctx, d.admin, name, network)
	d.must(err)
	return s.ID
}

func (d *district) invite(name string, role wire.Role, schools ...string) string {
	d.Helper()
	code, err := d.dash.Invite(ctx, d.admin, dashboard.Invitation{Name: name, Role: role, Schools: schools})
	d.must(err)
	return code
}

func (d *district) joins(name string, role wire.Role, schools ...string) string {
	d.Helper()
	secret, _, err := d.dash.Join(ctx, d.invite(name, role, schools...), "laptop", dashboard.ForDevice)
	d.must(err)
	return secret
}

// writes puts a cycle, as a laptop of the school would.
func (d *district) writes(key string, c *cycle.Cycle) {
	d.Helper()
	who, err := d.dash.SignIn(ctx, key)
	d.must(err)
	replica := "laptop-" + who.Person.ID
	d.seq[replica]++
	made := change.Change{
		ID: change.MakeID(replica, d.seq[replica]), Replica: replica, Seq: d.seq[replica], Doc: c.ID, Kind: change.KindCycle,
		Author: who.Person.Name, At: change.Stamp{MS: d.now.UnixMilli()}, Schema: change.Schema,
		Ops: change.NewState(c.ID).Build("", nil, cycle.Diff(cycle.New(c.ID), c)),
	}
	d.must(made.Seal())
	_, err = d.dash.Push(ctx, who, who.Person.Schools[0], wire.Push{Changes: []change.Change{made}})
	d.must(err)
}

// stories writes the examples for North, shared with the group, and returns them.
func (d *district) stories(with wire.Audience) []*cycle.Cycle {
	d.Helper()
	all := examples.Cycles()
	for _, c := range all {
		c.Values["sharing"] = string(with)
		d.writes(d.team, c)
	}
	return all
}

// sharedCycle writes a small cycle and returns its id.
func (d *district) sharedCycle(key string, with wire.Audience, title string, edits ...cycle.Edit) string {
	d.Helper()
	c := cycle.New(change.NewID())
	c.Apply(cycle.SetField("title", title), cycle.SetField("sharing", string(with)))
	c.Apply(edits...)
	d.writes(key, c)
	return c.ID
}

// A browser keeps the cookies of one person.
type browser struct {
	d       *district
	cookies map[string]string
	https   bool
}

func (d *district) browser() *browser { return &browser{d: d, cookies: map[string]string{}} }

// as signs somebody in with the secret of a laptop.
func (d *district) as(key string) *browser {
	d.Helper()
	b := d.browser()
	res := b.post("/sign-in", url.Values{"code": {key}})
	if res.StatusCode != http.StatusSeeOther {
		d.Fatalf("the sign-in is answered with %d", res.StatusCode)
	}
	return b
}

func (b *browser) send(r *http.Request) *http.Response {
	b.d.Helper()
	if b.https {
		r.URL.Scheme = "https"
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.d.page.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
			continue
		}
		b.cookies[c.Name] = c.Value
	}
	return res
}

func (b *browser) get(path string, header ...string) *http.Response {
	b.d.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return b.send(r)
}

func (b *browser) post(path string, form url.Values, header ...string) *http.Response {
	b.d.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return b.send(r)
}

// A document is a page as a browser takes it.
type document struct {
	*html.Node
	status int
	source string
	text   string // what people read, spaces single
}

func (d *district) read(res *http.Response) document {
	d.Helper()
	source, err := io.ReadAll(res.Body)
	d.must(err)
	root, err := html.Parse(strings.NewReader(string(source)))
	d.must(err)
	var words []string
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			words = append(words, n.Data)
		}
	}
	return document{root, res.StatusCode, string(source), strings.Join(strings.Fields(strings.Join(words, " ")), " ")}
}

// page opens a page that is there.
func (b *browser) page(path string) document {
	b.d.Helper()
	doc := b.d.read(b.get(path))
	if doc.status != http.StatusOK {
		b.d.Fatalf("%s is answered with %d: %s", path, doc.status, doc.text)
	}
	return doc
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func (doc document) has(words ...string) bool {
	for _, w := range words {
		if !strings.Contains(doc.text, w) {
			return false
		}
	}
	return true
}

// link finds the address of a link by its text; empty when there is none.
func (doc document) link(text string) string {
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" && strings.Contains(textOf(n), text) {
			to, _ := attr(n, "href")
			return to
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var words []string
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			words = append(words, c.Data)
		}
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
