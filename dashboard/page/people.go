package page

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A peopleView is a list of everybody with access.
type peopleView struct {
	Words   string
	Members []memberView
	Pager   pager
}

// A memberView is a person with access.
type memberView struct {
	dashboard.Person
	Schools []dashboard.School
	Seen    string // when one of their devices was last used
	Devices []deviceView
}

// A deviceView is a laptop or a browser of a person.
type deviceView struct {
	ID, Name, Joined, Seen string
	Ended                  bool
}

// Link is where the person's access is managed.
func (m memberView) Link() string { return pathTo("people", m.ID) }

// Gone reports whether the person has no access any more.
func (m memberView) Gone() bool { return !m.Revoked.IsZero() }

// At names the person's schools.
func (m memberView) At() string {
	if m.Role == wire.District {
		return "all schools"
	}
	names := make([]string, len(m.Schools))
	for i, s := range m.Schools {
		names[i] = oneLine(s.Name)
	}
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
	}
	return strings.Join(names, ", ")
}

func (v *visit) member(m dashboard.Member, schools []dashboard.School) memberView {
	out := memberView{Person: m.Person}
	for _, s := range schools {
		if slices.Contains(m.Person.Schools, s.ID) {
			out.Schools = append(out.Schools, s)
		}
	}
	var last time.Time
	for _, t := range m.Tokens {
		if t.LastSeen.After(last) {
			last = t.LastSeen
		}
		over := !t.Expires.IsZero() && !v.now.Before(t.Expires)
		if t.Use == dashboard.ForBrowser && (over || !t.Revoked.IsZero()) {
			continue // a working day in a browser leaves one behind
		}
		name := oneLine(t.Device)
		if name == "" {
			name = "laptop"
		}
		out.Devices = append(out.Devices, deviceView{t.ID, name, ago(t.Created, v.now), ago(t.LastSeen, v.now), over || !t.Revoked.IsZero()})
	}
	out.Seen = ago(last, v.now)
	return out
}

func (s *site) people(v *visit) (answer, error) {
	members, err := s.dash.People(v.Context(), v.who)
	if err != nil {
		return answer{}, err
	}
	schools, err := s.dash.Schools(v.Context(), v.who)
	if err != nil {
		return answer{}, err
	}
	view := peopleView{Words: strings.TrimSpace(v.URL.Query().Get("words"))}
	var all []memberView
	for _, m := range members {
		at := v.member(m, schools)
		names := []string{at.Name + " " + roleWord(at.Role)}
		for _, s := range at.Schools {
			names = append(names, names[0]+" "+s.Name)
		}
		if about(view.Words, names...) {
			all = append(all, at)
		}
	}
	// Who has no access any more comes last.
	slices.SortStableFunc(all, func(a, b memberView) int { return compareBool(a.Gone(), b.Gone()) })
	view.Members, view.Pager = paged(v, all, 100)
	return answer{page: "people", title: "People", data: view}, nil
}

// A placeForm is a person's role and schools as they are chosen.
type placeForm struct {
	Name    string
	Role    wire.Role
	Chosen  []string
	Admin   bool
	Problem string

	Schools []dashboard.School
}

// Roles are the roles to choose from.
func (placeForm) Roles() []wire.Role { return wire.Roles }

// May says what the role lets people do.
func (placeForm) May(r wire.Role) string {
	switch r {
	case wire.Team:
		return "writes the cycles of one school"
	case wire.Reader:
		return "reads the cycles of one school"
	case wire.Coach:
		return "reads what the chosen schools share, comments and answers"
	case wire.District:
		return "reads what all schools share with the district, comments and answers; choose no school"
	}
	return ""
}

// Has reports whether the school is chosen.
func (f placeForm) Has(school string) bool { return slices.Contains(f.Chosen, school) }

func (v *visit) placeForm(schools []dashboard.School) placeForm {
	return placeForm{
		Name: strings.TrimSpace(v.PostForm.Get("name")), Role: wire.Role(v.PostForm.Get("role")),
		Chosen: v.PostForm["school"], Admin: v.PostForm.Get("admin") != "", Schools: schools,
	}
}

func (s *site) inviteForm(v *visit) (answer, error) {
	schools, err := s.dash.Schools(v.Context(), v.who)
	view := placeForm{Role: wire.Team, Schools: schools}
	if school := v.URL.Query().Get("school"); school != "" {
		view.Chosen = []string{school}
	}
	return answer{page: "invite", title: "Invite someone", data: view}, err
}

// invite makes a person and a code for them.
func (s *site) invite(v *visit) (answer, error) {
	schools, err := s.dash.Schools(v.Context(), v.who)
	if err != nil {
		return answer{}, err
	}
	form := v.placeForm(schools)
	code, err := s.dash.Invite(v.Context(), v.who, dashboard.Invitation{
		Name: form.Name, Role: form.Role, Schools: form.Chosen, Admin: form.Admin,
	})
	if form.Problem = mistake(err); form.Problem != "" {
		return answer{status: http.StatusUnprocessableEntity, page: "invite", title: "Not invited yet", data: form, private: true}, nil
	}
	return v.showsCode(code), err
}

// mistake returns the words about something that was chosen wrongly; empty for
// other errors.
func mistake(err error) string {
	if codeOf(err) == wire.CodeInvalid {
		return sentence(err.Error())
	}
	return ""
}

// codeLife is how long the browser keeps a new code to show it.
const codeLife = 5 * time.Minute

// showsCode leads to the page that shows the code. It goes there in a cookie, which
// is gone when it was shown: a code stands in no address and no page is sent
// twice.
func (v *visit) showsCode(code string) answer {
	return answer{to: "/people/code", cookies: []*http.Cookie{cookie(v.Request, codeCookie, code, codeLife)}}
}

// A codeView is a join code, to be shown once.
type codeView struct {
	Code    string
	Address string // of this dashboard
}

func (s *site) code(v *visit) (answer, error) {
	if !v.who.Person.Admin {
		return nothing(s, v)
	}
	code := dashboard.NormalizeCode(valueOf(v.Request, codeCookie))
	scheme := "http://"
	if secure(v.Request) {
		scheme = "https://"
	}
	return answer{
		page: "code", title: "Join code", private: true,
		data:    codeView{dashboard.ShowCode(code), scheme + v.Host},
		cookies: []*http.Cookie{taken(v.Request, codeCookie)},
	}, nil
}
