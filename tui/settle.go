package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// settleDelay is how long a person has to pause until the store writes what it
// put off while they typed (see store.Settle).
const settleDelay = 3 * time.Second

// settleDue comes settleDelay after a save. It counts only when no other save came
// after it.
type settleDue struct{ no int }

func (a *App) settleLater() tea.Cmd {
	a.settleNo++
	return a.env.After(settleDelay, settleDue{a.settleNo})
}

// settle lets the store write in the background. Nothing depends on it: what
// cannot be written now is written when the store is closed or opened.
func (a *App) settle(due settleDue) tea.Cmd {
	if due.no != a.settleNo {
		return nil
	}
	st := a.st
	return func() tea.Msg {
		_ = st.Settle()
		return nil
	}
}
