package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/atotto/clipboard"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/help"
	"github.com/cqi-pdsa/pdsa/tui/library"
	"github.com/cqi-pdsa/pdsa/tui/organizer"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/sync"
	"github.com/cqi-pdsa/pdsa/tui/ui"
	"github.com/cqi-pdsa/pdsa/tui/welcome"
)

// An App is the root model: the stack of screens, the open document, and what
// holds for all screens.
type App struct {
	env     *ui.Env
	st      *store.Store
	stack   []ui.Screen
	session *session.Session // of the organizer in the stack; nil without one

	w, h     int
	notice   *ui.Notice
	noticeNo int
	theme    themeChoice
	mouse    bool
	ascii    bool
	quitting bool
	warned   bool // that something typed could not be read, at the first try to quit
	settleNo int  // counts the saves; see settle
	// link keeps the store in step with the district's dashboard; nil without one.
	// rereadDue is set when others wrote in the open document while it was saved.
	link      *sync.Link
	rereadDue bool
	hold      hold // keys that wait for what the ones before set off
	// wanted is the cycle that is opened once all of the one in hand is saved.
	wanted *ui.OpenCycle
	// end is what ends the app: tea.Quit, or for the examples inside another app
	// the way back to that one.
	end tea.Cmd
	// examples opens the example cycles and guest is the app on them, while it is
	// open.
	examples func(context.Context) (Examples, error)
	guest    *guest
	// frame is the last drawing and stale whether a message came since: the
	// terminal asks for a view after every message, also those that change
	// nothing.
	frame string
	stale bool
}

// New returns the app on a store. The error is the store's.
func New(st *store.Store, o Options) (*App, error) {
	who, err := st.Person()
	if err != nil {
		return nil, err
	}
	a := &App{st: st, stale: true, end: tea.Quit, examples: o.Examples}
	a.theme = readTheme(st)
	a.env = &ui.Env{Theme: a.theme.theme(true), Now: o.Now, Who: who.Name, School: who.School, Demo: o.Demo, ReadOnly: st.ReadOnly(), Tick: tick}
	a.connect(o.Remote)
	lib, err := library.New(a.env, st)
	if err != nil {
		return nil, err
	}
	a.stack = []ui.Screen{lib}
	if who.Name == "" && !o.Demo && !st.ReadOnly() {
		a.stack = append(a.stack, welcome.New(a.env, st))
	}
	return a, nil
}

// What goes on behind the first screen lets the start and the first keys go
// first: the other rows of the library, and the day's backup.
const (
	loadDelay   = 500 * time.Millisecond
	backupDelay = 15 * time.Second
)

type backupDue struct{}

// Init asks for the background and starts what goes on behind the first screen.
func (a *App) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, a.env.After(loadDelay, library.Load{}), a.env.After(backupDelay, backupDue{}), a.startSync())
}

// backup makes the day's copy in the background.
func (a *App) backup() tea.Cmd {
	if a.st.ReadOnly() || a.env.Demo {
		return nil
	}
	st := a.st
	return func() tea.Msg {
		if _, err := st.BackupDaily(context.Background()); err != nil {
			return ui.Notice{Text: "today's backup could not be made: " + err.Error(), Bad: true}
		}
		return nil
	}
}

func (a *App) top() ui.Screen { return a.stack[len(a.stack)-1] }

