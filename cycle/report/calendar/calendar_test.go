package calendar_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/calendar"
	"github.com/cqi-pdsa/pdsa/cycle/report/reporttest"
	"github.com/cqi-pdsa/pdsa/examples"
)

var update = flag.Bool("update", false, "write the golden file anew")

var changed = time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)

func written(t *testing.T, at time.Time, cycles ...*cycle.Cycle) string {
	t.Helper()
	var b bytes.Buffer
	if err := calendar.Write(&b, cycles, report.Options{Changed: at}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	got := written(t, changed, reporttest.Story(examples.Cycles()))
	const path = "testdata/cycle.ics"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as before; look at it with -update and git diff", path)
	}
}

// events reads a calendar and gives the days of its events by their ids.
func events(t *testing.T, text string) map[string]string {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range cal.Events() {
		day, err := e.GetAllDayStartAt()
		if err != nil {
			t.Errorf("%s has no day: %v", e.Id(), err)
		}
		if out[e.Id()] != "" {
			t.Errorf("%s is there twice", e.Id())
		}
		out[e.Id()] = day.Format("Mon 2006-01-02")
	}
	return out
}

func TestDays(t *testing.T) {
	c := cycle.New("c1")
	c.Apply(cycle.SetField("start", "2026-10-07"), cycle.SetField("weeks", "3"), cycle.SetIn("measures", "m", "name", "Late"),
		cycle.SetIn("checkpoints", "k", "date", "2026-10-20"), cycle.SetIn("checkpoints", "k", "text", "Is it on?"), cycle.SetIn("checkpoints", "undated", "text", "Some day"))
	got := events(t, written(t, changed, c))
	want := map[string]string{
		"c1-start@pdsa": "Wed 2026-10-07", "c1-end@pdsa": "Tue 2026-10-27", "c1-check-k@pdsa": "Tue 2026-10-20",
		"c1-data-1@pdsa": "Fri 2026-10-09", "c1-data-2@pdsa": "Fri 2026-10-16", "c1-data-3@pdsa": "Fri 2026-10-23",
	}
	for id, day := range want {
		if got[id] != day {
			t.Errorf("%s is on %s, not %s", id, got[id], day)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the events are %v", got)
	}
}

func TestALaterFileChangesTheEventsOfAnEarlierOne(t *testing.T) {
	c := reporttest.Story(examples.Cycles())
	before := events(t, written(t, changed, c))
	c.Apply(cycle.SetField("start", "2026-11-09"), cycle.SetField("title", "Another title"))
	text := written(t, changed.Add(time.Hour), c)
	for id := range events(t, text) {
		if before[id] == "" {
			t.Errorf("%s is a new event", id)
		}
	}
	versions := func(text string) (out []string) {
		for l := range strings.SplitSeq(text, "\r\n") {
			if strings.HasPrefix(l, "SEQUENCE:") || strings.HasPrefix(l, "DTSTAMP:") {
				out = append(out, l)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	if got := versions(text); len(got) != 2 || got[0] != "DTSTAMP:20261120T093000Z" || got[1] <= versions(written(t, changed, c))[1] {
		t.Errorf("the versions are %v", got)
	}
}

func TestHostileTextStaysText(t *testing.T) {
	text := written(t, changed, reporttest.Hostile())
	if n := len(events(t, text)); n != 34 { // start, end, 30 weeks, two check points
		t.Errorf("%d events", n)
	}
	for l := range strings.SplitSeq(text, "\r\n") {
		if len(l) > 75 {
			t.Errorf("a line is %d bytes long", len(l))
		}
		if l != cycle.Clean(l, false) {
			t.Errorf("control characters came through: %q", l)
		}
		if name, _, _ := strings.Cut(l, ":"); !strings.HasPrefix(l, " ") && strings.ContainsAny(name, "<@=") && !strings.Contains(name, "VALUE=DATE") {
			t.Errorf("text became a property: %q", l)
		}
	}
	if !strings.Contains(strings.ReplaceAll(text, "\r\n ", ""), "não às ção") {
		t.Error("the text is not as it was written")
	}
}

func TestNoDays(t *testing.T) {
	if err := calendar.Write(&bytes.Buffer{}, []*cycle.Cycle{reporttest.Empty()}, report.Options{}); !errors.Is(err, calendar.ErrNoDays) {
		t.Errorf("the error is %v", err)
	}
}
