package tui

import (
	"os"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// themeChoice is what a person has chosen: auto follows the terminal.
type themeChoice string

const (
	themeAuto  themeChoice = "auto"
	themeLight themeChoice = "light"
	themeDark  themeChoice = "dark"
	themeNone  themeChoice = "none"
)

const settingTheme = "theme"

// readTheme takes the environment before the laptop's setting.
func readTheme(st *store.Store) themeChoice {
	choice := themeChoice(os.Getenv("PDSA_THEME"))
	if choice == "" {
		// A setting that cannot be read is one that was not made.
		value, _ := st.Setting(settingTheme)
		choice = themeChoice(value)
	}
	switch choice {
	case themeLight, themeDark, themeNone:
		return choice
	}
	return themeAuto
}

// theme returns the styles for a terminal whose background is dark or not.
func (c themeChoice) theme(dark bool) *ui.Theme {
	switch c {
	case themeLight:
		return ui.NewTheme(false, false)
	case themeDark:
		return ui.NewTheme(true, false)
	case themeNone:
		return ui.NewTheme(dark, true)
	}
	return ui.NewTheme(dark, false)
}

// nextTheme goes round the choices and keeps the new one.
func (a *App) nextTheme() tea.Cmd {
	next := map[themeChoice]themeChoice{themeAuto: themeLight, themeLight: themeDark, themeDark: themeNone, themeNone: themeAuto}
	a.theme = next[a.theme]
	a.env.Theme = a.theme.theme(a.env.Theme.Dark)
	st, value := a.st, string(a.theme)
	keep := func() tea.Msg {
		if st.ReadOnly() {
			return nil
		}
		if err := st.SetSetting(settingTheme, value); err != nil {
			return ui.Notice{Text: err.Error(), Bad: true}
		}
		return nil
	}
	var background tea.Cmd
	if a.theme == themeAuto {
		background = tea.RequestBackgroundColor
	}
	return tea.Batch(keep, background, ui.Say("colors: "+value))
}
