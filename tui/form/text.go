package form

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Text is one value that is typed outside of a form: a cause on its bone, an
// activity beside its driver. It is saved when typing rests and by Commit. Of a
// new item nothing is written before there is something to keep.
type Text struct {
	env    *ui.Env
	s      *session.Session
	path   cycle.Path
	field  cycle.Field
	create []cycle.Edit
	area   textarea.Model
	gen    int
	why    string // why what is typed cannot be kept
	// synced is the text as it was when it last agreed with the document, and
	// kept the value that the document held then: when the document has another
	// one since and nothing was typed, the document wins (undo, a merge).
	synced, kept string
	// seen is what the person had read when they began, and undone how often
	// something was undone until then; touched is set once they typed.
	seen    change.Vector
	undone  int
	touched bool
}

// textPaused comes when typing has rested; gen says which rest it was.
type textPaused struct {
	text *Text
	gen  int
}

// NewText starts to edit the value at the path. The edits of create make the
// item when it is not there yet; they go into the same change as its text.
func NewText(env *ui.Env, s *session.Session, p cycle.Path, create ...cycle.Edit) *Text {
	f, _ := p.Row()
	t := &Text{env: env, s: s, path: p, field: f, create: create}
	t.load()
	return t
}

func (t *Text) load() {
	t.kept = t.s.Cycle().At(t.path)
	t.area = NewArea(t.env, cycle.Clean(t.kept, t.Multiline()))
	t.area.KeyMap.InsertNewline.SetEnabled(t.Multiline())
	t.synced, t.touched = t.area.Value(), false
	t.seen, t.undone = t.s.Seen(), t.s.Undone()
}

// Path is where the text is kept.
func (t *Text) Path() cycle.Path { return t.path }

// Field is the row of the table that the text belongs to.
func (t *Text) Field() cycle.Field { return t.field }

// Value is the text as it stands under the cursor.
func (t *Text) Value() string { return t.area.Value() }

// Problem says why what is typed cannot be kept; it is empty when it can.
func (t *Text) Problem() string { return t.why }

// Multiline reports whether enter starts a new line in the text.
func (t *Text) Multiline() bool { return t.field.Kind == cycle.Text }

// Create are the edits that make the item; none when it is there.
func (t *Text) Create() []cycle.Edit {
	if _, there := t.s.Cycle().Item(t.path.List, t.path.Item); there {
		return nil
	}
	return t.create
}

// Edits are what would be saved now: none for an item that does not exist and
// has no text. A screen that applies them to a copy of the document shows what
// is being typed.
func (t *Text) Edits() []cycle.Edit {
	edits, err := t.edits()
	if err != nil {
		return nil
	}
	return edits
}

func (t *Text) edits() ([]cycle.Edit, error) {
	set, _, err := t.s.Cycle().Write(t.path, t.Value(), t.env.Today())
	if err != nil {
		return nil, err
	}
	if t.path.List == "" {
		return set, nil
	}
	if _, there := t.s.Cycle().Item(t.path.List, t.path.Item); there {
		return set, nil
	}
	if strings.TrimSpace(t.Value()) == "" {
		return nil, nil
	}
	return append(append([]cycle.Edit{}, t.create...), set...), nil
}

// Commit saves what is typed. Where it cannot be kept, Problem says why and the
// text stays.
func (t *Text) Commit() tea.Cmd {
	t.Sync()
	if t.Value() == t.synced {
		return nil
	}
	edits, err := t.edits()
	if err != nil {
		t.why = err.Error()
		return nil
	}
	t.why = ""
	cmd := t.s.EditHaving(t.seen, edits...)
	t.synced, t.kept = t.Value(), t.s.Cycle().At(t.path)
	return cmd
}

// Sync takes over what the document holds when it has changed. A text that was
// typed stays, also where it is saved and others wrote there since; only an undo
// takes it back. Screens call it when a save has ended.
func (t *Text) Sync() {
	if t.Value() != t.synced || t.s.Cycle().At(t.path) == t.kept {
		return
	}
	if !t.touched || t.s.Undone() != t.undone {
		t.load()
	}
}

// Update takes keys, pastes and the end of a rest in typing.
func (t *Text) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case textPaused:
		if msg.text == t && msg.gen == t.gen {
			return t.Commit()
		}
		return nil
	case tea.KeyPressMsg:
		t.Sync()
	case tea.PasteMsg:
		return t.typed(Pasted(msg, t.Multiline()))
	}
	return t.typed(msg)
}

func (t *Text) typed(msg tea.Msg) tea.Cmd {
	before := t.Value()
	var cmd tea.Cmd
	t.area, cmd = t.area.Update(msg)
	if t.Value() == before {
		return cmd
	}
	t.touched = true
	if t.why != "" {
		if _, err := t.edits(); err == nil {
			t.why = ""
		}
	}
	t.gen++
	gen := t.gen
	return tea.Batch(cmd, t.env.After(Pause, textPaused{t, gen}))
}

// Done reports whether the key ends the editing: the keys of going back, tab,
// and enter where the text has one line only.
func (t *Text) Done(msg tea.KeyPressMsg) bool {
	return key.Matches(msg, ui.KeyBack, ui.KeyTab) || !t.Multiline() && key.Matches(msg, ui.KeyEnter)
}

// Lines draws the text w columns wide in at most h rows, around the cursor.
// There is at least one.
func (t *Text) Lines(w, h int) []string {
	t.area.SetWidth(max(4, w))
	lines := strings.Split(strings.TrimRight(t.area.View(), "\n"), "\n")
	if t.why != "" {
		lines = append(lines, ui.Styled(t.env.Theme.Bad, "! "+t.why, w)...)
	}
	return ui.Window(lines, t.cursorRow(), max(1, h))
}

// cursorRow asks a copy: only a field that leaves the cursor to the terminal
// tells where it is.
func (t *Text) cursorRow() int {
	a := t.area
	a.SetVirtualCursor(false)
	if c := a.Cursor(); c != nil {
		return c.Y
	}
	return 0
}
