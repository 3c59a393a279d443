package listpane

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Add begins a new item and goes into its first field.
func (l *List) Add() tea.Cmd {
	l.focused = true
	cmd := l.stop()
	l.adding = change.NewID()
	l.pick(l.adding)
	return tea.Batch(cmd, l.edit())
}

// edit goes into the first field of the item in hand.
func (l *List) edit() tea.Cmd {
	rows := l.rows(l.at())
	if len(rows) == 0 {
		return nil
	}
	return l.form.Focus(rows[0].Path)
}

// stop ends the editing and keeps what was typed. An item in which nothing is
// left is taken out again.
func (l *List) stop() tea.Cmd {
	if !l.form.Active() {
		return nil
	}
	cmd := l.form.Blur()
	id := l.formOf
	l.adding = ""
	_, there := l.item(id)
	_, fixed := l.fixed(id)
	refused := l.form.Refusal() != ""
	switch {
	case refused && !there:
		// What could not be read stays to be seen, in an item of its own.
		cmd = tea.Batch(cmd, l.s.Edit(l.begin(id)...))
	case there && !fixed && !refused && l.blank(id):
		cmd = tea.Batch(cmd, l.s.Edit(cycle.Remove(l.cfg.List, id)))
	}
	l.follow()
	return cmd
}

// blank reports whether nobody has said anything in the item: it holds no more
// than it began with.
func (l *List) blank(id string) bool {
	var begun map[string]string
	if l.cfg.Begin != nil {
		begun = l.cfg.Begin()
	}
	it, _ := l.item(id)
	for field, v := range it.Values {
		if v != "" && v != begun[field] {
			return false
		}
	}
	return true
}

func (l *List) mark(id string) tea.Cmd {
	it, there := l.item(id)
	var edits []cycle.Edit
	if !there {
		edits = l.begin(id)
	}
	return l.s.Edit(append(edits, l.cfg.Mark(it)...)...)
}

func (l *List) remove(id string) tea.Cmd {
	if _, there := l.item(id); !there {
		return nil
	}
	said := "removed. ctrl+z brings it back"
	if _, fixed := l.fixed(id); fixed {
		said = "emptied. ctrl+z brings it back"
	}
	cmd := l.s.Edit(cycle.Remove(l.cfg.List, id))
	l.follow()
	return tea.Batch(cmd, ui.Say(said))
}

// canMove reports whether the item in hand has a neighbour to change places
// with. Fixed rows keep their places.
func (l *List) canMove(delta int) bool {
	_, ok := l.neighbour(delta)
	return ok
}

func (l *List) neighbour(delta int) (string, bool) {
	ids := l.ids()
	i := slices.Index(ids, l.at())
	if i < 0 || i+delta < 0 || i+delta >= len(ids) {
		return "", false
	}
	for _, id := range []string{ids[i], ids[i+delta]} {
		if _, fixed := l.fixed(id); fixed {
			return "", false
		}
	}
	return ids[i+delta], true
}

func (l *List) move(delta int) tea.Cmd {
	other, ok := l.neighbour(delta)
	if !ok {
		return nil
	}
	id := l.at()
	if delta < 0 {
		return l.s.Edit(cycle.Move(l.cfg.List, id, other))
	}
	// Behind the neighbour is in front of the one that follows it in the list
	// itself, shown here or not.
	items := l.s.Cycle().Lists[l.cfg.List]
	i := slices.IndexFunc(items, func(it cycle.Item) bool { return it.ID == other })
	before := ""
	if i+1 < len(items) {
		before = items[i+1].ID
	}
	return l.s.Edit(cycle.Move(l.cfg.List, id, before))
}

// Asked is the path of the question in hand: the first one of an item that is not
// open.
func (l *List) Asked() cycle.Path {
	if l.form.Active() {
		return l.form.Asked()
	}
	return cycle.Path{List: l.cfg.List}
}
