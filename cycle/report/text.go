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
	o := outliner{c: c, today: today}
	p := o.paper(false)
	w.wrapped("", "", heading, p.Title)
	w.wrapped("", "", nil, p.Line)
	phase := cycle.Phase("")
	for _, s := range p.Sections {
		if s.Phase != phase {
			phase = s.Phase
			w.line("")
			w.line(heading(strings.ToUpper(phase.Word())))
		}
		w.line("")
		w.line(heading(s.Title))
		if len(s.Blocks) == 0 {
			w.line("  (nothing written yet)")
		}
		w.blocks(s.Blocks)
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

func (w *plainText) blocks(blocks []Block) {
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		switch {
		case b.Table != nil:
			w.label(b.Label)
			w.table(*b.Table)
		case b.Tree != nil:
			w.label(b.Label)
			w.tree(b.Tree, "    ", true)
		case b.Entries != nil:
			w.label(b.Label)
			w.entries(b.Entries)
		case b.Columns != nil:
			w.label(b.Label)
			w.columns(b.Columns)
		default:
			end := i + 1
			for end < len(blocks) && blocks[end].Text != "" {
				end++
			}
			w.values(blocks[i:end], "  ")
			i = end - 1
		}
	}
}

func (w *plainText) label(s string) {
	if s != "" {
		w.wrapped("  ", "  ", nil, s+":")
	}
}

// values writes labels in one column and the texts beside them; on a narrow
// screen the texts go below.
func (w *plainText) values(blocks []Block, indent string) {
	column := 0
	for _, b := range blocks {
		column = max(column, ansi.StringWidth(b.Label))
	}
	if column > w.width/3 {
		for _, b := range blocks {
			w.wrapped(indent, indent, nil, b.Label)
			w.wrapped(indent+"  ", indent+"  ", nil, b.Text)
		}
		return
	}
	rest := indent + strings.Repeat(" ", column+2)
	for _, b := range blocks {
		w.wrapped(indent+pad(b.Label, column)+"  ", rest, nil, b.Text)
	}
}

// columns writes columns below each other. Where each has one value it stands
// beside the head.
func (w *plainText) columns(columns []Column) {
	var values []Block
	for _, c := range columns {
		if len(c.Entries) == 1 && c.Entries[0].Name == "" && len(c.Entries[0].Values) == 1 && c.Entries[0].Values[0].Label == "" {
			values = append(values, Block{Label: c.Head, Text: c.Entries[0].Values[0].Text})
		} else if len(c.Entries) > 0 {
			w.wrapped("    ", "    ", nil, strings.TrimSuffix(c.Head+": "+c.Help, ": "))
			w.entries(c.Entries)
		}
	}
	w.values(values, "    ")
}

func (w *plainText) entries(entries []Entry) {
	for _, e := range entries {
		w.entry(e)
	}
}

func (w *plainText) entry(e Entry) {
	if e.Name != "" {
		w.wrapped("    - ", "      ", nil, e.Name)
	}
	w.values(e.Values, "      ")
}

func (w *plainText) tree(branches []Branch, indent string, top bool) {
	for i, b := range branches {
		mark, below := "├─ ", "│  "
		if i == len(branches)-1 {
			mark, below = "└─ ", "   "
		}
		if top {
			mark, below = "", ""
		}
		w.wrapped(indent+mark, indent+below, nil, b.Text)
		w.tree(b.Under, indent+below, false)
	}
}

// table writes columns side by side. When they do not fit, the widest columns of
// words are wrapped.
func (w *plainText) table(t Table) {
	const indent, gap = "    ", 2
	widths := make([]int, len(t.Head))
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], ansi.StringWidth(cycle.Clean(cell, false)))
		}
	}
	fit(widths, w.width-len(indent)-gap*(len(widths)-1))
	for _, row := range append([][]string{t.Head}, t.Rows...) {
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
				if t.Kinds[i] == Numbers {
					part = strings.Repeat(" ", widths[i]-min(widths[i], ansi.StringWidth(part))) + part
				}
				line.WriteString(pad(part, widths[i]+gap))
			}
			w.line(line.String())
		}
	}
	if t.Legend != "" {
		w.line(indent + t.Legend)
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
