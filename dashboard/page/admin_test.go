package page_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// personNamed finds a person's page.
func (d *district) personNamed(b *browser, name string) string {
	d.Helper()
	to := b.page("/people?" + url.Values{"words": {name}}.Encode()).link(name)
	if to == "" {
		d.Fatalf("there is no %s", name)
	}
	return to
}

func TestInvite(t *testing.T) {
	d := newDistrict(t)
	b := d.as(d.adminKey)
	form := url.Values{"name": {"Lina"}, "role": {"coach"}, "school": {d.north, d.south}}
	wrong := d.read(b.post("/people", url.Values{"name": {"Lina"}, "role": {"team"}, "school": {d.north, d.south}}))
	if wrong.status != 422 || !wrong.has("A team member belongs to exactly one school.") || !strings.Contains(wrong.source, `value="Lina"`) {
		t.Errorf("%d %s", wrong.status, wrong.text)
	}
	res := b.post("/people", form)
	if to := res.Header.Get("Location"); res.StatusCode != 303 || to != "/people/code" {
		t.Fatalf("%d to %s", res.StatusCode, to)
	}
	shown := b.get("/people/code")
	if shown.Header.Get("Cache-Control") != "no-store" {
		t.Error("the browser keeps the code")
	}
	code := textOf(find(d.read(shown).Node, "strong"))
	if dashboard.NormalizeCode(code) == "" {
		t.Fatalf("the code is %q", code)
	}
	if again := b.page("/people/code"); strings.Contains(again.source, code) || !again.has("shown already") {
		t.Error("the code is shown twice")
	}
	lina := d.browser()
	if res := lina.post("/sign-in", url.Values{"code": {code}}); res.StatusCode != 303 || !lina.page("/").has("Lina, coach") {
		t.Error("the code does not let Lina in")
	}
	if list := b.page("/people"); !list.has("Lina coach North, South today") {
		t.Errorf("the list says %s", list.text)
	}
}

func TestAssignAndRevoke(t *testing.T) {
	d := newDistrict(t)
	b, sok := d.as(d.adminKey), d.as(d.southern)
	page := d.personNamed(b, "Sok")
	if res := b.post(page+"/role", url.Values{"role": {"coach"}, "school": {d.north}}); res.StatusCode != 303 {
		t.Fatalf("%d", res.StatusCode)
	}
	if res := sok.get("/schools/" + d.south); res.StatusCode != 404 || !sok.page("/schools/"+d.north).has("Sok, coach of North") {
		t.Error("the role is the old one")
	}
	if doc := d.read(b.post(page+"/role", url.Values{"role": {"reader"}})); doc.status != 422 || !doc.has("exactly one school") {
		t.Errorf("%d %s", doc.status, doc.text)
	}
	if doc := d.read(b.post(page+"/end", nil)); doc.status != 422 || sok.get("/find").StatusCode != 200 {
		t.Errorf("access ends without a yes: %d", doc.status)
	}
	if res := b.post(page+"/code", nil); res.Header.Get("Location") != "/people/code" || !b.page("/people/code").has("Read it aloud") {
		t.Error("there is no code for another device")
	}
	// One laptop, then the person.
	doc := b.page(page)
	device := ""
	for n := range doc.Descendants() {
		if name, _ := attr(n, "name"); name == "device" && strings.HasPrefix(textOf(n.Parent.Parent.Parent), "laptop") {
			device, _ = attr(n, "value")
		}
	}
	if res := b.post(page+"/end", url.Values{"device": {device}}); res.StatusCode != 303 {
		t.Fatalf("%d", res.StatusCode)
	}
	if _, err := d.dash.SignIn(ctx, d.southern); err == nil {
		t.Error("the laptop is still let in")
	}
	if res := b.post(page+"/end", url.Values{"device": {"nothing"}}); res.StatusCode != 404 {
		t.Errorf("%d", res.StatusCode)
	}
	if res := b.post(page+"/end", url.Values{"sure": {"yes"}}); res.StatusCode != 303 || sok.get("/find").StatusCode != 303 {
		t.Error("the person is still let in")
	}
	if doc := b.page(page); !doc.has("Access ended") || doc.has("Save the role") {
		t.Errorf("the page says %s", doc.text)
	}
	own := d.personNamed(b, "Ada Admin")
	if doc := d.read(b.post(own+"/end", url.Values{"sure": {"yes"}})); doc.status != 422 || !doc.has("is the last admin") {
		t.Errorf("%d %s", doc.status, doc.text)
	}
}

func TestOnlyAdminsWriteThere(t *testing.T) {
	d := newDistrict(t)
	person := "/people/" + d.admin.Person.ID
	for name, key := range map[string]string{"team": d.team, "coach": d.coach, "district": d.office} {
		for _, path := range []string{"/people", "/schools", person + "/role", person + "/code", person + "/end"} {
			if res := d.as(key).post(path, url.Values{"name": {"X"}, "role": {"district"}, "sure": {"yes"}}); res.StatusCode != 403 {
				t.Errorf("%s posts to %s: %d", name, path, res.StatusCode)
			}
		}
	}
}

func TestSchools(t *testing.T) {
	d := newDistrict(t)
	b := d.as(d.adminKey)
	if doc := d.read(b.post("/schools", url.Values{"name": {" "}, "network": {"Tier 2"}})); doc.status != 422 || !strings.Contains(doc.source, "Tier 2") {
		t.Errorf("%d %s", doc.status, doc.text)
	}
	if res := b.post("/schools", url.Values{"name": {"West"}, "network": {"Tier 2"}}); res.StatusCode != 303 {
		t.Errorf("%d", res.StatusCode)
	}
	doc := b.page("/schools?saved=school")
	if !doc.has("The school is there.", "West Tier 2") || !b.page("/?network=Tier+2").has("West") || b.page("/?network=Tier+2").has("Merrimack School") {
		t.Errorf("the list says %s", doc.text)
	}
	if form := b.page(doc.link("Invite someone to West")); !strings.Contains(form.source, "checked> <label for=\"school-2\">West") {
		t.Error("the school is not chosen in the form")
	}
}

func TestAuditLogGoesOn(t *testing.T) {
	d := newDistrict(t)
	for i := range 120 {
		d.must(d.dash.Record(ctx, dashboard.Audit{What: fmt.Sprintf("exported %d", i), School: d.north}))
	}
	b := d.as(d.adminKey)
	first := b.page("/audit")
	if !first.has("exported 119 North") || first.has("exported 1 ") || first.has("set up") {
		t.Errorf("the first page says %s", first.text)
	}
	second := b.page(first.link("Older lines"))
	if !second.has("exported 1 North", "set up") || second.has("exported 119") || second.link("Older lines") != "" || second.link("Newest") != "/audit" {
		t.Errorf("the second page says %s", second.text)
	}
}

func TestPeopleGoOn(t *testing.T) {
	d := newDistrict(t)
	for i := range 130 {
		d.invite(fmt.Sprintf("Person %03d", i), wire.Reader, d.south)
	}
	b := d.as(d.adminKey)
	first := b.page("/people?words=reader+south")
	if !first.has("130 people", "Person 000", "Person 099", "Page 1 of 2") || first.has("Person 100") {
		t.Error("the first page is wrong")
	}
	if second := b.page(first.link("Next page")); !second.has("Person 100", "Person 129") || second.has("Person 099") {
		t.Error("the second page is wrong")
	}
}
