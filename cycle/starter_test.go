package cycle

import (
	"fmt"
	"testing"
)

func TestStarter(t *testing.T) {
	c := New("theirs")
	c.Apply(
		SetField("title", "Late"), SetField("team", "Ana"), SetField("problem.who", "Advisers"), SetField("weeks", "6"), SetField("strengths", "ours"),
		SetIn("bones", "b", "name", "Routines"), SetIn("causes", "c", "bone", "b"), SetIn("causes", "c", "text", "bell"), SetIn("causes", "c", "votes", "3"),
		SetIn("causes", "lost", "bone", "gone"), SetIn("causes", "lost", "text", "bus"), SetIn("whys", "w", "cause", "c"), SetIn("whys", "w", "text", "why"),
		SetIn("drivers", "d", "text", "Belonging"), SetIn("drivers", "d", "rationale", "we think"), SetIn("activities", "a", "driver", "d"), SetIn("activities", "a", "text", "greet"),
		SetIn("measures", "m", "name", "Late a day"), SetIn("measures", "m", "owner", "Sok"), SetIn("measures", "m", "baseline", "31"),
		SetIn("points", "p", "value", "31"), SetIn("comments", "k", "text", "well done"), SetIn("actions", "x", "names", "Ana"),
	)
	n, ids := New("ours"), 0
	c.Starter(n, func() string { ids++; return fmt.Sprint("new", ids) })
	if n.Values["title"] != "" || n.Values["team"] != "" || n.Values["problem.who"] != "Advisers" || n.Values["strengths"] != "" {
		t.Errorf("fields are %v", n.Values)
	}
	bone, cause, driver := n.Lists["bones"][0].ID, n.Lists["causes"][0], n.Lists["drivers"][0]
	if bone == "b" || cause.Values["bone"] != bone || cause.Values["votes"] != "" || n.Lists["causes"][1].Values["bone"] != "" {
		t.Errorf("causes are %v", n.Lists["causes"])
	}
	if n.Lists["whys"][0].Values["cause"] != cause.ID || n.Lists["activities"][0].Values["driver"] != driver.ID || driver.Values["rationale"] != "" {
		t.Errorf("drivers are %v, activities %v", driver, n.Lists["activities"])
	}
	if m := n.Lists["measures"][0]; m.Values["name"] != "Late a day" || m.Values["owner"] != "" || m.Values["baseline"] != "" {
		t.Errorf("measures are %v", m)
	}
	for _, list := range []string{"points", "comments", "actions", "evidence"} {
		if len(n.Lists[list]) > 0 {
			t.Errorf("%s came along", list)
		}
	}
}
