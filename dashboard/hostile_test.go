package dashboard_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// Whatever stands in the organizer's fields, a change is taken in, its cycle can be
// listed and shown, and no document is left unfolded.
func TestAnyContentIsTakenIn(t *testing.T) {
	var rows []cycle.Row
	for row := range cycle.Fields() {
		rows = append(rows, row)
	}
	values := []string{
		"", "x", "true", "Inf", "-Inf", "NaN", "1e999", "-1e308", "0", "-1", "99999999999999999999", "2026-10-05", "0000-00-00", "9999-12-31",
		"-5000-01-01", "done", "district", "m", "a; b", "\x00\u202e\u2028", "<script>", strings.Repeat("9", 4000), "%",
	}
	members := []string{"", "/1", "/-5", "/x", ".1", ".999999999", "."}
	rapid.Check(t, func(rt *rapid.T) {
		d := newDistrict(rt)
		a := d.laptop("a")
		for range rapid.IntRange(1, 3).Draw(rt, "pushes") {
			var ops []change.Op
			for range rapid.IntRange(1, 40).Draw(rt, "ops") {
				row := rapid.SampledFrom(rows).Draw(rt, "row")
				op := set(row.Field.Key+rapid.SampledFrom(members).Draw(rt, "member"), rapid.SampledFrom(values).Draw(rt, "value"))
				if row.List != nil {
					op.List, op.Item = row.List.Key, rapid.SampledFrom([]string{"m", "n", "o"}).Draw(rt, "item")
				}
				op.Do = rapid.SampledFrom([]string{change.DoSet, change.DoSet, change.DoSet, change.DoAdd, change.DoDel, "paint"}).Draw(rt, "do")
				ops = append(ops, op)
			}
			c := a.writes("doc", ops...)
			c.At.MS = rapid.Int64Range(-1<<53+1, 1<<53-1).Draw(rt, "ms")
			d.must(d.push(d.team, d.north, sealed(c)))
		}
		if n, err := d.dash.Refold(ctx); n != 0 || err != nil {
			rt.Fatalf("%d documents were left unfolded, %v", n, err)
		}
		for _, archived := range []bool{false, true} {
			page, _, err := d.dash.Cycles(ctx, d.team, dashboard.Query{Archived: archived})
			d.must(err)
			for _, l := range page {
				l.Stalled(cycle.DayOf(d.now), l.Doc.Updated)
			}
		}
		for _, who := range []dashboard.Caller{d.team, d.office} {
			v, err := d.dash.Cycle(ctx, who, "doc")
			if err == nil {
				_, err = report.JSON(v.Cycle, report.Facts(v.State, cycle.DayOf(d.now)), nil)
			}
			if err != nil && who.Person.ID == d.team.Person.ID {
				rt.Fatal(err)
			}
			_, _ = d.dash.History(ctx, who, "doc")
		}
	})
}
