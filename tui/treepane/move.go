package treepane

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// places are what an item of the list can hang on, in the order of the rows.
func (t *Tree) places(list string) []Ref {
	return slices.DeleteFunc(t.cfg.Rows(), func(r Ref) bool { return r.List != t.cfg.Up[list].List })
}

// upOf is what an item of the list hangs on; the zero Ref where that is nothing.
func (t *Tree) upOf(list string, it cycle.Item) Ref {
	up := t.cfg.Up[list]
	on := Ref{up.List, it.Get(up.Field)}
	if _, there := t.s.Cycle().Item(on.List, on.ID); !there {
		return Ref{}
	}
	return on
}

// CanMove reports whether there is another place for the item.
func (t *Tree) CanMove(item Ref) bool {
	it, _ := t.s.Cycle().Item(item.List, item.ID)
	on := t.upOf(item.List, it)
	return slices.ContainsFunc(t.places(item.List), func(to Ref) bool { return to != on })
}

// lift takes the item up; the next keys choose what it hangs on.
func (t *Tree) lift(item Ref) {
	if !t.CanMove(item) {
		return
	}
	it, _ := t.s.Cycle().Item(item.List, item.ID)
	t.Moving, t.Target = item, t.upOf(item.List, it)
	if t.Target != (Ref{}) {
		return
	}
	places := t.places(item.List)
	t.Target = places[0]
	if t.cfg.FromLast {
		t.Target = places[len(places)-1]
	}
}

// moveKey takes a key while an item is being moved.
func (t *Tree) moveKey(k tea.KeyPressMsg) tea.Cmd {
	places := t.places(t.Moving.List)
	at := slices.Index(places, t.Target)
	_, there := t.s.Cycle().Item(t.Moving.List, t.Moving.ID)
	switch {
	case key.Matches(k, keyStay) || !there || len(places) == 0:
		t.Moving = Ref{}
	case key.Matches(k, keyPut):
		return t.put(at)
	case key.Matches(k, t.cfg.Pick):
		step := 1
		if t.cfg.Stride != nil && key.Matches(k, ui.KeyLeft, ui.KeyRight) {
			step = t.cfg.Stride(t.Moving)
		}
		if key.Matches(k, ui.KeyUp, ui.KeyLeft, ui.KeyShTab) {
			step = -step
		}
		if to := at + step; to >= 0 && to < len(places) {
			t.Target = places[to]
		}
	}
	return nil
}

// put hangs the item where it was led to. A place that has gone meanwhile changes
// nothing.
func (t *Tree) put(at int) tea.Cmd {
	item := t.Moving
	t.Moving = Ref{}
	if at < 0 {
		return nil
	}
	cmd := t.s.Edit(cycle.SetIn(item.List, item.ID, t.cfg.Up[item.List].Field, t.Target.ID))
	t.Take(item)
	return cmd
}

// siblings are the ids of the items that the item stands among, its own too.
func (t *Tree) siblings(item Ref) []string {
	it, there := t.s.Cycle().Item(item.List, item.ID)
	if !there {
		return nil
	}
	on := t.upOf(item.List, it)
	var out []string
	for _, other := range t.s.Cycle().Lists[item.List] {
		if t.upOf(item.List, other) == on {
			out = append(out, other.ID)
		}
	}
	return out
}

// shift moves the item one place up or down among its siblings.
func (t *Tree) shift(item Ref, delta int) tea.Cmd {
	ids := t.siblings(item)
	i := slices.Index(ids, item.ID)
	to := i + delta
	if i < 0 || to < 0 || to >= len(ids) {
		return nil
	}
	before := ""
	switch {
	case delta < 0:
		before = ids[to]
	case to+1 < len(ids):
		before = ids[to+1]
	}
	t.Take(item)
	return t.s.Edit(cycle.Move(item.List, item.ID, before))
}
