package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/library"
	"github.com/cqi-pdsa/pdsa/tui/network"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/sync"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// connect gives the app its link to the dashboard. Examples, and a store that only
// opens for reading, have none.
func (a *App) connect(o remote.Options) {
	if a.env.Demo || a.st.ReadOnly() {
		return
	}
	a.link = sync.NewLink(a.env, a.st, o)
	a.env.Synced = a.link.Short
}

func (a *App) startSync() tea.Cmd {
	if a.link == nil {
		return nil
	}
	return a.link.Start()
}

// sync answers the messages of the link and those that lead to its screens.
func (a *App) sync(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case fresh:
		return a.adopt(msg), true
	case session.Refused:
		return ui.Say(guestWords(msg.Guest)), true
	}
	if a.link == nil {
		switch msg.(type) {
		case ui.OpenSync, ui.OpenNetwork:
			return ui.Say("these cycles are not synced"), true
		}
		return nil, false
	}
	if cmd, mine := a.link.Update(msg); mine {
		return cmd, true
	}
	switch msg := msg.(type) {
	case sync.Arrived:
		return a.arrived(msg), true
	case ui.OpenSync:
		s, cmd := sync.New(a.env, a.link)
		return tea.Batch(a.push(s), cmd), true
	case ui.OpenNetwork:
		s, cmd := network.New(a.env, a.st, a.source())
		return tea.Batch(a.push(s), cmd), true
	}
	return nil, false
}

// syncBehind answers the messages of the link while the examples are on top: a sync
// goes on behind them.
func (a *App) syncBehind(msg tea.Msg) (tea.Cmd, bool) {
	if a.link == nil {
		return nil, false
	}
	switch msg.(type) {
	case fresh, sync.Arrived:
		return a.sync(msg)
	}
	return a.link.Update(msg)
}

func (a *App) source() func() (network.Source, error) {
	open := a.link.Network()
	return func() (network.Source, error) { return open() }
}

// fresh is the open document as it is after others wrote in it.
type fresh struct {
	doc     string
	version int // of the session when it was read
	state   *change.State
	err     error
}

// arrived shows what a sync brought: the lists anew, the open document as it is now,
// and a line about who wrote what.
func (a *App) arrived(msg sync.Arrived) tea.Cmd {
	open := ""
	if a.session != nil {
		open = a.session.Doc()
	}
	cmds := []tea.Cmd{a.reread()}
	for _, s := range a.stack {
		switch s.(type) {
		case *library.Screen:
			cmds = append(cmds, s.Update(library.Load{}))
		default:
			cmds = append(cmds, s.Update(msg))
		}
	}
	if n, ok := newest(msg.News, open); ok && (a.notice == nil || !a.notice.Bad) {
		cmds = append(cmds, ui.Say(sync.Told(msg.News, n, open, a.env.Now())))
	}
	return tea.Batch(cmds...)
}

// newest picks the news to tell: of the open document, or the newest of all.
func newest(news []remote.News, open string) (best remote.News, ok bool) {
	for _, n := range news {
		better := n.At.After(best.At)
		if (n.Doc == open) != (best.Doc == open) {
			better = n.Doc == open
		}
		if !ok || better {
			best, ok = n, true
		}
	}
	return best, ok
}

// reread reads the open document anew.
func (a *App) reread() tea.Cmd {
	if a.session == nil {
		return nil
	}
	st, doc, version := a.st, a.session.Doc(), a.session.Version()
	return func() tea.Msg {
		state, err := st.State(doc)
		return fresh{doc, version, state, err}
	}
}

// adopt shows the open document as it is now. While the person's own edits are on
// their way it waits for them: they were made without having read it.
func (a *App) adopt(msg fresh) tea.Cmd {
	if a.session == nil || msg.doc != a.session.Doc() || msg.err != nil {
		return nil
	}
	if msg.version != a.session.Version() || !a.session.Refresh(msg.state) {
		a.rereadDue = true
		if !a.session.Pending() {
			return a.rereadIfDue()
		}
		return nil
	}
	cmds := make([]tea.Cmd, 0, len(a.stack))
	for _, s := range a.stack {
		cmds = append(cmds, s.Update(ui.Saved{Doc: msg.doc}))
	}
	return tea.Batch(cmds...)
}

func (a *App) rereadIfDue() tea.Cmd {
	if !a.rereadDue || a.session == nil || a.session.Pending() {
		return nil
	}
	a.rereadDue = false
	return a.reread()
}

// syncSaved lets a save go out before long.
func (a *App) syncSaved() tea.Cmd {
	if a.link == nil {
		return a.rereadIfDue()
	}
	return tea.Batch(a.link.Saved(), a.rereadIfDue())
}

// guestOf says as whom the person opens a document. It reads the store.
func guestOf(st *store.Store, doc string) (session.Guest, error) {
	owner, other, err := st.Owner(doc)
	if err != nil || !other {
		return session.Guest{}, err
	}
	g := session.Guest{School: owner.Name, Role: owner.Role}
	if owner.Gone {
		g.Role = wire.Reader
	}
	return g, nil
}

func guestWords(g session.Guest) string {
	if g.Role == wire.Reader {
		return "you can read this cycle; only its team changes it"
	}
	return "only the team changes this. c writes a comment"
}
