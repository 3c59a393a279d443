package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// The smallest window in which screens are drawn.
const (
	minWidth  = 60
	minHeight = 18
)

// View draws the screen on top.
func (a *App) View() tea.View {
	if a.guest != nil {
		return a.guest.app.View()
	}
	if a.w == 0 {
		return tea.View{AltScreen: true}
	}
	if a.stale {
		a.frame, a.stale = a.draw(), false
	}
	v := tea.NewView(a.frame)
	v.AltScreen = true
	v.WindowTitle = "pdsa"
	if a.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (a *App) draw() string {
	frame := small(a.w, a.h)
	if a.w >= minWidth && a.h >= minHeight {
		frame = a.noticed(a.top().View(a.w, a.h))
	}
	if a.ascii {
		frame = ui.ASCII(frame)
	}
	return frame
}

// noticed puts the notice in place of the sentence that says what is next: the
// line before the last.
func (a *App) noticed(frame string) string {
	if a.notice == nil {
		return frame
	}
	lines := strings.Split(frame, "\n")
	if len(lines) >= 2 {
		lines[len(lines)-2] = " " + ui.NoticeLine(a.env.Theme, *a.notice, a.w-2)
	}
	return strings.Join(lines, "\n")
}

// small says kindly that the window has no room.
func small(w, h int) string {
	text := "This window is a little small. Make it at least 60 columns wide and 18 rows high. Everything is saved."
	return ui.Block(ui.Wrap(text, max(1, w)), max(1, w), max(1, h))
}