// Update routes a message.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	a.stale = true
	return a, a.take(msg)
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case backupDue:
		return a.backup()
	case settleDue:
		return a.settle(msg)
	case welcome.Examples:
		a.hold.opening = a.examples != nil
		return a.openExamples()
	case examplesOpen:
		a.hold.opening = false
		return a.showExamples(msg)
	case tea.WindowSizeMsg:
		a.w, a.h = msg.Width, msg.Height
		return nil
	case tea.BackgroundColorMsg:
		a.env.Theme = a.theme.theme(msg.IsDark())
		return nil
	case tea.KeyPressMsg:
		return a.key(msg)
	case session.Done:
		return a.saved(msg)
	case ui.Quit:
		return a.quit()
	case ui.Notice:
		return a.say(msg)
	case ui.Unsay:
		if a.notice != nil && a.notice.Of == msg.Of && msg.Of != (cycle.Path{}) {
			a.notice = nil
		}
		return nil
	case noticeOver:
		if msg.no == a.noticeNo {
			a.notice = nil
		}
		return nil
	case ui.Copy:
		return a.copy(msg)
	case retry:
		return a.retry()
	}
	if cmd, mine := a.navigate(msg); mine {
		return cmd
	}
	if cmd, mine := a.sync(msg); mine {
		return cmd
	}
	if !isInput(msg) {
		// What was read in the background may belong to a screen further down.
		cmds := make([]tea.Cmd, 0, len(a.stack))
		for _, s := range a.stack {
			cmds = append(cmds, s.Update(msg))
		}
		if _, altered := msg.(library.Load); altered {
			cmds = append(cmds, a.syncSaved())
		}
		return tea.Batch(cmds...)
	}
	return a.top().Update(msg)
}

// isInput reports whether the message comes from the person's hands: only the
// screen on top gets it.
func isInput(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyMsg, tea.PasteMsg, tea.MouseMsg:
		return true
	}
	return false
}

// hidden reports whether a key types only marks that reorder or hide text, as
// they come when a terminal gives a paste key by key. The letter before keeps
// the joiners of scripts and emoji.
func hidden(typed string) bool {
	return typed != "" && cycle.Clean("a"+typed, true) == "a"
}

// key answers the keys that mean the same everywhere and gives the others to the
// screen on top.
func (a *App) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case hidden(msg.Text):
		return nil
	case key.Matches(msg, ui.KeyQuit):
		return a.quitByKey()
	case key.Matches(msg, ui.KeyF1), key.Matches(msg, ui.KeyHelp) && !a.top().Typing():
		if _, open := a.top().(*help.Screen); open {
			return a.back()
		}
		return a.push(help.New(a.env, a.top().Keys(), a.place()))
	case key.Matches(msg, ui.KeyMouse):
		a.mouse = !a.mouse
		if a.mouse {
			return ui.Say("mouse on: the wheel scrolls. F2 turns it off, so that text can be marked again")
		}
		return ui.Say("mouse off: text can be marked and copied")
	case key.Matches(msg, ui.KeyTheme):
		return a.nextTheme()
	case key.Matches(msg, ui.KeyUndo) && a.session != nil:
		return tea.Sequence(a.top().Commit(), a.session.Undo())
	case key.Matches(msg, ui.KeyRedo) && a.session != nil:
		return tea.Sequence(a.top().Commit(), a.session.Redo())
	}
	return a.top().Update(msg)
}

// place is the step in hand, for the help page.
func (a *App) place() string {
	if o, ok := a.top().(*organizer.Screen); ok {
		return o.StepKey()
	}
	return ""
}

func (a *App) push(s ui.Screen) tea.Cmd {
	cmd := a.top().Commit()
	a.stack = append(a.stack, s)
	return cmd
}

// back leaves the screen on top; the library stays.
func (a *App) back() tea.Cmd {
	if len(a.stack) == 1 {
		return nil
	}
	cmd := a.top().Commit()
	if _, ok := a.top().(*organizer.Screen); ok {
		cmd = tea.Batch(cmd, a.top().Update(ui.LeavePane{}))
		if a.session.Pending() {
			// The session stays until its queue is empty; see saved.
			a.stack = a.stack[:len(a.stack)-1]
			return cmd
		}
		a.session = nil
	}
	a.stack = a.stack[:len(a.stack)-1]
	return tea.Batch(cmd, a.top().Update(library.Load{}), a.syncSaved())
}

func (a *App) toOrganizer(msg tea.Msg) tea.Cmd {
	for i := len(a.stack) - 1; i >= 0; i-- {
		if o, ok := a.stack[i].(*organizer.Screen); ok {
			a.stack = a.stack[:i+1]
			return o.Update(msg)
		}
	}
	return nil
}

func (a *App) hasOrganizer() bool {
	for _, s := range a.stack {
		if _, ok := s.(*organizer.Screen); ok {
			return true
		}
	}
	return false
}

