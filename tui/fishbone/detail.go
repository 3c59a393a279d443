package fishbone

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// noBreak keeps the count of votes on the line of the last word.
const noBreak = '\u00a0'

// A line is one line of text beside a rib; mark stands before it.
type line struct {
	mark, text string
	style      Style
	ref        treepane.Ref
}

// A block is an item with the lines that it takes.
type block struct {
	ref   treepane.Ref
	items int // how many items it stands for, itself and those folded into it
	lines []line
}

func count(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += len(b.lines)
	}
	return n
}

// A detail says how much of a bone is shown: whether an empty line parts its
// causes, how many lines causes and whys may take at most (0: all they need),
// and whether the whys of all causes but the one in hand are folded into a number.
type detail struct {
	air         bool
	cause, why  int
	foldOthers  bool
	largestHand int  // lines that the item in hand may take all the same
	wide        bool // only where the texts are wide enough for it
}

// wideText is the width from which one line says something of a why.
const wideText = 28

var details = []detail{
	{air: true},
	{},
	{why: 3},
	{why: 2, largestHand: 3},
	{why: 1, largestHand: 3, wide: true},
	{foldOthers: true, why: 2, largestHand: 3},
	{foldOthers: true, cause: 2, why: 2, largestHand: 3},
	{foldOthers: true, cause: 1, why: 2, largestHand: 3},
}

// lines gives the texts of a bone in at most rows lines, with as much detail as
// fits.
func (l *layout) lines(b Bone, rows int) []line {
	var blocks []block
	for _, how := range details {
		if how.wide && l.text() < wideText {
			continue
		}
		if blocks = l.blocks(b, how); count(blocks) <= rows {
			return flatten(grow(blocks, l.blocks(b, detail{foldOthers: how.foldOthers}), rows))
		}
	}
	return window(blocks, l.hand, rows)
}

// grow gives shortened blocks all their lines, one after the other, while there
// is room: the same blocks stand in whole at full length.
func grow(blocks, whole []block, rows int) []block {
	used := count(blocks)
	for i := range blocks {
		if more := len(whole[i].lines) - len(blocks[i].lines); more > 0 && used+more <= rows {
			blocks[i], used = whole[i], used+more
		}
	}
	return blocks
}

func flatten(blocks []block) []line {
	var out []line
	for _, b := range blocks {
		out = append(out, b.lines...)
	}
	return out
}

// blocks gives a bone's causes and whys as blocks of lines.
func (l *layout) blocks(b Bone, how detail) []block {
	w := l.text()
	var out []block
	for i, c := range b.Causes {
		if i > 0 && how.air {
			out[len(out)-1].lines = append(out[len(out)-1].lines, line{})
		}
		style, mark := StyleCause, "• "
		if c.Root {
			style, mark = StyleRoot, "★ "
		}
		text := c.Text
		if c.Votes > 0 {
			text += fmt.Sprintf("%c(%d)", noBreak, c.Votes)
		}
		head := l.block(c.Ref(), mark, text, style, how.cause, how, w)
		if how.foldOthers && len(c.Whys) > 0 && !l.isOf(c) {
			head.items += len(c.Whys)
			head.lines = append(head.lines, line{" └ ", cycle.HowMany(len(c.Whys), "why"), StyleWhy, c.Ref()})
			out = append(out, head)
			continue
		}
		out = append(out, head)
		for _, y := range c.Whys {
			out = append(out, l.block(y.Ref(), " └ ", because(y.Text), StyleWhy, how.why, how, w))
		}
	}
	return out
}

// because leaves out the word with which most answers begin: the mark before a
// why says as much, and columns are dear.
func because(s string) string {
	const word = "because "
	if len(s) > len(word) && strings.EqualFold(s[:len(word)], word) {
		return s[len(word):]
	}
	return s
}

// isOf reports whether the cause or one of its whys is in hand.
func (l *layout) isOf(c Cause) bool {
	return l.hand == c.Ref() || slices.ContainsFunc(c.Whys, func(y Why) bool { return y.Ref() == l.hand })
}

func (l *layout) block(ref treepane.Ref, mark, text string, style Style, most int, how detail, w int) block {
	w -= ui.Width(mark)
	if ref == l.hand && most > 0 {
		most = max(most, how.largestHand)
	}
	b := block{ref: ref, items: 1}
	for i, t := range clip(ui.Wrap(text, w), most, w) {
		if i > 0 {
			mark = strings.Repeat(" ", ui.Width(mark))
		}
		b.lines = append(b.lines, line{mark, strings.ReplaceAll(t, string(noBreak), " "), style, ref})
	}
	return b
}

// window shows the blocks around the one in hand in rows lines, and says how
// many items are before and behind.
func window(blocks []block, hand treepane.Ref, rows int) []line {
	at := max(0, slices.IndexFunc(blocks, func(b block) bool { return b.ref == hand }))
	for first := 0; ; first++ {
		room := rows
		if first > 0 {
			room--
		}
		last, used := first, 0
		for last < len(blocks) {
			rest := room
			if last < len(blocks)-1 {
				rest--
			}
			if used += len(blocks[last].lines); used > rest {
				break
			}
			last++
		}
		// One block that is larger than all the room is cut.
		if last == first {
			last++
		}
		if last <= at {
			continue
		}
		var out []line
		if first > 0 {
			out = append(out, line{"", fmt.Sprintf("+%d above", items(blocks[:first])), StyleMore, treepane.Ref{}})
		}
		out = append(out, flatten(blocks[first:last])...)
		if last < len(blocks) {
			out = append(out[:min(len(out), rows-1)], line{"", fmt.Sprintf("+%d more", items(blocks[last:])), StyleMore, treepane.Ref{}})
		}
		return out[:min(len(out), rows)]
	}
}

func items(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += b.items
	}
	return n
}

// clip keeps the first lines, at most most of them; 0 keeps all.
func clip(lines []string, most, w int) []string {
	if most <= 0 {
		return lines
	}
	return ui.Shorten(lines, w, most)
}
