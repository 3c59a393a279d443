package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Markdown returns the document in CommonMark with the tables of GitHub's
// dialect. What the team wrote is cleaned and escaped: none of it can become
// markup.
func Markdown(d Document) []byte {
	var w markdown
	if d.Title != "" {
		fmt.Fprintf(&w, "# %s\n", inline(d.Title))
	}
	for i, p := range d.Papers {
		if i > 0 || d.Title != "" {
			w.WriteString("\n---\n\n")
		}
		w.paper(p)
	}
	return w.Bytes()
}

type markdown struct{ bytes.Buffer }

func (w *markdown) paper(p Paper) {
	fmt.Fprintf(w, "# %s\n\n%s\n", inline(p.Title), inline(p.Line))
	phase := cycle.Phase("")
	for _, s := range p.Sections {
		if s.Phase != phase && !p.Summary {
			phase = s.Phase
			fmt.Fprintf(w, "\n## %s\n", phase.Word())
		}
		fmt.Fprintf(w, "\n### %s\n", s.Title)
		if len(s.Blocks) == 0 {
			w.WriteString("\n*Nothing written yet.*\n")
		}
		for _, b := range s.Blocks {
			w.block(b)
		}
	}
}

func (w *markdown) block(b Block) {
	switch {
	case b.Table != nil:
		w.heading(b.Label)
		w.table(*b.Table)
	case b.Tree != nil:
		w.heading(b.Label)
		w.WriteByte('\n')
		w.tree(b.Tree, "")
	case b.Entries != nil:
		w.heading(b.Label)
		for _, e := range b.Entries {
			w.entry(e)
		}
	case b.Columns != nil:
		w.heading(b.Label)
		for _, c := range b.Columns {
			w.column(c)
		}
	case b.Picture != nil:
		// Its words stand beside it.
	default:
		w.value(b)
	}
}

func (w *markdown) value(b Block) {
	label := inline(b.Label)
	if label != "" {
		label = "**" + label + ":** "
	}
	fmt.Fprintf(w, "\n%s%s\n", label, paragraphs(b.Text, ""))
}

// column writes the values of a column below each other; one without entries is
// left out.
func (w *markdown) column(c Column) {
	if len(c.Entries) == 0 {
		return
	}
	if e := c.Entries[0]; len(c.Entries) == 1 && e.Name == "" && len(e.Values) == 1 && e.Values[0].Label == "" {
		w.value(Block{Label: c.Head, Text: e.Values[0].Text})
		return
	}
	fmt.Fprintf(w, "\n**%s**\n", inline(strings.TrimSuffix(c.Head+": "+c.Help, ": ")))
	for _, e := range c.Entries {
		if e.Name != "" {
			w.entry(e)
			continue
		}
		w.WriteByte('\n')
		for _, v := range e.Values {
			fmt.Fprintf(w, "- %s: %s\n", inline(v.Label), paragraphs(v.Text, "  "))
		}
	}
}

func (w *markdown) heading(label string) {
	if label != "" {
		fmt.Fprintf(w, "\n#### %s\n", inline(label))
	}
}

func (w *markdown) entry(e Entry) {
	name := e.Name
	if name == "" && len(e.Values) > 0 {
		name, e.Values = e.Values[0].Label+": "+e.Values[0].Text, e.Values[1:]
	}
	fmt.Fprintf(w, "\n- **%s**\n", inline(name))
	for _, v := range e.Values {
		fmt.Fprintf(w, "  - %s: %s\n", inline(v.Label), paragraphs(v.Text, "    "))
	}
}

func (w *markdown) tree(branches []Branch, indent string) {
	for _, b := range branches {
		fmt.Fprintf(w, "%s- %s\n", indent, paragraphs(b.Text, indent+"  "))
		w.tree(b.Under, indent+"  ")
	}
}

func (w *markdown) table(t Table) {
	w.WriteString("\n")
	w.row(t.Head)
	for _, kind := range t.Kinds {
		switch kind {
		case Numbers:
			w.WriteString("| ---: ")
		case Marks:
			w.WriteString("| :---: ")
		default:
			w.WriteString("| --- ")
		}
	}
	w.WriteString("|\n")
	for _, row := range t.Rows {
		w.row(row)
	}
	if t.Legend != "" {
		fmt.Fprintf(w, "\n%s\n", t.Legend)
	}
}

func (w *markdown) row(cells []string) {
	for _, c := range cells {
		w.WriteString("| " + inline(c) + " ")
	}
	w.WriteString("|\n")
}

// paragraphs writes text with line breaks: each line a paragraph of its own,
// indented so that it stays within the list item that it is in.
func paragraphs(text, indent string) string {
	var lines []string
	for line := range strings.SplitSeq(cycle.Clean(text, true), "\n") {
		if line = inline(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n\n"+indent)
}

// special are the characters that can begin markup anywhere in a line.
const special = "\\`*_[]<>|~&$"

// inline writes text on one line with everything escaped that a reader of
// Markdown would take for markup.
func inline(text string) string {
	text = strings.Join(strings.Fields(cycle.Clean(text, false)), " ")
	var b strings.Builder
	for i, r := range text {
		if strings.ContainsRune(special, r) || i == 0 && strings.ContainsRune("#+-=", r) || endsNumber(text, i, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// endsNumber reports whether the character at i would make the line an item of a
// numbered list: "1." or "1)".
func endsNumber(text string, i int, r rune) bool {
	return (r == '.' || r == ')') && i > 0 && strings.Trim(text[:i], "0123456789") == ""
}
