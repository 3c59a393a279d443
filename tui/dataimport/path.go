package dataimport

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func (s *Screen) pathKey(msg tea.KeyPressMsg) tea.Cmd {
	if s.busy {
		if key.Matches(msg, ui.KeyBack) {
			s.stop()
			return ui.Say("stopped. Nothing was written")
		}
		return nil
	}
	shown := s.matching()
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case key.Matches(msg, ui.KeyUp):
		s.pick = max(s.pick-1, -1)
	case key.Matches(msg, ui.KeyDown):
		s.pick = min(s.pick+1, len(shown)-1)
	case key.Matches(msg, ui.KeyTab):
		return s.complete(shown)
	case key.Matches(msg, ui.KeyEnter):
		return s.enter(shown)
	default:
		return s.typePath(msg)
	}
	return nil
}

// typePath gives a key or a text to the path.
func (s *Screen) typePath(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	was := s.path.Value()
	s.path, cmd = s.path.Update(msg)
	if s.path.Value() == was {
		return cmd
	}
	return tea.Batch(cmd, s.pathChanged())
}

// setPath puts a path in place of what is typed.
func (s *Screen) setPath(path string) tea.Cmd {
	s.path.SetValue(path)
	s.path.MoveToEnd()
	return s.pathChanged()
}

func (s *Screen) pathChanged() tea.Cmd {
	s.pick, s.problem = -1, ""
	dir, _ := splitPath(s.path.Value())
	if dir == s.dir {
		return nil
	}
	return s.list(dir, false)
}

func (s *Screen) takeList(msg listed) {
	if msg.start != "" && s.path.Value() == "" {
		s.path.SetValue(msg.start)
		s.path.MoveToEnd()
	}
	if dir, _ := splitPath(s.path.Value()); dir != msg.dir {
		return // something else was typed meanwhile
	}
	s.dir, s.entries, s.pick = msg.dir, msg.entries, -1
	if msg.err != nil {
		s.entries = nil
	}
}

// matching are the entries that begin with what is typed.
func (s *Screen) matching() []Entry {
	dir, base := splitPath(s.path.Value())
	if dir != s.dir {
		return nil
	}
	var out []Entry
	for _, e := range s.entries {
		if len(e.Name) >= len(base) && strings.EqualFold(e.Name[:len(base)], base) {
			out = append(out, e)
		}
	}
	return out
}

// pathOf is the whole path of an entry.
func (s *Screen) pathOf(e Entry) string {
	path := s.dir + e.Name
	if e.Folder {
		path += "/"
	}
	return path
}

// complete types as much as is certain: the entry in hand, the only one, or what
// all have in common.
func (s *Screen) complete(shown []Entry) tea.Cmd {
	switch {
	case len(shown) == 0: // it may have been put there since
		dir, _ := splitPath(s.path.Value())
		return s.list(dir, false)
	case s.pick >= 0:
		return s.setPath(s.pathOf(shown[s.pick]))
	case len(shown) == 1:
		return s.setPath(s.pathOf(shown[0]))
	}
	common := shown[0].Name
	for _, e := range shown[1:] {
		for !strings.HasPrefix(strings.ToLower(e.Name), strings.ToLower(common)) {
			r := []rune(common)
			common = string(r[:len(r)-1])
		}
	}
	_, base := splitPath(s.path.Value())
	if len(common) <= len(base) {
		s.pick = 0
		return nil
	}
	return s.setPath(s.dir + common)
}

// enter opens the entry in hand, or what is typed.
func (s *Screen) enter(shown []Entry) tea.Cmd {
	if s.pick >= 0 && s.pick < len(shown) {
		e := shown[s.pick]
		cmd := s.setPath(s.pathOf(e))
		if e.Folder {
			return cmd
		}
	}
	path := strings.TrimSpace(s.path.Value())
	dir, base := splitPath(path)
	if base == "" {
		s.pick = min(0, len(s.matching())-1)
		return nil
	}
	for _, e := range s.matching() {
		if e.Folder && strings.EqualFold(e.Name, base) {
			return s.setPath(dir + e.Name + "/")
		}
	}
	s.problem = ""
	return s.open(path, "")
}
