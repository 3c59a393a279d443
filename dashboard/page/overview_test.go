package page_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// section returns the text of the part of a page with the heading.
func (doc document) section(heading string) string {
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "section" && strings.HasPrefix(textOf(n), heading) {
			return textOf(n)
		}
	}
	return ""
}

func TestOverview(t *testing.T) {
	d := newDistrict(t)
	d.stories(wire.ForDistrict)
	d.sharedCycle(d.southern, wire.ForDistrict, "Southern", cycle.SetIn("requests", "1", "text", "Books"))
	doc := d.as(d.office).page("/")
	if !doc.has("5 cycles by phase", "1 Plan 1 Do 0 Study 0 Act 3 Done") {
		t.Errorf("the phases are %s", doc.section("5 cycles"))
	}
	if s := doc.section("Latest signals"); !strings.Contains(s, "Missed days in grade 7") || !strings.Contains(s, "8 points in a row below the median") {
		t.Errorf("the signals are %s", s)
	}
	label := ""
	for n := range doc.Descendants() {
		if l, ok := attr(n, "aria-label"); ok && n.Data == "svg" && strings.Contains(l, "Days missed") {
			label = l
			if strings.Count(d.svg(n), "signal") != 8 {
				t.Errorf("the chart is %s", d.svg(n))
			}
		}
	}
	if !strings.Contains(label, "newest 19.4%") || !strings.Contains(label, "below the median") {
		t.Errorf("the chart says %q", label)
	}
	if s := doc.section("Schools"); !strings.Contains(s, "Merrimack") || !strings.Contains(s, "Schools of no network") {
		t.Errorf("the schools are %s", s)
	}
	for query, want := range map[string]string{
		"network=Merrimack": "4 cycles", "school=" + d.south: "1 cycle by phase", "phase=do": "1 cycle by phase", "phase=done&network=Merrimack": "3 cycles",
		"network=nowhere&phase=never": "5 cycles", "school=nowhere": "5 cycles",
	} {
		if doc := d.as(d.office).page("/?" + query); !doc.has(want) {
			t.Errorf("?%s does not show %s", query, want)
		}
	}
	if doc := d.as(d.coach).page("/schools/" + d.north); !doc.has("Talk in science: tell a partner first") || doc.has("Southern") {
		t.Error("the coach's school is wrong")
	}
	if to := d.as(d.team).get("/").Header.Get("Location"); to != "/schools/"+d.north {
		t.Errorf("the team is led to %s", to)
	}
}

// svg writes what a drawing is made of.
func (d *district) svg(n *html.Node) string {
	var b strings.Builder
	d.must(html.Render(&b, n))
	return b.String()
}

func TestStalledSaysWhy(t *testing.T) {
	d := newDistrict(t)
	start := cycle.DayOf(d.now).AddDays(-20)
	d.sharedCycle(d.team, wire.ForDistrict, "Waiting for numbers", cycle.SetField("start", start.String()), cycle.SetField("weeks", "6"),
		cycle.SetIn("measures", "m", "name", "Late"), cycle.SetIn("measures", "m", "kind", "outcome"), cycle.SetIn("diary", "week-1", "text", "Began"),
		cycle.SetIn("actions", "a", "what", "Count"), cycle.SetIn("actions", "a", "weeks/5", "true"))
	d.sharedCycle(d.southern, wire.ForDistrict, "Quiet")
	b := d.as(d.office)
	if s := b.page("/").section("To ask about"); !strings.Contains(s, "Waiting for numbers North · Do, week 3 of 6 · last changed today data missing for a week that has passed") || strings.Contains(s, "two weeks") {
		t.Errorf("the overview says %s", s)
	}
	d.now = d.now.Add(14 * 24 * time.Hour)
	b = d.as(d.office)
	if s := b.page("/").section("To ask about"); !strings.Contains(s, "no change for two weeks data missing") || !strings.Contains(s, "no change for two weeks no next step") {
		t.Errorf("two weeks later the overview says %s", s)
	}
}

func TestSchoolShowsRamps(t *testing.T) {
	d := newDistrict(t)
	d.stories(wire.ForTeam)
	d.sharedCycle(d.team, wire.ForTeam, "Put away", cycle.SetField("archived", "true"))
	doc := d.as(d.team).page("/schools/" + d.north)
	ramps := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "ol" {
			continue
		}
		ramps++
		if label, _ := attr(n, "aria-label"); label == "2 cycles that follow each other" {
			if s := textOf(n); strings.Index(s, "sentence starters") > strings.Index(s, "tell a partner first") {
				t.Errorf("the ramp is %s", s)
			}
			ramps += 10
		}
	}
	if ramps != 13 || doc.has("Put away") || !doc.has("then: Adapt", "Someone who knows talk moves") {
		t.Errorf("%d ramps: %s", ramps, doc.text)
	}
	if away := d.as(d.team).page(doc.link("See those put away")); !away.has("Put away") || away.has("sentence starters") {
		t.Errorf("put away is %s", away.text)
	}
}

func TestChartsLookBackOverTheRamp(t *testing.T) {
	d := newDistrict(t)
	var second string
	for _, c := range d.stories(wire.ForDistrict) {
		if c.Values["previous"] != "" {
			second = c.ID
		}
	}
	if doc := d.as(d.office).page("/cycles/" + second); !doc.has("cycle 2") {
		t.Error("the chart does not show where the second cycle begins")
	}
}

func TestListsGoOn(t *testing.T) {
	d := newDistrict(t)
	for i := range 60 {
		d.now = d.now.Add(time.Minute)
		d.sharedCycle(d.southern, wire.ForDistrict, fmt.Sprintf("Cycle %02d", i), cycle.SetIn("requests", "1", "text", fmt.Sprintf("Need %02d", i)))
	}
	b := d.as(d.office)
	first := b.page("/cycles?only=stalled")
	if !first.has("60 cycles", "Cycle 59", "Cycle 10", "Page 1 of 2") || first.has("Cycle 09") {
		t.Error("the first page is wrong")
	}
	to := first.link("Next page")
	if second := b.page(to); !strings.Contains(to, "only=stalled") || !second.has("Cycle 09", "Cycle 00") || second.has("Cycle 10") || second.link("Page before") == "" {
		t.Errorf("the second page, %s, is wrong", to)
	}
	if beyond := b.page("/cycles?page=99"); !beyond.has("Page 2 of 2") {
		t.Error("a page beyond the end is wrong")
	}
	if support := b.page("/support"); !support.has("60 requests", "Need 00", "Need 49") || support.has("Need 50") {
		t.Error("the requests are wrong")
	}
	if s := b.page("/").section("To ask about"); !strings.Contains(s, "See all 60 cycles") {
		t.Errorf("the overview says %s", s)
	}
}

func TestHistoryAndReview(t *testing.T) {
	d := newDistrict(t)
	id := d.sharedCycle(d.team, wire.ForDistrict, "Plan", cycle.SetField("problem.who", "Advisers"), cycle.SetField("problem.what", "too many kids are lazy"))
	b := d.as(d.office)
	b.post("/cycles/"+id+"/comments", url.Values{"text": {"Why?"}, "kind": {"question"}})
	doc := b.page("/cycles/" + id + "/history")
	if !doc.has("Dora Comments: Why?, kind wrote: Question", "Maria Problem: Who wrote: Advisers", "3:00 PM") {
		t.Errorf("the history is %s", doc.text)
	}
	if review := b.page("/cycles/" + id + "/review"); !review.has("Questions", "Still empty", "Problem: Does") {
		t.Errorf("the review is %s", review.text)
	}
}
