package page

import (
	"net/http"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A personView is a person's access.
type personView struct {
	memberView
	Form placeForm
	Self bool
	Done string
}

func (s *site) memberOf(v *visit) (m dashboard.Member, schools []dashboard.School, err error) {
	members, err := s.dash.People(v.Context(), v.who)
	if err != nil {
		return m, nil, err
	}
	i := slices.IndexFunc(members, func(m dashboard.Member) bool { return m.Person.ID == v.PathValue("person") })
	if i < 0 {
		return m, nil, &wire.Error{Code: wire.CodeNotFound}
	}
	schools, err = s.dash.Schools(v.Context(), v.who)
	return members[i], schools, err
}

func (s *site) personView(v *visit) (personView, error) {
	m, schools, err := s.memberOf(v)
	return personView{
		memberView: v.member(m, schools), Self: m.Person.ID == v.who.Person.ID,
		Form: placeForm{Name: m.Person.Name, Role: m.Person.Role, Chosen: m.Person.Schools, Schools: schools},
	}, err
}

func (s *site) person(v *visit) (answer, error) {
	view, err := s.personView(v)
	view.Done = map[string]string{
		"role": "The new role holds from now on.",
		"end":  "The access has ended. Nothing that was written is gone.",
	}[v.URL.Query().Get("saved")]
	return answer{page: "person", title: oneLine(view.Name), data: view}, err
}

// notDone shows the person again with what was wrong.
func (s *site) notDone(v *visit, words string) (answer, error) {
	view, err := s.personView(v)
	if v.PostForm.Has("role") {
		view.Form = v.placeForm(view.Form.Schools)
	}
	view.Form.Problem = words
	return answer{status: http.StatusUnprocessableEntity, page: "person", title: "Not changed: " + oneLine(view.Name), data: view, private: true}, err
}

// assign gives the person another role or other schools.
func (s *site) assign(v *visit) (answer, error) {
	form := v.placeForm(nil)
	id := v.PathValue("person")
	err := s.dash.Assign(v.Context(), v.who, id, form.Role, form.Chosen)
	if words := mistake(err); words != "" {
		return s.notDone(v, words)
	}
	return answer{to: pathTo("people", id) + "?saved=role"}, err
}

// newCode makes a code for another device of the person.
func (s *site) newCode(v *visit) (answer, error) {
	code, err := s.dash.Invite(v.Context(), v.who, dashboard.Invitation{Person: v.PathValue("person")})
	return v.showsCode(code), err
}

// revoke ends the access of the person, or of one device.
func (s *site) revoke(v *visit) (answer, error) {
	m, _, err := s.memberOf(v)
	if err != nil {
		return answer{}, err
	}
	id := m.Person.ID
	if device := v.PostForm.Get("device"); device != "" {
		if !slices.ContainsFunc(m.Tokens, func(t dashboard.Token) bool { return t.ID == device }) {
			return nothing(s, v)
		}
		id = device
	} else if v.PostForm.Get("sure") == "" {
		return s.notDone(v, `Tick "Yes, end it" first. Nothing was changed.`)
	}
	err = s.dash.Revoke(v.Context(), v.who, id)
	if words := mistake(err); words != "" {
		return s.notDone(v, words)
	}
	return answer{to: pathTo("people", m.Person.ID) + "?saved=end"}, err
}
