package page

import (
	"net/http"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A schoolsView is all schools, for the admin.
type schoolsView struct {
	Schools       []dashboard.School
	Networks      []string // that there are
	Name, Network string   // as typed
	Problem, Done string
}

func (s *site) schools(v *visit) (answer, error) {
	view, err := s.schoolsView(v)
	if v.URL.Query().Get("saved") != "" {
		view.Done = "The school is there. Now invite its team."
	}
	return answer{page: "schools", title: "Schools", data: view}, err
}

func (s *site) schoolsView(v *visit) (view schoolsView, err error) {
	view.Schools, err = s.dash.Schools(v.Context(), v.who)
	for _, school := range view.Schools {
		if school.Network != "" && !slices.Contains(view.Networks, school.Network) {
			view.Networks = append(view.Networks, school.Network)
		}
	}
	slices.Sort(view.Networks)
	return view, err
}

func (s *site) addSchool(v *visit) (answer, error) {
	name, network := strings.TrimSpace(v.PostForm.Get("name")), strings.TrimSpace(v.PostForm.Get("network"))
	_, err := s.dash.AddSchool(v.Context(), v.who, name, network)
	if words := mistake(err); words != "" {
		view, err := s.schoolsView(v)
		view.Name, view.Network, view.Problem = name, network, words
		return answer{status: http.StatusUnprocessableEntity, page: "schools", title: "Not added yet", data: view, private: true}, err
	}
	return answer{to: "/schools?saved=school"}, err
}
