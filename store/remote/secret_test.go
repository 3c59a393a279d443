package remote

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// TestSmallGroupsStayOnTheLaptop looks for the numbers of a small group, and of the
// one that would give it away, in all that the server and other laptops have.
func TestSmallGroupsStayOnTheLaptop(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, ben := w.team(), w.team()
	coach := w.laptop(wire.Coach, 0, "canal")
	count := func(id, group, value, n string) {
		var edits []cycle.Edit
		for _, f := range [][2]string{{"measure", "m"}, {"date", "2026-10-05"}, {"value", value}, {"n", n}, {"subgroup", group}} {
			edits = append(edits, cycle.SetIn("points", id, f[0], f[1]))
		}
		ana.save("d", edits...)
	}
	ana.save("d", cycle.SetField("sharing", "coach"))
	count("all", "", "7000", "90")
	count("large", "C", "7404", "50")
	ana.syncQuietly()
	count("next", "B", "7303", "12")
	ana.syncQuietly()
	count("tiny", "A", "7101", "4")
	ana.mustSync()
	w.settle()
	data, err := json.Marshal(w.server.Changes("canal"))
	if err != nil {
		t.Fatal(err)
	}
	for text, leaves := range map[string]bool{"7000": true, "7404": true, "7303": false, "7101": false} {
		if strings.Contains(string(data), text) != leaves {
			t.Errorf("the server has %s: %v", text, !leaves)
		}
	}
	for l, want := range map[*laptop]string{ana: "7000 7404 7303 7101", ben: "7000 7404 withheld withheld", coach: "7000 7404 withheld withheld"} {
		var got []string
		for _, id := range []string{"all", "large", "next", "tiny"} {
			got = append(got, shows(t, l, "d", "points/"+id+".value"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s shows %v, want %s", l.name, got, want)
		}
	}
}

// syncQuietly syncs as the app does by itself.
func (l *laptop) syncQuietly() {
	l.w.t.Helper()
	if _, err := l.engine.SyncQuietly(context.Background(), nil); err != nil {
		l.w.t.Fatalf("%s: Sync: %v", l.name, err)
	}
}
