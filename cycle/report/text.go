package report

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Text returns the whole cycle to be read on a terminal that is width columns
// wide, at least 40. heading dresses a heading, such as in bold; nil leaves
// headings as they are. Text of the team is cleaned.
func Text(c *cycle.Cycle, today cycle.Day, width int, heading func(string) string) string {
	if heading == nil {
		heading = func(s string) string { return s }
	}
	w := plainText{width: max(width, 40), heading: heading}
	w.wrapped("", "", heading, Title(c))
	w.wrapped("", "", nil, headline(c, today))
	phase := cycle.Phase("")
	for _, s := range outline(c, today) {
		if s.step.Phase != phase {
			phase = s.step.Phase
			w.line("")
			w.line(heading(strings.ToUpper(phase.Word())))
		}
		w.line("")
		w.line(heading(s.step.Label))
		if len(s.blocks) == 0 {
			w.line("  (nothing written yet)")
		}
		w.blocks(s.blocks)
	}
	return w.b.String()
}

type plainText struct {
	b       strings.Builder
	width   int
	heading func(string) string
}

func (w *plainText) line(s string) {
	w.b.WriteString(strings.TrimRight(s, " "))
	w.b.WriteByte('\n')
}

// wrapped writes text with first before its first line and rest before the
// others, line breaks kept.
func (w *plainText) wrapped(first, rest string, dress func(string) string, text string) {
	room := max(w.width-ansi.StringWidth(first), 16)
	for para := range strings.SplitSeq(cycle.Clean(text, true), "\n") {
		for line := range strings.SplitSeq(ansi.Wrap(para, room, ""), "\n") {
			line = strings.TrimSpace(line)
			if dress != nil {
				line = dress(line)
			}
			w.line(first + line)
			first = rest
		}
	}
}

func (w *plainText) blocks(blocks []block) {
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		switch {
		case b.table != nil:
			w.label(b.label)
			w.table(*b.table)
		case b.tree != nil:
			w.label(b.label)
			w.tree(b.tree, "    ", true)
		case b.entries != nil:
			w.label(b.label)
			for _, e := range b.entries {
				w.entry(e)
			}
		default:
			end := i + 1
			for end < len(blocks) && blocks[end].text != "" {
				end++
			}
			w.values(blocks[i:end], "  ")
			i = end - 1
		}
	}
}

func (w *plainText) label(s string) {
	w.wrapped("  ", "  ", nil, s+":")
}

// values writes labels in one column and the texts beside them; on a narrow
// screen the texts go below.
func (w *plainText) values(blocks []block, indent string) {
	column := 0
	for _, b := range blocks {
		column = max(column, ansi.StringWidth(b.label))
	}
	if column > w.width/3 {
		for _, b := range blocks {
			w.wrapped(indent, indent, nil, b.label)
			w.wrapped(indent+"  ", indent+"  ", nil, b.text)
		}
		return
	}
	rest := indent + strings.Repeat(" ", column+2)
	for _, b := range blocks {
		w.wrapped(indent+pad(b.label, column)+"  ", rest, nil, b.text)
	}
}

func (w *plainText) entry(e entry) {
	if e.name != "" {
		w.wrapped("    - ", "      ", nil, e.name)
	}
	w.values(e.values, "      ")
}

func (w *plainText) tree(branches []branch, indent string, top bool) {
	for i, b := range branches {
		mark, below := "├─ ", "│  "
		if i == len(branches)-1 {
			mark, below = "└─ ", "   "
		}
		if top {
			mark, below = "", ""
		}
		w.wrapped(indent+mark, indent+below, nil, b.text)
		w.tree(b.under, indent+below, false)
	}
}

// table writes columns side by side. When they do not fit, the widest columns of
// words are wrapped.
func (w *plainText) table(t table) {
	const indent, gap = "    ", 2
	widths := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], ansi.StringWidth(cycle.Clean(cell, false)))
		}
	}
	fit(widths, w.width-len(indent)-gap*(len(widths)-1))
	for _, row := range append([][]string{t.head}, t.rows...) {
		cells := make([][]string, len(row))
		height := 1
		for i, cell := range row {
			cells[i] = strings.Split(ansi.Wrap(cycle.Clean(cell, false), widths[i], ""), "\n")
			height = max(height, len(cells[i]))
		}
		for h := range height {
			var line strings.Builder
			line.WriteString(indent)
			for i := range cells {
				part := ""
				if h < len(cells[i]) {
					part = strings.TrimSpace(cells[i][h])
				}
				if t.number[i] {
					part = strings.Repeat(" ", widths[i]-min(widths[i], ansi.StringWidth(part))) + part
				}
				line.WriteString(pad(part, widths[i]+gap))
			}
			w.line(line.String())
		}
	}
	if t.legend != "" {
		w.line(indent + t.legend)
	}
}

// fit takes width off the widest column until all of them have room, but leaves
// each eight columns.
func fit(widths []int, room int) {
	for {
		sum, widest := 0, 0
		for i, n := range widths {
			sum += n
			if n > widths[widest] {
				widest = i
			}
		}
		if sum <= room || widths[widest] <= 8 {
			return
		}
		widths[widest]--
	}
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-ansi.StringWidth(s), 0))
}
