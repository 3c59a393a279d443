package cycle_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// groups makes a cycle of the numbers of one day: id, group, value and n each.
func groups(rows ...string) *cycle.Cycle {
	c := cycle.New("c")
	for _, row := range rows {
		part := strings.Split(row, " ")
		for i, field := range []string{"", "subgroup", "value", "n"} {
			if i > 0 && part[i] != "-" {
				c.Apply(cycle.SetIn("points", part[0], field, part[i]))
			}
		}
		c.Apply(cycle.SetIn("points", part[0], "measure", "m"), cycle.SetIn("points", part[0], "date", "2026-10-05"))
	}
	return c
}

func TestWithheldPoints(t *testing.T) {
	for _, tc := range []struct {
		name  string
		rows  []string
		least int
		want  string
	}{
		{"the whole group", []string{"all - 61 4"}, 0, ""},
		{"large groups", []string{"all - 61 90", "a A 62 10", "b B 63 80"}, 0, ""},
		{"one is small: the next smallest goes with it", []string{"all - 61 90", "a A 62 9", "b B 63 12", "c C 64 69"}, 0, "a b"},
		{"without the total nothing gives it away", []string{"a A 62 9", "b B 63 12"}, 0, "a"},
		{"two are small", []string{"all - 61 90", "a A 62 9", "b B 63 8", "c C 64 73"}, 0, "a b"},
		{"how many is not said", []string{"a A 62 -"}, 0, "a"},
		{"one that stays elsewhere", []string{"all - 61 90", "a A withheld -", "b B 63 12", "c C 64 69"}, 0, "a b"},
		{"no number, no group that gives away", []string{"all - 61 90", "a A - 9", "b B 63 81"}, 0, "a"},
		{"the district wants more", []string{"a A 62 14", "b B 63 15"}, 15, "a"},
		{"never under six", []string{"a A 62 5", "b B 63 6"}, 2, "a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := groups(tc.rows...)
			c.MinGroup = tc.least
			got := strings.Join(slices.Sorted(maps.Keys(c.WithheldPoints())), " ")
			if got != tc.want {
				t.Errorf("withheld are %q, want %q", got, tc.want)
			}
			for _, p := range c.Points("") {
				if why := c.WhyWithheld(p); p.HasValue() && (why != "") != strings.Contains(tc.want, p.ID) {
					t.Errorf("%s: %q", p.ID, why)
				}
			}
		})
	}
}

func TestStayHere(t *testing.T) {
	c := groups("all - 61 90", "a A 62 5")
	edits := []cycle.Edit{cycle.SetIn("points", "a", "note", "x"), cycle.SetIn("points", "a", "n", "8"), cycle.SetIn("points", "all", "n", "91")}
	if said := c.SayStayHere(edits); !strings.HasPrefix(said, "1 of the numbers stays on this laptop") {
		t.Errorf("it says %q", said)
	}
	if said := c.SayStayHere(append(edits, cycle.SetIn("points", "b", "subgroup", "B"), cycle.SetIn("points", "b", "value", "7"))); !strings.HasPrefix(said, "2 of the numbers stay ") {
		t.Errorf("it says %q", said)
	}
	if said := c.SayStayHere(edits[2:]); said != "" {
		t.Errorf("it says %q", said)
	}
	if c.Get("points/a.n") != "5" {
		t.Error("the cycle was altered")
	}
}
