package fishbone

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// outline draws the rows as a tree, w columns wide: bones, causes under their
// bone, each why under the one before. at is the line of the row in hand. With
// air, an empty line parts the bones.
func (p *Pane) outline(d Diagram, rows []row, hand treepane.Ref, w int, air bool) (lines []string, at int) {
	t := p.env.Theme
	last := -1
	for _, r := range rows {
		if r.bone != last {
			if len(lines) > 0 && air {
				lines = append(lines, "")
			}
			switch r.bone {
			case len(d.Bones):
				lines = append(lines, t.Dim.Render("  Causes without a bone"))
			case len(d.Bones) + 1:
				lines = append(lines, t.Dim.Render("  Whys without a cause"))
			}
			last = r.bone
		}
		if r.ref == hand {
			at = len(lines)
		}
		lines = append(lines, p.outlineRow(d, r, r.ref == hand, w)...)
	}
	return lines, at
}

func (p *Pane) outlineRow(d Diagram, r row, inHand bool, w int) []string {
	t := p.env.Theme
	indent, mark, style := 2, "", t.Strong
	switch {
	case r.why > 0:
		// The whys are a chain, each about the one before; deep ones stay in line.
		indent, mark, style = min(4+2*r.why, 4+2*fiveWhys, max(4, w/3)), "└ ", t.Dim
	case r.cause != nil && r.cause.Root:
		indent, mark, style = 4, "★ ", t.Warn
	case r.cause != nil:
		indent, mark, style = 4, "• ", t.Text
	}
	facts := p.marks(d, r)
	pointer := strings.Repeat(" ", indent)
	if inHand {
		pointer = strings.Repeat(" ", indent-2) + t.Accent.Render("▸") + " "
		style = t.Picked
	}
	room := w - indent - ui.Width(mark)
	if facts != "" && room-ui.Width(facts)-2 >= 16 {
		room -= ui.Width(facts) + 2
	} else {
		facts = ""
	}
	return hang(pointer, mark, r.text, facts, style, t.Dim, room, w)
}

// hang draws a text with its mark before it, the lines after the first under the
// text, and the facts at the right end of the first.
func hang(pointer, mark, text, facts string, style, dim lipgloss.Style, room, w int) []string {
	var out []string
	for i, line := range ui.Wrap(text, max(1, room)) {
		if i == 0 {
			out = append(out, ui.Ends(pointer+style.Render(mark+line), dim.Render(facts), w))
			continue
		}
		out = append(out, strings.Repeat(" ", ui.Width(pointer)+ui.Width(mark))+style.Render(line))
	}
	return out
}

// marks says in words what the signs of a row mean.
func (p *Pane) marks(d Diagram, r row) string {
	var parts []string
	if _, ok := p.Conflict(r.ref); ok {
		parts = append(parts, "⇄ two versions")
	}
	switch {
	case r.why > 0:
	case r.cause != nil:
		if r.cause.Root {
			parts = append(parts, "root")
		}
		if r.cause.Votes > 0 {
			parts = append(parts, cycle.HowMany(r.cause.Votes, "vote"))
		}
	case r.bone < len(d.Bones) && len(d.Bones[r.bone].Causes) == 0:
		parts = append(parts, "no causes yet")
	}
	return strings.Join(parts, " · ")
}
