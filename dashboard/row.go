package dashboard

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
)

// A Row is what lists show of a cycle and what it is found by. What depends on
// today is worked out when it is shown.
type Row struct {
	cycle.Summary
	Created   time.Time `json:"created,omitzero"`
	Conflicts int       `json:"conflicts,omitempty"`
	Requests  int       `json:"requests,omitempty"` // support requests without an answer
	Comments  int       `json:"comments,omitempty"`
	Signals   []Signal  `json:"signals,omitempty"` // of whole groups, the latest first
	// Chart is the run chart of the main measure; nil without numbers.
	Chart   *Sketch   `json:"chart,omitempty"`
	Support []Request `json:"support,omitempty"` // what the team asks of the district
	// Drivers and Measures are what they are called.
	Drivers  []string `json:"drivers,omitempty"`
	Measures []string `json:"measures,omitempty"`
	// Words are those by which the cycle is found, in lower case: of its title,
	// problem, goal, drivers, activities, measures and what was learned.
	Words string `json:"words,omitempty"`
	// Widest is the largest group that it was ever shared with.
	Widest wire.Audience `json:"widest,omitempty"`
}

// A Signal is what the run chart of a measure shows and chance alone does not
// explain.
type Signal struct {
	Measure string    `json:"measure"`
	Words   string    `json:"words"`
	Last    cycle.Day `json:"last,omitzero"` // of its last point
	Chart   *Sketch   `json:"chart,omitempty"`
}

// row reads the document's row; false when it has none that can be read.
func (doc Doc) row() (Row, bool) {
	var row Row
	ok := len(doc.Row) > 0 && json.Unmarshal(doc.Row, &row) == nil
	return row, ok
}

func rowOf(st *change.State) Row {
	c := st.Cycle()
	if st.Kind != change.KindCycle {
		return Row{Summary: cycle.Summary{ID: st.Doc, Title: c.Values["title"]}}
	}
	row := Row{
		Summary: c.Summary(), Conflicts: len(st.Conflicts()), Comments: len(c.Lists["comments"]),
		Signals: signalsOf(c), Words: wordsOf(c), Support: requestsOf(c),
		Drivers: namesIn(c, "drivers", "text"), Measures: namesIn(c, "measures", "name"),
	}
	if m, ok := c.MainMeasure(); ok {
		row.Chart = sketchOf(plot.Of(c.ChartOf(m.ID, cycle.ChartOptions{Outside: true}), 0))
	}
	for _, it := range c.Lists["requests"] {
		if state := it.Values["state"]; it.Values["text"] != "" && it.Values["answer"] == "" && (state == "" || state == "open") {
			row.Requests++
		}
	}
	// A number that JSON cannot carry is no number to draw either.
	row.Trend = slices.DeleteFunc(row.Trend, func(v float64) bool { return math.IsInf(v, 0) || math.IsNaN(v) })
	return row
}

func signalsOf(c *cycle.Cycle) []Signal {
	var out []Signal
	for _, m := range c.Measures() {
		p := plot.Of(c.ChartOf(m.ID, cycle.ChartOptions{Outside: true}), 0)
		if p == nil || len(p.Signals) == 0 {
			continue
		}
		s := Signal{Measure: m.Name, Words: strings.Join(p.Reading(), " "), Chart: sketchOf(p)}
		for _, found := range p.Signals {
			last := p.Last()
			if n := len(found.Points); n > 0 {
				last = found.Points[n-1]
			}
			if last == 0 {
				continue
			}
			if day := p.Series.Points[last-1].Date; s.Last.Before(day) {
				s.Last = day
			}
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Signal) int { return b.Last.Sub(a.Last) })
	return out
}

// mostWords bounds the words kept of one cycle, in bytes.
const mostWords = 16 << 10

func wordsOf(c *cycle.Cycle) string {
	words := []string{c.Values["title"], c.Problem()}
	for _, key := range []string{"priority", "point_a.what", "point_b.what", "study.learned", "study.results"} {
		words = append(words, c.Values[key])
	}
	for _, of := range []struct{ list, field string }{{"drivers", "text"}, {"activities", "text"}, {"measures", "name"}} {
		for _, it := range c.Lists[of.list] {
			words = append(words, it.Values[of.field])
		}
	}
	text := strings.ToLower(strings.Join(strings.Fields(cycle.Clean(strings.Join(words, " "), false)), " "))
	return strings.ToValidUTF8(text[:min(len(text), mostWords)], "")
}

// has reports whether all words of a query are in the row.
func (row Row) has(query string) bool {
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(row.Words, word) {
			return false
		}
	}
	return true
}

// A Stall is a reason to ask how a cycle is going.
type Stall string

// The stalls, as a person says them.
const (
	StallQuiet  Stall = "no change for two weeks"
	StallData   Stall = "data missing for a week that has passed"
	StallNoStep Stall = "no next step"
)

// quietDays is how long a cycle may stay as it is.
const quietDays = 14

// Stalled returns why the cycle may have come to a stand on the day; nothing for
// one that is done or put away. updated is when it was last written in.
//
// A cycle has no next step when the plan holds nothing for this week or a later
// one while it is being planned or carried out, or when two weeks after its last
// week nothing is decided.
func (row Row) Stalled(today cycle.Day, updated time.Time) []Stall {
	phase := row.Phase(today)
	if row.Archived || phase == cycle.Done {
		return nil
	}
	var out []Stall
	if today.Sub(cycle.DayOf(updated)) >= quietDays {
		out = append(out, StallQuiet)
	}
	if row.NeedsData(today) {
		out = append(out, StallData)
	}
	if row.noStep(phase, today) {
		out = append(out, StallNoStep)
	}
	return out
}

func (row Row) noStep(phase cycle.Phase, today cycle.Day) bool {
	if phase == cycle.Study || phase == cycle.Act {
		end := row.Facts.End()
		return !end.IsZero() && today.Sub(end) >= quietDays
	}
	for week, open := range row.Open {
		if open > 0 && week >= row.Facts.Week(today) {
			return false
		}
	}
	return true
}
