package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/act"
	"github.com/cqi-pdsa/pdsa/tui/welcome"
)

func openNextMsg(doc string, d cycle.Decision) tea.Msg { return act.OpenNext{Doc: doc, Decision: d} }

func welcomeExamples() tea.Msg { return welcome.Examples{} }
