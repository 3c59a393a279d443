package listpane

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Config says which list it is and how its owner shows it.
type Config struct {
	// List is the list's key in the organizer.
	List string
	// Rows gives the rows of an item's form; nil takes all that can be typed.
	Rows func(id string) []form.Row
	// Draw gives the lines of one item w columns wide, without the pointer. The
	// item of a fixed row that nobody has written in yet has an id only.
	Draw func(it cycle.Item, w int, picked bool) []string
	// Only, when set, leaves out the items for which it is false.
	Only func(it cycle.Item) bool
	// Begin, when set, gives what a new item holds from its start.
	Begin func() map[string]string
	// Along, when set, gives edits that go into the change in which a field of an
	// item is given the value.
	Along func(p cycle.Path, value string) []cycle.Edit
	// Mark, when set, gives the edits of the space bar; MarkWord is what the
	// footer calls it.
	Mark     func(it cycle.Item) []cycle.Edit
	MarkWord string
	// Gap puts an empty line between items.
	Gap bool
}

// A List is a list with the form of the item in hand.
type List struct {
	env  *ui.Env
	s    *session.Session
	cfg  Config
	list cycle.List
	form *form.Form

	focused bool
	picked  string // the id of the item in hand, as far as it is still there
	index   int    // where it stood, for when it is not
	adding  string // the id of an item that is begun and not yet written
	formOf  string // the item whose rows the form holds
}

// New returns the list. It has not the keyboard.
func New(env *ui.Env, s *session.Session, cfg Config) *List {
	l := &List{env: env, s: s, cfg: cfg}
	l.list, _ = cycle.ListByKey(cfg.List)
	l.form = form.New(env, s, nil)
	l.form.Along = l.along
	l.form.Over = func(int) tea.Cmd { return l.stop() }
	l.follow()
	return l
}

// ids are the rows in the order in which they are shown: the fixed ones, the
// others, and the one under the keyboard even where it is not written yet, or
// gone again with an undo.
func (l *List) ids() []string {
	var ids []string
	for _, f := range cycle.FixedItems(l.cfg.List) {
		ids = append(ids, f.ID)
	}
	fixed := len(ids)
	for _, it := range l.s.Cycle().Lists[l.cfg.List] {
		if !slices.Contains(ids[:fixed], it.ID) && (l.cfg.Only == nil || l.cfg.Only(it)) {
			ids = append(ids, it.ID)
		}
	}
	open := l.adding
	if l.form.Active() {
		open = l.formOf
	}
	if open != "" && !slices.Contains(ids, open) {
		ids = append(ids, open)
	}
	return ids
}

func (l *List) item(id string) (cycle.Item, bool) {
	it, ok := l.s.Cycle().Item(l.cfg.List, id)
	if !ok {
		it = cycle.Item{ID: id}
	}
	return it, ok
}

func (l *List) fixed(id string) (cycle.FixedItem, bool) {
	all := cycle.FixedItems(l.cfg.List)
	i := slices.IndexFunc(all, func(f cycle.FixedItem) bool { return f.ID == id })
	if i < 0 {
		return cycle.FixedItem{}, false
	}
	return all[i], true
}

// at is the id of the item in hand, empty in an empty list.
func (l *List) at() string {
	ids := l.ids()
	if slices.Contains(ids, l.picked) {
		return l.picked
	}
	if len(ids) == 0 {
		return ""
	}
	return ids[min(l.index, len(ids)-1)]
}

// follow brings the form to the item in hand: items come and go with undo and
// with what others wrote. An item under the keyboard stays.
func (l *List) follow() {
	if l.form.Active() {
		return
	}
	id := l.at()
	l.picked, l.index = id, max(0, slices.Index(l.ids(), id))
	if id == l.formOf && id != "" && l.cfg.Rows == nil {
		return
	}
	l.formOf = id
	l.form.SetRows(l.rows(id))
}

func (l *List) rows(id string) []form.Row {
	switch {
	case id == "":
		return nil
	case l.cfg.Rows != nil:
		return l.cfg.Rows(id)
	}
	return form.ItemRows(l.cfg.List, id)
}

// along begins an item in the change that first writes in it.
func (l *List) along(p cycle.Path, value string) []cycle.Edit {
	var edits []cycle.Edit
	if _, there := l.item(p.Item); !there {
		edits = l.begin(p.Item)
	} else if f, ok := l.fixed(p.Item); ok && l.s.Cycle().At(cycle.Path{List: p.List, Item: p.Item, Field: f.Field}) == "" {
		edits = []cycle.Edit{cycle.SetIn(p.List, p.Item, f.Field, f.Value)}
	}
	if l.cfg.Along != nil {
		edits = append(edits, l.cfg.Along(p, value)...)
	}
	return edits
}

