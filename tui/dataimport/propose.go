package dataimport

import (
	"slices"
	"strings"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

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
	ys := s.table.Roles.Y
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

// likelySchool is the value of a column that names this laptop's school.
func (s *Screen) likelySchool(column string) string {
	for _, school := range []string{s.s.Cycle().Values["school"], s.env.School} {
		for _, v := range s.table.Values[column] {
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
func (s *Screen) offerValues(slot int) {
	column := s.get(rowWhere, slot).value()
	r := s.get(rowOnly, slot)
	r.options = s.table.Values[column]
	r.at = slices.Index(r.options, s.likelySchool(column))
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

// sayingNothing are names of columns that may be of any measure.
var sayingNothing = []string{"value", "values", "number", "count", "total", "rate", "percent", "score", "result", "column2", "y"}

// proposeInto chooses the measure for a column, until a person has: the one that
// is called like it, or the one in hand where that has no numbers yet or a name
// that is near the column's.
func (s *Screen) proposeInto(slot int) {
	r, y := s.get(rowInto, slot), s.get(rowY, slot).value()
	if r.touched {
		return
	}
	short := tabular.ShortName(y, func(string) bool { return false })
	chosen := newMeasure
	for _, m := range s.s.Cycle().Measures() {
		name := measureName(m)
		if strings.EqualFold(name, y) || strings.EqualFold(name, short) {
			chosen = name
		}
	}
	if m, ok := s.s.Cycle().Measure(s.measure); ok && slot == 0 && chosen == newMeasure {
		near := tabular.Nearest(m.Name, []string{y}, 1)
		if len(near) > 0 || slices.Contains(sayingNothing, lettersOf(y)) || len(s.s.Cycle().Points(m.ID)) == 0 {
			chosen = measureName(m)
		}
	}
	r.at = slices.Index(r.options, chosen)
}

// proposeName calls a new measure by its column, until another name is typed.
func (s *Screen) proposeName(slot int) {
	n := s.namings[slot]
	if n.typed {
		return
	}
	taken := func(name string) bool {
		for k, other := range s.namings {
			if k != slot && s.get(rowY, k).value() != "" && strings.EqualFold(other.name.Value(), name) {
				return true
			}
		}
		return slices.ContainsFunc(s.measureNames(), func(m string) bool { return strings.EqualFold(m, name) })
	}
	n.name.SetValue(cycle.Clean(tabular.ShortName(s.get(rowY, slot).value(), taken), false))
	n.name.MoveToEnd()
}

// kindLabels are the kinds of measures as they are shown.
func kindLabels() []string {
	f, _ := cycle.FieldByKey("measures.kind")
	var labels []string
	for _, o := range f.Options {
		labels = append(labels, o.Label)
	}
	return labels
}

// kindOf is the kind that a label stands for.
func kindOf(label string) string {
	f, _ := cycle.FieldByKey("measures.kind")
	for _, o := range f.Options {
		if o.Label == label {
			return o.Key
		}
	}
	return ""
}

// likelyKind is an outcome for the first measure of a cycle that has none.
func (s *Screen) likelyKind(slot int) string {
	for _, m := range s.s.Cycle().Measures() {
		if m.Kind == cycle.Outcome {
			return ""
		}
	}
	f, _ := cycle.FieldByKey("measures.kind")
	if o, ok := f.Option(cycle.Outcome); ok && slot == 0 {
		return o.Label
	}
	return ""
}
