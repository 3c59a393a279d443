// Package welcome is the first start: it asks for a name and a school, says in
// three lines what the program does, and shows the way to a first cycle.
package welcome

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/guide"
	"github.com/cqi-pdsa/pdsa/tui/library"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Store is what the first start needs of the store.
type Store interface {
	library.Store
	SetPerson(p store.Person) error
}

// Examples asks the root to show the example cycles.
type Examples struct{}

// saved brings the end of saving the person.
type saved struct {
	to     *Screen
	person store.Person
	err    error
}

// page is where the first start stands.
type page int

const (
	asksName page = iota
	asksSchool
	choosing
	asksTitle
)

// The choices after the person is known, in order.
const (
	chooseStart = iota
	chooseGuide
	chooseExample
	chooseCycles
	choices
)

// A Screen is the first start.
type Screen struct {
	env  *ui.Env
	st   Store
	page page
	// name, school and title hold what was typed on the pages before.
	name, school, title string
	area                textarea.Model
	choice              int
	going               bool // on to the choices, once the person is saved
	err                 error
}

// New returns the first start.
func New(env *ui.Env, st Store) *Screen {
	s := &Screen{env: env, st: st, name: env.Who, school: env.School}
	s.ask(asksName, s.name)
	return s
}

func (s *Screen) ask(p page, value string) {
	s.page, s.area = p, form.NewArea(s.env, value)
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case saved:
		if msg.to == s {
			return s.took(msg)
		}
	case tea.KeyPressMsg:
		switch s.page {
		case choosing:
			return s.chooseKey(msg)
		case asksTitle:
			return s.titleKey(msg)
		}
		return s.personKey(msg)
	case tea.PasteMsg:
		if s.Typing() {
			return s.typed(form.Pasted(msg, false))
		}
	}
	return nil
}

// took makes the person who was saved the one at this laptop.
func (s *Screen) took(msg saved) tea.Cmd {
	going := s.going
	s.going = false
	if s.err = msg.err; s.err != nil {
		s.ask(asksSchool, s.school)
		return ui.Complain(s.err.Error())
	}
	s.env.Who, s.env.School = msg.person.Name, msg.person.School
	if going {
		s.page = choosing
	}
	return nil
}

func (s *Screen) personKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyNext):
		return s.next()
	case s.page == asksSchool && key.Matches(msg, keyPrev):
		s.school = s.value()
		s.ask(asksName, s.name)
		return nil
	case key.Matches(msg, ui.KeyBack) && s.knowsName():
		cmd := s.save()
		return tea.Sequence(cmd, ui.Send(ui.Back{}))
	case key.Matches(msg, ui.KeyBack):
		return ui.Say("type your name first, so that others see who wrote what")
	}
	return s.typed(msg)
}

// knowsName takes what is typed and reports whether there is a name.
func (s *Screen) knowsName() bool {
	if s.page == asksSchool {
		s.school = s.value()
	} else {
		s.name = s.value()
	}
	return s.name != ""
}

func (s *Screen) next() tea.Cmd {
	switch {
	case !s.knowsName():
		return nil
	case s.page == asksName:
		s.ask(asksSchool, s.school)
		return nil
	}
	s.going = true // a cycle that is begun names the person, who must be there by then
	return s.save()
}

// save returns the command that saves the person.
func (s *Screen) save() tea.Cmd {
	st, person := s.st, store.Person{Name: s.name, School: s.school}
	return func() tea.Msg { return saved{s, person, st.SetPerson(person)} }
}

func (s *Screen) chooseKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, ui.KeyUp, keyUpVi, ui.KeyShTab):
		s.choice = max(0, s.choice-1)
	case key.Matches(msg, ui.KeyDown, keyDownVi, ui.KeyTab):
		s.choice = min(choices-1, s.choice+1)
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case key.Matches(msg, keyPick):
		return s.choose()
	}
	return nil
}

func (s *Screen) choose() tea.Cmd {
	switch s.choice {
	case chooseStart, chooseGuide:
		s.ask(asksTitle, s.title)
		return nil
	case chooseExample:
		return ui.Send(Examples{})
	}
	return ui.Send(ui.Back{})
}

func (s *Screen) titleKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyStart):
		if s.title = s.value(); s.title == "" {
			return nil
		}
		return s.start()
	case key.Matches(msg, keyNotNow):
		s.title, s.page = s.value(), choosing
		return nil
	}
	return s.typed(msg)
}

// start makes the cycle and opens it, where that was chosen with the guide on top.
func (s *Screen) start() tea.Cmd {
	at := library.FirstField
	if s.choice == chooseGuide {
		at = ui.OpenCycle{Step: guide.Step}
	}
	return library.Start(s.env, s.st, s.title, at)
}

// value is what is typed, in one clean line.
func (s *Screen) value() string {
	return strings.Join(strings.Fields(cycle.Clean(s.area.Value(), false)), " ")
}

func (s *Screen) typed(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	s.area, cmd = s.area.Update(msg)
	return cmd
}

// Typing reports whether letters go into a text.
func (s *Screen) Typing() bool { return s.page != choosing }

// Commit saves the name when the person goes away before the school is asked.
func (s *Screen) Commit() tea.Cmd {
	if s.page > asksSchool || !s.knowsName() || s.name == s.env.Who && s.school == s.env.School {
		return nil
	}
	return s.save()
}

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	switch s.page {
	case asksName:
		if s.value() == "" {
			return []key.Binding{keyNext, ui.KeyF1, ui.KeyQuit}
		}
		return []key.Binding{keyNext, ui.KeyF1, keyLater}
	case asksSchool:
		return []key.Binding{keyNext, keyPrev, ui.KeyF1, keyLater}
	case asksTitle:
		return []key.Binding{keyStart, ui.KeyF1, keyNotNow}
	}
	return []key.Binding{keyPick, ui.KeyUp, ui.KeyDown, ui.KeyHelp, keyLater}
}
