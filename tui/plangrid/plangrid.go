// Package plangrid is the step of the weekly plan: actions by weeks, who does
// what, and what became of it.
package plangrid

import (
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const list = "actions"

// A Pane is the weekly plan.
type Pane struct {
	*form.Items // of the actions; a form of one row is the note of the cell in hand
	env         *ui.Env
	s           *session.Session
	row         int // the action in hand
	week        int // the week in hand, from 1; 0 until one was chosen
	focused     bool
}

// New returns the pane of the session's document, the cursor on what waits in
// the running week.
func New(env *ui.Env, s *session.Session) *Pane {
	p := &Pane{env: env, s: s}
	p.Items = form.NewItems(env, s, list, p.take)
	p.row = p.firstOpen()
	return p
}

// inHand returns the action under the cursor; what was removed elsewhere moves
// the cursor to its neighbor.
func (p *Pane) inHand() (cycle.Action, bool) {
	actions := p.s.Cycle().Actions()
	if len(actions) == 0 {
		return cycle.Action{}, false
	}
	p.row = min(max(p.row, 0), len(actions)-1)
	return actions[p.row], true
}

// weekInHand is the week under the cursor: at first the running one.
func (p *Pane) weekInHand() int {
	if p.week == 0 {
		p.week = p.running()
	}
	p.week = min(max(p.week, 1), p.weeks())
	return p.week
}

func (p *Pane) running() int { return p.s.Cycle().Facts().Week(p.env.Today()) }

// weeks is how many weeks the grid has: those of the cycle, and any later one in
// which something is planned or marked, so that nothing is hidden.
func (p *Pane) weeks() int {
	c := p.s.Cycle()
	n := c.WeeksPlanned()
	for _, a := range c.Actions() {
		for _, w := range a.Weeks {
			n = max(n, w)
		}
		for w := range a.Status {
			n = max(n, w)
		}
	}
	return min(n, cycle.MaxWeeks)
}

// Update takes keys and messages.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok && p.Form() == nil {
		return p.key(k)
	}
	return p.Items.Update(msg)
}

func (p *Pane) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.LeavePane{})
	case key.Matches(msg, keyNext):
		return ui.Send(ui.NextStep{Delta: 1})
	case key.Matches(msg, keyAdd):
		return p.open(change.NewID())
	case key.Matches(msg, keyWeek):
		return p.addWeek()
	}
	a, ok := p.inHand()
	if !ok {
		if key.Matches(msg, keyFirstIn) {
			return p.open(change.NewID())
		}
		return nil
	}
	switch {
	case p.walk(msg):
	case key.Matches(msg, keyMark):
		return p.cycleCell(a)
	case key.Matches(msg, keyDone):
		cmd := p.mark(a, planned, cycle.StatusDone)
		p.goOn()
		return cmd
	case key.Matches(msg, keyMissed):
		return p.mark(a, planned, cycle.StatusMissed)
	case key.Matches(msg, keyPlan):
		return p.mark(a, planned, "")
	case key.Matches(msg, keyClear):
		return p.mark(a, "", "")
	case key.Matches(msg, keyNote):
		return p.openNote(a)
	case key.Matches(msg, keyEdit):
		return p.open(a.ID)
	case key.Matches(msg, keyRaise):
		return p.move(-1)
	case key.Matches(msg, keyLower):
		return p.move(1)
	case key.Matches(msg, keyRemove):
		return tea.Batch(p.s.Edit(cycle.Remove(list, a.ID)), ui.Say("removed. ctrl+z brings it back"))
	case key.Matches(msg, keySettle):
		if c, ok := p.conflict(); ok {
			return ui.Send(ui.OpenConflicts{At: c.Path})
		}
	}
	return nil
}

// walk moves the cursor.
func (p *Pane) walk(msg tea.KeyPressMsg) bool {
	const page = 5
	row, week := p.row, p.weekInHand()
	switch {
	case key.Matches(msg, ui.KeyUp):
		row--
	case key.Matches(msg, ui.KeyDown):
		row++
	case key.Matches(msg, ui.KeyLeft):
		week--
	case key.Matches(msg, ui.KeyRight):
		week++
	case key.Matches(msg, keyFirst):
		week = 1
	case key.Matches(msg, keyLast):
		week = p.weeks()
	case key.Matches(msg, keyPgUp):
		row -= page
	case key.Matches(msg, keyPgDown):
		row += page
	default:
		return false
	}
	p.row = min(max(row, 0), len(p.s.Cycle().Lists[list])-1)
	p.week = min(max(week, 1), p.weeks())
	return true
}

