package form

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Items opens the form of one item of a list at a time, for panes that draw the
// list in a way of their own. A new item is made with the first thing that is said
// of it, so that giving up leaves nothing behind; a form in which something could
// not be read is kept until that is mended.
type Items struct {
	env    *ui.Env
	s      *session.Session
	list   string
	closed func(item string)

	form *Form // nil when none is open
	item string
	row  bool // whether the form is about one row only
	kept map[string]*Form
}

// NewItems returns the forms of a list. When one was closed, closed is called with
// its item, which need not be there.
func NewItems(env *ui.Env, s *session.Session, list string, closed func(item string)) *Items {
	return &Items{env: env, s: s, list: list, closed: closed, kept: map[string]*Form{}}
}

// Form is the form that is open; nil when none is.
func (i *Items) Form() *Form { return i.form }

// OneRow reports whether the form that is open is about one row only.
func (i *Items) OneRow() bool { return i.form != nil && i.row }

// New reports whether the form is about an item that is not there yet.
func (i *Items) New() bool {
	_, there := i.s.Cycle().Item(i.list, i.item)
	return !there
}

// Open opens the form of an item at a field. begin, when it is not nil, gives what
// a new item begins with besides what is typed at the path.
func (i *Items) Open(item, field string, begin func(at cycle.Path) []cycle.Edit) tea.Cmd {
	i.item, i.row, i.form = item, false, i.kept[item]
	if i.form == nil {
		i.form = New(i.env, i.s, ItemRows(i.list, item))
		i.form.Over = func(int) tea.Cmd { return i.Close() }
		i.form.Along = func(at cycle.Path, _ string) []cycle.Edit {
			if _, there := i.s.Cycle().Item(i.list, item); there {
				return nil
			}
			edits := []cycle.Edit{cycle.Add(i.list, item)}
			if begin != nil {
				edits = append(edits, begin(at)...)
			}
			return edits
		}
	}
	return i.form.Focus(cycle.Path{List: i.list, Item: item, Field: field})
}

// OpenRow opens a form about one row of an item that is there; over closes it when
// the person goes on.
func (i *Items) OpenRow(row Row, over func() tea.Cmd) tea.Cmd {
	i.item, i.row = row.Path.Item, true
	i.form = New(i.env, i.s, []Row{row})
	i.form.Over = func(int) tea.Cmd { return over() }
	return i.form.Focus(row.Path)
}

// Close saves what was typed and closes the form. What could not be read stays in
// the form until it is opened again.
func (i *Items) Close() tea.Cmd {
	if i.form == nil {
		return nil
	}
	cmd := i.form.Blur()
	if !i.row {
		delete(i.kept, i.item)
		if i.form.Refusal() != "" {
			i.kept[i.item] = i.form
			cmd = tea.Batch(cmd, i.form.Complain("Press enter to mend it"))
		}
	}
	i.form, i.row = nil, false
	i.closed(i.item)
	return cmd
}

// Update gives a message to the form that is open.
func (i *Items) Update(msg tea.Msg) tea.Cmd {
	if i.form == nil {
		return nil
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, keyFinish) {
		return i.Close()
	}
	return i.form.Update(msg)
}

// FormKeys are the keys of the form that is open; none when none is.
func (i *Items) FormKeys() []key.Binding {
	if i.form == nil {
		return nil
	}
	return append([]key.Binding{keyFinish}, i.form.Keys()...)
}

// Typing reports whether letters go into a text.
func (i *Items) Typing() bool { return i.form != nil && i.form.Typing() }

// Commit saves what is being typed.
func (i *Items) Commit() tea.Cmd {
	if i.form == nil {
		return nil
	}
	return i.form.Commit()
}

// Asked is the path of the question in hand.
func (i *Items) Asked() cycle.Path {
	if i.form == nil {
		return cycle.Path{List: i.list}
	}
	return i.form.Asked()
}
