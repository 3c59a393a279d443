package change

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// An item whose adding has not arrived yet stands in front of the others, and
// goes back there when taking it out is taken back. When the adding arrives, the
// item stands where its author put it.
func TestUndoBringsBackUnplaced(t *testing.T) {
	out, in := cycle.Remove("l", "x"), cycle.Add("l", "x")
	tests := []struct {
		name          string
		text          string // written in the item before it goes out
		steps         []cycle.Edit
		shows         string
		withItsAdding string
	}{
		{"taken out", "a", []cycle.Edit{out}, "map[] l/xmap[text:a] l/bmap[] l/cmap[]", "map[] l/bmap[] l/xmap[text:a] l/cmap[]"},
		{"a blank one", "", []cycle.Edit{out}, "map[] l/xmap[] l/bmap[] l/cmap[]", ""},
		{"taken out, added at the end and taken out again", "a", []cycle.Edit{out, in, out}, "map[] l/xmap[text:a] l/bmap[] l/cmap[]", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			three := benches(t, "ann", "ben", "cat")
			ann, ben, cat := three[0], three[1], three[2]
			ben.do(cycle.Add("l", "b"), cycle.Add("l", "c"))
			ann.pull(ben)
			ann.do(addBefore("x", "c"))
			cat.pull(ann)
			words := []Change{cat.do(cycle.SetIn("l", "x", "text", "a"))}
			if tt.text == "" {
				words = append(words, cat.do(cycle.SetIn("l", "x", "text", "")))
			}
			ben.pull(&bench{log: words})
			ben.shows(tt.shows)
			for range 2 {
				for _, e := range tt.steps {
					ben.do(e)
				}
				ben.shows("map[] l/bmap[] l/cmap[]")
				for range tt.steps {
					ben.undo()
				}
				ben.shows(tt.shows)
				ben.redo()
				ben.undo()
				ben.shows(tt.shows)
			}
			if ben.pull(ann); tt.withItsAdding != "" {
				ben.shows(tt.withItsAdding)
			}
		})
	}
}

// An item whose adding has not arrived, and in which someone wrote and took it
// back, was there before others wrote in it.
func TestUndoKeepsBlankUnplaced(t *testing.T) {
	three := benches(t, "ann", "ben", "cat")
	ann, ben, cat := three[0], three[1], three[2]
	ann.do(cycle.Add("l", "x"))
	cat.pull(ann)
	marked := cat.do(cycle.SetIn("l", "x", "weeks/3", cycle.True))
	cat.undo()
	ben.pull(&bench{log: []Change{marked, cat.log[len(cat.log)-1]}})
	ben.shows("map[] l/xmap[]")
	ben.do(cycle.SetIn("l", "x", "weeks/3", cycle.True), cycle.SetIn("l", "x", "owner", "a"))
	ben.undo()
	ben.shows("map[] l/xmap[]")
}
