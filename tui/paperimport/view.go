package paperimport

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/filepick"
	"github.com/cqi-pdsa/pdsa/tui/paperfile"
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
		f.Body, f.Next = s.pick.Body(bw, bh), filepick.Next
	}
	return f.View(s.env, w, h)
}

// proposalBody shows a window of what went where.
func (s *Screen) proposalBody(w, h int) []string { return s.scroll.Window(s.proposalLines(w), h) }

// proposalLines are all the lines: the sum, what needs a look, what is left over,
// and then each step with its texts.
func (s *Screen) proposalLines(w int) []string {
	t, p := s.env.Theme, s.proposal
	lines := ui.Styled(t.Strong, sentence(p.Summary()), w)
	for _, note := range p.Notes {
		lines = append(lines, ui.Styled(t.Text, "! "+sentence(note), w)...)
	}
	if len(p.Kept) > 0 {
		lines = append(lines, "", t.Accent.Render(ui.Cut(paperfile.LeftOver, w)))
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
