package dataimport

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

// rowKind says what a row of the form decides.
type rowKind int

const (
	rowSheet rowKind = iota
	rowX
	rowY
	rowBy
	rowN
	rowWhere
	rowOnly
	rowInto
	rowName
)

// A row is one choice among options.
type row struct {
	kind    rowKind
	label   string
	help    string
	options []string
	at      int  // the option that is chosen, -1 for none yet
	free    bool // the first option is "none"
}

// value is the option that is chosen, empty for none.
func (r row) value() string {
	if r.at < 0 || r.at >= len(r.options) || r.free && r.at == 0 {
		return ""
	}
	return r.options[r.at]
}

const newMeasure = "a new measure"

// buildRows makes the form for a file, the columns as they are guessed.
func (s *Screen) buildRows() {
	t := s.table
	s.at, s.find = 0, ""
	s.rows = nil
	add := func(kind rowKind, label, help, none string, options []string, chosen string) {
		r := row{kind: kind, label: label, help: help}
		if none != "" {
			r.options, r.free = append(r.options, none), true
		}
		r.options = append(r.options, options...)
		r.at = slices.Index(r.options, chosen)
		if r.at < 0 && (r.free || kind == rowInto) {
			r.at = 0
		}
		s.rows = append(s.rows, r)
	}
	if len(t.sheets) > 1 {
		add(rowSheet, "Sheet", "The sheet of the workbook that holds the numbers.", "", t.sheets, t.sheet)
	}
	add(rowX, "When", "The column of dates, weeks or school years.", "", t.columns, t.roles.X)
	add(rowY, "Value", "The column of numbers to bring in.", "", likeliestFirst(t.columns, t.roles.Y), s.likelyValue())
	add(rowBy, "Group", "A column of student groups: one line on the chart for each.", "none", t.columns, t.roles.By)
	add(rowN, "Out of", "The column that says how many people each number comes from.", "none", t.columns, t.roles.N)
	where := ""
	if len(t.roles.Where) > 0 {
		where = t.roles.Where[0].Column
	}
	add(rowWhere, "Rows of", "A column to choose rows by, such as the school.", "all rows", t.columns, where)
	add(rowOnly, "  only", "Which rows to take.", "", nil, "")
	s.offerValues(s.likelySchool())
	into := newMeasure
	if m, ok := s.s.Cycle().Measure(s.measure); ok {
		into = measureName(m)
	}
	add(rowInto, "Into", "The measure that gets the numbers.", "", append(s.measureNames(), newMeasure), into)
	add(rowName, "  called", "The name of the new measure, as it will stand above the chart.", "", nil, "")
	s.proposeName()
	for i, r := range s.rows {
		if r.kind == rowY || r.kind == rowOnly && r.at < 0 && s.get(rowWhere).value() != "" {
			s.at = i
		}
	}
}

// likeliestFirst puts the likely ones of the columns before the others.
func likeliestFirst(columns, likely []string) []string {
	out := slices.Clone(likely)
	for _, c := range columns {
		if !slices.Contains(likely, c) {
			out = append(out, c)
		}
	}
	return out
}

// likelyValue is the column whose name is closest to the measure in hand, or the
// likeliest of all.
func (s *Screen) likelyValue() string {
	ys := s.table.roles.Y
	if m, ok := s.s.Cycle().Measure(s.measure); ok {
		if near := tabular.Nearest(m.Name, ys, 1); len(near) > 0 {
			return near[0]
		}
	}
	if len(ys) > 0 {
		return ys[0]
	}
	return ""
}

// likelySchool is the value of the filter that names this laptop's school.
func (s *Screen) likelySchool() string {
	values := s.table.values[s.get(rowWhere).value()]
	for _, school := range []string{s.s.Cycle().Values["school"], s.env.School} {
		for _, v := range values {
			if want := lettersOf(school); want != "" && strings.Contains(lettersOf(v), want) {
				return v
			}
		}
	}
	return ""
}

// lettersOf is a name without what is written in different ways: capitals,
// blanks, points.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// offerValues lists the values of the column by which rows are chosen.
func (s *Screen) offerValues(chosen string) {
	r := s.get(rowOnly)
	r.options = s.table.values[s.get(rowWhere).value()]
	r.at = slices.Index(r.options, chosen)
}

// measureNames are the names of the cycle's measures, in order.
func (s *Screen) measureNames() []string {
	var names []string
	for _, m := range s.s.Cycle().Measures() {
		names = append(names, measureName(m))
	}
	return names
}

