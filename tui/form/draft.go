package form

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
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

// sync takes over what the document holds when it has changed there. What the
// person typed stays before their eyes until they leave the row, also where it is
// saved and others wrote there since; only an undo takes it back.
func (f *Form) sync() {
	if !f.Typing() || f.area.Value() != f.synced || f.s.Cycle().At(f.Row().Path) == f.kept {
		return
	}
	if f.s.Undone() != f.undone || !f.touched && !f.conflict() {
		f.load()
	}
}

// overtaken reports whether the document holds something else by now than the text
// that is being typed was saved as.
func (f *Form) overtaken() bool {
	return f.Typing() && f.touched && !f.conflict() && f.s.Cycle().At(f.Row().Path) != f.kept
}

// edit carries out edits of someone who had read no more than seen, together with
// those that go along.
func (f *Form) edit(seen change.Vector, edits ...cycle.Edit) tea.Cmd {
	if f.Along == nil {
		return f.s.EditHaving(seen, edits...)
	}
	var all []cycle.Edit
	for _, e := range edits {
		if e.Do == cycle.SetValue && f.s.Cycle().At(e.Path) != e.Value {
			all = append(all, f.Along(e.Path, e.Value)...)
		}
		all = append(all, e)
	}
	return f.s.EditHaving(seen, all...)
}
