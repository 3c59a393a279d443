package sync

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// find asks who is at the address, before anything is sent there.
func (l *Link) find(ctx context.Context, to *Screen, address string) tea.Cmd {
	o, try := l.o, to.try
	o.Tries = 1
	return func() tea.Msg {
		c, err := remote.NewClient(address, "", o)
		if err != nil {
			return found{to: to, try: try, err: err}
		}
		m, err := c.Meta(ctx)
		return found{to: to, try: try, name: m.Name, err: err}
	}
}

// join exchanges the code, and fills in who works here where nobody has said.
func (l *Link) join(ctx context.Context, to *Screen, address, code string) tea.Cmd {
	o, st, try := l.o, l.st, to.try
	o.Tries = 1
	return l.work(func(context.Context) tea.Msg {
		out := joined{to: to, try: try}
		c, err := remote.NewClient(address, "", o)
		if err == nil {
			out.me, err = remote.Join(ctx, st, c, code, remote.DeviceName())
		}
		if err == nil {
			// Joined is joined: a name that could not be kept is asked for elsewhere.
			_ = remote.Introduce(st, out.me, "")
		}
		out.err = err
		return out
	})
}

// joined begins anew with what was joined, and with the first sync.
func (l *Link) joined(msg joined) tea.Cmd {
	if msg.err == nil {
		l.forget()
		l.known = true
		l.status.State = remote.ChangesToSend
		l.env.Dashboard, l.env.BySchool = msg.me.Name, msg.me.Role != wire.Team
		if l.env.Who == "" {
			l.env.Who = msg.me.Person
		}
	}
	cmd := msg.to.joined(msg)
	if msg.err != nil {
		return cmd
	}
	return tea.Batch(cmd, l.look(false), l.begin(true))
}

// leave gives the sign-in back and forgets the dashboard. All cycles stay.
func (l *Link) leave() tea.Cmd {
	l.Cancel()
	l.run++ // what the sync has to tell is of no interest any more
	l.running = false
	l.dueNo++
	st, o, toSend := l.st, l.o, l.status.ToSend
	o.Tries = 1
	return l.work(func(ctx context.Context) tea.Msg {
		e, err := remote.Open(st, o)
		if err == nil {
			err = e.Client().Leave(ctx)
		}
		return left{told: err == nil, toSend: toSend, err: errors.Join(st.Leave(), remote.RemoveToken(st.Path()))}
	})
}

func (l *Link) left(msg left) tea.Cmd {
	if msg.err != nil {
		return tea.Batch(l.look(false), ui.Complain(msg.err.Error()))
	}
	l.forget()
	l.env.Dashboard, l.env.BySchool = "", false
	say := "left. All cycles stay on this laptop"
	if !msg.told {
		say += "; the dashboard did not answer, so its list still shows this laptop"
	}
	return tea.Batch(l.look(false), ui.Say(say), ui.Send(Arrived{}))
}

// forget drops what belongs to the dashboard that was joined before.
func (l *Link) forget() {
	l.engine, l.last, l.status = nil, nil, remote.Status{State: remote.NeverJoined}
	l.offline = time.Time{}
	l.pace = remote.NewPace(remote.WatchOptions{Now: l.env.Now})
}

// A waitingDoc is a cycle with changes that are to be sent.
type waitingDoc struct {
	title   string
	changes int
}

// maxWaiting bounds how many changes are looked through for the list.
const maxWaiting = 500

// waiting reads what is to be sent, by cycle.
func (l *Link) waiting(to *Screen) tea.Cmd {
	st := l.st
	return l.work(func(context.Context) tea.Msg {
		streams, err := st.Streams()
		if err != nil {
			return nil
		}
		var docs []waitingDoc
		at := map[string]int{}
		for _, stream := range streams {
			changes, _, err := st.Unsent(stream.School, maxWaiting, wire.MaxBody)
			if err != nil {
				continue // the sync tells of it
			}
			for _, c := range changes {
				i, there := at[c.Doc]
				if !there {
					i = len(docs)
					at[c.Doc] = i
					docs = append(docs, waitingDoc{title: titleOf(st, c.Doc)})
				}
				docs[i].changes++
			}
		}
		return waiting{to, docs}
	})
}

func titleOf(st *store.Store, doc string) string {
	row, err := st.Row(doc)
	if err != nil || row.Title == "" {
		return "(no title yet)"
	}
	return row.Title
}
