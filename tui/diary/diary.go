// Package diary is the step of the diary: the weeks of the cycle, and what
// happened in each.
package diary

import (
	"slices"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const list = "diary"

// A Pane is the diary.
type Pane struct {
	env     *ui.Env
	s       *session.Session
	at      int // the entry in hand, an index of entries
	chosen  bool
	focused bool
	text    *form.Text // the entry that is being written
}

// New returns the pane of the session's document.
func New(env *ui.Env, s *session.Session) *Pane { return &Pane{env: env, s: s} }

// An entry is a place of the diary: a week, written about or not.
type entry struct {
	week int // 0 when the entry does not say
	id   string
	text string
}

// entries returns one entry a week, in order, and behind them what cannot be put
// under a week of its own, so that nothing written is hidden.
func (p *Pane) entries() []entry {
	c := p.s.Cycle()
	n := c.WeeksPlanned()
	for _, it := range c.Lists[list] {
		n = max(n, min(weekOf(it), cycle.MaxWeeks))
	}
	out := make([]entry, n)
	for i := range out {
		out[i] = entry{week: i + 1, id: cycle.DiaryID(i + 1)}
	}
	for _, it := range c.Lists[list] {
		e := entry{weekOf(it), it.ID, cycle.Clean(it.Values["text"], true)}
		switch i := e.week - 1; {
		case i >= 0 && i < n && (it.ID == out[i].id || out[i].text == "" && !p.has(out[i].id)):
			out[i] = e
		case e.text != "":
			out = append(out, e)
		}
	}
	return out
}

func (p *Pane) has(id string) bool {
	_, ok := p.s.Cycle().Item(list, id)
	return ok
}

// weekOf is the week that an entry is about, 0 when it does not say.
func weekOf(it cycle.Item) int {
	n, err := strconv.Atoi(it.Values["week"])
	if err != nil || n < 1 {
		for week := 1; week <= cycle.MaxWeeks; week++ {
			if it.ID == cycle.DiaryID(week) {
				return week
			}
		}
		return 0
	}
	return n
}

func (p *Pane) running() int { return p.s.Cycle().Facts().Week(p.env.Today()) }

// inHand returns the entry under the cursor: at first the running week.
func (p *Pane) inHand() entry {
	all := p.entries()
	if !p.chosen {
		p.at = p.running() - 1
	}
	p.at = min(max(p.at, 0), len(all)-1)
	return all[p.at]
}

func (e entry) path() cycle.Path { return cycle.Path{List: list, Item: e.id, Field: "text"} }

// Update takes keys and messages.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	if p.text == nil {
		if msg, ok := msg.(tea.KeyPressMsg); ok {
			return p.key(msg)
		}
		return nil
	}
	if msg, ok := msg.(tea.KeyPressMsg); ok && key.Matches(msg, keyFinish) {
		return p.close()
	}
	return p.text.Update(msg)
}

func (p *Pane) key(msg tea.KeyPressMsg) tea.Cmd {
	e := p.inHand()
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.LeavePane{})
	case key.Matches(msg, keyNext):
		return ui.Send(ui.NextStep{Delta: 1})
	case key.Matches(msg, keyWrite):
		return p.open(e)
	case key.Matches(msg, keyWeek):
		if week, _ := strconv.Atoi(msg.String()); week <= len(p.entries()) {
			p.take(week - 1)
			return p.open(p.inHand())
		}
	case key.Matches(msg, ui.KeyUp):
		p.take(p.at - 1)
	case key.Matches(msg, ui.KeyDown):
		p.take(p.at + 1)
	case key.Matches(msg, ui.KeyHome):
		p.take(0)
	case key.Matches(msg, ui.KeyEnd):
		p.take(len(p.entries()) - 1)
	}
	return nil
}

func (p *Pane) take(i int) {
	p.at, p.chosen = min(max(i, 0), len(p.entries())-1), true
}

// open opens the editor on an entry; where two versions of it wait, they are
// settled first.
func (p *Pane) open(e entry) tea.Cmd {
	if c, ok := p.conflict(); ok {
		return ui.Send(ui.OpenConflicts{At: c.Path})
	}
	p.write(e)
	return nil
}

// write opens the editor. The entry is made with its first words.
func (p *Pane) write(e entry) {
	p.chosen = true
	p.text = form.NewText(p.env, p.s, e.path(),
		cycle.Add(list, e.id), cycle.SetIn(list, e.id, "week", strconv.Itoa(e.week)))
}

func (p *Pane) close() tea.Cmd {
	if p.text == nil {
		return nil
	}
	cmd := p.text.Commit()
	if p.text.Problem() != "" { // stays open: the text is kept nowhere else
		return cmd
	}
	p.text = nil
	return cmd
}

func (p *Pane) conflict() (change.Conflict, bool) { return p.s.ConflictAt(p.inHand().path()) }

// Typing reports whether letters go into a text.
func (p *Pane) Typing() bool { return p.text != nil }

// Commit saves what is being typed.
func (p *Pane) Commit() tea.Cmd {
	if p.text == nil {
		return nil
	}
	return p.text.Commit()
}

// Focus gives the pane the keyboard, at the entry of the path.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	p.focused = true
	if at.List != list {
		return nil
	}
	if at.Item == "" { // the hint for the week that has just passed
		if i := slices.IndexFunc(p.entries(), func(e entry) bool { return e.text == "" }); i >= 0 && i < p.running() {
			p.take(i)
		}
		return nil
	}
	if i := slices.IndexFunc(p.entries(), func(e entry) bool { return e.id == at.Item }); i >= 0 {
		p.take(i)
	}
	return nil
}

// Blur takes the keyboard away and saves what was typed.
func (p *Pane) Blur() tea.Cmd {
	p.focused = false
	return p.close()
}

// Wide reports whether the pane wants the whole width.
func (p *Pane) Wide(int) bool { return false }

// Asked is the path of the question in hand.
func (p *Pane) Asked() cycle.Path { return p.inHand().path() }