func (p *Pane) move(delta int) tea.Cmd {
	items := p.s.Cycle().Lists[list]
	to := p.row + delta
	if to < 0 || to >= len(items) {
		return nil
	}
	before := ""
	if delta < 0 {
		before = items[to].ID
	} else if to+1 < len(items) {
		before = items[to+1].ID
	}
	id := items[p.row].ID
	p.row = to
	return p.s.Edit(cycle.Move(list, id, before))
}

func (p *Pane) addWeek() tea.Cmd {
	n := p.weeks()
	if n >= cycle.MaxWeeks {
		return ui.Complain("a cycle has at most " + strconv.Itoa(cycle.MaxWeeks) + " weeks")
	}
	p.week = n + 1
	return p.s.Edit(cycle.SetField("weeks", strconv.Itoa(n+1)))
}

func (p *Pane) open(id string) tea.Cmd { return p.Open(id, "what", nil) }

func (p *Pane) openNote(a cycle.Action) tea.Cmd {
	l, _ := cycle.ListByKey(list)
	f, _ := l.Field("notes")
	week := strconv.Itoa(p.weekInHand())
	f.Label, f.Kind = "Note for week "+week, cycle.Line
	at := cycle.Path{List: list, Item: a.ID, Field: "notes." + week}
	return p.OpenRow(form.Row{Path: at, Field: f}, func() tea.Cmd {
		cmd := p.Close()
		if a, ok := p.inHand(); ok && a.Status[p.weekInHand()] == cycle.StatusMissed {
			p.goOn()
		}
		return cmd
	})
}

// take puts the cursor on the action with the id, if it is there.
func (p *Pane) take(id string) {
	for i, it := range p.s.Cycle().Lists[list] {
		if it.ID == id {
			p.row = i
		}
	}
}

// conflict returns what was written apart in the cell in hand.
func (p *Pane) conflict() (change.Conflict, bool) {
	a, ok := p.inHand()
	if !ok {
		return change.Conflict{}, false
	}
	return p.conflictIn(a.ID, p.weekInHand())
}

func (p *Pane) conflictIn(item string, week int) (change.Conflict, bool) {
	if len(p.s.Conflicts()) == 0 {
		return change.Conflict{}, false
	}
	n := strconv.Itoa(week)
	for _, field := range []string{"status." + n, "weeks" + cycle.SetMark + n, "notes." + n} {
		if c, ok := p.s.ConflictAt(cycle.Path{List: list, Item: item, Field: field}); ok {
			return c, true
		}
	}
	return change.Conflict{}, false
}

// Focus gives the pane the keyboard, at the action and week of the path.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	p.focused = true
	if at.List != list || at.Item == "" {
		return nil
	}
	p.take(at.Item)
	field, week := split(at.Field)
	if week > 0 {
		p.week = week
		return nil
	}
	p.week = p.firstLate(at.Item)
	if field != "" {
		return p.Open(at.Item, at.Field, nil)
	}
	return nil
}

// split takes a member field such as "status.3" apart.
func split(field string) (name string, week int) {
	for i, r := range field {
		if r == '.' || r == '/' {
			n, _ := strconv.Atoi(field[i+1:])
			return field[:i], n
		}
	}
	return field, 0
}

// firstOpen is the first action that waits for a mark in the running week.
func (p *Pane) firstOpen() int {
	for i, a := range p.s.Cycle().Actions() {
		if state(a, p.weekInHand(), p.running()) == stateNow {
			return i
		}
	}
	return 0
}

// firstLate is the first week of the action that waits for a mark, or 0.
func (p *Pane) firstLate(item string) int {
	for _, d := range p.s.Cycle().Late(p.env.Today()) {
		if d.Action.ID == item {
			return d.Week
		}
	}
	return 0
}

// Blur takes the keyboard away and saves what was typed.
func (p *Pane) Blur() tea.Cmd {
	p.focused = false
	return p.Close()
}

// Wide reports whether the pane wants the whole width.
func (p *Pane) Wide(w int) bool { return w >= 100 }
