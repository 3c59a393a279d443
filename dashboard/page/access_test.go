package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

func TestWhoSeesWhat(t *testing.T) {
	d := newDistrict(t)
	private := d.sharedCycle(d.team, wire.ForTeam, "Private plan")
	coached := d.sharedCycle(d.team, wire.ForCoach, "Coached plan")
	open := d.sharedCycle(d.team, wire.ForDistrict, "Open plan")
	people := map[string]string{"team": d.team, "reader": d.reader, "coach": d.coach, "district": d.office, "southern": d.southern, "admin": d.adminKey}
	for _, tc := range []struct {
		path string
		want string // who gets 200, 303, 403; all others get 404
	}{
		{"/", "303 team reader coach southern, 200 district admin"},
		{"/cycles", "200 team reader coach southern district admin"},
		{"/find", "200 team reader coach southern district admin"},
		{"/support", "200 team reader coach southern district admin"},
		{"/schools/" + d.north, "200 team reader coach district admin"},
		{"/schools/" + d.south, "200 southern district admin"},
		{"/schools/nowhere", ""},
		{"/cycles/" + private, "200 team reader"},
		{"/cycles/" + private + "/history", "200 team reader"},
		{"/cycles/" + private + "/review", "200 team reader"},
		{"/cycles/" + private + "/start", "200 team reader"},
		{"/cycles/" + coached, "200 team reader coach"},
		{"/cycles/" + open, "200 team reader coach southern district admin"},
		{"/cycles/" + open + "/history", "200 team reader coach southern district admin"},
		{"/cycles/" + open + "/review", "200 team reader coach district admin, 403 southern"},
		{"/people", "200 admin, 403 team reader coach southern district"},
		{"/people/new", "200 admin, 403 team reader coach southern district"},
		{"/people/code", "200 admin"},
		{"/people/nobody", "403 team reader coach southern district"},
		{"/people/" + d.admin.Person.ID, "200 admin, 403 team reader coach southern district"},
		{"/schools", "200 admin, 403 team reader coach southern district"},
		{"/audit", "200 admin, 403 team reader coach southern district"},
		{"/nowhere", ""},
	} {
		want := map[string]string{}
		for part := range strings.SplitSeq(tc.want, ",") {
			for i, word := range strings.Fields(part) {
				if i > 0 {
					want[word] = strings.Fields(part)[0]
				}
			}
		}
		for who, key := range people {
			status := "404"
			if s := want[who]; s != "" {
				status = s
			}
			if res := d.as(key).get(tc.path); http.StatusText(res.StatusCode) == "" || res.Status[:3] != status {
				t.Errorf("%s gets %s with %s, want %s", who, tc.path, res.Status, status)
			}
		}
	}
}

func TestWhatIsHiddenLooksLikeWhatIsNotThere(t *testing.T) {
	d := newDistrict(t)
	hidden := d.sharedCycle(d.team, wire.ForTeam, "Private plan")
	b := d.as(d.office)
	there, never := d.read(b.get("/cycles/"+hidden)), d.read(b.get("/cycles/"+strings.Repeat("x", len(hidden))))
	if there.source != never.source || there.status != 404 {
		t.Error("the answers differ")
	}
	for _, path := range []string{"/", "/cycles", "/schools/" + d.north, "/find", "/support"} {
		if b.page(path).has("Private plan") {
			t.Errorf("%s names the cycle", path)
		}
	}
}

func TestSignIn(t *testing.T) {
	d := newDistrict(t)
	b := d.browser()
	res := b.get("/cycles?only=stalled")
	if to := res.Header.Get("Location"); res.StatusCode != 303 || to != "/sign-in?to=%2Fcycles%3Fonly%3Dstalled" {
		t.Fatalf("who is not signed in is sent to %q", to)
	}
	form := b.page(res.Header.Get("Location"))
	if form.link("Overview") != "" {
		t.Error("the menu is there before the sign-in")
	}
	wrong := d.read(b.post("/sign-in", url.Values{"code": {"K3F9-A1B2-C0DE"}}))
	if wrong.status != 401 || !wrong.has("unknown, used, or older than a day") || len(b.cookies) > 0 {
		t.Errorf("a wrong code is answered with %d %q", wrong.status, wrong.text)
	}
	code := d.invite("Lina", wire.District)
	res = b.post("/sign-in", url.Values{"code": {" " + strings.ToLower(code)}, "to": {"/cycles?only=stalled"}})
	if to := res.Header.Get("Location"); res.StatusCode != 303 || to != "/cycles?only=stalled" {
		t.Fatalf("%d to %q", res.StatusCode, to)
	}
	if !b.page("/cycles").has("Lina, district") {
		t.Error("the page does not say who is signed in")
	}
	if again := b.get("/sign-in"); again.StatusCode != 303 {
		t.Error("who is signed in is asked again")
	}
	old := b.cookies["pdsa_session"]
	b.post("/sign-out", nil)
	if len(b.cookies) != 0 {
		t.Error("the cookie is still there")
	}
	b.cookies["pdsa_session"] = old
	if res := b.get("/cycles"); res.StatusCode != 303 {
		t.Error("the session goes on after the sign-out")
	}
}