// saved passes the end of a save on and tells every screen.
func (a *App) saved(msg session.Done) tea.Cmd {
	if a.session == nil || msg.Doc != a.session.Doc() {
		return nil
	}
	cmds := []tea.Cmd{a.session.Update(msg)}
	if msg.Err != nil {
		cmds = append(cmds, a.failed(msg.Err))
	} else {
		cmds = append(cmds, a.settleLater(), a.syncSaved())
		for _, s := range a.stack {
			cmds = append(cmds, s.Update(ui.Saved{Doc: msg.Doc, Undid: msg.Undid}))
		}
		switch {
		case msg.Redid:
			cmds = append(cmds, ui.Say("done again. ctrl+z takes it back"))
		case msg.Undid:
			cmds = append(cmds, ui.Say("taken back. ctrl+r does it again"))
		}
	}
	if msg.Err == nil && a.wanted != nil && !a.session.Pending() {
		cmds = append(cmds, a.openCycle(*a.wanted))
	}
	if !a.session.Pending() && !a.hasOrganizer() {
		a.session = nil
	}
	if a.quitting && (a.session == nil || !a.session.Pending() || msg.Err != nil) {
		cmds = append(cmds, a.end)
	}
	return tea.Batch(cmds...)
}

type retry struct{}

const retryDelay = 5 * time.Second

// failed tells why a save did not work, and tries again after a while: a full
// disk is emptied, a network folder comes back.
func (a *App) failed(err error) tea.Cmd {
	say := ui.Complain(err.Error())
	if a.wanted != nil { // the person stays where the unsaved text is
		a.wanted, a.hold.opening = nil, false
	}
	if a.session.Err() == nil {
		return say
	}
	return tea.Batch(say, a.env.After(retryDelay, retry{}))
}

func (a *App) retry() tea.Cmd {
	if a.session == nil || a.session.Err() == nil {
		return nil
	}
	return a.session.Retry()
}

// quitByKey ends the program, unless something was typed that cannot be read: that
// would be gone, and so the key asks for itself once more.
func (a *App) quitByKey() tea.Cmd {
	if a.session == nil || a.quitting || a.warned {
		return a.quit()
	}
	commit := a.top().Commit()
	p, typed, left := a.session.LeftOut()
	if !left {
		return tea.Batch(commit, a.quit())
	}
	a.warned = true
	what := a.session.Cycle().Words(p)
	said := fmt.Sprintf("%q (%s) cannot be read and is not saved. ctrl+c again leaves without it", ui.Cut(cycle.Clean(typed, false), 24), cycle.Clean(what, false))
	return tea.Batch(commit, ui.Send(ui.Notice{Text: said, Bad: true, Of: p}))
}

// quit ends the program as soon as all is saved.
func (a *App) quit() tea.Cmd {
	if a.quitting {
		return a.end
	}
	a.quitting = true
	cmd := a.top().Commit()
	if a.session == nil || !a.session.Pending() || a.session.Err() != nil {
		return a.end
	}
	return cmd
}

// flush saves what is left when the screen is gone. The error says what could
// not be saved.
func (a *App) flush() error {
	if a.guest != nil {
		return errors.Join(a.guest.close(), a.flushOwn())
	}
	return a.flushOwn()
}

func (a *App) flushOwn() error {
	_ = a.top().Commit()
	var closed error
	if a.link != nil {
		closed = a.link.Close()
	}
	if a.session == nil {
		return closed
	}
	if err := a.session.Flush(); err != nil {
		return errors.New("the last change could not be saved: " + err.Error())
	}
	return closed
}

type noticeOver struct{ no int }

const noticeTime = 6 * time.Second

func (a *App) say(n ui.Notice) tea.Cmd {
	a.noticeNo++
	a.notice = &n
	no := a.noticeNo
	return a.env.After(noticeTime, noticeOver{no})
}

// copy puts a text on the clipboard, by the system and by the terminal: over ssh
// only the second reaches the person.
func (a *App) copy(c ui.Copy) tea.Cmd {
	return tea.Batch(tea.SetClipboard(c.Text), ui.Say("copied: "+c.What), func() tea.Msg {
		// Where there is no system clipboard the terminal's has to do.
		_ = clipboard.WriteAll(c.Text)
		return nil
	})
}
