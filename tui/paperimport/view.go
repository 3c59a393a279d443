package paperimport

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const title = "From paper into the app"

// View draws the screen.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	f := ui.Frame{Title: title, Keys: s.Keys()}
	switch {
	case s.proposal != nil:
		f.Status = cycle.Clean(s.name, false)
		f.Body, f.Next = s.proposalBody(bw, bh), "read what went where, then press enter to make a new cycle of it."
	case s.busy:
		f.Body, f.Next = []string{s.env.Theme.Text.Render("Reading …")}, "wait for the file, or press esc to stop."
	default:
		f.Body, f.Next = s.pathBody(bw, bh), "type the file's name or pick it below, then press enter."
	}
	return f.View(s.env, w, h)
}

// pathBody asks for the file and lists what is there.
func (s *Screen) pathBody(w, h int) []string {
	t, p := s.env.Theme, &s.pick
	lines := []string{t.Text.Render("Which organizer did your team fill in?")}
	lines = append(lines, ui.Styled(t.Dim, "A Word document (.docx). In Google Docs: File, Download, Microsoft Word. It stays as it is; a new cycle is made from it.", w)...)
	lines = append(lines, "", "  "+form.OneLine(&p.path, max(4, w-4)), "")
	if p.problem != "" {
		lines = append(append(lines, ui.Shorten(ui.Wrap("! "+p.problem, w), w, 4)...), "")
	}
	shown := p.matching()
	if len(shown) == 0 {
		words := "No Word document is in this folder."
		if _, base := splitPath(p.path.Value()); base != "" {
			words = "No document or folder here begins with this."
		}
		return append(lines, t.Dim.Render("  "+words))
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

// proposalBody shows a window of what went where.
func (s *Screen) proposalBody(w, h int) []string {
	lines := s.proposalLines(w)
	s.page = h
	s.last = max(0, len(lines)-h)
	s.top = min(s.top, s.last)
	return lines[s.top:]
}

// proposalLines are all the lines: the sum, what needs a look, what is left over,
// and then each step with its texts.
func (s *Screen) proposalLines(w int) []string {
	t, p := s.env.Theme, s.proposal
	lines := ui.Styled(t.Strong, sentence(p.Summary()), w)
	for _, note := range p.Notes {
		lines = append(lines, ui.Styled(t.Text, "! "+sentence(note), w)...)
	}
	if len(p.Kept) > 0 {
		lines = append(lines, "", t.Accent.Render(ui.Cut("Left over: kept in the diary, under week 0", w)))
		for _, k := range p.Kept {
			lines = append(lines, s.pair(k.Under, k.Text, w)...)
			if k.Why != "" {
				lines = append(lines, s.indented("("+cycle.Clean(k.Why, false)+")", w)...)
			}
		}
	}
	step := ""
	for _, row := range p.Shown() {
		if row.Step != step {
			step = row.Step
			lines = append(lines, "", t.Accent.Render(ui.Cut(step, w)))
		}
		lines = append(lines, s.pair(row.Where, row.Text, w)...)
	}
	return lines
}

// labelWidth is the column of labels in a body of w columns.
func labelWidth(w int) int { return min(30, w*2/5) }

// pair draws a label and the text beside it.
func (s *Screen) pair(label, text string, w int) []string {
	t, lw := s.env.Theme, labelWidth(w)
	lines := ui.Wrap(cycle.Clean(text, true), max(1, w-lw-3))
	out := make([]string, 0, len(lines))
	for i, line := range lines {
		head := ""
		if i == 0 {
			head = cycle.Clean(label, false)
		}
		out = append(out, "  "+t.Dim.Render(ui.Pad(head, lw))+" "+t.Text.Render(line))
	}
	return out
}

// indented draws a remark in the column of texts.
func (s *Screen) indented(text string, w int) []string {
	t, lw := s.env.Theme, labelWidth(w)
	lines := ui.Wrap(text, max(1, w-lw-3))
	out := make([]string, 0, len(lines))
	for _, line := range lines {
		out = append(out, "  "+ui.Pad("", lw)+" "+t.Dim.Render(line))
	}
	return out
}