func TestSessionsEnd(t *testing.T) {
	d := newDistrict(t)
	day, kept := d.browser(), d.browser()
	day.post("/sign-in", url.Values{"code": {d.invite("Lina", wire.District)}})
	res := kept.post("/sign-in", url.Values{"code": {d.invite("Lon", wire.District)}, "keep": {"yes"}})
	if c := res.Cookies()[0]; c.MaxAge < 100*24*3600 {
		t.Errorf("the cookie is kept for %d seconds", c.MaxAge)
	}
	d.now = d.now.Add(13 * time.Hour)
	if day.get("/cycles").StatusCode != 303 || kept.get("/cycles").StatusCode != 200 {
		t.Error("after a day the wrong one is signed in")
	}
	// What was typed meanwhile is not gone.
	id := d.sharedCycle(d.team, wire.ForDistrict, "Plan")
	doc := d.read(day.post("/cycles/"+id+"/comments", url.Values{"text": {"Three good\r\nsentences"}}))
	if doc.status != 401 || !doc.has("Three good", "sentences", "nothing was saved") {
		t.Errorf("%d %s", doc.status, doc.text)
	}
}

func TestCookies(t *testing.T) {
	d := newDistrict(t)
	for _, https := range []bool{false, true} {
		b := d.browser()
		b.https = https
		res := b.post("/sign-in", url.Values{"code": {d.office}})
		c := res.Cookies()[0]
		name := map[bool]string{false: "pdsa_session", true: "__Host-pdsa_session"}[https]
		if c.Name != name || c.Secure != https || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Value == d.office {
			t.Errorf("the cookie is %v", c)
		}
		if res := b.get("/cycles"); res.StatusCode != 200 {
			t.Errorf("it does not hold: %d", res.StatusCode)
		}
	}
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	d := newDistrict(t)
	for _, to := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/\t/evil.example", "evil", "/%0d%0aX: y\r\n"} {
		res := d.browser().post("/sign-in", url.Values{"code": {d.office}, "to": {to}})
		if at := res.Header.Get("Location"); at != "/" {
			t.Errorf("%q leads to %q", to, at)
		}
	}
}

func TestOtherSitesSendNothing(t *testing.T) {
	d := newDistrict(t)
	id := d.sharedCycle(d.team, wire.ForDistrict, "Plan")
	b := d.as(d.office)
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"}} {
		doc := d.read(b.post("/cycles/"+id+"/comments", url.Values{"text": {"From afar"}, "kind": {"plus"}}, header...))
		if doc.status != 403 || !doc.has("sent from another web site") {
			t.Errorf("%v: %d %s", header, doc.status, doc.text)
		}
	}
	if b.page("/cycles/" + id).has("From afar") {
		t.Error("the comment is there")
	}
}

func TestHeaders(t *testing.T) {
	d := newDistrict(t)
	id := d.sharedCycle(d.team, wire.ForDistrict, "Plan")
	b := d.as(d.office)
	res := b.get("/cycles/" + id)
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
		"X-Content-Type-Options":  "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
		"Cache-Control": "private, no-cache", "Content-Type": "text/html; charset=utf-8", "Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	tag := res.Header.Get("ETag")
	if again := b.get("/cycles/"+id, "If-None-Match", tag); again.StatusCode != 304 || tag == "" {
		t.Errorf("the same page is sent again: %d", again.StatusCode)
	}
	b.post("/cycles/"+id+"/comments", url.Values{"text": {"New"}, "kind": {"plus"}})
	if again := b.get("/cycles/"+id, "If-None-Match", tag); again.StatusCode != 200 {
		t.Error("what was written since is not sent")
	}
	for _, path := range []string{"/nowhere", "/sign-in", "/cycles/" + id + "/start"} {
		if got := d.browser().get(path).Header.Get("Content-Security-Policy"); got == "" {
			t.Errorf("%s has no policy", path)
		}
	}
}

func TestFaultsAreNotTold(t *testing.T) {
	d := newDistrict(t)
	id := d.sharedCycle(d.team, wire.ForDistrict, "A secret title", cycle.SetField("priority", "More secrets"))
	for _, path := range []string{"/", "/cycles", "/cycles/" + id} {
		d.as(d.office).get(path)
	}
	if log := d.log.String(); strings.Contains(log, "secret") || strings.Contains(log, "pdsa_") {
		t.Errorf("the log says %s", log)
	}
	if doc := d.read(d.as(d.office).post("/cycles/"+id+"/comments", url.Values{"text": {strings.Repeat("x", 300<<10)}})); doc.status != 413 || !doc.has("too long") {
		t.Errorf("an endless form is answered with %d %s", doc.status, doc.text)
	}
	doc := d.read(d.as(d.office).post("/cycles/"+id+"/comments", url.Values{"text": {strings.Repeat("x", 100<<10)}, "kind": {"plus"}}))
	if doc.status != 422 {
		t.Errorf("an endless comment is answered with %d", doc.status)
	}
}
