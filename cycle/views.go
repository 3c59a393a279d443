package cycle

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Measure is one practical measure, read out of the list "measures".
type Measure struct {
	ID         string
	Name       string
	Kind       string // outcome, driver, process or balance; empty when not chosen
	Unit       string
	Definition string
	Owner      string
	Rhythm     string
	Direction  string // up, down or empty: the direction wanted
	Baseline   string // as typed, a decimal number or empty
	Goal       string // likewise
}

// A Point is one data point of a measure.
type Point struct {
	ID       string
	Measure  string // the measure's id
	Date     Day
	Value    float64 // NaN when no value is written
	Text     string  // the value as kept
	N        int     // how many observations stand behind it; 0 when not said
	Subgroup string  // empty for all
	Note     string
	Excluded string // why it is left out of the statistics; empty when it counts
	// Withheld is set when there is a value that is not known here: it stays on the
	// laptop where it was typed.
	Withheld bool
}

// HasValue reports whether a number is written.
func (p Point) HasValue() bool { return !math.IsNaN(p.Value) }

// An Action is one row of the weekly plan.
type Action struct {
	ID     string
	What   string
	Names  string
	Weeks  []int          // weeks in which it is planned
	Status map[int]string // by week: done or missed
	Note   string
	Notes  map[int]string // by week
}

// The states of one cell of the weekly plan.
const (
	StatusDone   = "done"
	StatusMissed = "missed"
)

// The kinds of measures, in the order in which they are shown.
const (
	Outcome = "outcome"
	Driver  = "driver"
	Process = "process"
	Balance = "balance"
)

// Measures returns the measures in order.
func (c *Cycle) Measures() []Measure {
	items := c.Lists["measures"]
	out := make([]Measure, len(items))
	for i, it := range items {
		v := it.Values
		out[i] = Measure{it.ID, v["name"], v["kind"], v["unit"], v["definition"], v["owner"], v["rhythm"], v["direction"], v["baseline"], v["goal"]}
	}
	return out
}

// Measure returns the measure with the id.
func (c *Cycle) Measure(id string) (Measure, bool) {
	for _, m := range c.Measures() {
		if m.ID == id {
			return m, true
		}
	}
	return Measure{}, false
}

// MainMeasure returns the measure that the cycle is about: the first outcome
// measure, or else the first.
func (c *Cycle) MainMeasure() (Measure, bool) {
	all := c.Measures()
	for _, m := range all {
		if m.Kind == Outcome {
			return m, true
		}
	}
	if len(all) > 0 {
		return all[0], true
	}
	return Measure{}, false
}

// Points returns the data points of a measure by date; subgroups of one date
// follow the whole group in the order of their names. An empty measure gives
// the points of all.
func (c *Cycle) Points(measure string) []Point {
	var out []Point
	for _, it := range c.Lists["points"] {
		if measure == "" || it.Values["measure"] == measure {
			out = append(out, pointOf(it))
		}
	}
	slices.SortStableFunc(out, func(a, b Point) int {
		return cmp.Or(a.Date.Sub(b.Date), cmp.Compare(a.Subgroup, b.Subgroup), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Point returns the data point with the id.
func (c *Cycle) Point(id string) (Point, bool) {
	it, ok := c.Item(PointsList, id)
	return pointOf(it), ok
}

func pointOf(it Item) Point {
	p := Point{ID: it.ID, Measure: it.Values["measure"], Text: it.Values["value"], Subgroup: it.Values["subgroup"], Note: it.Values["note"], Excluded: it.Values["excluded"], Value: math.NaN()}
	p.Withheld = p.Text == Withheld
	p.Date, _ = ParseDay(it.Values["date"])
	p.N, _ = strconv.Atoi(it.Values["n"])
	if v, err := strconv.ParseFloat(p.Text, 64); err == nil {
		p.Value = v
	}
	return p
}

// Series returns the points of a measure for the whole group that have a date
// and a value: what its run chart is drawn from.
func (c *Cycle) Series(measure string) []Point {
	return slices.DeleteFunc(c.Points(measure), func(p Point) bool {
		return p.Subgroup != "" || p.Date.IsZero() || math.IsNaN(p.Value)
	})
}

// Actions returns the rows of the weekly plan in order.
func (c *Cycle) Actions() []Action {
	items := c.Lists["actions"]
	out := make([]Action, len(items))
	for i, it := range items {
		out[i] = Action{it.ID, it.Values["what"], it.Values["names"], it.WeekSet("weeks"), it.WeekMap("status"), it.Values["note"], it.WeekMap("notes")}
	}
	return out
}

// Under returns the items of a list whose field names the parent: the causes on
// a bone, the whys of a cause, the activities of a driver.
func (c *Cycle) Under(list, field, parent string) []Item {
	var out []Item
	for _, it := range c.Lists[list] {
		if it.Values[field] == parent {
			out = append(out, it)
		}
	}
	return out
}

// Loose returns the items of a list whose field names no item that is there:
// causes whose bone is gone are shown, never lost.
func (c *Cycle) Loose(list, field, parents string) []Item {
	var out []Item
	for _, it := range c.Lists[list] {
		if c.index(parents, it.Values[field]) < 0 {
			out = append(out, it)
		}
	}
	return out
}

// Problem returns the problem of practice as one sentence, built from the
// blanks that are filled: "Grade 7 advisers take attendance after the first
// lesson has begun." It is empty when all three are.
func (c *Cycle) Problem() string {
	var words []string
	for _, key := range []string{"problem.who", "problem.does", "problem.what"} {
		v := strings.Join(strings.Fields(c.Values[key]), " ")
		if v = strings.TrimSuffix(v, "."); v != "" {
			words = append(words, v)
		}
	}
	if len(words) == 0 {
		return ""
	}
	s := strings.Join(words, " ")
	r := []rune(s)
	s = strings.ToUpper(string(r[:1])) + string(r[1:])
	if strings.ContainsRune("?!", r[len(r)-1]) {
		return s
	}
	return s + "."
}

// Start returns the day on which the cycle's first week begins; the zero Day
// when none is written.
func (c *Cycle) Start() Day {
	d, _ := ParseDay(c.Values["start"])
	return d
}

// UsualWeeks is how long a cycle is when the team has not said.
const UsualWeeks = 6

// WeeksPlanned returns how many weeks the cycle has: what the team said, or
// UsualWeeks.
func (c *Cycle) WeeksPlanned() int {
	n, err := strconv.Atoi(c.Values["weeks"])
	if err != nil || n < 1 {
		return UsualWeeks
	}
	return min(n, MaxWeeks)
}

// WeekStart returns the first day of week n (1, 2, ..) of the cycle; the zero
// Day when the cycle has no start.
func (c *Cycle) WeekStart(n int) Day {
	s := c.Start()
	if s.IsZero() {
		return s
	}
	return s.AddDays(7 * (n - 1))
}

// Team returns the names of the team, in order.
func (c *Cycle) Team() []string { return Names(c.Values["team"]) }

// Names splits names separated by semicolons; where there are none, by commas.
func Names(s string) []string {
	sep := ";"
	if !strings.Contains(s, sep) {
		sep = ","
	}
	var out []string
	for part := range strings.SplitSeq(s, sep) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
