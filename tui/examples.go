package tui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Examples are the example cycles on a throw-away store. Close takes it away.
type Examples struct {
	Store *store.Store
	Now   func() time.Time // stands on the day of the stories
	Close func() error
}

// guest is the app on the examples, shown in place of the person's own.
type guest struct {
	app      *App
	examples Examples
}

func (g *guest) close() error { return errors.Join(g.app.flush(), g.examples.Close()) }

type (
	examplesOpen struct {
		examples Examples
		err      error
	}
	examplesOver struct{}
)

func (a *App) openExamples() tea.Cmd {
	if a.examples == nil {
		return ui.Say("`pdsa demo` shows the examples")
	}
	open := a.examples
	return func() tea.Msg {
		ex, err := open(context.Background())
		return examplesOpen{ex, err}
	}
}

func (a *App) showExamples(msg examplesOpen) tea.Cmd {
	if msg.err != nil {
		return ui.Complain("the examples could not be opened: " + msg.err.Error())
	}
	app, err := New(msg.examples.Store, Options{Demo: true, Now: msg.examples.Now})
	if err != nil {
		return ui.Complain("the examples could not be opened: " + err.Error())
	}
	app.end = ui.Send(examplesOver{})
	app.ascii, app.mouse, app.w, app.h = a.ascii, a.mouse, a.w, a.h
	app.theme, app.env.Theme = a.theme, a.env.Theme
	a.guest = &guest{app, msg.examples}
	return tea.Batch(app.Init(), ui.Say("these are examples: try anything. q brings you back to your own"))
}

// toGuest gives a message to the app on the examples, until that one ends.
func (a *App) toGuest(msg tea.Msg) tea.Cmd {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		a.w, a.h = size.Width, size.Height
	}
	if _, over := msg.(examplesOver); over {
		g := a.guest
		a.guest = nil
		return func() tea.Msg {
			if err := g.close(); err != nil {
				return ui.Notice{Text: "the examples could not be cleared away: " + err.Error(), Bad: true}
			}
			return nil
		}
	}
	if cmd, mine := a.syncBehind(msg); mine {
		return cmd
	}
	_, cmd := a.guest.app.Update(msg)
	return cmd
}
