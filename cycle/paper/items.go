package paper

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
)

// column gives the columns of the head that a cell stands under.
func (h *head) under(cell word.Cell) []column {
	var out []column
	for _, c := range h.columns {
		if cell.Column < c.at+c.span && c.at < cell.Column+cell.Span {
			out = append(out, c)
		}
	}
	return out
}

// sideRow reads a row under labels that stand side by side: the points A and B,
// the blanks of the problem, the kinds of measures. A label at the start of the row
// says which part of each it is.
func (f *filler) sideRow(h *head, row word.Row) {
	part := ""
	for i, cell := range row.Cells {
		if textOf(cell) == "" && !hasHint(cell) && !hasTable(cell) {
			continue
		}
		f.markCell(cell)
		columns := h.under(cell)
		if words, ok := f.labelOf(cell); ok && i == 0 && (len(columns) == 0 || h.corner(cell) || len(row.Cells) > len(h.columns)) {
			n, ok := f.columnName(h.section, words)
			if ok {
				part = n.key
				f.form(textOf(cell))
				continue
			}
		}
		if len(columns) == 0 {
			f.blocks(cell.Blocks)
			continue
		}
		f.sideCell(columns[0], part, cell)
	}
}

// corner reports whether nothing is said about the column of a cell.
func (h *head) corner(cell word.Cell) bool {
	return !slices.ContainsFunc(h.columns, func(c column) bool { return c.at <= cell.Column && cell.Column < c.at+c.span })
}

// sideCell reads a cell under one of the labels.
func (f *filler) sideCell(c column, part string, cell word.Cell) {
	kind, isMeasure := strings.CutPrefix(c.key, "measures=")
	switch {
	case isMeasure:
		f.measureCell(kind, part, cell)
		return
	case strings.HasPrefix(part, "."):
		f.target = c.key + part
	default:
		f.target = c.key
	}
	f.last, f.heading = f.target, c.words
	if f.target == "point_a" || f.target == "point_b" {
		f.section = "goals"
	}
	f.blocks(cell.Blocks)
}

// measureCell reads a cell of a table with a column for each kind of measure.
// Without a label at the start of its row each line names a measure, and lines with
// a label say more about it.
func (f *filler) measureCell(kind, part string, cell word.Cell) {
	field := strings.TrimPrefix(part, "measures.")
	if part == "" || field == "name" || field == "measures" {
		if f.kind != kind {
			f.measure = f.kindInHand(kind, part == "")
		}
		f.kind, f.section, f.target, f.last = kind, "measures", "measures", "measures="+kind
		f.blocks(cell.Blocks)
		return
	}
	id := f.kindInHand(kind, false)
	for _, text := range f.answers(cell) {
		if id == "" {
			id = f.newItem("measures", "name", "")
			f.itemField("measures", id, "kind", kind)
		}
		f.measureField(id, field, text)
	}
}

// kindInHand is the last measure of a kind; none when a new one is to be begun.
func (f *filler) kindInHand(kind string, anew bool) string {
	if anew {
		return ""
	}
	for _, it := range slices.Backward(f.c.Lists["measures"]) {
		if it.Get("kind") == kind {
			return it.ID
		}
	}
	return ""
}

// itemRow reads a row as an item.
func (f *filler) itemRow(h *head, row word.Row) {
	ids := map[string]string{} // of the items of this row, by list
	f.section, f.heading = h.section, ""
	if h.section != "drivers" {
		f.leave()
	}
	if h.section == "points" || f.items >= maxItems {
		f.keepPair(row.Cells)
		return
	}
	for _, cell := range row.Cells {
		columns := h.under(cell)
		f.markCell(cell)
		if hasTable(cell) && len(columns) > 0 {
			f.target, f.last = columns[0].key, columns[0].key
			f.blocks(cell.Blocks)
			continue
		}
		texts := f.answers(cell)
		switch {
		case len(columns) == 0 || columns[0].key == "" && columns[0].week == 0:
			f.keepCell(h, columns, texts)
		case columns[0].week > 0:
			if len(texts) > 0 {
				f.weekCells(f.rowItem(ids, "actions"), columns, texts)
			}
		default:
			f.last = columns[0].key
			f.itemCell(ids, columns[0], texts)
		}
	}
	f.finishRow(ids)
}

// keepCell keeps what stands under a label that the organizer does not have.
func (f *filler) keepCell(h *head, columns []column, texts []string) {
	if len(texts) == 0 {
		return
	}
	was := f.heading
	f.heading = ""
	if len(columns) > 0 {
		f.heading = columns[0].words
	}
	f.keep(strings.Join(texts, "\n"), "a column that the organizer does not have")
	f.heading = was
}

// stepKey gives the key of a step by its label; other words as they are.
func stepKey(words string) string {
	for _, s := range cycle.Steps {
		if plain(s.Label) == plain(words) {
			return s.Key
		}
	}
	return words
}

// rowItem is the row's item of a list, made when it is not there.
func (f *filler) rowItem(ids map[string]string, list string) string {
	if ids[list] == "" {
		ids[list] = f.newItem(list, "", "")
	}
	return ids[list]
}

