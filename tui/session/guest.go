package session

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A Guest is somebody who has another school's cycle open: a coach, or a reader.
// The zero Guest is one of the team.
type Guest struct {
	School string // whose cycle it is
	Role   wire.Role
}

// Refused tells the root that an edit was not carried out: it is for the team.
type Refused struct{ Guest Guest }

// SetGuest says as whom the person has the document open.
func (s *Session) SetGuest(g Guest) { s.guest = g }

// Guest returns as whom the person has the document open; ok is false for one of
// the team.
func (s *Session) Guest() (g Guest, ok bool) {
	return s.guest, s.guest.Role != "" && s.guest.Role != wire.Team
}

// MayWrite reports whether the person may write in the list; the empty list stands
// for the cycle's own fields.
func (s *Session) MayWrite(list string) bool {
	_, guest := s.Guest()
	return !guest || s.guest.Role.MayWrite(change.Change{Ops: []change.Op{{List: list}}})
}

func (s *Session) allowed(edits []cycle.Edit) bool {
	for _, e := range edits {
		if !s.MayWrite(e.Path.List) {
			return false
		}
	}
	return true
}

func (s *Session) refuse() tea.Cmd {
	g := s.guest
	return func() tea.Msg { return Refused{g} }
}
