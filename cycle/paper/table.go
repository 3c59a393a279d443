package paper

import (
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
)

// table reads a table.
func (f *filler) table(t *word.Table) {
	f.verdicts = hasVerdicts(t)
	f.rows(t)
	if f.answered {
		// What follows a filled table is not its last answer.
		f.target, f.heading = "", ""
	}
}

// hasVerdicts reports whether a table marks with both ✓ and ✗: then they say what
// was done and what was missed.
func hasVerdicts(t *word.Table) bool {
	var done, missed bool
	for p := range word.Paragraphs([]word.Block{t}) {
		text := strings.TrimSpace(p.Text)
		done = done || text == "✓" || text == "✔"
		missed = missed || text == "✗" || text == "✘"
	}
	return done && missed
}

// rows reads a table row by row: a row of labels makes the rows under it answers,
// any other row has its labels beside its answers.
func (f *filler) rows(t *word.Table) {
	var h *head
	paired := false // a label stood beside its answer
	for _, row := range t.Rows {
		filled := filledCells(row)
		if len(filled) == 0 {
			continue
		}
		if next := f.headOf(row, h); next != nil {
			h = next
			continue
		}
		if h == nil && !paired && len(row.Cells) > 1 && len(filled) > 1 {
			h = f.usualHead(row)
		}
		if h != nil && len(filled) == 1 && len(row.Cells) == 1 && f.isLabel(filled[0]) {
			h = nil
		}
		switch {
		case h != nil && h.rows:
			f.itemRow(h, row)
		case h != nil:
			f.sideRow(h, row)
		default:
			paired = f.pairRow(filled, paired) || paired
		}
	}
}

// filledCells are the cells in which something stands.
func filledCells(row word.Row) []word.Cell {
	var out []word.Cell
	for _, cell := range row.Cells {
		if textOf(cell) != "" || hasHint(cell) || hasTable(cell) {
			out = append(out, cell)
		}
	}
	return out
}

// textOf is the text of a cell, a line for each of its paragraphs.
func textOf(cell word.Cell) string {
	var out []string
	for p := range word.Paragraphs(cell.Blocks) {
		if text := strings.TrimSpace(p.Text); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "\n")
}

func hasHint(cell word.Cell) bool {
	for p := range word.Paragraphs(cell.Blocks) {
		if p.Hint != "" {
			return true
		}
	}
	return false
}

func hasTable(cell word.Cell) bool {
	return slices.ContainsFunc(cell.Blocks, func(b word.Block) bool { _, ok := b.(*word.Table); return ok })
}

// linesIn are the lines of a cell without the blank ones.
func linesIn(cell word.Cell) []line {
	var out []line
	for p := range word.Paragraphs(cell.Blocks) {
		for _, l := range linesOf(p) {
			if l.text != "" {
				out = append(out, l)
			}
		}
	}
	return out
}

// labelOf splits the label of a cell from words of the form under it. ok is false
// for a cell that holds an answer.
func (f *filler) labelOf(cell word.Cell) (words string, ok bool) {
	if hasTable(cell) {
		return "", false
	}
	lines := linesIn(cell)
	if len(lines) == 0 {
		return "", false
	}
	for _, l := range lines[1:] {
		if !isBlank(l.text) && !f.v.isPrompt(l.text) && !f.v.isAside(strings.Trim(l.text, "()[]")) {
			return "", false
		}
	}
	return strings.TrimRight(lines[0].text, ": \t?"), true
}

// isLabel reports whether a cell holds nothing but a label.
func (f *filler) isLabel(cell word.Cell) bool {
	words, ok := f.labelOf(cell)
	if !ok {
		return false
	}
	_, ok = f.name(words, true)
	return ok
}

// pairRow reads a row in which labels stand beside their answers, or above them in
// the same cell. It reports whether a label was found.
func (f *filler) pairRow(cells []word.Cell, paired bool) bool {
	found := false
	for i, cell := range cells {
		if words, ok := f.labelOf(cell); ok && i < len(cells)-1 || len(cells) == 1 && ok {
			if n, ok := f.name(words, true); ok {
				found = true
				f.form(textOf(cell))
				f.enter(n, words)
				f.markCell(cell)
				continue
			}
			if i == 0 && len(cells) > 1 && paired && len(words) <= 80 && !f.hasLabel(cells[:1]) {
				f.keepUnder(cleanLine(words), cells[1:])
				return found
			}
		}
		if i == 0 && f.target == "" && len(cells) > 1 && !found && !f.hasLabel(cells) {
			f.keepPair(cells)
			return found
		}
		f.blocks(cell.Blocks)
	}
	return found
}

// hasLabel reports whether a line of the cells is a label or a table stands in them.
func (f *filler) hasLabel(cells []word.Cell) bool {
	for _, cell := range cells {
		if hasTable(cell) {
			return true
		}
		for _, l := range linesIn(cell) {
			if _, _, ok := f.label(l); ok {
				return true
			}
		}
	}
	return false
}

// keepUnder keeps the answers of a row under its first cell.
func (f *filler) keepUnder(heading string, cells []word.Cell) {
	was := f.heading
	f.heading = heading
	n := len(f.p.Kept)
	f.keepPair(cells)
	if len(f.p.Kept) == n {
		f.keep(heading, "a row that the organizer does not have")
	}
	f.heading = was
}

// keepPair keeps a row that the organizer does not have, its cells side by side.
func (f *filler) keepPair(cells []word.Cell) {
	var out []string
	for _, cell := range cells {
		out = append(out, f.answers(cell)...)
		f.markCell(cell)
	}
	f.keep(strings.Join(out, " | "), "a row that the organizer does not have")
}

// answers are the lines of a cell that are somebody's answer. Words of the form are
// noted.
func (f *filler) answers(cell word.Cell) []string {
	for p := range word.Paragraphs(cell.Blocks) {
		if p.Hint != "" {
			f.form(p.Hint)
		}
	}
	var out []string
	for _, l := range linesIn(cell) {
		if text := trimFiller(cleanLine(l.text)); isBlank(text) || f.v.isPrompt(text) {
			f.form(text)
		} else {
			out = append(out, text)
		}
	}
	return out
}
