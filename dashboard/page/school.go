package page

import (
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A schoolView is a school with its cycles.
type schoolView struct {
	School   wire.Access
	Ramps    [][]line // cycles that follow each other, the ramp last worked on first
	Cycles   int
	Requests []requestLine
	Away     bool // whether the cycles are those put away
	Own      bool // whether the reader belongs to the school
}

// AwayLink is the school's other list.
func (s schoolView) AwayLink() string {
	to := pathTo("schools", s.School.School)
	if !s.Away {
		to += "?archived=yes"
	}
	return to
}

// school shows the cycles of a school.
func (s *site) school(v *visit) (answer, error) {
	id := v.PathValue("school")
	i := slices.IndexFunc(v.me.Access, func(a wire.Access) bool { return a.School == id })
	if i < 0 {
		return nothing(s, v)
	}
	role := v.who.Person.Role
	view := schoolView{
		School: v.me.Access[i], Away: v.URL.Query().Get("archived") == "yes", Own: role == wire.Team || role == wire.Reader,
	}
	var lines []line
	err := s.dash.Walk(v.Context(), v.who, dashboard.Query{School: id, Archived: view.Away}, func(l dashboard.Listed) bool {
		lines = append(lines, v.line(l))
		return true
	})
	if err != nil {
		return answer{}, err
	}
	view.Cycles, view.Ramps = len(lines), rampsOf(lines)
	for _, l := range lines {
		view.Requests = append(view.Requests, l.requests()...)
	}
	sortRequests(view.Requests)
	return answer{page: "school", title: oneLine(view.School.Name), data: view}, nil
}

// rampsOf puts the cycles that follow each other together.
func rampsOf(lines []line) (ramps [][]line) {
	previous, byID := map[string]string{}, map[string]line{}
	for _, l := range lines {
		previous[l.Doc.ID], byID[l.Doc.ID] = l.Previous, l
	}
	seen := map[string]bool{}
	for _, l := range lines {
		if seen[l.Doc.ID] {
			continue
		}
		var ramp []line
		for _, id := range cycle.Ramp(l.Doc.ID, previous) {
			if at, ok := byID[id]; ok && !seen[id] {
				ramp, seen[id] = append(ramp, at), true
			}
		}
		ramps = append(ramps, ramp)
	}
	return ramps
}