func measureName(m cycle.Measure) string {
	if name := strings.TrimSpace(cycle.Clean(m.Name, false)); name != "" {
		return name
	}
	return "(no name yet)"
}

// proposeName calls a new measure by its column, until another name is typed.
func (s *Screen) proposeName() {
	y := s.get(rowY).value()
	if typed := s.name.Value(); typed == "" || slices.Contains(s.table.columns, typed) {
		s.name.SetValue(y)
		s.name.MoveToEnd()
	}
}

func (s *Screen) get(kind rowKind) *row {
	for i := range s.rows {
		if s.rows[i].kind == kind {
			return &s.rows[i]
		}
	}
	return &row{at: -1}
}

// shown are the rows that matter now.
func (s *Screen) shown() []int {
	var out []int
	for i, r := range s.rows {
		switch {
		case r.kind == rowOnly && s.get(rowWhere).value() == "":
		case r.kind == rowName && s.into() != "":
		default:
			out = append(out, i)
		}
	}
	return out
}

// row is the one in hand.
func (s *Screen) row() *row { return &s.rows[s.at] }

func (s *Screen) move(delta int) {
	shown := s.shown()
	at := slices.Index(shown, s.at)
	s.at = shown[min(max(at+delta, 0), len(shown)-1)]
	s.find = ""
}

// into is the id of the measure that gets the numbers, empty for a new one.
func (s *Screen) into() string {
	r := s.get(rowInto)
	all := s.s.Cycle().Measures()
	// The measures may have changed under the list: what counts is the name.
	for i, m := range all {
		if i == r.at && measureName(m) == r.value() {
			return m.ID
		}
	}
	for _, m := range all {
		if measureName(m) == r.value() {
			return m.ID
		}
	}
	return ""
}

// choose takes another option of the row in hand.
func (s *Screen) choose(at int, find string) tea.Cmd {
	r := s.row()
	s.find = find
	at = min(max(at, 0), len(r.options)-1)
	if at == r.at || at < 0 {
		return nil
	}
	r.at = at
	switch r.kind {
	case rowSheet:
		return s.open(s.table.path, r.value())
	case rowY:
		s.proposeName()
	case rowWhere:
		s.offerValues(s.likelySchool())
	case rowInto, rowName:
		return nil
	}
	return s.read()
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

// mapping is what the rows say; ok is false while something has to be chosen.
func (s *Screen) mapping() (m tabular.Mapping, ok bool) {
	m = tabular.Mapping{X: s.get(rowX).value(), Y: s.get(rowY).value(), By: s.get(rowBy).value(), N: s.get(rowN).value(), Near: s.env.Today()}
	if column := s.get(rowWhere).value(); column != "" {
		only := s.get(rowOnly).value()
		if only == "" {
			return m, false
		}
		m.Where = []tabular.Filter{{Column: column, Value: only}}
	}
	return m, m.X != "" && m.Y != ""
}

// planKey is what a plan was made of.
type planKey struct {
	version, task int
	into, name    string
}

// ready is the plan for what is chosen; ok is false when there is none.
func (s *Screen) ready() (p tabular.Plan, ok bool) {
	if s.busy || s.why != nil || s.series == nil {
		return p, false
	}
	at := planKey{s.s.Version(), s.task, s.into(), strings.TrimSpace(s.name.Value())}
	if at != s.planned {
		c := s.s.Cycle()
		m, there := c.Measure(at.into)
		if !there {
			m = cycle.Measure{ID: s.newID, Name: cycle.Clean(at.name, false)}
		}
		s.planned = at
		s.plan, s.planErr = tabular.NewPlan(c, m, s.series)
	}
	return s.plan, s.planErr == nil && s.plan.Measure.Name+at.into != ""
}

// trouble says why nothing can be written yet, in a sentence; empty when it can.
func (s *Screen) trouble() string {
	only := s.get(rowOnly)
	_, ok := s.ready()
	switch {
	case ok || s.busy:
		return ""
	case s.get(rowX).value() == "":
		return "Choose the column that says when."
	case s.get(rowY).value() == "":
		return "Choose the column of the numbers."
	case s.get(rowWhere).value() != "" && only.value() == "":
		return fmt.Sprintf("Choose which rows to take: there are %d different ones in %s.", len(only.options), s.get(rowWhere).value())
	case s.why != nil:
		return sentence(s.why)
	case s.planErr != nil:
		return sentence(s.planErr)
	}
	return "Give the new measure a name."
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
