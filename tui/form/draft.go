package form

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Draft returns the row that is being typed in and its text as it stands under
// the cursor, saved or not; ok is false while nothing is being typed.
func (f *Form) Draft() (at cycle.Path, text string, ok bool) {
	if !f.Typing() {
		return cycle.Path{}, "", false
	}
	return f.Row().Path, f.area.Value(), true
}

// CaretLine is how many lines below the first line of the row in hand the cursor
// stands, or the chosen one of answers below each other, so that a caller can
// keep it in sight.
func (f *Form) CaretLine() int {
	switch {
	case !f.active:
		return 0
	case !f.Typing():
		return f.chosenLine
	}
	area := f.area
	area.SetVirtualCursor(false)
	if c := area.Cursor(); c != nil {
		return max(0, c.Y)
	}
	return 0
}

// agree notes that the text under the cursor and the document say the same.
func (f *Form) agree() {
	f.synced, f.kept = f.area.Value(), f.s.Cycle().At(f.Row().Path)
}

// sync takes over what the document holds when it has changed there (undo, a
// merge) and nothing was typed since. What was typed stays.
func (f *Form) sync() {
	if f.Typing() && f.area.Value() == f.synced && f.s.Cycle().At(f.Row().Path) != f.kept {
		f.load()
	}
}

// edit carries edits out together with those that go along.
func (f *Form) edit(edits ...cycle.Edit) tea.Cmd {
	if f.Along == nil {
		return f.s.Edit(edits...)
	}
	var all []cycle.Edit
	for _, e := range edits {
		if e.Do == cycle.SetValue && f.s.Cycle().At(e.Path) != e.Value {
			all = append(all, f.Along(e.Path, e.Value)...)
		}
		all = append(all, e)
	}
	return f.s.Edit(all...)
}
