// Package sync is the app's side of the district's dashboard: the link that keeps
// the store in step with it in the background, and the screen on which a laptop
// joins, syncs, sees what is to be sent, and leaves.
package sync

import (
	"context"
	"errors"
	gosync "sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const (
	// lookDelay and beginDelay let the start and the first keys go first.
	lookDelay  = 700 * time.Millisecond
	beginDelay = 4 * time.Second
)

// A Link keeps a store in step with the dashboard that it has joined. It belongs to
// the screen's goroutine: only the commands that it returns run elsewhere, and they
// touch nothing of it but what is marked as shared.
type Link struct {
	env  *ui.Env
	st   *store.Store
	o    remote.Options
	pace *remote.Pace

	status  remote.Status // as last read
	known   bool          // whether it was ever read
	last    remote.Event  // what still holds of what syncs told; see remote.StatusOf
	offline time.Time     // since when nothing answers; zero while something does
	dueNo   int           // counts what is to come; only the newest counts

	running  bool
	manual   bool // whether somebody asked for the sync that is running
	soon     bool // whether one is planned for what was saved
	run      int  // counts them, so that a late message of an old one is told
	progress remote.Progress
	cancel   context.CancelFunc
	stopped  bool // cancelled by hand
	engine   *remote.Engine

	shared shared
}

// shared is what commands use and Close ends.
type shared struct {
	using   gosync.RWMutex // read-locked while a command uses the store
	ctx     context.Context
	stop    context.CancelFunc
	mu      gosync.Mutex
	network *remote.Network
}

// The messages of a link. All are for the root to pass on to Update.
type (
	look       struct{}
	due        struct{ no int }
	statusRead struct {
		status remote.Status
		send   bool // whether what waits is to go out soon
		err    error
	}
	progressed struct {
		run int
		p   remote.Progress
		box mailbox
	}
	ended struct {
		run    int
		engine *remote.Engine
		result remote.Result
		err    error
	}
	networkRead struct{ err error }
	found       struct {
		to   *Screen
		try  int
		name string
		err  error
	}
	joined struct {
		to  *Screen
		try int
		me  wire.Me
		err error
	}
	left struct {
		told   bool
		toSend int
		err    error
	}
	waiting struct {
		to   *Screen
		docs []waitingDoc
	}
)

// Arrived tells the root that a sync changed what is here.
type Arrived struct{ News []remote.News }

// NewLink returns a link for the store. Nothing happens before Start.
func NewLink(env *ui.Env, st *store.Store, o remote.Options) *Link {
	o.Now = env.Now
	l := &Link{env: env, st: st, o: o, pace: remote.NewPace(remote.WatchOptions{Now: env.Now})}
	l.shared.ctx, l.shared.stop = context.WithCancel(context.Background())
	return l
}

// Start looks after a while whether this laptop has joined a dashboard, and syncs if
// it has.
func (l *Link) Start() tea.Cmd { return l.env.After(lookDelay, look{}) }

// Joined reports whether this laptop is known to have joined a dashboard.
func (l *Link) Joined() bool { return l.known && l.status.State != remote.NeverJoined }

// Status is how the store stood when it was last read.
func (l *Link) Status() remote.Status { return l.status }

// Running reports whether a sync is under way.
func (l *Link) Running() bool { return l.running }

// Close stops what is under way and waits for it. Commands that begin later do
// nothing.
func (l *Link) Close() error {
	l.shared.stop()
	l.shared.using.Lock()
	defer l.shared.using.Unlock()
	l.shared.mu.Lock()
	defer l.shared.mu.Unlock()
	if l.shared.network == nil {
		return nil
	}
	err := l.shared.network.Close()
	l.shared.network = nil
	return err
}

// work makes a command of something that uses the store and may take long.
func (l *Link) work(do func(ctx context.Context) tea.Msg) tea.Cmd {
	s := &l.shared
	return func() tea.Msg {
		s.using.RLock()
		defer s.using.RUnlock()
		if s.ctx.Err() != nil {
			return nil
		}
		return do(s.ctx)
	}
}

// look reads how the store stands; send lets what waits go out soon.
func (l *Link) look(send bool) tea.Cmd {
	st, last := l.st, l.last
	return l.work(func(context.Context) tea.Msg {
		status, err := remote.StatusOf(st, last)
		return statusRead{status, send, err}
	})
}

// Saved is to be called when something may have been saved here.
func (l *Link) Saved() tea.Cmd {
	if !l.Joined() {
		return nil
	}
	return l.look(true)
}

// sendSoon plans a sync for what was saved, once: more saves do not put it off. While
// nothing answers they wake nobody, and while a sync runs they wait for its end.
func (l *Link) sendSoon() tea.Cmd {
	switch {
	case l.soon, l.pace.Offline(), l.status.State == remote.SignInAgain:
		return nil
	case l.running:
		l.soon = true
		return nil
	}
	l.soon = true
	return l.after(l.pace.Gather())
}

