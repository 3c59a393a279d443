package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
)

// Frame is the paper around a screen: a title line, the body, the sentence that
// says what to do next, and the keys that matter here.
type Frame struct {
	Title  string // left of the first line
	Status string // right of the first line
	Body   []string
	Next   string // without "Next:"; empty leaves the line out
	Keys   []key.Binding
}

// BodySize returns the columns and rows that a frame leaves for the body in a
// window of w by h.
func BodySize(w, h int) (bw, bh int) {
	return max(1, w-2), max(1, h-frameRows(h))
}

// frameRows is what title, next line and keys take: in a low window they stand
// without air.
func frameRows(h int) int {
	if h < 24 {
		return 4
	}
	return 5
}

// View draws the frame.
func (f Frame) View(e *Env, w, h int) string {
	t := e.Theme
	bw, bh := BodySize(w, h)
	lines := make([]string, 0, h)
	lines = append(lines, " "+Ends(t.Strong.Render(f.Title), t.Dim.Render(f.Status), bw), "")
	for _, line := range Fit(f.Body, bw, bh) {
		lines = append(lines, " "+line)
	}
	if h >= 24 {
		lines = append(lines, "")
	}
	lines = append(lines, " "+f.foot(t, bw), " "+KeyLine(t, f.Keys, bw))
	return strings.Join(Fit(lines, w, h), "\n")
}

func (f Frame) foot(t *Theme, w int) string {
	if f.Next == "" {
		return ""
	}
	return Cut(t.Accent.Render("Next:")+" "+t.Text.Render(f.Next), w)
}

// NoticeLine draws a notice in w columns.
func NoticeLine(t *Theme, n Notice, w int) string {
	if n.Bad {
		return Cut(t.Bad.Render("! "+n.Text), w)
	}
	return Cut(t.Good.Render("✓ "+n.Text), w)
}

// KeyLine prints the keys that fit into w columns, in order. Help and the way
// back are the last to give way.
func KeyLine(t *Theme, keys []key.Binding, w int) string {
	const gap = "   "
	var always, rest []string
	for _, b := range keys {
		if !b.Enabled() || b.Help().Key == "" {
			continue
		}
		s := t.Key.Render(b.Help().Key) + " " + t.Dim.Render(b.Help().Desc)
		switch b.Help().Desc {
		case KeyHelp.Help().Desc, KeyBack.Help().Desc:
			always = append(always, s)
		default:
			rest = append(rest, s)
		}
	}
	line := strings.Join(always, gap)
	for i := range rest {
		parts := append(append([]string{}, rest[:i+1]...), always...)
		longer := strings.Join(parts, gap)
		if Width(longer) > w {
			break
		}
		line = longer
	}
	return Cut(line, w)
}
