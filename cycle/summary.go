package cycle

import "strings"

// A Summary is one line of the library: what is shown of a cycle among
// thousands, small enough to be read at once. What depends on today is worked
// out when it is shown.
type Summary struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	School   string `json:"school,omitempty"`
	Network  string `json:"network,omitempty"`
	Team     string `json:"team,omitempty"`
	Problem  string `json:"problem,omitempty"`
	Goal     string `json:"goal,omitempty"`     // Point B in a few words
	Previous string `json:"previous,omitempty"` // the cycle before in the ramp
	Decision string `json:"decision,omitempty"`
	Archived bool   `json:"archived,omitempty"`

	Facts  Facts `json:"facts"`
	Filled int   `json:"filled"` // steps that are full
	Steps  int   `json:"steps"`  // steps that count

	// Gap is the label of the first step of the plan that is not full, and Empty
	// whether nothing is written in it.
	Gap      string `json:"gap,omitempty"`
	GapEmpty bool   `json:"gap_empty,omitempty"`

	Measure   string    `json:"measure,omitempty"`   // the main measure
	Direction string    `json:"direction,omitempty"` // wanted: up or down
	Trend     []float64 `json:"trend,omitempty"`     // its newest points, at most MaxTrend
	LastPoint Day       `json:"last_point,omitzero"`

	// Open holds for each week the number of cells planned and not marked;
	// Planned those planned in all.
	Open    map[int]int `json:"open,omitempty"`
	Planned map[int]int `json:"planned,omitempty"`
}

// MaxTrend is the most points that a summary carries.
const MaxTrend = 24

// Summary returns the cycle's line of the library.
func (c *Cycle) Summary() Summary {
	s := Summary{
		ID: c.ID, Title: c.Values["title"], School: c.Values["school"], Network: c.Values["network"], Team: c.Values["team"],
		Problem: c.Problem(), Goal: c.goalWords(), Previous: c.Values["previous"], Decision: c.Values["act.decision"],
		Archived: c.Values["archived"] == True, Facts: c.Facts(),
	}
	for _, st := range c.StepStates() {
		if st.Of == 0 {
			continue
		}
		s.Steps++
		if st.Full() {
			s.Filled++
		} else if s.Gap == "" && st.Step.Phase.Order() <= Do.Order() {
			s.Gap, s.GapEmpty = st.Step.Label, st.Empty()
		}
	}
	if m, ok := c.MainMeasure(); ok {
		s.Measure, s.Direction = m.Name, m.Direction
		series := c.Series(m.ID)
		for _, p := range series[max(0, len(series)-MaxTrend):] {
			s.Trend = append(s.Trend, p.Value)
			s.LastPoint = p.Date
		}
	}
	for _, a := range c.Actions() {
		for _, w := range a.Weeks {
			if s.Planned == nil {
				s.Planned, s.Open = map[int]int{}, map[int]int{}
			}
			s.Planned[w]++
			if a.Status[w] == "" {
				s.Open[w]++
			}
		}
	}
	return s
}

func (c *Cycle) goalWords() string {
	var words []string
	for _, key := range []string{"point_b.how_much", "point_b.what"} {
		if v := strings.Join(strings.Fields(c.Values[key]), " "); v != "" {
			words = append(words, v)
		}
	}
	return cut(strings.Join(words, " — "), 160)
}

// Phase says where the cycle stands on the day.
func (s Summary) Phase(today Day) Phase { return s.Facts.Phase(today) }

// ToDo counts the cells of the plan that wait on the day: those of the running
// week without a mark, and those of weeks that have passed.
func (s Summary) ToDo(today Day) (now, late int) {
	if s.Phase(today) == Done || s.Archived {
		return 0, 0
	}
	week := s.Facts.Week(today)
	for w, n := range s.Open {
		switch {
		case w == week:
			now += n
		case w < week:
			late += n
		}
	}
	return now, late
}

// NeedsData reports whether the week that has passed has no number yet for the
// main measure.
func (s Summary) NeedsData(today Day) bool {
	week := s.Facts.Week(today)
	if week < 2 || week > s.Facts.Weeks+1 || s.Measure == "" || s.Phase(today) != Do {
		return false
	}
	return s.LastPoint.Before(s.Facts.Start.AddDays(7 * (week - 2)))
}
