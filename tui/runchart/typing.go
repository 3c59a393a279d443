package runchart

import (
	"strings"
	"unicode"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
)

// ask opens the line of text.
func (s *Screen) ask(what ask, target cycle.Path, value string) {
	s.asking, s.target, s.day, s.when = what, target, s.at().Date, ""
	if at := s.cursor(); at > 0 {
		s.when = s.read().When(at)
	}
	s.area, s.seen = form.NewArea(s.env, value), s.s.Seen()
}

// askFile proposes a name for the image.
func (s *Screen) askFile() {
	words := strings.FieldsFunc(strings.ToLower(s.read().Name()), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	s.ask(askFile, cycle.Path{}, strings.Join(words, "-")+".svg")
}

// typing takes the keys while a text has the keyboard.
func (s *Screen) typing(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case s.asking == askFile && key.Matches(msg, keyCancel):
		s.asking = askNothing
		return nil
	case s.asking == askFile && key.Matches(msg, keyWrite):
		s.asking = askNothing
		return s.write(strings.TrimSpace(s.area.Value()))
	case key.Matches(msg, keyKeep), key.Matches(msg, keyFinish):
		return s.keep()
	}
	var cmd tea.Cmd
	s.area, cmd = s.area.Update(msg)
	return cmd
}

func (s *Screen) paste(msg tea.PasteMsg) tea.Cmd {
	msg.Content = strings.Join(strings.Fields(cycle.Clean(msg.Content, false)), " ")
	var cmd tea.Cmd
	s.area, cmd = s.area.Update(msg)
	return cmd
}

// Commit keeps what is being typed; a file is not written without enter.
func (s *Screen) Commit() tea.Cmd {
	if s.asking == askNothing || s.asking == askFile {
		s.asking = askNothing
		return nil
	}
	return s.keep()
}
