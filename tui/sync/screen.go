package sync

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A page is what the screen is at.
type page int

const (
	standing page = iota // how the laptop stands, or that it has not joined
	asksAddress
	finding // who is at the address
	asksCode
	joining
	asksLeave
)

// A Screen shows how the laptop stands to the dashboard, and lets it join and leave.
type Screen struct {
	env  *ui.Env
	link *Link

	page    page
	area    textarea.Model
	address string
	name    string // of the dashboard at the address
	code    string
	wrong   string // why the last try did not work
	try     int    // counts what was asked for; an answer to an older try counts no more
	cancel  context.CancelFunc
	me      *wire.Me // what was joined just now
	waiting []waitingDoc
}

// New returns the screen and the command that reads what it shows.
func New(env *ui.Env, link *Link) (*Screen, tea.Cmd) {
	s := &Screen{env: env, link: link, cancel: func() {}}
	s.address = link.status.Dashboard.URL
	return s, tea.Batch(link.look(false), link.waiting(s))
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case found:
		if msg.to == s && msg.try == s.try && s.page == finding {
			s.found(msg)
		}
	case waiting:
		if msg.to == s {
			s.waiting = msg.docs
		}
	case Arrived, ui.Saved:
		return s.link.waiting(s)
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.PasteMsg:
		if s.Typing() {
			return s.typed(form.Pasted(msg, false))
		}
	}
	return nil
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	switch s.page {
	case asksAddress:
		return s.addressKey(msg)
	case asksCode:
		return s.codeKey(msg)
	case finding, joining:
		if key.Matches(msg, keyCancel) {
			s.giveUp()
		}
		return nil
	case asksLeave:
		switch {
		case key.Matches(msg, keyYes):
			s.page, s.me, s.waiting = standing, nil, nil
			return s.link.leave()
		case key.Matches(msg, keyStay):
			s.page = standing
		}
		return nil
	}
	return s.standingKey(msg)
}

func (s *Screen) standingKey(msg tea.KeyPressMsg) tea.Cmd {
	joined := s.link.Joined()
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case !joined && key.Matches(msg, keyJoin), s.signInAgain() && key.Matches(msg, keyAgain):
		s.page, s.wrong = asksAddress, ""
		s.area = form.NewArea(s.env, s.address)
	case !joined:
		return nil
	case key.Matches(msg, keyOthers):
		return ui.Send(ui.OpenNetwork{})
	case key.Matches(msg, keyLeave):
		s.page = asksLeave
	case s.link.running && key.Matches(msg, keyStop):
		s.link.Cancel()
	case !s.link.running && key.Matches(msg, keySync):
		return s.link.Sync()
	}
	return nil
}

func (s *Screen) signInAgain() bool { return s.link.status.State == remote.SignInAgain }

func (s *Screen) addressKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyBefore):
		s.address, s.page = s.area.Value(), standing
		return nil
	case key.Matches(msg, keyGoOn):
		s.address = strings.TrimSpace(cycle.Clean(s.area.Value(), false))
		if s.address == "" {
			s.wrong = "type the address that the district gave you, such as pdsa.example.org"
			return nil
		}
		s.page, s.wrong = finding, ""
		return s.link.find(s.trying(), s, s.address)
	}
	return s.typed(msg)
}

// trying begins something that a person may stop waiting for.
func (s *Screen) trying() context.Context {
	s.try++
	ctx, cancel := context.WithCancel(s.link.shared.ctx)
	s.cancel = cancel
	return ctx
}

// giveUp goes back to what was typed.
func (s *Screen) giveUp() {
	s.cancel()
	s.try++
	if s.page == finding {
		s.page, s.area = asksAddress, form.NewArea(s.env, s.address)
		return
	}
	s.page, s.area = asksCode, form.NewArea(s.env, s.code)
	s.wrong = "not joined. If the dashboard had taken the code already, it works no more: ask the district for a new one"
}

func (s *Screen) found(msg found) {
	s.cancel()
	if msg.err != nil {
		s.page, s.wrong, s.area = asksAddress, Plainly(msg.err), form.NewArea(s.env, s.address)
		return
	}
	s.name = msg.name
	s.page, s.wrong, s.area = asksCode, "", form.NewArea(s.env, s.code)
}

func (s *Screen) codeKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyBefore):
		s.code = s.area.Value()
		s.page, s.wrong, s.area = asksAddress, "", form.NewArea(s.env, s.address)
		return nil
	case key.Matches(msg, keySend):
		s.code = strings.TrimSpace(cycle.Clean(s.area.Value(), false))
		if s.code == "" {
			s.wrong = "type the code that the district gave you. It looks like K3F7-9QXT-2M8D"
			return nil
		}
		s.page, s.wrong = joining, ""
		return s.link.join(s.trying(), s, s.address, s.code)
	}
	return s.typed(msg)
}

// joined takes the answer to the code.
func (s *Screen) joined(msg joined) tea.Cmd {
	current := msg.try == s.try && s.page == joining
	s.cancel()
	switch {
	case msg.err == nil:
		s.page, s.code, s.wrong, s.me = standing, "", "", &msg.me
		return s.link.waiting(s)
	case current:
		s.page, s.wrong, s.area = asksCode, Plainly(msg.err), form.NewArea(s.env, s.code)
	}
	return nil
}

func (s *Screen) typed(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	s.wrong = ""
	s.area, cmd = s.area.Update(msg)
	return cmd
}

// Typing reports whether letters go into the line.
func (s *Screen) Typing() bool { return s.page == asksAddress || s.page == asksCode }

// Commit keeps nothing: what is typed is used when enter is pressed.
func (s *Screen) Commit() tea.Cmd { return nil }

// Keys are the keys that work now.
func (s *Screen) Keys() []key.Binding {
	switch s.page {
	case asksAddress:
		return []key.Binding{keyGoOn, keyBefore, ui.KeyF1}
	case asksCode:
		return []key.Binding{keySend, keyBefore, ui.KeyF1}
	case finding, joining:
		return []key.Binding{keyCancel}
	case asksLeave:
		return []key.Binding{keyYes, keyStay}
	}
	if !s.link.Joined() {
		return []key.Binding{keyJoin, ui.KeyHelp, ui.KeyBack}
	}
	keys := []key.Binding{keySync}
	switch {
	case s.signInAgain():
		keys = []key.Binding{keyAgain, keySync}
	case s.link.running:
		keys = []key.Binding{keyStop}
	}
	return append(keys, keyOthers, keyLeave, ui.KeyHelp, ui.KeyBack)
}
