package tui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// What a key sets off comes back as a message, and a fast typist's next letters
// may be here before it. So that they reach the step or screen that the key
// leads to, the app holds them back until the commands of the key have answered.

// patience is how long keys wait for commands that may be saving on a slow disk:
// too short to be noticed, and long for a message that only opens a screen.
const patience = 50 * time.Millisecond

// hold keeps keys back for as long as it is on.
type hold struct {
	keys []tea.Msg
	// awaited counts the commands that have not answered, of the wait with the
	// number gen.
	awaited, gen int
	// opening is set while a cycle is made or read that will be on top.
	opening bool
}

type (
	// answered comes after everything that the command of a key has sent.
	answered struct {
		hold *hold
		gen  int
	}
	// overdue comes when patience is over.
	overdue struct {
		hold *hold
		gen  int
	}
	// later is a tick to come. Ticks begin in two steps, so that no key waits for
	// one.
	later struct {
		after time.Duration
		then  func(time.Time) tea.Msg
	}
)

func tick(after time.Duration, then func(time.Time) tea.Msg) tea.Cmd {
	return ui.Send(later{after, then})
}

func (h *hold) on() bool { return h.awaited > 0 || h.opening }

// await makes the command say when it has answered.
func (h *hold) await(env *ui.Env, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	h.awaited++
	cmd = tea.Sequence(cmd, ui.Send(answered{h, h.gen}))
	if h.awaited > 1 {
		return cmd
	}
	return tea.Batch(cmd, env.After(patience, overdue{h, h.gen}))
}

func (h *hold) settle(gen, commands int) {
	if gen != h.gen {
		return
	}
	if h.awaited -= commands; h.awaited <= 0 {
		h.awaited = 0
		h.gen++
	}
}

// take gives a message to the place where it belongs, or keeps it back.
func (a *App) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case later:
		return tea.Tick(msg.after, msg.then)
	case answered:
		msg.hold.settle(msg.gen, 1)
		return a.release()
	case overdue:
		msg.hold.settle(msg.gen, msg.hold.awaited)
		return a.release()
	}
	if a.guest != nil {
		return a.toGuest(msg)
	}
	if !isInput(msg) {
		cmd := a.update(msg)
		if a.hold.on() {
			cmd = a.hold.await(a.env, cmd)
		}
		return tea.Batch(cmd, a.release())
	}
	if a.hold.on() {
		if isQuit(msg) && len(a.hold.keys) > 0 && isQuit(a.hold.keys[len(a.hold.keys)-1]) {
			return a.quit()
		}
		a.hold.keys = append(a.hold.keys, msg)
		return nil
	}
	if a.top().Typing() && staysInText(msg) {
		return a.update(msg)
	}
	return a.hold.await(a.env, a.update(msg))
}

// release takes the keys that were kept back, up to the next one that they have
// to wait for.
func (a *App) release() tea.Cmd {
	var cmds []tea.Cmd
	for !a.hold.on() && len(a.hold.keys) > 0 {
		next := a.hold.keys[0]
		a.hold.keys = a.hold.keys[1:]
		cmds = append(cmds, a.take(next))
	}
	if a.guest != nil {
		cmds = append(cmds, a.guest.app.release())
	}
	return tea.Batch(cmds...)
}

// staysInText reports whether a key that is typed into a text only alters the
// text, and leads nowhere.
func staysInText(msg tea.Msg) bool {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return true
	}
	switch k.Code {
	case tea.KeyBackspace, tea.KeyDelete, tea.KeyLeft, tea.KeyRight, tea.KeyHome, tea.KeyEnd:
		return true
	}
	return k.Text != ""
}

func isQuit(msg tea.Msg) bool {
	k, ok := msg.(tea.KeyPressMsg)
	return ok && key.Matches(k, ui.KeyQuit)
}
