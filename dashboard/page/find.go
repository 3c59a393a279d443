package page

import (
	"net/http"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A findView is a search among the cycles of other schools.
type findView struct {
	Words, Problem, Driver, Measure string

	Lines []line
	Pager pager
}

// Asked reports whether anything was searched for.
func (f findView) Asked() bool { return f.Words+f.Problem+f.Driver+f.Measure != "" }

// find searches what other schools share. Coaches and the district find what their
// own schools share with them too.
func (s *site) find(v *visit) (answer, error) {
	q := v.URL.Query()
	get := func(key string) string { return strings.TrimSpace(q.Get(key)) }
	view := findView{Words: get("words"), Problem: get("problem"), Driver: get("driver"), Measure: get("measure")}
	var lines []line
	for _, scope := range scopesOf(v.who) {
		err := s.dash.Walk(v.Context(), v.who, dashboard.Query{Scope: scope, Text: view.Words}, func(l dashboard.Listed) bool {
			if about(view.Problem, l.Problem) && about(view.Driver, l.Drivers...) && about(view.Measure, l.Measures...) {
				lines = append(lines, v.line(l))
			}
			return true
		})
		if err != nil {
			return answer{}, err
		}
	}
	view.Lines, view.Pager = paged(v, lines, 20)
	return answer{page: "find", title: "Find", data: view}, nil
}

func scopesOf(who dashboard.Caller) []dashboard.Scope {
	switch who.Person.Role {
	case wire.Coach:
		return []dashboard.Scope{dashboard.Network, dashboard.Mine}
	case wire.District:
		return []dashboard.Scope{dashboard.Mine}
	}
	return []dashboard.Scope{dashboard.Network}
}

// StartLink is where the file to begin from is.
func (l line) StartLink() string { return l.Link() + "/start" }

// start gives a file with which a team begins a cycle of its own from this one.
func (s *site) start(v *visit) (answer, error) {
	found, err := s.dash.Cycle(v.Context(), v.caller(), v.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	data, err := starter(found.Cycle)
	return answer{fileName: fileName(found.Cycle), file: data, status: http.StatusOK}, err
}
