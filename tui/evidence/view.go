package evidence

import (
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/listpane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the pane.
func (p *Pane) View(w, h int) string {
	t := p.env.Theme
	head := ui.Heading(t, p.step.Label, ui.Lead(p.step.Help), w, h)
	head[0] = ui.Ends(head[0], t.Dim.Render(p.variety()), w)
	lines := append(head, p.body(w, h-len(head))...)
	return ui.Block(lines, w, h)
}

// body puts the sources above the strengths. While the one is written in, the
// other gives way to it.
func (p *Pane) body(w, h int) []string {
	lw, ow, beside := listpane.Split(w)
	list, at := p.list.Lines(lw)
	strengths, sAt := p.strengths.Lines(w)
	if p.strengths.Active() {
		sAt += p.strengths.CaretLine()
		all := list
		if beside {
			open, _ := p.list.Open(ow, h)
			all = p.list.Join(list, at, open, 0, w, h)
		}
		all = append(append(all[:len(all):len(all)], ""), strengths...)
		help := ui.Indent(p.strengths.HelpWithin(w-2, ui.FootRoom(len(all), h)), 2)
		return ui.Above(all, len(list)+1+sAt, help, h)
	}
	if !beside && !p.list.Editing() {
		open, openAt := p.list.Open(ow, h)
		if len(list)+len(strengths)+len(open)+2 > h {
			// The finding in hand is worth more than the end of the strengths.
			strengths = ui.ShortenStyled(strengths, w, 2)
		}
		list = append(append(list, ""), strengths...)
		return p.list.Join(list, at, open, openAt, w, h)
	}
	room := h
	if beside {
		room = max(h-1-len(strengths), h/2)
	}
	open, openAt := p.list.Open(ow, listpane.OpenRoom(len(list), room, beside))
	lines := p.list.Join(list, at, open, openAt, w, room)
	return append(append(lines, ""), strengths...)
}

// variety says how many kinds of sources were used.
func (p *Pane) variety() string {
	n := 0
	for _, it := range p.s.Cycle().Lists[listKey] {
		if it.Get("consulted") == cycle.True {
			n++
		}
	}
	switch n {
	case 0:
		return "none used yet"
	case 1:
		return "1 kind used, add another"
	}
	return fmt.Sprintf("%d kinds used", n)
}

// nameWidth is what the longest name of the usual sources takes.
const nameWidth = 20

// row draws one source: used or not, its name, and how its finding begins.
func (p *Pane) row(it cycle.Item, w int, picked bool) []string {
	t := p.env.Theme
	used := it.Get("consulted") == cycle.True
	sign, name := t.Faint.Render("○"), t.Dim
	if used {
		sign, name = t.Good.Render("✓"), t.Text
	}
	if picked {
		name = t.Strong
	}
	line := sign + " " + ui.Pad(name.Render(label(it)), min(nameWidth, w-2))
	finding := cycle.Clean(it.Get("finding"), false)
	switch {
	case finding != "":
		line += "  " + t.Dim.Render(finding)
	case used:
		line += "  " + t.Faint.Render("what did it show?")
	}
	return []string{ui.Cut(line, w)}
}

// label is the name of a source as a reader knows it.
func label(it cycle.Item) string {
	source := it.Get("source")
	for _, f := range cycle.FixedItems(listKey) {
		if f.ID == it.ID {
			source = f.Value
		}
	}
	field, _ := cycle.FieldByKey(listKey + ".source")
	if o, ok := field.Option(source); ok {
		return o.Label
	}
	if source == "" {
		return "(no name yet)"
	}
	return cycle.Clean(source, false)
}
