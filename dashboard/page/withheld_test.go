package page_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// TestSmallGroupsAreNowhere looks for the numbers of a small group, and of the one
// that would give it away, in the source of all pages.
func TestSmallGroupsAreNowhere(t *testing.T) {
	d := newDistrict(t)
	edits := []cycle.Edit{
		cycle.SetIn("measures", "m", "name", "On time"), cycle.SetIn("measures", "m", "kind", "outcome"), cycle.SetIn("measures", "m", "unit", "students"),
	}
	point := func(id, day, group, value, n string) {
		for field, v := range map[string]string{"measure": "m", "date": day, "value": value, "subgroup": group, "n": n, "note": "note" + value} {
			edits = append(edits, cycle.SetIn("points", id, field, v))
		}
	}
	for i := range 12 {
		day := fmt.Sprintf("2026-10-%02d", i+1)
		point(fmt.Sprint("all", i), day, "", fmt.Sprintf("60%02d", i), "90")
		point(fmt.Sprint("small", i), day, "Bus riders", fmt.Sprintf("71%02d", i+31), "7")
		point(fmt.Sprint("next", i), day, "Car riders", fmt.Sprintf("72%02d", i+31), "20")
		point(fmt.Sprint("large", i), day, "Walkers", fmt.Sprintf("73%02d", i), "63")
	}
	// One that is on no chart: nobody can tell what it would give away.
	point("undated", "", "Bus riders", "7499", "40")
	id := d.sharedCycle(d.team, wire.ForDistrict, "On time", edits...)
	const historyPages = 4
	secrets := []string{"7499"}
	for i := range 12 {
		secrets = append(secrets, fmt.Sprintf("71%02d", i+31), fmt.Sprintf("72%02d", i+31))
	}
	pages := []string{"/", "/cycles", "/find", "/support", "/schools/" + d.north, "/cycles/" + id, "/cycles/" + id + "/review", "/cycles/" + id + "/start"}
	for page := 1; page <= historyPages; page++ {
		pages = append(pages, fmt.Sprintf("/cycles/%s/history?page=%d", id, page))
	}
	for name, key := range map[string]string{"coach": d.coach, "district": d.office, "other school": d.southern, "admin": d.adminKey} {
		b := d.as(key)
		for _, path := range pages {
			source := d.read(b.get(path)).source
			for _, secret := range secrets {
				if strings.Contains(source, secret) {
					t.Errorf("%s finds %s in %s", name, secret, path)
				}
			}
		}
		if doc := b.page("/cycles/" + id); !strings.Contains(doc.source, "6011") || !strings.Contains(doc.source, "7311") || !doc.has("Numbers about small groups") {
			t.Errorf("%s does not find what may be shown", name)
		}
	}
	team, all := d.as(d.team), ""
	for page := 1; page <= historyPages; page++ {
		all += team.page(fmt.Sprintf("/cycles/%s/history?page=%d", id, page)).source
	}
	if !strings.Contains(all, "7136") || !strings.Contains(all, "6000") {
		t.Error("the team does not find its own numbers in the history")
	}
}
