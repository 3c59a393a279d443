package dataimport

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
)

// rowKind says what a row of the form decides.
type rowKind int

const (
	rowSheet rowKind = iota
	rowX
	rowY // and the three below it are there once a column of values
	rowInto
	rowName
	rowMeans
	rowBy
	rowN
	rowWhere // and the one below it are there once a filter
	rowOnly
)

// A row is one choice among options.
type row struct {
	kind    rowKind
	slot    int // which of the columns of values, or of the filters
	help    string
	options []string
	at      int  // the option that is chosen, -1 for none yet
	free    bool // the first option is "none"
	touched bool // whether a person has chosen
}

// value is the option that is chosen, empty for none.
func (r row) value() string {
	if r.at < 0 || r.at >= len(r.options) || r.free && r.at == 0 {
		return ""
	}
	return r.options[r.at]
}

const (
	newMeasure   = "a new measure"
	groupOfFirst = "the first measure, as a student group"
	laterKind    = "say it later"
)

// A naming is how a measure is called that is made for a column of values.
type naming struct {
	id    string
	name  textarea.Model
	typed bool // whether a person has typed it
}

// newRow makes a row. none is the first option of one that may stay open.
func newRow(kind rowKind, slot int, help, none string, options []string, chosen string) row {
	r := row{kind: kind, slot: slot, help: help}
	if none != "" {
		r.options, r.free = append(r.options, none), true
	}
	r.options = append(r.options, options...)
	r.at = slices.Index(r.options, chosen)
	if r.at < 0 && r.free {
		r.at = 0
	}
	return r
}

// buildRows makes the form for a file, the columns as they are guessed.
func (s *Screen) buildRows() {
	t := s.table
	s.at, s.find = 0, ""
	s.rows, s.namings = nil, nil
	if len(t.Sheets) > 1 {
		s.rows = append(s.rows, newRow(rowSheet, 0, "The sheet of the workbook that holds the numbers.", "", t.Sheets, t.Sheet))
	}
	s.rows = append(s.rows, newRow(rowX, 0, "The column of dates, weeks or school years.", "", t.Columns, t.Roles.X))
	s.addValue(s.likelyValue())
	if s.get(rowY, 0).value() != "" {
		s.addValue("")
	}
	s.rows = append(s.rows,
		newRow(rowBy, 0, "A column of student groups: one line on the chart for each.", "none", t.Columns, t.Roles.By),
		newRow(rowN, 0, "The column that says how many people each number comes from.", "none", t.Columns, t.Roles.N))
	where := ""
	if len(t.Roles.Where) > 0 {
		where = t.Roles.Where[0].Column
	}
	s.addFilter(where)
	if where != "" {
		s.addFilter("")
	}
	for i, r := range s.rows {
		if r.slot == 0 && (r.kind == rowY || r.kind == rowOnly && r.at < 0 && s.get(rowWhere, 0).value() != "") {
			s.at = i
		}
	}
}

// behind is the place for the rows of another slot: behind the last row of the
// kind that ends the slots, or at the end.
func (s *Screen) behind(last rowKind) int {
	for i, r := range slices.Backward(s.rows) {
		if r.kind == last {
			return i + 1
		}
	}
	return len(s.rows)
}

// addValue adds a column of values. Behind the first it may stay open.
func (s *Screen) addValue(column string) {
	slot := len(s.namings)
	n := &naming{id: change.NewID(), name: form.NewArea(s.env, "")}
	s.namings = append(s.namings, n)
	none, help := "", "The column of numbers to bring in."
	into := append(s.measureNames(), newMeasure)
	if slot > 0 {
		none, help = "nothing more", "Another column of the same file: a second measure, or a student group."
		into = append(into, groupOfFirst)
	}
	s.rows = slices.Insert(s.rows, s.behind(rowMeans),
		newRow(rowY, slot, help, none, likeliestFirst(s.table.Columns, s.table.Roles.Y), column),
		newRow(rowInto, slot, "The measure that gets the numbers.", "", into, newMeasure),
		newRow(rowName, slot, "What it is called, as it will stand above the chart.", "", nil, ""),
		newRow(rowMeans, slot, "What the new measure tells. It can be said later, in the step Measures.", laterKind, kindLabels(), s.likelyKind(slot)))
	s.proposeInto(slot)
	s.proposeName(slot)
}

// addFilter adds a column to choose rows by.
func (s *Screen) addFilter(column string) {
	slot := 0
	for _, r := range s.rows {
		if r.kind == rowWhere {
			slot++
		}
	}
	none, help := "all rows", "A column to choose rows by, such as the school."
	if slot > 0 {
		none, help = "nothing more", "A second column to choose rows by. Two values of one column take both."
	}
	s.rows = slices.Insert(s.rows, s.behind(rowOnly),
		newRow(rowWhere, slot, help, none, s.table.Columns, column),
		newRow(rowOnly, slot, "Which rows to take.", "", nil, ""))
	s.offerValues(slot)
}

