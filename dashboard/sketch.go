package dashboard

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// A Sketch is a run chart that is small enough for lists: the newest points of the
// whole group, never of a group of students.
type Sketch struct {
	Title  string     `json:"title"`            // the measure with its unit
	Words  string     `json:"words"`            // what the whole chart shows
	Values []*float64 `json:"values"`           // nil for a week without a number
	Signal []int      `json:"signal,omitempty"` // which of them, from 0, are part of a signal
	Centre *float64   `json:"centre,omitempty"` // the line of the last phase
	Goal   *float64   `json:"goal,omitempty"`
	Last   string     `json:"last"` // the newest value as people write it
	// From and To are the days of the first and the last point.
	From cycle.Day `json:"from,omitzero"`
	To   cycle.Day `json:"to,omitzero"`
}

// sketchOf draws the newest points of a chart; nil for one without numbers.
func sketchOf(p *plot.Plot) *Sketch {
	if p == nil || p.Present() == 0 {
		return nil
	}
	last := p.Last()
	first := max(1, last-cycle.MaxTrend+1)
	s := &Sketch{
		Title: p.Title(), Words: strings.Join(p.Reading(), " "), Goal: drawable(p.Goal()), Last: p.Format(p.Value(last).Value),
		From: p.Series.Points[first-1].Date, To: p.Series.Points[last-1].Date,
	}
	for point := first; point <= last; point++ {
		s.Values = append(s.Values, drawable(p.Value(point)))
		if p.Sign(point) == plot.SignalPoint {
			s.Signal = append(s.Signal, point-first)
		}
	}
	if phase, ok := p.LastPhase(); ok {
		s.Centre = drawable(p.Centre(phase))
	}
	return s
}

// drawable gives a number that JSON can carry.
func drawable(v runchart.Optional[float64]) *float64 {
	if !v.Present || math.IsNaN(v.Value) || math.IsInf(v.Value, 0) {
		return nil
	}
	return &v.Value
}

// A Request is something that a team asks of the district.
type Request struct {
	Item     string    `json:"item"`
	Text     string    `json:"text"`
	Owner    string    `json:"owner,omitempty"`
	State    string    `json:"state"` // open, promised, done or declined
	Promised cycle.Day `json:"promised,omitzero"`
	Answered bool      `json:"answered,omitempty"`
}

// The states of requests that wait for somebody.
const (
	requestOpen     = "open"
	requestPromised = "promised"
)

// Waits reports whether the school still waits for what it asked for.
func (q Request) Waits() bool { return q.State == requestOpen || q.State == requestPromised }

// Late reports whether it still waits on a day past the one that was promised.
func (q Request) Late(today cycle.Day) bool {
	return q.Waits() && !q.Promised.IsZero() && q.Promised.Before(today)
}

// How much of a cycle's lists a row carries.
const (
	mostNames   = 20
	nameLetters = 400
)

func requestsOf(c *cycle.Cycle) (out []Request) {
	for _, it := range c.Lists["requests"] {
		if it.Values["text"] == "" || len(out) == mostNames {
			continue
		}
		q := Request{
			Item: it.ID, Text: briefly(it.Values["text"]), Owner: briefly(it.Values["owner"]),
			State: cmp.Or(it.Values["state"], requestOpen), Answered: it.Values["answer"] != "",
		}
		q.Promised, _ = cycle.ParseDay(it.Values["promised"])
		out = append(out, q)
	}
	return out
}

// namesIn gives what the items of a list are called, each name once.
func namesIn(c *cycle.Cycle, list, field string) (names []string) {
	for _, it := range c.Lists[list] {
		if name := briefly(it.Values[field]); name != "" && len(names) < mostNames && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// briefly is a text in one line of limited length.
func briefly(s string) string {
	s = strings.Join(strings.Fields(cycle.Clean(s, false)), " ")
	if r := []rune(s); len(r) > nameLetters {
		return string(r[:nameLetters-1]) + "…"
	}
	return s
}
