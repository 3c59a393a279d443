package treepane

import (
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Edit takes a field of an item under the cursor; where two versions of the item
// wait, they are settled first.
func (t *Tree) Edit(item Ref, field string) tea.Cmd {
	if c, ok := t.Conflict(item); ok {
		return ui.Send(ui.OpenConflicts{At: c.Path})
	}
	t.Text = form.NewText(t.env, t.s, item.Path(field))
	return nil
}

// Add starts to type the field of a new item, which hangs on up where that is not
// zero. Nothing is written of it before there is something to keep.
func (t *Tree) Add(list, field string, up Ref) {
	item := Ref{list, change.NewID()}
	create := []cycle.Edit{cycle.Add(list, item.ID)}
	if up != (Ref{}) {
		create = append(create, cycle.SetIn(list, item.ID, t.cfg.Up[list].Field, up.ID))
	}
	t.Text = form.NewText(t.env, t.s, item.Path(field), create...)
}

// close saves and closes the text. What cannot be kept stays open with the reason,
// so that it is not lost.
func (t *Tree) close(k tea.KeyPressMsg) tea.Cmd {
	if t.Text == nil {
		return nil
	}
	cmd := t.Text.Commit()
	if t.Text.Problem() != "" {
		return cmd
	}
	typed := t.typed()
	t.Text = nil
	t.Take(typed)
	if t.cfg.Closed == nil {
		return cmd
	}
	return tea.Batch(cmd, t.cfg.Closed(k, typed))
}
