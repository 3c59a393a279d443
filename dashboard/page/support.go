package page

import (
	"cmp"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A requestLine is one support request in a list.
type requestLine struct {
	dashboard.Request
	Cycle line
}

func (l line) requests() []requestLine {
	out := make([]requestLine, len(l.Support))
	for i, q := range l.Support {
		out[i] = requestLine{q, l}
	}
	return out
}

// Link is where it is answered.
func (q requestLine) Link() string { return q.Cycle.Link() + "#support" }

// StateWord is its state as people call it.
func (q requestLine) StateWord() string { return stateWord(q.State) }

// Overdue reports whether the promised day has passed.
func (q requestLine) Overdue() bool { return q.Late(q.Cycle.today()) }

// By is the promised day.
func (q requestLine) By() string { return q.Promised.Words(q.Cycle.today()) }

// stateWord is what the organizer calls a request's state.
func stateWord(state string) string {
	f, _ := cycle.FieldByKey("requests.state")
	if o, ok := f.Option(state); ok {
		return o.Label
	}
	return state
}

// sortRequests puts first what is late, then what nobody has answered, then what
// was promised, and last what is settled.
func sortRequests(all []requestLine) {
	rank := func(q requestLine) int {
		switch {
		case q.Overdue():
			return 0
		case q.Waits() && !q.Answered && q.State != "promised":
			return 1
		case q.Waits():
			return 2
		}
		return 3
	}
	slices.SortStableFunc(all, func(a, b requestLine) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.Promised.Sub(b.Promised), a.Cycle.Doc.Updated.Compare(b.Cycle.Doc.Updated))
	})
}

// The values of the field "show".
const (
	showWaiting = "waiting"
	showLate    = "late"
	showAll     = "all"
)

// A supportView is what all schools ask of the district.
type supportView struct {
	Filter filter
	Show   string
	Lines  []requestLine
	Pager  pager
}

func (s *site) support(v *visit) (answer, error) {
	view := supportView{Filter: v.filter(), Show: v.URL.Query().Get("show")}
	if view.Show != showLate && view.Show != showAll {
		view.Show = showWaiting
	}
	f := view.Filter
	f.Phase, f.Only = "", ""
	var all []requestLine
	err := s.dash.Walk(v.Context(), v.who, f.query(), func(l dashboard.Listed) bool {
		at := v.line(l)
		for _, q := range at.requests() {
			if f.takes(at) && (view.Show == showAll || view.Show == showLate && q.Overdue() || view.Show == showWaiting && q.Waits()) {
				all = append(all, q)
			}
		}
		return true
	})
	sortRequests(all)
	view.Lines, view.Pager = paged(v, all, 50)
	return answer{page: "support", title: "Support requests", data: view}, err
}
