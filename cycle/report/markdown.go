package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Markdown returns the whole cycle as a Markdown document (CommonMark with the
// tables of GitHub's dialect). Dates are written as people read them on the day
// today. What the team wrote is cleaned and escaped: none of it can become
// markup.
func Markdown(c *cycle.Cycle, today cycle.Day) []byte {
	var w markdown
	fmt.Fprintf(&w, "# %s\n\n%s\n", inline(Title(c)), inline(headline(c, today)))
	phase := cycle.Phase("")
	for _, s := range outline(c, today) {
		if s.step.Phase != phase {
			phase = s.step.Phase
			fmt.Fprintf(&w, "\n## %s\n", phase.Word())
		}
		fmt.Fprintf(&w, "\n### %s\n", s.step.Label)
		if len(s.blocks) == 0 {
			w.WriteString("\n*Nothing written yet.*\n")
		}
		for _, b := range s.blocks {
			w.block(b)
		}
	}
	return w.Bytes()
}

type markdown struct{ bytes.Buffer }

func (w *markdown) block(b block) {
	switch {
	case b.table != nil:
		w.heading(b.label)
		w.table(*b.table)
	case b.tree != nil:
		w.heading(b.label)
		w.WriteByte('\n')
		w.tree(b.tree, "")
	case b.entries != nil:
		w.heading(b.label)
		for _, e := range b.entries {
			w.entry(e)
		}
	default:
		w.WriteByte('\n')
		fmt.Fprintf(w, "**%s:** %s\n", inline(b.label), paragraphs(b.text, ""))
	}
}

func (w *markdown) heading(label string) { fmt.Fprintf(w, "\n#### %s\n", inline(label)) }

func (w *markdown) entry(e entry) {
	name := e.name
	if name == "" && len(e.values) > 0 {
		name, e.values = e.values[0].label+": "+e.values[0].text, e.values[1:]
	}
	fmt.Fprintf(w, "\n- **%s**\n", inline(name))
	for _, v := range e.values {
		fmt.Fprintf(w, "  - %s: %s\n", inline(v.label), paragraphs(v.text, "    "))
	}
}

func (w *markdown) tree(branches []branch, indent string) {
	for _, b := range branches {
		fmt.Fprintf(w, "%s- %s\n", indent, paragraphs(b.text, indent+"  "))
		w.tree(b.under, indent+"  ")
	}
}

func (w *markdown) table(t table) {
	w.WriteString("\n")
	w.row(t.head)
	for _, number := range t.number {
		if number {
			w.WriteString("| ---: ")
		} else {
			w.WriteString("| --- ")
		}
	}
	w.WriteString("|\n")
	for _, row := range t.rows {
		w.row(row)
	}
	if t.legend != "" {
		fmt.Fprintf(w, "\n%s\n", t.legend)
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