// itemCell writes a cell into the row's item.
func (f *filler) itemCell(ids map[string]string, c column, texts []string) {
	if len(texts) == 0 {
		return
	}
	whole := strings.Join(texts, "\n")
	oneLine := strings.Join(texts, " ")
	switch c.key {
	case "evidence", "evidence.source":
		f.evidenceItem(oneLine)
		ids["evidence"] = f.evidence
	case "evidence.consulted":
		f.yesNo(ids, "evidence", "consulted", oneLine)
	case "checkpoints.done":
		f.yesNo(ids, "checkpoints", "done", oneLine)
	case "bones.name":
		f.newBone(oneLine)
	case "fishbone", "causes.text":
		for _, text := range texts {
			f.newCause(text)
		}
		ids["causes"] = f.cause
	case "whys.text":
		for _, text := range texts {
			f.newWhy(text)
		}
	case "causes.root":
		f.rootCell(ids, oneLine)
	case "drivers", "drivers.text":
		f.newDriver(oneLine)
	case "comments.step":
		f.itemField("comments", f.rowItem(ids, "comments"), "step", stepKey(oneLine))
	case "activities.text":
		for _, text := range texts {
			f.newActivity(text)
		}
	case "actions", "actions.what":
		if ids["actions"] == "" && f.goToAction(oneLine) { // a second table speaks of the first one's
			ids["actions"] = f.action
			f.form(oneLine)
			return
		}
		f.itemField("actions", f.rowItem(ids, "actions"), "what", oneLine)
	case "actions.names":
		f.itemField("actions", f.rowItem(ids, "actions"), "names", names(whole))
	case "actions.weeks", "actions.status":
		f.actionWhen(f.rowItem(ids, "actions"), c.key, oneLine)
	case "measures":
		f.itemField("measures", f.rowItem(ids, "measures"), "name", oneLine)
	case "diary", "diary.week", "diary.text":
		f.diaryCell(ids, c.key, whole)
	case "requests", "checkpoints":
		f.itemField(c.key, f.rowItem(ids, c.key), "text", whole)
	default:
		f.cellField(ids, c, whole, oneLine)
	}
}

// cellField writes a cell whose column names the field.
func (f *filler) cellField(ids map[string]string, c column, whole, oneLine string) {
	list, field, ok := strings.Cut(c.key, ".")
	l, known := cycle.ListByKey(list)
	fd, there := l.Field(field)
	if !ok || !known || !there {
		f.keep(c.words+": "+whole, "")
		return
	}
	if fd.Kind == cycle.Line {
		whole = oneLine
	}
	switch {
	case list == "measures":
		f.measureField(f.rowItem(ids, list), field, whole)
	case list == "drivers" || list == "causes":
		if id := f.inHand(list); id != "" {
			f.itemField(list, id, field, whole)
		} else {
			f.keep(c.words+": "+whole, "it does not say what it belongs to")
		}
	default:
		f.itemField(list, f.rowItem(ids, list), field, whole)
	}
}

// finishRow ends a row. A finding says that the evidence was used.
func (f *filler) finishRow(ids map[string]string) {
	if id := ids["evidence"]; id != "" {
		it, _ := f.c.Item("evidence", id)
		if it.Get("finding") != "" && it.Get("consulted") == "" && !f.refused[id] {
			f.itemField("evidence", id, "consulted", "yes")
		}
	}
}

// yesNo writes a cell that says yes or no.
func (f *filler) yesNo(ids map[string]string, list, field, text string) {
	id := f.rowItem(ids, list)
	switch {
	case yes(text):
		f.itemField(list, id, field, "yes")
		f.form(text)
	case no(text):
		f.refused[id] = true
		f.form(text)
	default:
		chosen, _ := ticked(text)
		if yes(chosen) || plain(chosen) == "yes" {
			f.itemField(list, id, field, "yes")
			f.form(text)
			return
		}
		f.itemField(list, id, field, text)
	}
}

// rootCell reads a mark at a cause, or a root cause in words.
func (f *filler) rootCell(ids map[string]string, text string) {
	switch {
	case yes(text) && ids["causes"] != "":
		f.itemField("causes", ids["causes"], "root", "yes")
		f.form(text)
	case no(text):
		f.form(text)
	default:
		f.rootCause(text)
	}
}

// diaryCell writes a cell of a table with a row for each week.
func (f *filler) diaryCell(ids map[string]string, key, text string) {
	if key == "diary.week" {
		n, ok := numbered(plain(text), "week")
		if !ok {
			n, ok = numbered("week "+plain(text), "week")
		}
		if ok && n <= cycle.MaxWeeks {
			ids["week"] = strconv.Itoa(n)
			f.form(text)
			return
		}
		ids["when"] = text + ": "
		return
	}
	week, _ := strconv.Atoi(ids["week"]) // 0 when the row does not say
	f.putDiary(week, ids["when"]+text)
	delete(ids, "when")
}
