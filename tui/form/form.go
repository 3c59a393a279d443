// Package form draws and edits fields of a cycle by the organizer's table: a
// label, the value, and help for the field in hand. One field at a time has the
// keyboard; leaving it saves it, and so does a pause in typing.
package form

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A Row is one field of a form.
type Row struct {
	Path  cycle.Path
	Field cycle.Field
}

// StepRows returns the rows of a step's own fields, lists left out.
func StepRows(s *cycle.Step) []Row {
	var rows []Row
	for _, part := range s.Parts {
		if part.Field != nil && !part.Field.Internal {
			rows = append(rows, Row{cycle.Path{Field: part.Field.Key}, *part.Field})
		}
	}
	return rows
}

// FieldRows returns the rows of the fields with the keys, in that order.
func FieldRows(keys ...string) []Row {
	var rows []Row
	for _, k := range keys {
		if f, ok := cycle.FieldByKey(k); ok {
			rows = append(rows, Row{cycle.Path{Field: k}, f})
		}
	}
	return rows
}

// ItemRows returns the rows of an item of a list: the fields with the keys, or
// all that can be typed when none is named.
func ItemRows(list, item string, keys ...string) []Row {
	l, _ := cycle.ListByKey(list)
	var rows []Row
	for _, f := range l.Fields {
		if f.Internal || f.Kind == cycle.ByWeek || len(keys) > 0 && !slices.Contains(keys, f.Key) {
			continue
		}
		rows = append(rows, Row{cycle.Path{List: list, Item: item, Field: f.Key}, f})
	}
	return rows
}

// Pause is how long typing rests before what is typed is saved.
const Pause = 1500 * time.Millisecond

// Edge is what Update returns, as a message, when a person goes on past the last
// row (Delta 1) or back before the first (-1), unless Over is set.
type Edge struct{ Delta int }

// paused comes when typing has rested; gen says which rest it was.
type paused struct {
	form *Form
	gen  int
}

// A Form edits its rows. The zero Form has none.
type Form struct {
	env  *ui.Env
	s    *session.Session
	rows []Row

	at     int
	active bool
	area   textarea.Model // the text of the row in hand, while active
	gen    int
	// dirty is set while something is typed that was not written for good. synced
	// is the text as it was when it last agreed with the document, and kept what
	// the document held then; see sync.
	dirty        bool
	synced, kept string
	// seen is what the person had read when the row came under the cursor, and
	// undone how often something was undone until then; touched is set once they
	// typed in it, and open while it is a text that may be typed in, whatever comes
	// from elsewhere meanwhile.
	seen          change.Vector
	undone        int
	touched, open bool
	chosenLine    int // of the answers in hand, as they were drawn last
	// wrong keeps what was typed and could not be read, with the reason, so that
	// nothing typed is lost.
	wrong map[cycle.Path]refused
	note  map[cycle.Path]string
	// LabelWidth is the width of the column of labels; 0 chooses one.
	LabelWidth int
	// Along, when set, gives edits that are saved in one change with what was
	// typed at the path: an item's week with its first text. It is asked only
	// when the value differs from what is kept.
	Along func(p cycle.Path, value string) []cycle.Edit
	// Over, when set, is called in place of sending an Edge. Where the keys that
	// follow belong to another place of the same pane, it has them go there at
	// once: a message could be overtaken by letters typed fast.
	Over func(delta int) tea.Cmd
}

type refused struct{ typed, why string }

// New returns a form of the rows.
func New(env *ui.Env, s *session.Session, rows []Row) *Form {
	return &Form{env: env, s: s, rows: rows, wrong: map[cycle.Path]refused{}, note: map[cycle.Path]string{}}
}

// SetRows changes the rows, as when an item was added; the row in hand stays in
// hand where it is still there.
func (f *Form) SetRows(rows []Row) {
	was := f.Row().Path
	f.rows = rows
	f.at = max(0, slices.IndexFunc(rows, func(r Row) bool { return r.Path == was }))
}

// Row is the row in hand; the zero Row in an empty form.
func (f *Form) Row() Row {
	if f.at < 0 || f.at >= len(f.rows) {
		return Row{}
	}
	return f.rows[f.at]
}

// Asked is the path of the row in hand.
func (f *Form) Asked() cycle.Path { return f.Row().Path }

// Active reports whether the form has the keyboard.
func (f *Form) Active() bool { return f.active }

// Typing reports whether letters go into a text.
func (f *Form) Typing() bool { return f.active && f.isText() && !f.contested() && f.writable() }

// writable reports whether the person may write in the row in hand.
func (f *Form) writable() bool { return f.s.MayWrite(f.Row().Path.List) }

func (f *Form) isText() bool {
	switch f.Row().Field.Kind {
	case cycle.Choice, cycle.YesNo, cycle.Ref:
		return false
	}
	return len(f.rows) > 0
}

// contested reports whether the row in hand has two versions. One under the cursor
// of somebody who types stays theirs to type in.
func (f *Form) contested() bool { return f.conflict() && !f.open }

func (f *Form) conflict() bool {
	_, ok := f.s.ConflictAt(f.Row().Path)
	return ok
}

// Focus gives the form the keyboard at the path; without one it stays where it
// was, or goes to the first row that is empty and should not be.
func (f *Form) Focus(at cycle.Path) tea.Cmd {
	if i := slices.IndexFunc(f.rows, func(r Row) bool { return r.Path == at }); i >= 0 {
		f.at = i
	} else if !f.active && f.at == 0 {
		if i := slices.IndexFunc(f.rows, func(r Row) bool { return f.value(r) == "" && r.Field.Weight > 0 }); i >= 0 {
			f.at = i
		}
	}
	f.active = len(f.rows) > 0
	f.load()
	return nil
}

