package calendar

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
)

// ErrNoDays says that nothing in the cycles has a day.
var ErrNoDays = errors.New("there is no day to put into a calendar yet. Set the day on which the cycle starts, or add a check point, and try again")

// Write writes the calendar of some cycles. Events carry the time of the last
// change, o.Changed, and never that of the clock. It returns ErrNoDays when there
// is no event, or the error of the writer.
func Write(w io.Writer, cycles []*cycle.Cycle, o report.Options) error {
	cal := ics.NewCalendar()
	cal.SetProductId("-//pdsa//cycles//EN")
	cal.SetMethod(ics.MethodPublish)
	n := 0
	for _, c := range cycles {
		for _, e := range eventsOf(c) {
			n++
			e.add(cal, c.ID, o.Changed)
		}
	}
	if n == 0 {
		return ErrNoDays
	}
	return cal.SerializeTo(w, ics.WithNewLineWindows) // the format's line ending, on every system
}

// An event is one day in the calendar.
type event struct {
	id    string // within the cycle
	day   cycle.Day
	title string
	about string
}

func eventsOf(c *cycle.Cycle) []event {
	var out []event
	title := report.Title(c)
	if start := c.Start(); !start.IsZero() {
		out = append(out, event{"start", start, "PDSA cycle starts: " + title, c.Problem()})
		for week := 1; week <= c.WeeksPlanned(); week++ {
			if about := collecting(c); about != "" {
				out = append(out, event{fmt.Sprintf("data-%d", week), dataDay(c, week), fmt.Sprintf("Data day, week %d of %d: %s", week, c.WeeksPlanned(), title), about})
			}
		}
		out = append(out, event{"end", c.Facts().End(), "PDSA cycle ends, study and decide: " + title, c.Values["prediction"]})
	}
	for _, it := range c.Lists["checkpoints"] {
		day, ok := cycle.ParseDay(it.Get("date"))
		if !ok {
			continue
		}
		text := it.Get("text")
		name, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
		if name == "" {
			name = "look at the cycle"
		}
		if it.Get("done") == cycle.True {
			name += " (done)"
		}
		out = append(out, event{"check-" + it.ID, day, "Check point: " + name + " (" + title + ")", text})
	}
	return out
}

// collecting lists who collects what; empty for a cycle without measures.
func collecting(c *cycle.Cycle) string {
	var lines []string
	for _, m := range c.Measures() {
		if m.Name == "" {
			continue
		}
		line := m.Name
		if m.Owner != "" {
			line += ": " + m.Owner
		}
		if m.Rhythm != "" {
			line += " (" + m.Rhythm + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// dataDay is the Friday of a week of the cycle: then the numbers of the school
// week are there.
func dataDay(c *cycle.Cycle, week int) cycle.Day {
	first := c.WeekStart(week)
	return first.AddDays((int(time.Friday) - int(first.Weekday()) + 7) % 7)
}

// mostLetters is how long a title and a description may be: calendars refuse
// events that are far longer.
const (
	mostLetters     = 200
	mostDescription = 4000
)

func (e event) add(cal *ics.Calendar, doc string, changed time.Time) {
	v := cal.AddEvent(plain(doc) + "-" + plain(e.id) + "@pdsa")
	v.SetDtStampTime(changed)
	v.SetModifiedAt(changed)
	v.SetSequence(sequence(changed))
	v.SetAllDayStartAt(e.day.Time())
	v.SetAllDayEndAt(e.day.AddDays(1).Time())
	v.SetSummary(shorten(cycle.Clean(e.title, false), mostLetters))
	if about := strings.TrimSpace(cycle.Clean(e.about, true)); about != "" {
		v.SetDescription(shorten(about, mostDescription))
	}
	v.SetTimeTransparency(ics.TransparencyTransparent)
}

// sequence numbers the versions of an event: calendars take the higher one. It
// counts the minutes since 2020.
func sequence(changed time.Time) int {
	return max(0, int(changed.Sub(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)).Minutes()))
}

// plain keeps of an id what no calendar reads as anything else.
func plain(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '_'
	}, id)
}

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
