package page_test

import (
	"net/url"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// stored returns the cycle as the team reads it, once what was written on the page
// has reached its laptop.
func (d *district) stored(id string) *cycle.Cycle {
	d.Helper()
	who, err := d.dash.SignIn(ctx, d.team)
	d.must(err)
	v, err := d.dash.Cycle(ctx, who, id)
	d.must(err)
	if n := len(v.State.Conflicts()); n > 0 {
		d.Errorf("there are %d conflicts", n)
	}
	return v.Cycle
}

func TestCommentsReachTheTeam(t *testing.T) {
	d := newDistrict(t)
	id := d.sharedCycle(d.team, wire.ForDistrict, "Plan")
	for _, who := range []struct{ key, name string }{{d.coach, "Carl"}, {d.office, "Dora"}, {d.team, "Maria"}} {
		b := d.as(who.key)
		res := b.post("/cycles/"+id+"/comments", url.Values{"text": {"Your prediction\r\nhas a number.\u202e"}, "kind": {"plus"}, "step": {"prediction"}})
		if to := res.Header.Get("Location"); res.StatusCode != 303 || to != "/cycles/"+id+"?saved=comment#done" {
			t.Fatalf("%s: %d to %q", who.name, res.StatusCode, to)
		}
		if doc := b.page("/cycles/" + id + "?saved=comment"); !doc.has("Your comment is in the cycle", "Plus on Prediction · "+who.name) {
			t.Errorf("%s reads %s", who.name, doc.text)
		}
		items := d.stored(id).Lists["comments"]
		got := items[len(items)-1].Values
		if got["text"] != "Your prediction\nhas a number." || got["kind"] != "plus" || got["step"] != "prediction" || got["author"] != who.name {
			t.Errorf("the comment is %v", got)
		}
	}
	for _, tc := range []struct {
		name, key string
		status    int
	}{{"a reader", d.reader, 403}, {"another school", d.southern, 403}} {
		b := d.as(tc.key)
		if b.page("/cycles/" + id).has("Write a comment") {
			t.Errorf("%s is offered to write", tc.name)
		}
		if res := b.post("/cycles/"+id+"/comments", url.Values{"text": {"x"}, "kind": {"plus"}}); res.StatusCode != tc.status {
			t.Errorf("%s gets %d", tc.name, res.StatusCode)
		}
	}
	private := d.sharedCycle(d.team, wire.ForTeam, "Private")
	if res := d.as(d.coach).post("/cycles/"+private+"/comments", url.Values{"text": {"x"}, "kind": {"plus"}}); res.StatusCode != 404 {
		t.Errorf("a coach writes where there is nothing: %d", res.StatusCode)
	}
	if n := len(d.stored(id).Lists["comments"]); n != 3 {
		t.Errorf("%d comments", n)
	}
}

func TestAWrongCommentComesBack(t *testing.T) {
	d := newDistrict(t)
	id := d.sharedCycle(d.team, wire.ForDistrict, "Plan")
	b := d.as(d.coach)
	doc := d.read(b.post("/cycles/"+id+"/comments", url.Values{"text": {" \r\n"}, "kind": {"plus"}}))
	if doc.status != 422 || !doc.has("Write a few words before you send it.") {
		t.Errorf("%d %s", doc.status, doc.text)
	}
	doc = d.read(b.post("/cycles/"+id+"/comments", url.Values{"text": {"Long thoughts"}, "kind": {"praise"}}))
	if doc.status != 422 || !doc.has("Long thoughts", "Kind:") {
		t.Errorf("%d %s", doc.status, doc.text)
	}
	if n := len(d.stored(id).Lists["comments"]); n != 0 {
		t.Errorf("%d comments", n)
	}
}

// asked is a cycle with a support request.
func (d *district) asked() string {
	d.Helper()
	return d.sharedCycle(d.team, wire.ForDistrict, "Plan", cycle.SetIn("requests", "bus", "text", "Bus 12 by 7:45"), cycle.SetIn("requests", "bus", "owner", "Al"))
}

// form is the request's form as it was opened, with some fields changed.
func form(changed map[string]string) url.Values {
	f := url.Values{}
	for field, was := range map[string]string{"owner": "Al", "promised": "", "state": "open", "answer": ""} {
		f.Set("was."+field, was)
		f.Set(field, was)
		if v, ok := changed[field]; ok {
			f.Set(field, v)
		}
	}
	return f
}

func TestAnswersReachTheTeam(t *testing.T) {
	d := newDistrict(t)
	id := d.asked()
	b := d.as(d.office)
	path := "/cycles/" + id + "/requests/bus"
	res := b.post(path, form(map[string]string{"promised": "2026-11-10", "state": "promised", "answer": "Yes,\r\nfrom the 10th."}))
	if res.StatusCode != 303 {
		t.Fatalf("%d %s", res.StatusCode, d.read(res).text)
	}
	got := d.stored(id).Lists["requests"][0].Values
	if got["promised"] != "2026-11-10" || got["state"] != "promised" || got["answer"] != "Yes,\nfrom the 10th." || got["owner"] != "Al" || got["text"] != "Bus 12 by 7:45" {
		t.Errorf("the request is %v", got)
	}
	if doc := b.page("/support?show=late"); !doc.has("Bus 12 by 7:45", "Promised late", "Al", "Tue, Nov 10") {
		t.Errorf("the list says %s", doc.text)
	}
	if doc := d.as(d.team).page("/cycles/" + id); !doc.has("from the 10th.") || find(doc.Node, "form") == nil || doc.has("Send the answer") {
		t.Errorf("the team reads %s", doc.text)
	}

	// Somebody has answered since; only what was changed is written.
	if res := b.post(path, form(map[string]string{"owner": "Bea"})); res.StatusCode != 303 || d.stored(id).Lists["requests"][0].Values["state"] != "promised" {
		t.Error("a field that was not touched is written over")
	}
	doc := d.read(b.post(path, form(map[string]string{"answer": "No."})))
	if doc.status != 422 || !doc.has("somebody changed this while you were writing", "No.") && !doc.has("Somebody changed this while you were writing", "No.") {
		t.Errorf("%d %s", doc.status, doc.text)
	}
	if now := d.stored(id).Lists["requests"][0].Values["answer"]; now != "Yes,\nfrom the 10th." {
		t.Errorf("the answer is now %q", now)
	}

	for _, tc := range []struct {
		name, key, path string
		f               url.Values
		status          int
	}{
		{"the team", d.team, path, form(map[string]string{"answer": "x"}), 403},
		{"a reader", d.reader, path, form(map[string]string{"answer": "x"}), 403},
		{"another school", d.southern, path, form(map[string]string{"answer": "x"}), 403},
		{"no such request", d.office, "/cycles/" + id + "/requests/plane", form(map[string]string{"answer": "x"}), 404},
		{"no such state", d.office, path, form(map[string]string{"state": "paid"}), 422},
		{"no such day", d.office, path, form(map[string]string{"promised": "whenever"}), 422},
	} {
		if res := d.as(tc.key).post(tc.path, tc.f); res.StatusCode != tc.status {
			t.Errorf("%s: %d, want %d", tc.name, res.StatusCode, tc.status)
		}
	}
}

// TestCyclesOfOneID has the same cycle in two schools, as when both took in one
// file.
func TestCyclesOfOneID(t *testing.T) {
	d := newDistrict(t)
	for key, title := range map[string]string{d.team: "Northern", d.southern: "Southern"} {
		c := cycle.New("one")
		c.Apply(cycle.SetField("title", title), cycle.SetField("sharing", "district"))
		d.writes(key, c)
	}
	b := d.as(d.office)
	list := b.page("/cycles")
	for _, title := range []string{"Northern", "Southern"} {
		at := list.link(title)
		if !b.page(at).has("Cycle: "+title) || !b.page(at+"/history").has("History: "+title) {
			t.Errorf("%s does not show %s", at, title)
		}
		res := b.post(at+"/comments", url.Values{"text": {"For " + title}, "kind": {"plus"}})
		if doc := b.page(res.Header.Get("Location")); !doc.has("Cycle: "+title, "For "+title) {
			t.Errorf("the comment for %s is not there", title)
		}
	}
	if res := d.as(d.team).get(list.link("Southern") + "/history"); res.StatusCode != 200 {
		t.Errorf("the other school's is answered with %d", res.StatusCode)
	}
	if res := b.get("/schools/nowhere/cycles/one"); res.StatusCode != 404 {
		t.Errorf("%d", res.StatusCode)
	}
}