// FocusEnd gives the form the keyboard at its last row.
func (f *Form) FocusEnd() tea.Cmd {
	f.at, f.active = max(0, len(f.rows)-1), len(f.rows) > 0
	f.load()
	return nil
}

// Blur takes the keyboard away and saves the row in hand.
func (f *Form) Blur() tea.Cmd {
	if !f.active {
		return nil
	}
	cmd := f.Commit()
	f.active, f.open = false, false
	return cmd
}

// load puts the row's value under the cursor.
func (f *Form) load() {
	f.open = false
	if !f.active || !f.isText() {
		return
	}
	f.area = NewArea(f.env, cycle.Clean(f.value(f.Row()), f.multiline()))
	f.dirty, f.touched, f.open = false, false, !f.conflict()
	f.seen, f.undone = f.s.Seen(), f.s.Undone()
	f.agree()
}

// value is what stands in the row: what was typed and refused, or what is kept.
func (f *Form) value(r Row) string {
	if w, ok := f.wrong[r.Path]; ok {
		return w.typed
	}
	return f.s.Cycle().At(r.Path)
}

// Commit saves what is typed in the row in hand. What cannot be read stays in
// the row with the reason beside it.
func (f *Form) Commit() tea.Cmd {
	f.sync()
	if !f.Typing() || !f.dirty {
		return nil
	}
	if f.area.Value() == f.synced && (f.conflict() || f.overtaken()) {
		f.dirty = false // it is saved, and others went on from there
		return nil
	}
	return f.write(f.area.Value(), true)
}

func (f *Form) write(typed string, final bool) tea.Cmd {
	p := f.Row().Path
	edits, note, err := f.s.Cycle().Write(p, typed, f.env.Today())
	if err != nil {
		if final {
			f.wrong[p], f.dirty = refused{typed, err.Error()}, false
			f.s.Unread(p, typed)
		}
		return nil
	}
	delete(f.wrong, p)
	f.s.Unread(p, "")
	if final {
		f.note[p], f.dirty = note, false
	}
	cmd := f.edit(f.seen, edits...)
	f.agree()
	return cmd
}

// Update takes keys while the form is active.
func (f *Form) Update(msg tea.Msg) tea.Cmd {
	f.sync()
	switch msg := msg.(type) {
	case ui.Saved:
		if msg.Undid {
			f.load()
		}
		return nil
	case paused:
		if msg.form == f && msg.gen == f.gen && f.Typing() {
			return f.write(f.area.Value(), false)
		}
		return nil
	case tea.KeyPressMsg:
		if f.active {
			return f.key(msg)
		}
	case tea.PasteMsg:
		if f.Typing() {
			return f.typed(Pasted(msg, f.multiline()))
		}
	}
	return nil
}

func (f *Form) multiline() bool { return f.Row().Field.Kind == cycle.Text }

func (f *Form) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyNextRow):
		return f.move(1)
	case key.Matches(msg, keyPrevRow):
		return f.move(-1)
	case !f.writable():
		return f.arrows(msg)
	case f.contested():
		if key.Matches(msg, keySettle) {
			return ui.Send(ui.OpenConflicts{At: f.Row().Path})
		}
		return f.arrows(msg)
	case !f.isText():
		return f.choose(msg)
	case key.Matches(msg, keySuggest) && len(f.Row().Field.Options) > 0:
		f.area, f.dirty, f.touched = NewArea(f.env, f.suggestion()), true, true
		return tea.Batch(f.mend(), f.rest())
	case key.Matches(msg, keyEnter) && !f.multiline():
		return f.move(1)
	case key.Matches(msg, keyUp) && f.onFirstLine():
		return f.move(-1)
	case key.Matches(msg, keyDown) && f.onLastLine():
		return f.move(1)
	default:
		return f.typed(msg)
	}
}

func (f *Form) arrows(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keyUp):
		return f.move(-1)
	case key.Matches(msg, keyDown), key.Matches(msg, keyEnter):
		return f.move(1)
	}
	return nil
}

func (f *Form) typed(msg tea.Msg) tea.Cmd {
	before := f.area.Value()
	var cmd tea.Cmd
	f.area, cmd = f.area.Update(msg)
	if f.area.Value() == before {
		return cmd
	}
	f.dirty, f.touched, f.open = true, true, true
	return tea.Batch(cmd, f.mend(), f.rest())
}

// mend takes a refusal away as soon as what is typed can be read.
func (f *Form) mend() tea.Cmd {
	p := f.Row().Path
	if _, refused := f.wrong[p]; !refused {
		return nil
	}
	if _, _, err := f.s.Cycle().Write(p, f.area.Value(), f.env.Today()); err != nil {
		return nil
	}
	delete(f.wrong, p)
	f.s.Unread(p, "")
	return ui.Send(ui.Unsay{Of: p})
}

// rest starts the wait after which what is typed is saved.
func (f *Form) rest() tea.Cmd {
	f.gen++
	gen := f.gen
	return f.env.After(Pause, paused{f, gen})
}

func (f *Form) onFirstLine() bool {
	return f.area.Line() == 0 && f.area.LineInfo().RowOffset == 0
}

func (f *Form) onLastLine() bool {
	info := f.area.LineInfo()
	return f.area.Line() == f.area.LineCount()-1 && info.RowOffset >= info.Height-1
}

// move saves the row in hand and goes on by delta rows.
func (f *Form) move(delta int) tea.Cmd {
	cmd := f.Commit()
	to := f.at + delta
	if to < 0 || to >= len(f.rows) {
		if f.Over != nil {
			return tea.Batch(cmd, f.Over(delta))
		}
		return tea.Batch(cmd, ui.Send(Edge{delta}))
	}
	f.at = to
	f.load()
	return cmd
}