// after plans the next sync, in place of what was planned.
func (l *Link) after(pause time.Duration) tea.Cmd {
	l.dueNo++
	return l.env.After(pause, due{l.dueNo})
}

// Sync syncs now, because somebody asked for it.
func (l *Link) Sync() tea.Cmd {
	if l.running {
		l.manual = true
		return nil
	}
	return l.begin(true)
}

// Cancel stops the sync that is under way. What it did until then stays done.
func (l *Link) Cancel() {
	if l.running {
		l.stopped = true
		l.cancel()
	}
}

// begin starts a sync.
func (l *Link) begin(manual bool) tea.Cmd {
	l.dueNo++ // what was planned has come
	l.run++
	l.running, l.manual, l.stopped, l.soon, l.progress = true, manual, false, false, remote.Progress{}
	ctx, cancel := context.WithCancel(l.shared.ctx)
	l.cancel = cancel
	box := make(mailbox, 1)
	st, engine, o, run := l.st, l.engine, l.o, l.run
	o.Tries = 2 // the pace tries again by itself
	sync := l.work(func(context.Context) tea.Msg {
		defer cancel()
		defer close(box)
		out := ended{run: run, engine: engine}
		if out.engine == nil {
			if out.engine, out.err = remote.Open(st, o); out.err != nil {
				return out
			}
		}
		if manual {
			out.result, out.err = out.engine.Sync(ctx, box.put)
		} else {
			out.result, out.err = out.engine.SyncQuietly(ctx, box.put)
		}
		return out
	})
	return tea.Batch(sync, box.next(run))
}

// A mailbox holds the newest progress of a sync until somebody looks.
type mailbox chan remote.Progress

func (b mailbox) put(p remote.Progress) {
	select {
	case <-b:
	default:
	}
	b <- p
}

// next waits for something new.
func (b mailbox) next(run int) tea.Cmd {
	return func() tea.Msg {
		p, open := <-b
		if !open {
			return nil
		}
		return progressed{run, p, b}
	}
}

// Update takes the link's own messages; mine is false for all others.
func (l *Link) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case look:
		return l.look(false), true
	case statusRead:
		return l.took(msg), true
	case due:
		if msg.no == l.dueNo && !l.running && l.Joined() {
			return l.begin(false), true
		}
		return nil, true
	case progressed:
		if msg.run == l.run {
			l.progress = msg.p
		}
		return msg.box.next(msg.run), true
	case ended:
		return l.end(msg), true
	case joined:
		return l.joined(msg), true
	case left:
		return l.left(msg), true
	case networkRead:
		if msg.err != nil && l.manual {
			return ui.Complain("the cycles of other schools could not be brought up to date: " + Plainly(msg.err)), true
		}
		return nil, true
	}
	return nil, false
}

// took takes a status, and begins to sync when it is the first one.
func (l *Link) took(msg statusRead) tea.Cmd {
	if msg.err != nil {
		return nil // the next look tells; a store that is broken shows elsewhere
	}
	first := !l.known
	l.status, l.known = msg.status, true
	l.env.Dashboard, l.env.BySchool = "", false
	if l.Joined() {
		l.env.Dashboard = nameOf(l.status.Dashboard)
		l.env.BySchool = l.status.Dashboard.Role != wire.Team
		l.pace.Follow(len(l.status.Schools))
	}
	if first && l.Joined() {
		if l.env.BySchool {
			return tea.Batch(l.after(beginDelay), ui.Send(Arrived{}))
		}
		return l.after(beginDelay)
	}
	if msg.send && l.status.ToSend > 0 {
		return l.sendSoon()
	}
	return nil
}

// end takes the end of a sync, tells what came of it and plans the next one.
func (l *Link) end(msg ended) tea.Cmd {
	if msg.run != l.run {
		return nil
	}
	l.running, l.engine = false, msg.engine
	if l.stopped || errors.Is(msg.err, context.Canceled) {
		return tea.Batch(l.look(false), l.after(5*time.Minute), l.arrived(msg.result), ui.Say("stopped. What came and went until then is kept; s goes on"))
	}
	tell, pause, end := l.pace.Ended(msg.result, msg.err)
	cmds := l.hear(tell)
	cmds = append(cmds, l.arrived(msg.result))
	switch {
	case end != nil:
		l.dueNo++
		l.last = remote.Trouble{Err: end}
		cmds = append(cmds, ui.Complain(Plainly(end)))
	case l.soon && msg.err == nil:
		cmds = append(cmds, l.after(l.pace.Gather()))
	default:
		l.soon = false
		cmds = append(cmds, l.after(pause))
	}
	if l.manual && end == nil {
		cmds = append(cmds, l.answer(msg))
	}
	if msg.err == nil {
		cmds = append(cmds, l.freshen(msg.engine))
	}
	// In this order: what is looked up is as of the end.
	return tea.Batch(append([]tea.Cmd{l.look(false)}, cmds...)...)
}