// drop takes out the rows of a slot; those behind move up.
func (s *Screen) drop(slot int, kinds ...rowKind) {
	s.rows = slices.DeleteFunc(s.rows, func(r row) bool { return r.slot == slot && slices.Contains(kinds, r.kind) })
	for i, r := range s.rows {
		if r.slot > slot && slices.Contains(kinds, r.kind) {
			s.rows[i].slot--
		}
	}
}

// get gives a row; one without options where there is none such.
func (s *Screen) get(kind rowKind, slot int) *row {
	for i := range s.rows {
		if s.rows[i].kind == kind && s.rows[i].slot == slot {
			return &s.rows[i]
		}
	}
	return &row{at: -1}
}

// shown are the rows that matter now.
func (s *Screen) shown() []int {
	var out []int
	for i, r := range s.rows {
		into := s.get(rowInto, r.slot).value()
		hidden := false
		switch r.kind {
		case rowOnly:
			hidden = s.get(rowWhere, r.slot).value() == ""
		case rowInto:
			hidden = s.get(rowY, r.slot).value() == ""
		case rowName:
			hidden = s.get(rowY, r.slot).value() == "" || into != newMeasure && into != groupOfFirst
		case rowMeans:
			hidden = s.get(rowY, r.slot).value() == "" || into != newMeasure
		}
		if !hidden {
			out = append(out, i)
		}
	}
	return out
}

// row is the one in hand.
func (s *Screen) row() *row { return &s.rows[s.at] }

// text is what is typed in the row in hand, nil where a choice is made there.
func (s *Screen) text() *naming {
	if r := s.row(); r.kind == rowName {
		return s.namings[r.slot]
	}
	return nil
}

func (s *Screen) move(delta int) {
	shown := s.shown()
	at := slices.Index(shown, s.at)
	s.at = shown[min(max(at+delta, 0), len(shown)-1)]
	s.find = ""
}

// choose takes another option of the row in hand.
func (s *Screen) choose(at int, find string) tea.Cmd {
	r := s.row()
	s.find = find
	at = min(max(at, 0), len(r.options)-1)
	if at == r.at || at < 0 {
		return nil
	}
	r.at, r.touched = at, true
	switch r.kind {
	case rowSheet:
		return s.open(s.table.Path, r.value())
	case rowY:
		s.changeValue(r.slot)
	case rowWhere:
		s.changeFilter(r.slot)
	case rowInto:
		s.proposeName(r.slot)
		return nil
	case rowMeans, rowName:
		return nil
	}
	return s.read()
}

// changeValue follows the choice of a column of values: there is one open place
// behind those that are chosen, and none between.
func (s *Screen) changeValue(slot int) {
	last := slot == len(s.namings)-1
	switch chosen := s.get(rowY, slot).value() != ""; {
	case chosen && last:
		s.addValue("")
	case !chosen && !last:
		s.namings = slices.Delete(s.namings, slot, slot+1)
		s.drop(slot, rowY, rowInto, rowName, rowMeans)
		return
	}
	s.proposeInto(slot)
	s.proposeName(slot)
}

// changeFilter does the same for filters.
func (s *Screen) changeFilter(slot int) {
	last := s.get(rowWhere, slot+1).at < 0
	switch chosen := s.get(rowWhere, slot).value() != ""; {
	case chosen && last:
		s.addFilter("")
	case !chosen && !last:
		s.drop(slot, rowWhere, rowOnly)
		s.relabelFilters()
		return
	}
	s.offerValues(slot)
}

// relabelFilters gives the first filter its words back when the one before it
// was dropped.
func (s *Screen) relabelFilters() {
	if r := s.get(rowWhere, 0); len(r.options) > 0 {
		r.options[0] = "all rows"
	}
}

// seek finds the option in which the letters stand that were typed so far; where
// there is none the last letters begin anew.
func (s *Screen) seek(letters string) tea.Cmd {
	for _, find := range []string{s.find + letters, letters} {
		low := strings.ToLower(find)
		begins := func(o string) bool { return strings.HasPrefix(strings.ToLower(o), low) }
		holds := func(o string) bool { return strings.Contains(strings.ToLower(o), low) }
		for _, fits := range []func(string) bool{begins, holds} {
			if at := slices.IndexFunc(s.row().options, fits); at >= 0 {
				return s.choose(at, find)
			}
		}
	}
	return nil
}