// begin gives the edits that put an item into the list. Fixed items have fixed
// places and are not added.
func (l *List) begin(id string) []cycle.Edit {
	if f, ok := l.fixed(id); ok {
		return []cycle.Edit{cycle.SetIn(l.cfg.List, id, f.Field, f.Value)}
	}
	edits := []cycle.Edit{cycle.Add(l.cfg.List, id)}
	if l.cfg.Begin != nil {
		values := l.cfg.Begin()
		for _, f := range l.list.Fields {
			if v := values[f.Key]; v != "" {
				edits = append(edits, cycle.SetIn(l.cfg.List, id, f.Key, v))
			}
		}
	}
	return edits
}

// Focused reports whether the list has the keyboard.
func (l *List) Focused() bool { return l.focused }

// Editing reports whether the form of the item in hand has the keyboard.
func (l *List) Editing() bool { return l.focused && l.form.Active() }

// Typing reports whether letters go into a text.
func (l *List) Typing() bool { return l.Editing() && l.form.Typing() }

// Len is how many rows there are.
func (l *List) Len() int { return len(l.ids()) }

// AtEnd reports whether the item in hand is the last (delta 1) or the first (-1),
// so that an arrow key leads out of the list.
func (l *List) AtEnd(delta int) bool {
	ids := l.ids()
	i := slices.Index(ids, l.at())
	return len(ids) == 0 || i+delta < 0 || i+delta >= len(ids)
}

// Focus gives the list the keyboard, at the item and in the field of the path
// where it names them.
func (l *List) Focus(at cycle.Path) tea.Cmd {
	l.focused = true
	if at.List != l.cfg.List || at.Item == "" || !slices.Contains(l.ids(), at.Item) {
		l.follow()
		return nil
	}
	cmd := l.stop()
	l.pick(at.Item)
	if at.Field == "" {
		return cmd
	}
	return tea.Batch(cmd, l.form.Focus(at))
}

// FocusEnd gives the list the keyboard at its first (delta 1) or last (-1) item,
// as when a person comes to it from above or below.
func (l *List) FocusEnd(delta int) {
	l.focused = true
	if ids := l.ids(); len(ids) > 0 && !l.form.Active() {
		l.pick(ids[0])
		if delta < 0 {
			l.pick(ids[len(ids)-1])
		}
	}
}

// Blur takes the keyboard away; what was typed is kept.
func (l *List) Blur() tea.Cmd {
	cmd := l.stop()
	l.focused = false
	return cmd
}

// Commit gives what is being typed to the session.
func (l *List) Commit() tea.Cmd { return l.form.Commit() }

func (l *List) pick(id string) {
	l.picked, l.index = id, max(0, slices.Index(l.ids(), id))
	l.follow()
}

// Update takes messages, and keys while the list has the keyboard.
func (l *List) Update(msg tea.Msg) tea.Cmd {
	l.follow()
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch {
		case !l.focused:
			return nil
		case !l.form.Active():
			return l.key(msg)
		case key.Matches(msg, keyDone):
			return l.stop()
		}
	}
	return l.form.Update(msg)
}

func (l *List) key(msg tea.KeyPressMsg) tea.Cmd {
	id := l.at()
	switch {
	case !l.s.MayWrite(l.cfg.List) && key.Matches(msg, keyAdd, keyEdit, keyMark, keyRemove, keyMove):
		return ui.Say("this is the team's to write")
	case key.Matches(msg, keyAdd):
		return l.Add()
	case id == "":
		return nil
	case key.Matches(msg, keyUp):
		l.step(-1)
	case key.Matches(msg, keyDown):
		l.step(1)
	case key.Matches(msg, keyFirst):
		l.step(-l.Len())
	case key.Matches(msg, keyLast):
		l.step(l.Len())
	case key.Matches(msg, keyEdit):
		return l.edit()
	case key.Matches(msg, keyMark) && l.cfg.Mark != nil:
		return l.mark(id)
	case key.Matches(msg, keyRemove):
		return l.remove(id)
	case key.Matches(msg, keyMove):
		if key.Matches(msg, keyHigher) {
			return l.move(-1)
		}
		return l.move(1)
	}
	return nil
}

func (l *List) step(delta int) {
	ids := l.ids()
	i := slices.Index(ids, l.at())
	l.pick(ids[min(max(0, i+delta), len(ids)-1)])
}
