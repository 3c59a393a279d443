package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// First returns the first of n lines to draw in h lines so that line at is seen:
// the lines that Window would show, for lists too long to draw in whole.
func First(n, at, h int) int {
	if n <= h {
		return 0
	}
	return min(max(0, at-h/3), n-h)
}

// The keys that go through a text, as the footer names them.
var (
	KeyReadOn   = Bind("↑ ↓", "read on", "up", "down", "k", "j")
	KeyReadPage = Bind("space", "next page", "space", "pgdown")
	KeyReadTop  = Bind("home", "beginning", "home", "g")
	KeyReadEnd  = Bind("end", "end", "end", "G")
)

// A Scroll goes through a text that is longer than the window. The zero Scroll is
// at its beginning.
type Scroll struct {
	top   int // the first line that is seen
	lines int // of the text, at the last drawing
	rows  int // of the window, likewise
}

// Window gives the lines that are seen in h rows. The end of the text stays at the
// foot of the window.
func (s *Scroll) Window(lines []string, h int) []string {
	s.lines, s.rows = len(lines), max(1, h)
	s.By(0)
	return lines[s.top:]
}

// Update goes where a key or the mouse wheel says, and reports whether it said so.
func (s *Scroll) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.MouseWheelMsg:
		s.By(wheelLines * Notch(msg))
		return true
	}
	return false
}

func (s *Scroll) key(msg tea.KeyPressMsg) bool {
	switch {
	case key.Matches(msg, KeyUp, keyUpVi):
		s.By(-1)
	case key.Matches(msg, KeyDown, keyDownVi):
		s.By(1)
	case key.Matches(msg, KeyPgUp):
		s.By(1 - s.rows) // one line is seen again
	case key.Matches(msg, KeyReadPage):
		s.By(s.rows - 1)
	case key.Matches(msg, KeyReadTop):
		s.To(0)
	case key.Matches(msg, KeyReadEnd):
		s.To(s.lines)
	default:
		return false
	}
	return true
}

// By goes on by so many lines, or back.
func (s *Scroll) By(delta int) { s.To(s.top + delta) }

// To goes to a line, the first being 0, as far as the text reaches.
func (s *Scroll) To(line int) { s.top = max(0, min(line, s.lines-s.rows)) }

// Top is the first line that is seen.
func (s *Scroll) Top() int { return s.top }

// Below is how many lines there are below the window.
func (s *Scroll) Below() int { return max(0, s.lines-s.top-s.rows) }
