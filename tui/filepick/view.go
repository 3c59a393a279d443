package filepick

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Next says what to do, for the foot of the screen.
const Next = "type the file's name or pick it below, then press enter."

// Body asks for the file and lists what is there, in at most h lines of w columns.
func (p *Picker) Body(w, h int) []string {
	t := p.env.Theme
	lines := []string{t.Text.Render(ui.Cut(p.words.Question, w))}
	lines = append(lines, ui.Styled(t.Dim, p.words.Help, w)...)
	lines = append(lines, "", "  "+form.OneLine(&p.path, max(4, w-4)), "")
	if p.problem != "" {
		lines = append(append(lines, ui.Shorten(ui.Wrap("! "+p.problem, w), w, 4)...), "")
	}
	shown := p.matching()
	if len(shown) == 0 {
		return append(lines, t.Dim.Render(ui.Cut("  "+p.nothing(), w)))
	}
	room := max(1, h-len(lines))
	first := ui.First(len(shown), max(0, p.at), room)
	for i := first; i < min(len(shown), first+room); i++ {
		name := cycle.Clean(shown[i].Name, false)
		if shown[i].Folder {
			name += "/"
		}
		if i == p.at {
			lines = append(lines, t.Picked.Render(ui.Pad("▸ "+name, w)))
			continue
		}
		lines = append(lines, t.Text.Render(ui.Cut("  "+name, w)))
	}
	return lines
}

// nothing says that the list is empty.
func (p *Picker) nothing() string {
	if _, base := Split(p.path.Value()); base != "" {
		return "No " + p.words.One + " or folder here begins with this."
	}
	return "No " + p.words.One + " is in this folder."
}
